"""A partner of one's own, who signs as the document for partners describes it."""

from __future__ import annotations

import hashlib
import hmac
import json
from datetime import timedelta
from typing import Any

from shared.channels.inbound import Accounts, Arrival, NotGenuine, Webhook
from shared.channels.partner.door import Door
from tests.unit.builders import NOON

SECRET, NEXT = "the-partners-secret", "the-partners-next-secret"
ACCOUNTS = {
    "harborapp": {"secrets": [SECRET], "url": "https://harborapp.example/in"},
    "other": {"secrets": ["another"]},
}
MESSAGE = {"id": "msg_1", "from": "user-5521", "message": "I am scared", "timestamp": 1763639998}
STATUS = {"id": "con_1.5", "status": "delivered"}


def header(body: bytes, *secrets: str, at: int = int(NOON.timestamp())) -> str:
    """Made by hand, as the document for partners describes it."""
    digests = (hmac.new(one.encode(), f"{at}.".encode() + body, hashlib.sha256).hexdigest() for one in secrets)
    return ",".join([f"t={at}", *(f"v1={one}" for one in digests)])


def receive(
    body: object, *rest: str, signature: str | None = None, accounts: dict[str, Any] = ACCOUNTS, seconds: float = 0
) -> Arrival:
    raw = body if isinstance(body, bytes) else json.dumps(body).encode()
    headers = {"x-signature": header(raw, SECRET) if signature is None else signature}
    webhook = Webhook("", "", rest or ("harborapp",), "", headers, raw, "req")
    return Door({}.get).receive(webhook, Accounts(lambda _: accounts), NOON + timedelta(seconds=seconds))


def refuses(*args: Any, **kwargs: Any) -> bool:
    try:
        receive(*args, **kwargs)
    except NotGenuine:
        return True
    return False
