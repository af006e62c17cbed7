"""The pretend AWS End User Messaging SMS, spoken to by boto3's own client and held against botocore's own model."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import boto3
import pytest
import requests
from botocore.config import Config
from botocore.exceptions import ClientError, ConnectionClosedError, ReadTimeoutError
from twilio.rest import Client as TwilioClient

from localstack.carrier.aws_api import TARGET, SendTextMessage
from tests.contract.pretend_bench import (
    AWS_LINE,
    SECOND_AWS_LINE,
    TEXTER,
    TWILIO_LINE,
    TWILIO_SID,
    TWILIO_TOKEN,
    Bench,
    pretend_providers,
    wait_until,
)

pytestmark = pytest.mark.enable_socket


@pytest.fixture
def bench(tmp_path: Path) -> Iterator[Bench]:
    with pretend_providers(tmp_path) as made:
        yield made


def client_of(bench: Bench, attempts: int = 1, read_timeout: float = 5) -> Any:
    """boto3's client as anybody makes it, with another address."""
    return boto3.client(
        "pinpoint-sms-voice-v2",
        endpoint_url=bench.url,
        region_name="us-east-1",
        aws_access_key_id="test",
        aws_secret_access_key="test",
        config=Config(retries={"total_max_attempts": attempts}, read_timeout=read_timeout),
    )


def send(bench: Bench, **changes: Any) -> str:
    asked = {"DestinationPhoneNumber": TEXTER, "OriginationIdentity": AWS_LINE, "MessageBody": "we are here"}
    return str(client_of(bench).send_text_message(**(asked | changes))["MessageId"])


def refusal(call: Callable[[], object]) -> dict[str, Any]:
    with pytest.raises(ClientError) as raised:
        call()
    response: dict[str, Any] = dict(raised.value.response)
    return response


def events(bench: Bench) -> list[dict[str, Any]]:
    return [json.loads(post.json()["Message"]) for post in bench.webhook.posts]


def model() -> Any:
    return client_of(Bench("http://127.0.0.1:9", None, None)).meta.service_model  # type: ignore[arg-type]


# --- sending -------------------------------------------------------------------------------------------------


def test_a_text_sent_with_boto3_is_kept_under_the_message_id_that_is_answered(bench: Bench) -> None:
    message_id = send(bench)
    (kept,) = bench.messages(to=TEXTER)
    assert (kept["sid"], kept["from"], kept["to"], kept["body"]) == (message_id, AWS_LINE, TEXTER, "we are here")
    assert kept["provider"] == "aws"
    wait_until(lambda: bench.messages(to=TEXTER)[0]["status"] == "delivered")


def test_what_becomes_of_a_text_is_published_step_by_step_with_the_senders_context(bench: Bench) -> None:
    message_id = send(bench, Context={"attempt": "tsk_1.1"}, MessageBody="We’re here")
    wait_until(lambda: len(bench.webhook.posts) == 3)
    seen = events(bench)
    assert [(one["eventType"], one["messageStatus"], one["isFinal"]) for one in seen] == [
        ("TEXT_QUEUED", "QUEUED", False),
        ("TEXT_SUCCESSFUL", "SUCCESSFUL", False),
        ("TEXT_DELIVERED", "DELIVERED", True),
    ]
    for one in seen:
        assert one["eventVersion"] == "1.0" and one["messageId"] == message_id
        assert one["context"] == {"attempt": "tsk_1.1"}
        assert (one["originationPhoneNumber"], one["destinationPhoneNumber"]) == (AWS_LINE, TEXTER)
        assert one["eventTimestamp"] >= one["messageRequestTimestamp"] > 1_600_000_000_000
        assert one["messageEncoding"] == "UNICODE" and one["messageType"] == "TRANSACTIONAL"
        assert one["isoCountryCode"] == "US" and one["messageStatusDescription"]
    assert {post.path for post in bench.webhook.posts} == {"/aws?x=1"}
    assert len({post.json()["MessageId"] for post in bench.webhook.posts}) == 3


def test_the_operation_and_the_limits_are_those_of_botocores_own_model() -> None:
    service = model()
    operation = service.operation_model("SendTextMessage")
    assert f"{service.metadata['targetPrefix']}.{operation.name}" == TARGET
    assert service.metadata["jsonVersion"] == "1.0"
    members = operation.input_shape.members
    schema = SendTextMessage.model_json_schema(by_alias=True)
    assert schema["required"] == ["DestinationPhoneNumber", "MessageBody"]
    limits = {"string": ("minLength", "maxLength"), "integer": ("minimum", "maximum"), "map": ("", "maxProperties")}
    for name, rules in schema["properties"].items():
        own, shape = rules.get("anyOf", [rules])[0], members[name]
        assert own.get("enum", []) == shape.metadata.get("enum", []), name
        least, most = limits.get(shape.type_name, ("", ""))
        assert own.get(most) == shape.metadata.get("max"), name
        assert own.get(least, shape.metadata.get("min")) == shape.metadata.get("min"), name


@pytest.mark.parametrize(
    ("changes", "code", "reason"),
    [
        ({"DestinationPhoneNumber": "+0123"}, "ValidationException", "FIELD_VALIDATION_FAILED"),
        ({"DestinationPhoneNumber": "nobody"}, "ValidationException", "FIELD_VALIDATION_FAILED"),
        ({"MessageBody": "   "}, "ValidationException", "FIELD_VALIDATION_FAILED"),
        ({"MessageBody": "x" * 1601}, "ValidationException", "FIELD_VALIDATION_FAILED"),
        ({"Context": {str(n): "x" for n in range(6)}}, "ValidationException", "FIELD_VALIDATION_FAILED"),
        ({"Context": {"attempt": "x" * 801}}, "ValidationException", "FIELD_VALIDATION_FAILED"),
        ({"OriginationIdentity": "+12025550199"}, "ResourceNotFoundException", None),
        ({"OriginationIdentity": TWILIO_LINE}, "ResourceNotFoundException", None),
    ],
)
def test_mistakes_are_answered_as_aws_answers_them(
    bench: Bench, changes: dict[str, Any], code: str, reason: str | None
) -> None:
    response = refusal(lambda: send(bench, **changes))
    assert response["Error"]["Code"] == code and response["ResponseMetadata"]["HTTPStatusCode"] == 400
    assert response.get("Reason") == reason
    if reason is not None:
        assert [one["Name"] for one in response["Fields"]] == list(changes)
        assert reason in model().shape_for("ValidationExceptionReason").enum
    assert bench.messages() == []


def test_a_body_must_be_there(bench: Bench) -> None:
    def without_words() -> object:
        return client_of(bench).send_text_message(DestinationPhoneNumber=TEXTER, OriginationIdentity=AWS_LINE)

    response = refusal(without_words)
    assert (response["Reason"], response["Fields"][0]["Name"]) == ("MISSING_PARAMETER", "MessageBody")


def test_the_first_line_sends_what_names_none(bench: Bench) -> None:
    client_of(bench).send_text_message(DestinationPhoneNumber=TEXTER[1:], MessageBody="hello")
    (kept,) = bench.messages(to=TEXTER)
    assert kept["from"] == AWS_LINE


def test_a_dry_run_is_checked_and_answered_and_never_sent(bench: Bench) -> None:
    assert send(bench, DryRun=True)
    assert refusal(lambda: send(bench, DryRun=True, MessageBody=" "))["Error"]["Code"] == "ValidationException"
    assert bench.messages() == []


def test_events_go_to_the_configuration_set_that_was_named(bench: Bench) -> None:
    bench.configure(aws=bench.aws(configuration_set="receipts"))
    silent = send(bench)
    response = refusal(lambda: send(bench, ConfigurationSetName="other"))
    assert (response["Error"]["Code"], response["ResourceType"]) == ("ResourceNotFoundException", "configuration-set")
    told = send(bench, ConfigurationSetName="receipts")
    wait_until(lambda: all(one["status"] == "delivered" for one in bench.messages()) and len(events(bench)) == 3)
    assert {one["messageId"] for one in events(bench)} == {told} != {silent}


def test_unsigned_calls_and_other_operations_are_refused(bench: Bench) -> None:
    def code(**headers: str) -> str:
        answer = requests.post(f"{bench.url}/", data=b"{}", headers=headers, timeout=5)
        assert answer.status_code == 400 and answer.headers["Content-Type"].startswith("application/x-amz-json-1.0")
        return str(answer.json()["__type"])

    signed = "AWS4-HMAC-SHA256 Credential=test/20260101/us-east-1/{}/aws4_request, SignedHeaders=host, Signature=0"
    target = {"X-Amz-Target": TARGET}
    assert code(**target) == "MissingAuthenticationTokenException"
    assert code(**target, Authorization=signed.format("sns")) == "MissingAuthenticationTokenException"
    assert code(**target, Authorization=signed.format("sms-voice")) == "ValidationException"
    other = refusal(lambda: client_of(bench).describe_phone_numbers())
    assert other["Error"]["Code"] == "UnknownOperationException"


@pytest.mark.parametrize("body", [b"", b"[", b"[]", b'"x"', b"null", b"\xff"])
def test_what_is_no_json_object_is_refused(bench: Bench, body: bytes) -> None:
    headers = {"X-Amz-Target": TARGET, "Authorization": "AWS4-HMAC-SHA256 Credential=a/b/c/sms-voice/aws4_request"}
    answer = requests.post(f"{bench.url}/", data=body, headers=headers, timeout=5)
    assert (answer.status_code, answer.json()["__type"]) == (400, "SerializationException")


def test_a_carrier_without_aws_says_so(bench: Bench) -> None:
    bench.configure(aws=None)
    response = refusal(lambda: send(bench))
    assert response["Error"]["Code"] == "AccessDeniedException" and response["Reason"] == "ACCOUNT_DISABLED"
    assert bench.text_in("aws", to=AWS_LINE).json()["errors"][0]["field"] == "provider"


# --- failing on purpose --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "status", "code", "reason"),
    [
        ("server_error", 500, "InternalServerException", None),
        ("rate_limited", 400, "ThrottlingException", None),
        ("opted_out", 400, "ConflictException", "DESTINATION_PHONE_NUMBER_OPTED_OUT"),
    ],
)
def test_a_counted_fault_hits_that_many_sends_and_no_more(
    bench: Bench, kind: str, status: int, code: str, reason: str | None
) -> None:
    bench.fault(kind, "aws", count=2)
    for _ in range(2):
        response = refusal(lambda: send(bench))
        assert response["ResponseMetadata"]["HTTPStatusCode"] == status
        assert (response["Error"]["Code"], response.get("Reason")) == (code, reason)
    assert send(bench)
    assert len(bench.messages()) == 1
    assert code in {shape.name for shape in model().operation_model("SendTextMessage").error_shapes}
    assert reason is None or reason in model().shape_for("ConflictExceptionReason").enum


def test_boto3_takes_a_throttled_call_for_one_to_try_again(bench: Bench) -> None:
    bench.fault("rate_limited", "aws", count=1)
    asked = {"DestinationPhoneNumber": TEXTER, "OriginationIdentity": AWS_LINE, "MessageBody": "we are here"}
    answer = client_of(bench, attempts=3).send_text_message(**asked)
    assert answer["ResponseMetadata"]["RetryAttempts"] == 1
    assert len(bench.messages()) == 1


def test_an_accepted_text_may_never_be_answered_and_its_events_tell_of_it(bench: Bench) -> None:
    bench.fault("timeout_after_accept", "aws", count=1)
    asked = {"DestinationPhoneNumber": TEXTER, "MessageBody": "did this leave?", "Context": {"attempt": "tsk_1.1"}}
    with pytest.raises(ReadTimeoutError):
        client_of(bench, read_timeout=0.3).send_text_message(**asked)
    wait_until(lambda: len(bench.webhook.posts) == 3)
    assert [one["context"]["attempt"] for one in events(bench)] == ["tsk_1.1"] * 3


def test_a_cut_connection_leaves_no_message(bench: Bench) -> None:
    bench.fault("refuse", "aws", count=1)
    with pytest.raises(ConnectionClosedError):
        send(bench)
    assert bench.messages() == []
    assert send(bench)


def test_an_undeliverable_text_ends_as_unreachable(bench: Bench) -> None:
    bench.fault("undeliverable", "aws", count=1)
    send(bench)
    wait_until(lambda: len(bench.webhook.posts) == 3)
    last = events(bench)[-1]
    assert (last["eventType"], last["messageStatus"], last["isFinal"]) == ("TEXT_UNREACHABLE", "UNREACHABLE", True)
    assert bench.messages()[0]["status"] == "undelivered" and bench.messages()[0]["errorCode"] == "TEXT_UNREACHABLE"


@pytest.mark.parametrize(
    ("kind", "statuses"),
    [
        ("receipts_reordered", ["QUEUED", "DELIVERED", "SUCCESSFUL"]),
        ("receipts_duplicated", ["QUEUED", "QUEUED", "SUCCESSFUL", "SUCCESSFUL", "DELIVERED", "DELIVERED"]),
        ("receipts_off", []),
    ],
)
def test_events_can_misbehave_while_the_carriers_own_record_stays_right(
    bench: Bench, kind: str, statuses: list[str]
) -> None:
    bench.fault(kind, "aws", count=1)
    send(bench)
    wait_until(lambda: bench.messages()[0]["status"] == "delivered")
    wait_until(lambda: len(bench.webhook.posts) >= len(statuses))
    assert [one["messageStatus"] for one in events(bench)] == statuses


def test_the_stop_list_is_the_lines_own(bench: Bench) -> None:
    bench.fault("carrier_opt_out", "aws")
    bench.text_in("aws", to=AWS_LINE, body="Stop.")
    assert refusal(lambda: send(bench))["Reason"] == "DESTINATION_PHONE_NUMBER_OPTED_OUT"
    assert send(bench, OriginationIdentity=SECOND_AWS_LINE)
    bench.text_in("aws", to=AWS_LINE, body="START")
    assert send(bench)


def test_a_fault_of_one_provider_leaves_the_others_alone(bench: Bench) -> None:
    bench.fault("server_error", "aws")
    twilio = TwilioClient(TWILIO_SID, TWILIO_TOKEN)
    twilio.api.base_url = bench.url
    assert twilio.messages.create(to=TEXTER, from_=TWILIO_LINE, body="from Twilio").sid
    bench.fault("server_error", "twilio", count=1)
    items = requests.get(f"{bench.url}/faults", timeout=5).json()["items"]
    assert items == [
        {"provider": "twilio", "kind": "server_error", "count": 1},
        {"provider": "aws", "kind": "server_error"},
    ]
    assert refusal(lambda: send(bench))["Error"]["Code"] == "InternalServerException"
    requests.delete(f"{bench.url}/faults", timeout=5)
    assert send(bench)
    assert [item["provider"] for item in bench.messages()] == ["twilio", "aws"]
    assert [item["body"] for item in bench.messages(provider="aws")] == ["we are here"]
    assert [message.body for message in twilio.messages.list()] == ["from Twilio"]


def test_logs_hold_neither_numbers_nor_words(bench: Bench, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("DEBUG", "localstack")
    bench.text_in("aws", to=AWS_LINE, body="a very private sentence")
    send(bench, MessageBody="a very private answer")
    wait_until(lambda: len(bench.webhook.posts) == 4)
    wait_until(lambda: sum('"receipt"' in record.getMessage() for record in caplog.records) == 3)
    for record in caplog.records:
        if record.name.startswith("localstack"):
            assert "private" not in record.getMessage() and TEXTER[1:] not in record.getMessage()
