"""What AWS's texts and delivery events are in our words."""

from __future__ import annotations

import json
from typing import Any

import pytest

from shared.channels.inbound import CarrierReceipt, CutOff
from shared.domain.delivery import DeliveryStatus
from shared.domain.errors import InvalidInput, NotFound, Unavailable
from shared.domain.inbound import InboundMessage
from tests.unit.builders import LINE, NOON, TEXTER
from tests.unit.sns import (
    ACCOUNT,
    CERTIFICATE,
    ENDPOINT,
    EVENT,
    SMS,
    SUBSCRIBE,
    TOPIC,
    Desk,
    confirmation,
    notification,
)


@pytest.fixture
def desk() -> Desk:
    return Desk()


@pytest.mark.parametrize("version", ["1", "2"])
def test_given_a_text_then_it_is_a_message_of_the_account_that_has_the_topic(desk: Desk, version: str) -> None:
    assert desk.receive(notification(SignatureVersion=version)) == InboundMessage(
        "aws", ACCOUNT, SMS["inboundMessageId"], LINE, TEXTER, "I am scared", NOON
    )


def test_given_a_text_without_words_then_it_is_a_message_all_the_same(desk: Desk) -> None:
    message = desk.receive(notification(SMS | {"messageBody": ""}))
    assert isinstance(message, InboundMessage)
    assert message.text == ""


def test_given_half_an_emoji_then_the_rest_of_the_words_is_taken_and_can_be_sealed(desk: Desk) -> None:
    message = desk.receive(notification(json.dumps(SMS | {"messageBody": "help \ud83d me 😔"})))
    assert isinstance(message, InboundMessage)
    assert message.text == "help \ufffd me 😔"
    message.text.encode()


@pytest.mark.parametrize("missing", ["originationNumber", "destinationNumber", "messageBody", "inboundMessageId"])
@pytest.mark.parametrize("value", [None, 17, ["+1"], {}])
def test_a_text_that_lacks_something_is_refused_and_what_it_lacks_is_named(
    desk: Desk, missing: str, value: object
) -> None:
    with pytest.raises(InvalidInput) as refused:
        desk.receive(notification(SMS | {missing: value}))
    assert [error.field for error in refused.value.errors] == [f"Message.{missing}"]


@pytest.mark.parametrize("message", ["", "hello", "[]", "17", "null", "{", "NaN", "[" * 5000])
def test_given_something_else_was_published_to_the_topic_then_it_is_refused(desk: Desk, message: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        desk.receive(notification(message))
    assert [error.field for error in refused.value.errors] == ["Message"]


def test_given_an_object_nobody_knows_then_everything_a_text_has_is_missing(desk: Desk) -> None:
    with pytest.raises(InvalidInput) as refused:
        desk.receive(notification({"version": "0", "detail-type": "Text Message Delivery Status Updated"}))
    assert len(refused.value.errors) == 4


def test_a_path_below_is_not_there(desk: Desk) -> None:
    with pytest.raises(NotFound):
        desk.receive(notification(), rest=("status",))


# --- delivery events ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "status", "code"),
    [
        ("TEXT_DELIVERED", DeliveryStatus.DELIVERED, None),
        ("TEXT_SUCCESSFUL", DeliveryStatus.SENT, None),
        ("TEXT_UNREACHABLE", DeliveryStatus.UNDELIVERED, "TEXT_UNREACHABLE"),
        ("TEXT_CARRIER_UNREACHABLE", DeliveryStatus.UNDELIVERED, "TEXT_CARRIER_UNREACHABLE"),
        ("TEXT_CARRIER_BLOCKED", DeliveryStatus.UNDELIVERED, "TEXT_CARRIER_BLOCKED"),
        ("TEXT_TTL_EXPIRED", DeliveryStatus.UNDELIVERED, "TEXT_TTL_EXPIRED"),
        ("TEXT_INVALID", DeliveryStatus.FAILED, "TEXT_INVALID"),
        ("TEXT_PROTECT_BLOCKED", DeliveryStatus.FAILED, "TEXT_PROTECT_BLOCKED"),
    ],
)
def test_a_final_event_is_a_receipt_for_the_attempt_in_its_context(
    desk: Desk, kind: str, status: DeliveryStatus, code: str | None
) -> None:
    event = EVENT | {"eventType": kind, "messageStatusDescription": "Phone is currently unreachable/unavailable"}
    assert desk.receive(notification(event)) == CarrierReceipt("con_1.5.1", str(EVENT["messageId"]), status, code)


@pytest.mark.parametrize("kind", ["TEXT_QUEUED", "TEXT_PENDING", "TEXT_SUCCESSFUL", "TEXT_UNREACHABLE"])
def test_what_is_not_the_last_word_is_no_news(desk: Desk, kind: str) -> None:
    assert desk.receive(notification(EVENT | {"eventType": kind, "isFinal": False})) is None


@pytest.mark.parametrize("kind", ["VOICE_COMPLETED", "MEDIA_DELIVERED", "RCS_READ", "TEXT_OF_TOMORROW"])
def test_events_of_what_we_do_not_send_are_no_news(desk: Desk, kind: str) -> None:
    assert desk.receive(notification(EVENT | {"eventType": kind})) is None


@pytest.mark.parametrize(
    "said",
    [
        {"messageStatus": "OPTED_OUT"},
        {"messageStatus": "BLOCKED", "messageStatusDescription": "Phone number is opted out"},
    ],
)
def test_given_the_carrier_says_that_the_texter_opted_out_then_the_receipt_says_so(
    desk: Desk, said: dict[str, str]
) -> None:
    receipt = desk.receive(notification(EVENT | {"eventType": "TEXT_BLOCKED"} | said))
    assert receipt == CarrierReceipt(
        "con_1.5.1", str(EVENT["messageId"]), DeliveryStatus.UNDELIVERED, "TEXT_BLOCKED", opted_out=True
    )


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"eventType": "BOUNCE"}, "Message.eventType"),
        ({"eventType": None}, "Message.eventType"),
        ({"isFinal": "true"}, "Message.isFinal"),
        ({"messageId": ""}, "Message.messageId"),
        ({"context": None}, "Message.context.attempt"),
        ({"context": {}}, "Message.context.attempt"),
        ({"context": ["attempt"]}, "Message.context.attempt"),
        ({"context": {"attempt": "x" * 300}}, "Message.context.attempt"),
        ({"context": {"attempt": "con_1\n.5.1"}}, "Message.context.attempt"),
    ],
)
def test_an_event_that_makes_no_sense_is_refused_and_what_is_wrong_is_named(
    desk: Desk, changes: dict[str, Any], field: str
) -> None:
    with pytest.raises(InvalidInput) as refused:
        desk.receive(notification(EVENT | changes))
    assert [error.field for error in refused.value.errors] == [field]


# --- subscriptions --------------------------------------------------------------------------------


@pytest.mark.parametrize("version", ["1", "2"])
def test_given_a_subscription_to_a_topic_of_ours_then_it_is_confirmed(desk: Desk, version: str) -> None:
    assert desk.receive(confirmation(SignatureVersion=version)) is None
    assert desk.sns.asked == [CERTIFICATE, SUBSCRIBE]


def test_given_a_subscription_to_a_topic_that_is_nobodys_then_it_is_not_confirmed(desk: Desk) -> None:
    assert desk.refuses(confirmation(TopicArn=f"{TOPIC}x"))
    assert not desk.sns.asked


@pytest.mark.parametrize(
    "url",
    [
        SUBSCRIBE.replace("https:", "http:"),
        SUBSCRIBE.replace("us-east-1.amazonaws.com", "evil.example"),
        SUBSCRIBE.replace("sns.us-east-1.amazonaws.com", "sns.us-east-1.amazonaws.com@evil.example"),
        SUBSCRIBE.replace("ConfirmSubscription", "Unsubscribe"),
        SUBSCRIBE.replace("/?", "/x?"),
        SUBSCRIBE.replace("holdfast-texts", "another"),
        f"{SUBSCRIBE}0",
        f"{SUBSCRIBE}&Token=x",
        f"{SUBSCRIBE}&AuthenticateOnUnsubscribe=true",
        ENDPOINT,
        "https://169.254.169.254/latest/meta-data",
    ],
)
def test_a_confirmation_that_leads_elsewhere_is_not_followed_whoever_signed_it(desk: Desk, url: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        desk.receive(confirmation(SubscribeURL=url))
    assert [error.field for error in refused.value.errors] == ["SubscribeURL"]
    assert desk.sns.asked == [CERTIFICATE]


@pytest.mark.parametrize(("status", "error"), [(302, InvalidInput), (400, InvalidInput), (500, Unavailable)])
def test_given_sns_does_not_take_the_confirmation_then_that_is_said(
    desk: Desk, status: int, error: type[Exception]
) -> None:
    desk.sns.pages[SUBSCRIBE] = (status, b"")
    with pytest.raises(error):
        desk.receive(confirmation())


def test_given_somebody_ended_the_subscription_then_it_is_not_taken_up_again_and_the_account_is_named(
    desk: Desk,
) -> None:
    assert desk.receive(confirmation("UnsubscribeConfirmation")) == CutOff(ACCOUNT)
    assert desk.sns.asked == [CERTIFICATE]
