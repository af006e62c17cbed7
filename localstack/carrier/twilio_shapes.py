"""Twilio's JSON: messages, pages, media and errors of REST API 2010-04-01, and the filters of its lists."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime
from email.utils import format_datetime

from aiohttp import web

from localstack.carrier.ledger import Direction, Media, Message, Provider
from localstack.carrier.segments import count_segments

API_VERSION = "2010-04-01"
_ERRORS = {30003: "Unreachable destination handset", 30006: "Landline or unreachable carrier"}
# A made-up price per segment, in the form Twilio states its own.
PRETEND_PRICE_USD = 0.0079


class TwilioError(Exception):
    """An error in Twilio's shape: `{code, message, more_info, status}`."""

    def __init__(self, status: int, code: int, message: str, headers: Mapping[str, str] | None = None) -> None:
        super().__init__(code)
        self.status, self.code, self.message, self.headers = status, code, message, dict(headers or {})

    def response(self) -> web.Response:
        document = {
            "code": self.code,
            "message": self.message,
            "more_info": f"https://www.twilio.com/docs/errors/{self.code}",
            "status": self.status,
        }
        return web.json_response(document, status=self.status, headers=self.headers)


def _rfc2822(at: datetime | None) -> str | None:
    return None if at is None else format_datetime(at)


def message_json(message: Message, account_sid: str) -> dict[str, object]:
    inbound = message.direction is Direction.INBOUND
    segments = count_segments(message.body)
    sent_at = message.at if inbound else message.sent_at
    uri = f"/{API_VERSION}/Accounts/{account_sid}/Messages/{message.sid}"
    return {
        "account_sid": account_sid,
        "api_version": API_VERSION,
        "body": message.body,
        "date_created": _rfc2822(message.at),
        "date_sent": _rfc2822(sent_at),
        "date_updated": _rfc2822(message.updated_at),
        "direction": "inbound" if inbound else "outbound-api",
        "error_code": message.error_code,
        "error_message": _ERRORS.get(int(message.error_code)) if message.error_code else None,
        "from": message.from_,
        "messaging_service_sid": message.messaging_service_sid,
        "num_media": str(len(message.media)),
        "num_segments": str(segments),
        "price": None if sent_at is None else f"{-PRETEND_PRICE_USD * segments:.5f}",
        "price_unit": "USD",
        "sid": message.sid,
        # What the line answered to an inbound message is the ledger's affair; Twilio only knows that it received it.
        "status": "received" if inbound else message.status,
        "subresource_uris": {"media": f"{uri}/Media.json"},
        "to": message.to,
        "uri": f"{uri}.json",
    }


def media_json(media: Media, message: Message, account_sid: str) -> dict[str, object]:
    uri = f"/{API_VERSION}/Accounts/{account_sid}/Messages/{message.sid}/Media/{media.sid}.json"
    return {
        "account_sid": account_sid,
        "content_type": media.content_type,
        "date_created": _rfc2822(message.at),
        "date_updated": _rfc2822(message.updated_at),
        "parent_sid": message.sid,
        "sid": media.sid,
        "uri": uri,
    }


def list_filter(query: Mapping[str, str]) -> Callable[[Message], bool]:
    """Twilio's messages both ways, by To, From, DateSent, `DateSent<` (at or before) and `DateSent>` (at or after).

    Dates are ISO dates (UTC days) or times. A message not sent yet counts by when it was made. Raises TwilioError 20001
    for a date that is none.
    """
    tests: list[Callable[[Message], bool]] = [lambda message: message.provider is Provider.TWILIO]
    if to := query.get("To"):
        tests.append(lambda message: message.to == to)
    if from_ := query.get("From"):
        tests.append(lambda message: message.from_ == from_)
    if on := query.get("DateSent"):
        exact, whole_day = _moment(on)
        tests.append(lambda message: _day(_sent(message)) == _day(exact) if whole_day else _sent(message) == exact)
    if before := query.get("DateSent<"):
        latest, _ = _moment(before)
        tests.append(lambda message: _sent(message) <= latest)
    if after := query.get("DateSent>"):
        earliest, _ = _moment(after)
        tests.append(lambda message: _sent(message) >= earliest)
    return lambda message: all(test(message) for test in tests)


def _sent(message: Message) -> datetime:
    return (message.sent_at or message.at).replace(microsecond=0)


def _day(at: datetime) -> date:
    return at.astimezone(UTC).date()


def _moment(text: str) -> tuple[datetime, bool]:
    """The UTC instant, and whether only a day was given (then its midnight)."""
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        raise TwilioError(400, 20001, "Invalid DateSent: expected YYYY-MM-DD or an ISO 8601 time") from None
    return (at if at.tzinfo else at.replace(tzinfo=UTC)).replace(microsecond=0), len(text) <= len("2026-01-31")
