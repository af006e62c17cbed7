"""Twilio posts forms; what it posts as JSON is bound by a hash of the body in the signed address."""

from __future__ import annotations

import hashlib
import json
from typing import Any

import pytest

from shared.channels.twilio.door import signature
from tests.unit.aws import AUTH_TOKEN
from tests.unit.builders import PUBLIC_URL, http_event, twilio_form
from tests.unit.front_door_house import House

PATH = "/api/webhooks/twilio"


def json_webhook(body: bytes, *, digest: str | None = None, token: str = AUTH_TOKEN) -> dict[str, Any]:
    query = f"bodySHA256={digest or hashlib.sha256(body).hexdigest()}"
    given = signature(token, f"{PUBLIC_URL}{PATH}?{query}", [])
    headers = {"X-Twilio-Signature": given, "Content-Type": "application/json"}
    return http_event("POST", PATH, body=body, query=query, headers=headers)


def test_a_message_posted_as_json_is_taken_like_a_form() -> None:
    house = House()
    answer = house.knock(json_webhook(json.dumps(twilio_form() | {"NumMedia": 0}).encode()))
    assert answer["statusCode"] == 200
    assert len(house.queue("inbound")) == 1


@pytest.mark.parametrize(
    "event",
    [
        json_webhook(json.dumps(twilio_form()).encode(), digest="0" * 64),
        json_webhook(json.dumps(twilio_form()).encode(), token="another"),
        json_webhook(json.dumps({"AccountSid": "ACunknown"}).encode()),
        json_webhook(b"[]"),
        json_webhook(b"{"),
        json_webhook(b"\xff"),
        json_webhook(b"[" * 5000),
    ],
    ids=["another body", "another token", "another account", "a list", "half", "no text", "deep"],
)
def test_json_that_nobody_signed_or_that_is_none_is_kept_and_refused(event: dict[str, Any]) -> None:
    house = House()
    assert house.knock(event)["statusCode"] == 403
    assert house.held.reason == "bad_signature"
    assert not house.queue("inbound")
