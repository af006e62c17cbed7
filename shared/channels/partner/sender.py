"""Sending to a partner: a signed post to its address. See docs/partners.md.

A partner takes the same id twice as one message. So what may or may not have arrived is simply posted again, where any
other provider's message would wait for somebody to find out.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from shared.channels.guarded_http import LOOPBACK_ALLOWED, GuardedHttp, NotDelivered, Reply
from shared.channels.outbound import (
    Accepted,
    Answer,
    CannotTell,
    LookUp,
    OutboundMessage,
    Provider,
    Refused,
    TryLater,
)
from shared.channels.partner.door import OPTED_OUT
from shared.channels.partner.signing import sign

_SECONDS = 10.0
#: Not the last word on a message: the partner has too much to do, or does not believe that we are who we are.
_LATER = frozenset({401, 403, 408, 425, 429})


def sender(account: str, credentials: Mapping[str, Any], setting: Callable[[str], str]) -> Provider:
    """See `outbound.MakeSender`. `credentials` are `{secrets, url}`, the newest secret first."""
    http = GuardedHttp(loopback=setting("LOOPBACK_TARGETS") == LOOPBACK_ALLOWED)
    return PartnerProvider(credentials["secrets"], str(credentials.get("url") or ""), http)


class PartnerProvider:
    """One partner. `secrets` are those both sides hold now: a message is signed with each."""

    def __init__(self, secrets: Sequence[str], url: str, http: GuardedHttp) -> None:
        self._secrets = secrets
        self._url = url
        self._http = http

    def send(self, message: OutboundMessage) -> Answer:
        now = datetime.now(UTC)
        document = {
            "id": message.id,
            "to": message.number,
            "message": message.text,
            "timestamp": int(now.timestamp()),
            "attempt": message.attempt,
        }
        body = json.dumps(document, ensure_ascii=False).encode()
        headers = {
            "Content-Type": "application/json",
            "X-Signature": sign(self._secrets, body, now),
            "X-Request-ID": message.request_id,
        }
        try:
            reply = self._http.post(self._url, body, headers, _SECONDS)
        except NotDelivered as error:
            return TryLater(error.code)
        return _read(reply, message)

    def look_up(self, message: OutboundMessage, since: datetime, taken: Collection[str]) -> LookUp:
        """Asking would be sending it again, also to somebody who said STOP in between: a person decides."""
        return CannotTell()


def _read(reply: Reply, message: OutboundMessage) -> Answer:
    if 200 <= reply.status < 300:
        # Both sides call it by the name we gave it.
        return Accepted(message.id)
    code = _code(reply.body_head)
    if reply.status in (403, 410) and code == OPTED_OUT:
        return Refused(OPTED_OUT, opted_out=True)
    if 400 <= reply.status < 500 and reply.status not in _LATER:
        return Refused(code or str(reply.status))
    return TryLater(code or str(reply.status))


def _code(body: bytes) -> str | None:
    """The enum in `{code}`, if it looks like one: the rest of an answer is not fit for logs."""
    try:
        found = json.loads(body).get("code")
    except (ValueError, AttributeError, RecursionError):
        return None
    fits = isinstance(found, str) and found.isascii() and found.isidentifier() and len(found) <= 64
    return str(found) if fits else None
