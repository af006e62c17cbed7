"""AWS's own payloads at our door, and what AWS, or the network, does with a message of ours."""

from __future__ import annotations

import functools
import json
import socket
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import botocore.session
import pytest

from shared.channels.aws import sender as aws_sender
from shared.channels.aws.door import Door
from shared.channels.inbound import Accounts, CarrierReceipt, CutOff, Webhook
from shared.channels.outbound import Accepted, Answer, CannotTell, OutboundMessage, OutcomeUnknown, Refused, TryLater
from shared.domain.delivery import DeliveryStatus
from shared.domain.inbound import InboundMessage
from tests.contract.receiver import Act, answering, hanging_up, receiving, silent
from tests.unit.builders import NOON
from tests.unit.front_door_house import House

# Everything here stays on loopback.
pytestmark = pytest.mark.enable_socket

NOW = datetime(2025, 11, 20, 12, 1, tzinfo=UTC)
SAMPLES = Path(__file__).parents[2] / "events" / "samples"
TOPIC = "arn:aws:sns:us-east-1:123456789012:holdfast-texts"
ACCOUNTS = {"main": {"topics": [TOPIC], "configuration_set": "line"}}
CERTIFICATE = "https://sns.us-east-1.amazonaws.com/SimpleNotificationService-00000000000000000000000000000001.pem"
LINE, TEXTER = "+12025550110", "+12025550142"
WORDS = "Hi, I don't know who else to text 😔 & it's 2 a.m."


class SampleSns:
    """SNS, as far as the samples need it; they were signed by OpenSSL."""

    def __init__(self) -> None:
        self.confirmed: list[str] = []

    def __call__(self, url: str) -> tuple[int, bytes]:
        if url == CERTIFICATE:
            return 200, (SAMPLES / "sns-signing-certificate.pem").read_bytes()
        self.confirmed.append(url)
        return 200, b"<ConfirmSubscriptionResponse/>"


def received(name: str, sns: SampleSns) -> object:
    webhook = Webhook("", "", (), "", {}, (SAMPLES / f"{name}.json").read_bytes(), "req")
    return Door({}.get, sns).receive(webhook, Accounts(lambda _: ACCOUNTS), NOW)


def test_a_text_as_sns_posts_it_is_read() -> None:
    assert received("sns-two-way-sms", SampleSns()) == InboundMessage(
        "aws",
        "main",
        "cae173d2-66b9-564c-8309-21f858e9fb84",
        LINE,
        TEXTER,
        WORDS,
        NOW,
    )


def test_a_delivery_event_as_sns_posts_it_is_read() -> None:
    message_id = "00000000-0000-4000-8000-0000000000b1"
    receipt = CarrierReceipt("con_01kah3.5.1", message_id, DeliveryStatus.DELIVERED)
    assert received("sns-delivery-event", SampleSns()) == receipt


def test_a_subscription_as_sns_asks_for_it_is_confirmed_once() -> None:
    sns = SampleSns()
    assert received("sns-subscription-confirmation", sns) is None
    body = json.loads((SAMPLES / "sns-subscription-confirmation.json").read_text())
    assert sns.confirmed == [body["SubscribeURL"]]


def test_the_end_of_a_subscription_as_sns_tells_of_it_is_read() -> None:
    sns = SampleSns()
    assert received("sns-unsubscribe-confirmation", sns) == CutOff("main")
    assert not sns.confirmed


def test_a_text_as_api_gateway_hands_it_over_is_taken() -> None:
    house = House()
    house.secrets.others = {"aws": ACCOUNTS}
    house.put("aws", Door(house.settings.get, SampleSns()))
    event = json.loads((SAMPLES / "http-sns-two-way-sms.json").read_text())
    assert house.knock(event)["statusCode"] == 200
    assert [one["QueueUrl"] for one in house.sqs.sent] == ["inbound"]


# --- sending --------------------------------------------------------------------------------------

MESSAGE = OutboundMessage(LINE, TEXTER, "I am here & I ✓ listen", "con_1.5.2", "req-1")


@pytest.fixture(autouse=True, scope="module")
def described_once() -> Iterator[None]:
    """Reading the service's description anew for each client takes most of a test's time; it never changes."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(botocore.session, "create_loader", functools.cache(botocore.session.create_loader))
        yield


@pytest.fixture(autouse=True)
def region(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_DEFAULT_REGION", "us-east-1")
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "testing")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "testing")
    monkeypatch.delenv("AWS_PROFILE", raising=False)


def provider(url: str, **credentials: Any) -> Any:
    account = {"topics": [TOPIC], "configuration_set": "line"} | credentials
    return aws_sender.sender("main", account, {"AWS_SMS_URL": url}.__getitem__)


def reply(status: int, document: object) -> Act:
    body = document if isinstance(document, bytes) else json.dumps(document).encode()
    head = f"HTTP/1.1 {status} X\r\nContent-Type: application/x-amz-json-1.0\r\nContent-Length: {len(body)}\r\n\r\n"
    return answering(head.encode() + body)


def answer_to(act: Act) -> Answer:
    """What we make of one answer of AWS's. However it fails, it is asked once."""
    with receiving(act) as receiver:
        answer: Answer = provider(f"http://127.0.0.1:{receiver.port}").send(MESSAGE)
    assert receiver.connections == len(receiver.requests) == 1
    return answer


def refusal(kind: str, reason: str | None = None) -> Act:
    status = 500 if kind == "InternalServerException" else 400
    return reply(status, {"__type": kind, "Message": "no"} | ({"Reason": reason} if reason else {}))


def test_a_message_goes_out_with_its_attempt_in_the_context_and_the_set_that_publishes_events() -> None:
    with receiving(reply(200, {"MessageId": "m-1"})) as receiver:
        assert provider(f"http://127.0.0.1:{receiver.port}").send(MESSAGE) == Accepted("m-1")
    (request,) = receiver.requests
    assert "X-Amz-Target: PinpointSMSVoiceV2.SendTextMessage" in receiver.head()
    assert "/us-east-1/sms-voice/aws4_request" in request.decode()
    assert json.loads(request.partition(b"\r\n\r\n")[2]) == {
        "DestinationPhoneNumber": TEXTER,
        "OriginationIdentity": LINE,
        "MessageBody": "I am here & I ✓ listen",
        "MessageType": "TRANSACTIONAL",
        "ConfigurationSetName": "line",
        "Context": {"attempt": "con_1.5.2"},
    }


def test_an_account_without_a_configuration_set_sends_all_the_same() -> None:
    with receiving(reply(200, {"MessageId": "m-1"})) as receiver:
        answer = provider(f"http://127.0.0.1:{receiver.port}", configuration_set=None).send(MESSAGE)
    assert answer == Accepted("m-1")
    assert b"ConfigurationSetName" not in receiver.requests[0]


@pytest.mark.parametrize("document", [{}, {"MessageId": ""}, b"", b"<html>", b"[]", b"null"])
def test_given_aws_says_yes_but_does_not_name_the_message_then_the_outcome_is_unknown(document: object) -> None:
    assert isinstance(answer_to(reply(200, document)), OutcomeUnknown)


def test_given_the_texter_is_on_the_opt_out_list_then_it_is_refused_and_says_so() -> None:
    reason = "DESTINATION_PHONE_NUMBER_OPTED_OUT"
    assert answer_to(refusal("ConflictException", reason)) == Refused(reason, opted_out=True)


@pytest.mark.parametrize(
    ("kind", "reason"),
    [
        ("ValidationException", "FIELD_VALIDATION_FAILED"),
        ("ValidationException", "DESTINATION_COUNTRY_BLOCKED"),
        ("ConflictException", "DESTINATION_PHONE_NUMBER_NOT_VERIFIED"),
        ("ConflictException", "DESTINATION_COUNTRY_BLOCKED_BY_PROTECT_CONFIGURATION"),
    ],
)
def test_what_is_wrong_with_the_message_itself_is_refused_for_good(kind: str, reason: str) -> None:
    assert answer_to(refusal(kind, reason)) == Refused(reason)


@pytest.mark.parametrize(
    ("kind", "reason", "code"),
    [
        ("ThrottlingException", None, "ThrottlingException"),
        ("InternalServerException", None, "InternalServerException"),
        ("AccessDeniedException", "ACCOUNT_DISABLED", "ACCOUNT_DISABLED"),
        (
            "ServiceQuotaExceededException",
            "MONTHLY_SPEND_LIMIT_REACHED_FOR_TEXT",
            "MONTHLY_SPEND_LIMIT_REACHED_FOR_TEXT",
        ),
        ("ConflictException", "NO_ORIGINATION_IDENTITIES_FOUND", "NO_ORIGINATION_IDENTITIES_FOUND"),
        ("ConflictException", "RESOURCE_NOT_ACTIVE", "RESOURCE_NOT_ACTIVE"),
        ("ResourceNotFoundException", None, "ResourceNotFoundException"),
        ("UnrecognizedClientException", None, "UnrecognizedClientException"),
        ("com.amazon.coral.service#ExpiredTokenException", None, "ExpiredTokenException"),
    ],
)
def test_what_is_wrong_with_aws_or_our_account_drops_no_message(kind: str, reason: str | None, code: str) -> None:
    assert answer_to(refusal(kind, reason)) == TryLater(code)


@pytest.mark.parametrize("status", [500, 502, 503, 504])
def test_what_a_broken_aws_did_not_take_is_tried_later(status: int) -> None:
    assert isinstance(answer_to(reply(status, b"<html>")), TryLater)


def test_given_no_answer_comes_then_it_may_have_been_sent_and_is_not_repeated(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(aws_sender, "_READ_SECONDS", 0.2)
    assert isinstance(answer_to(silent), OutcomeUnknown)


def test_given_the_connection_breaks_after_the_request_left_then_the_outcome_is_unknown() -> None:
    assert isinstance(answer_to(hanging_up), OutcomeUnknown)


def test_given_the_answer_breaks_off_then_the_outcome_is_unknown() -> None:
    assert isinstance(answer_to(answering(b'HTTP/1.1 200 OK\r\nContent-Length: 40\r\n\r\n{"Mess')), OutcomeUnknown)


def test_given_nobody_listens_then_nothing_left_and_it_is_tried_later() -> None:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        port = unused.getsockname()[1]
    assert provider(f"http://127.0.0.1:{port}").send(MESSAGE) == TryLater("no_connection")


def test_given_a_kept_connection_was_closed_meanwhile_then_each_message_is_sent_once() -> None:
    with receiving(reply(200, {"MessageId": "m-1"})) as receiver:
        sending = provider(f"http://127.0.0.1:{receiver.port}")
        for _ in range(3):
            assert sending.send(MESSAGE) == Accepted("m-1")
            assert receiver.finished.wait(10), "the connection was not closed"
            receiver.finished.clear()
    assert len(receiver.requests) == 3


def test_given_there_are_no_credentials_then_nothing_left(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "true")
    for name in ("AWS_SHARED_CREDENTIALS_FILE", "AWS_CONFIG_FILE"):
        monkeypatch.setenv(name, str(tmp_path / "none"))
    assert provider("http://127.0.0.1:9").send(MESSAGE) == TryLater("not_sent")


def test_a_message_nobody_could_send_is_refused() -> None:
    empty = OutboundMessage(LINE, TEXTER, "", "con_1.5.2", "req-1")
    assert provider("http://127.0.0.1:9").send(empty) == Refused("invalid_parameter")


def test_aws_has_no_list_to_look_into() -> None:
    assert provider("http://127.0.0.1:9").look_up(MESSAGE, NOON, ()) == CannotTell()
