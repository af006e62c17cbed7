"""What the pretend carrier has seen: the latest messages both ways, in memory, bounded."""

from __future__ import annotations

import mimetypes
import secrets
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import StrEnum

CAPACITY = 10_000
# A carrier's own record never goes back, whatever order its receipts leave in.
_RANK = {"queued": 0, "sent": 1, "delivered": 2, "undelivered": 2}


class Provider(StrEnum):
    """Whom the pretend carrier plays."""

    TWILIO = "twilio"
    AWS = "aws"
    PARTNER = "partner"


class Direction(StrEnum):
    """Seen from the line, as Twilio sees it: a texter's message is inbound."""

    INBOUND = "inbound"
    OUTBOUND = "outbound"


def now() -> datetime:
    return datetime.now(UTC)


def new_sid(prefix: str) -> str:
    """`SM`, `MM` (with media) or `ME` (a medium) and 32 hex digits."""
    return prefix + secrets.token_hex(16)


@dataclass(frozen=True, slots=True)
class Media:
    url: str
    content_type: str
    sid: str = field(default_factory=lambda: new_sid("ME"))

    @classmethod
    def at(cls, url: str) -> Media:
        """The medium at `url`, its type told from the name: nothing is fetched."""
        return cls(url, mimetypes.guess_type(url.partition("?")[0])[0] or "application/octet-stream")


@dataclass(slots=True)
class Message:
    """One text. `sid` is the provider's name for it, or the name a partner was given with it.

    `status` is Twilio's for outbound; an inbound one is `receiving`, then `received` (the webhook answered 2xx),
    `refused_by_line` (3xx or 4xx), `undelivered_to_line` (5xx or nothing) or `not_posted` (nobody was told).
    `line_status` is the webhook's answer.
    """

    sid: str
    direction: Direction
    from_: str
    to: str
    body: str
    status: str
    provider: Provider = Provider.TWILIO
    media: tuple[Media, ...] = ()
    messaging_service_sid: str | None = None
    error_code: int | str | None = None
    line_status: int | None = None
    at: datetime = field(default_factory=now)
    updated_at: datetime = field(default_factory=now)
    sent_at: datetime | None = None
    seq: int = 0


class Ledger:
    """Messages by sid, oldest first; beyond `capacity` the oldest are forgotten."""

    def __init__(self, capacity: int = CAPACITY) -> None:
        self._capacity = capacity
        self._messages: dict[str, Message] = {}
        self._seq = 0

    def add(self, message: Message) -> None:
        self._seq += 1
        message.seq = self._seq
        self._messages[message.sid] = message
        while len(self._messages) > self._capacity:
            del self._messages[next(iter(self._messages))]

    def find(self, sid: str) -> Message | None:
        return self._messages.get(sid)

    def remove(self, sid: str) -> bool:
        """False when there was no such message."""
        return self._messages.pop(sid, None) is not None

    def oldest_first(self, wanted: Callable[[Message], bool] = lambda _: True) -> Iterator[Message]:
        return (message for message in self._messages.values() if wanted(message))

    def newest_first(self, wanted: Callable[[Message], bool] = lambda _: True) -> Iterator[Message]:
        return (message for message in reversed(self._messages.values()) if wanted(message))

    def advance(self, sid: str, status: str, error_code: int | str | None = None) -> None:
        """Move an outbound message's own record forward; a step back, or a forgotten message, changes nothing."""
        message = self._messages.get(sid)
        if message is None or _RANK[status] <= _RANK[message.status]:
            return
        message.status, message.error_code, message.updated_at = status, error_code, now()
        message.sent_at = message.sent_at or message.updated_at
