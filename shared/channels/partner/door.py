"""A partner's webhooks: what its users write, and what became of what we sent them. See docs/partners.md.

Standard library only: the front door imports it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from shared.channels.inbound import Accounts, Arrival, CarrierReceipt, NotGenuine, Webhook
from shared.channels.json_body import Fields, json_object
from shared.channels.partner.signing import HEADER, is_genuine
from shared.domain.delivery import DeliveryStatus
from shared.domain.errors import NotFound
from shared.domain.inbound import InboundMessage

CHANNEL = "partner"
#: Characters that a message of a partner's user may have.
MAX_WORDS = 10_000
#: A partner's code for a user who does not want to hear from us.
OPTED_OUT = "opted_out"

#: A partner's last words on a message, and what they are to us.
STATUSES = {
    "delivered": DeliveryStatus.DELIVERED,
    "read": DeliveryStatus.READ,
    "undelivered": DeliveryStatus.UNDELIVERED,
    "failed": DeliveryStatus.FAILED,
}
#: What a partner may say on the way there. It tells us nothing new.
_ON_THE_WAY = frozenset({"accepted", "queued", "sending", "sent"})

_MAX_NAME = 200
_MAX_CODE = 64
#: The id we gave a message; the name of one attempt, which begins with it, is understood as well.
_OURS = re.compile(r"([a-z0-9_]{1,64}\.[0-9]{1,10})(?:\.[0-9]{1,4})?", re.ASCII)


class Door:
    """`/api/webhooks/partner/{id}` for messages and `/api/webhooks/partner/{id}/status` for what became of ours."""

    def __init__(self, setting: Callable[[str], str | None]) -> None:
        """A partner's door needs no settings."""

    taken = ('{"received": true, "requestId": "{requestId}"}', "application/json")

    def receive(self, webhook: Webhook, accounts: Accounts, now: datetime) -> Arrival:
        """See `inbound.Door`. The path names the partner; a partner there is not looks like a wrong signature."""
        partner, *further = webhook.rest or ("",)
        if not partner or further not in ([], ["status"]):
            raise NotFound
        account = accounts.get(partner)
        given = webhook.headers.get(HEADER, "")
        if account is None or not is_genuine(account.get("secrets") or (), given, webhook.body, now):
            raise NotGenuine
        body = json_object(webhook.body)
        return receipt(body) if further else inbound_message(body, partner, now)


def inbound_message(body: Mapping[str, Any], partner: str, now: datetime) -> InboundMessage:
    """`{id, from, message, timestamp}` in our words. `metadata` is the partner's own: it is neither read nor kept.

    Raises `InvalidInput` naming each field that is wrong.
    """
    fields = Fields(body)
    name, sender = fields.name("id", _MAX_NAME), fields.name("from", _MAX_NAME)
    text = fields.words("message", MAX_WORDS, least=1)
    if _moment(body.get("timestamp")) is None:
        fields.refuse("timestamp", "must be in seconds since 1970, or ISO 8601 with its offset")
    fields.check()
    return InboundMessage(CHANNEL, partner, name, partner, sender, text, now)


def receipt(body: Mapping[str, Any]) -> CarrierReceipt | None:
    """`{id, status, errorCode?}` in our words, None for what is not the last word. Raises `InvalidInput` likewise."""
    fields = Fields(body)
    named, word = fields.name("id", _MAX_NAME), fields.name("status", _MAX_CODE)
    code = fields.name("errorCode", _MAX_CODE) if body.get("errorCode") is not None else None
    ours = _OURS.fullmatch(named)
    if named and ours is None:
        fields.refuse("id", "is not the id of a message of ours")
    if word and word not in STATUSES and word not in _ON_THE_WAY:
        fields.refuse("status", f"must be one of {', '.join([*STATUSES, *sorted(_ON_THE_WAY)])}")
    fields.check()
    status = STATUSES.get(word)
    if status is None or ours is None:
        return None
    return CarrierReceipt(named, ours[1], status, code, opted_out=code == OPTED_OUT)


def _moment(given: object) -> float | datetime | None:
    """When a message was written, by the partner's clock. Held to its form, since in a list we shall need it."""
    if isinstance(given, int | float) and not isinstance(given, bool):
        return given if 0 <= given < 1e11 else None
    try:
        found = datetime.fromisoformat(given) if isinstance(given, str) else None
    except ValueError:
        return None
    return found if found is not None and found.tzinfo is not None else None
