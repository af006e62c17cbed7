"""Data for stories: a clock and ids of our own, and the smallest valid thing of each kind."""

from __future__ import annotations

import base64
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urlencode

from shared.channels.twilio.door import signature
from shared.domain.conversation import Conversation, Direction, Message
from shared.domain.inbound import InboundMessage
from shared.domain.lifecycle import State
from tests.unit.aws import ACCOUNT, AUTH_TOKEN

NOON = datetime(2025, 11, 20, 12, 0, tzinfo=UTC)
LINE = "+12025550100"
TEXTER = "+12025550142"
PUBLIC_URL = "https://line.example.org"


class SetClock:
    """Stands still until it is told to go on."""

    def __init__(self, now: datetime = NOON) -> None:
        self._now = now

    def now(self) -> datetime:
        return self._now

    def go_on(self, **by: float) -> None:
        self._now += timedelta(**by)

    def set(self, now: datetime) -> None:
        self._now = now


class CountedIds:
    """`con_0001`, `con_0002`, …"""

    def __init__(self) -> None:
        self._count = 0

    def new(self, prefix: str) -> str:
        self._count += 1
        return f"{prefix}_{self._count:04d}"


def a_conversation(**changes: Any) -> Conversation:
    """Just opened: state `new`, version 0."""
    conversation = Conversation(
        id="con_1",
        affiliate_id="aff_1",
        program_id="pro_1",
        channel="twilio",
        line=LINE,
        thread_id="thread_1",
        texter_id="tex_1",
        consent_id="consent_1",
        sealed_number=b"sealed",
        state=State.NEW,
        version=0,
        created_at=NOON,
        updated_at=NOON,
    )
    return replace(conversation, **changes)


def a_waiting(name: str, minutes: float = 0, **changes: Any) -> Conversation:
    """A conversation that has waited so many minutes at noon."""
    since = NOON - timedelta(minutes=minutes)
    return a_conversation(id=name, state=State.QUEUED, queued_at=since, created_at=since, version=3, **changes)


def an_active(**changes: Any) -> Conversation:
    return a_conversation(**{"state": State.ACTIVE, "version": 5, "responder_id": "res_1", "queued_at": NOON} | changes)


def a_message(text: str = "hello", **changes: Any) -> Message:
    return replace(Message("msg_1", Direction.INBOUND, text, 1), **changes)


def an_inbound(text: str = "hello", **changes: Any) -> InboundMessage:
    message = InboundMessage("twilio", ACCOUNT, "SM" + "1" * 32, LINE, TEXTER, text, NOON)
    return replace(message, **changes)


def twilio_form(**changes: str) -> dict[str, str]:
    """What Twilio posts for an SMS."""
    return {
        "ToCountry": "US",
        "ToState": "DC",
        "SmsMessageSid": "SM" + "1" * 32,
        "NumMedia": "0",
        "ToCity": "WASHINGTON",
        "FromZip": "",
        "SmsSid": "SM" + "1" * 32,
        "FromState": "DC",
        "SmsStatus": "received",
        "FromCity": "WASHINGTON",
        "Body": "hello",
        "FromCountry": "US",
        "To": LINE,
        "ToZip": "",
        "NumSegments": "1",
        "MessageSid": "SM" + "1" * 32,
        "AccountSid": ACCOUNT,
        "From": TEXTER,
        "ApiVersion": "2010-04-01",
    } | changes


def http_event(
    method: str,
    path: str,
    *,
    body: bytes = b"",
    query: str = "",
    headers: dict[str, str] | None = None,
    parameters: dict[str, str] | None = None,
) -> dict[str, Any]:
    """An API Gateway HTTP API event, payload format 2.0; the body travels as base64."""
    return {
        "version": "2.0",
        "routeKey": f"{method} {path}",
        "rawPath": path,
        "rawQueryString": query,
        "headers": {"host": "line.example.org", **(headers or {})},
        "queryStringParameters": parameters,
        "requestContext": {
            "accountId": "123456789012",
            "apiId": "api1",
            "domainName": "line.example.org",
            "http": {
                "method": method,
                "path": path,
                "protocol": "HTTP/1.1",
                "sourceIp": "192.0.2.7",
                "userAgent": "a test",
            },
            "requestId": "req-of-the-gateway",
            "routeKey": f"{method} {path}",
            "stage": "$default",
            "time": "20/Nov/2025:12:00:00 +0000",
            "timeEpoch": 1763640000000,
        },
        "body": base64.b64encode(body).decode(),
        "isBase64Encoded": True,
    }


def signed_webhook(
    form: dict[str, str], *, path: str = "/api/webhooks/twilio", query: str = "", token: str = AUTH_TOKEN
) -> dict[str, Any]:
    """A webhook event as Twilio signs it."""
    url = f"{PUBLIC_URL}{path}" + (f"?{query}" if query else "")
    given = signature(token, url, form.items())
    return http_event("POST", path, body=urlencode(form).encode(), query=query, headers={"X-Twilio-Signature": given})
