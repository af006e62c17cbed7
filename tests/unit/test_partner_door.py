"""What a partner's webhooks bring."""

from __future__ import annotations

from typing import Any

import pytest

from shared.channels.inbound import CarrierReceipt
from shared.domain.delivery import DeliveryStatus
from shared.domain.errors import InvalidInput, NotFound
from shared.domain.inbound import InboundMessage
from tests.unit.builders import NOON
from tests.unit.partner import MESSAGE, STATUS, receive


def test_a_message_is_one_to_the_line_that_is_called_like_the_partner() -> None:
    message = receive(MESSAGE)
    assert message == InboundMessage("partner", "harborapp", "msg_1", "harborapp", "user-5521", "I am scared", NOON)


def test_metadata_and_what_nobody_knows_is_left_behind() -> None:
    more = {"metadata": {"email": "somebody@example.org", "deep": [{}]}, "newField": "x"}
    assert receive(MESSAGE | more) == receive(MESSAGE)


@pytest.mark.parametrize("at", [0, 1763639998, 1763639998.5, "2025-11-20T11:59:58Z", "2025-11-20T06:59:58.123-05:00"])
def test_a_time_is_in_seconds_or_iso_8601(at: object) -> None:
    assert isinstance(receive(MESSAGE | {"timestamp": at}), InboundMessage)


@pytest.mark.parametrize("at", [None, True, -1, 1e12, "", "1763639998", "2025-11-20T11:59:58", "yesterday", [1], {}])
def test_any_other_time_is_refused(at: object) -> None:
    with pytest.raises(InvalidInput) as refused:
        receive(MESSAGE | {"timestamp": at})
    assert [error.field for error in refused.value.errors] == ["timestamp"]


@pytest.mark.parametrize(
    ("field", "value"),
    [
        *((field, value) for field in ("id", "from", "message") for value in (None, "", 17, True, ["x"], {"x": "y"})),
        ("id", "x" * 201),
        ("from", "x" * 201),
        ("message", "x" * 10_001),
        ("id", "a\nb"),
        ("from", "\x00"),
        ("from", "\ud83d"),
    ],
)
def test_a_field_that_is_not_as_it_should_be_is_named(field: str, value: object) -> None:
    with pytest.raises(InvalidInput) as refused:
        receive(MESSAGE | {field: value})
    assert [error.field for error in refused.value.errors] == [field]


def test_all_that_is_wrong_is_named_at_once_and_nothing_is_quoted() -> None:
    with pytest.raises(InvalidInput) as refused:
        receive({"id": ["secret"], "from": 17, "message": {"secret": 1}})
    assert [error.field for error in refused.value.errors] == ["id", "from", "message", "timestamp"]
    assert "secret" not in repr(refused.value.errors) + refused.value.detail


@pytest.mark.parametrize("length", [1, 10_000])
def test_words_may_be_short_or_long(length: int) -> None:
    message = receive(MESSAGE | {"message": "😔" * length})
    assert isinstance(message, InboundMessage)
    assert message.text == "😔" * length


@pytest.mark.parametrize("body", [b"", b"null", b"[]", b"{", b'"x"', b"\xff", b"NaN", b"[" * 60_000, b'{"id": NaN}'])
def test_what_is_signed_and_no_json_object_is_refused(body: bytes) -> None:
    with pytest.raises(InvalidInput) as refused:
        receive(body)
    assert [error.field for error in refused.value.errors] == ["body"]


# --- what became of ours --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("word", "status"),
    [
        ("delivered", DeliveryStatus.DELIVERED),
        ("read", DeliveryStatus.READ),
        ("undelivered", DeliveryStatus.UNDELIVERED),
        ("failed", DeliveryStatus.FAILED),
    ],
)
@pytest.mark.parametrize("named", ["con_1.5", "con_1.5.2"])
def test_the_last_word_is_a_receipt_under_the_name_we_gave_the_message(
    word: str, status: DeliveryStatus, named: str
) -> None:
    assert receive({"id": named, "status": word}, "harborapp", "status") == CarrierReceipt(named, "con_1.5", status)


def test_a_partner_may_say_why_and_that_its_user_does_not_want_us() -> None:
    told = {"id": "con_1.5", "status": "failed"}
    gone = receive(told | {"errorCode": "user_gone"}, "harborapp", "status")
    assert gone == CarrierReceipt("con_1.5", "con_1.5", DeliveryStatus.FAILED, "user_gone")
    out = receive(told | {"errorCode": "opted_out"}, "harborapp", "status")
    assert out == CarrierReceipt("con_1.5", "con_1.5", DeliveryStatus.FAILED, "opted_out", opted_out=True)


@pytest.mark.parametrize("word", ["accepted", "queued", "sending", "sent"])
def test_what_is_not_the_last_word_is_no_news(word: str) -> None:
    assert receive(STATUS | {"status": word}, "harborapp", "status") is None


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"id": "SM123"}, "id"),
        ({"id": "con_1"}, "id"),
        ({"id": "con_1.x"}, "id"),
        ({"id": "con_1.5.2.1"}, "id"),
        ({"id": "con_1.٥"}, "id"),
        ({"id": None}, "id"),
        ({"status": "DELIVERED"}, "status"),
        ({"status": 3}, "status"),
        ({"errorCode": 30003}, "errorCode"),
        ({"errorCode": "x" * 65}, "errorCode"),
        ({"errorCode": ""}, "errorCode"),
    ],
)
def test_a_status_that_makes_no_sense_is_refused_and_what_is_wrong_is_named(
    changes: dict[str, Any], field: str
) -> None:
    with pytest.raises(InvalidInput) as refused:
        receive(STATUS | changes, "harborapp", "status")
    assert [error.field for error in refused.value.errors] == [field]


@pytest.mark.parametrize(
    "rest", [("",), ("harborapp", ""), ("harborapp", "x"), ("harborapp", "status", "x"), ("", "status")]
)
def test_a_path_that_is_none_is_not_there(rest: tuple[str, ...]) -> None:
    with pytest.raises(NotFound):
        receive(MESSAGE, *rest)
