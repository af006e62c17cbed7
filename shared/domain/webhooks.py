"""Outgoing webhooks: who asked for what, when a failed delivery is tried again, and when nobody tries any more.

A delivery is one event for one webhook. It is tried up to eight times in about eight hours; a webhook that lets
twenty deliveries in a row come to nothing, or has had nothing but such for three days, is disabled until an admin
enables it again.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

#: The event a test sends. It comes from no conversation and is sent to the webhook that is tested alone.
PING = "holdfast.ping"

#: Seconds between one attempt and the next; so many and one are the most attempts there are.
WAITS = (30, 120, 600, 1800, 3600, 7200, 14400)
MOST_ATTEMPTS = len(WAITS) + 1
#: Waits differ by so much, so that those that failed together do not come back together.
JITTER = 0.2
#: The longest that a receiver may ask us to wait, in seconds.
LONGEST_ASKED = 3600
#: Deliveries in a row that came to nothing, and the time of nothing else, after which a webhook is disabled.
DISABLED_AFTER = 20
FAILING_FOR = timedelta(days=3)
#: How long an attempt may be under way: after that its environment is taken to be gone.
ATTEMPT = timedelta(seconds=60)
#: How long the secret before still signs beside a new one.
OVERLAP = timedelta(hours=24)
MOST_WEBHOOKS = 20
#: For what KMS seals their secrets: the roles that seal and open them are bound to it.
SEALING_PURPOSE = "webhook-secret"


class DeliveryState(StrEnum):
    PENDING = "pending"
    SENDING = "sending"
    DELIVERED = "delivered"
    GAVE_UP = "gave_up"
    #: Its webhook was paused, disabled or deleted before it could be delivered.
    DROPPED = "dropped"


FINAL = frozenset({DeliveryState.DELIVERED, DeliveryState.GAVE_UP, DeliveryState.DROPPED})


class DisabledReason(StrEnum):
    GAVE_UP_IN_A_ROW = "gave_up_in_a_row"
    FAILING_FOR_DAYS = "failing_for_days"


@dataclass(frozen=True)
class Webhook:
    """`sealed` is the secret, `sealed_before` the one that it replaced, which signs until `before_until`.

    `version` rises with every change. `disabled_error` is the code of the failure that was the last straw.
    """

    id: str
    affiliate_id: str
    url: str
    events: tuple[str, ...]
    created_at: datetime
    sealed: bytes = field(repr=False)
    active: bool = True
    version: int = 1
    description: str | None = None
    max_attempts: int = MOST_ATTEMPTS
    disable_after: int = DISABLED_AFTER
    secret_since: datetime | None = None
    sealed_before: bytes | None = field(default=None, repr=False)
    before_until: datetime | None = None
    disabled_reason: DisabledReason | None = None
    disabled_at: datetime | None = None
    disabled_error: str | None = None

    def wants(self, kind: str) -> bool:
        """Whether an event of this kind is to be delivered to it. A test goes to paused webhooks, too."""
        return kind == PING or (self.active and kind in self.events)

    def sealed_secrets(self, now: datetime) -> tuple[bytes, ...]:
        """The secrets that sign now, the newest first."""
        if self.sealed_before is None or self.before_until is None or now >= self.before_until:
            return (self.sealed,)
        return self.sealed, self.sealed_before


@dataclass(frozen=True)
class Streak:
    """Deliveries of one webhook that came to nothing, in a row, the first of them at `since`."""

    length: int
    since: datetime


def disabling(webhook: Webhook, streak: Streak, now: datetime) -> DisabledReason | None:
    """Why the webhook is to be disabled after one more delivery came to nothing; None if it is not."""
    if streak.length >= webhook.disable_after:
        return DisabledReason.GAVE_UP_IN_A_ROW
    return DisabledReason.FAILING_FOR_DAYS if now - streak.since >= FAILING_FOR else None


def wait_after(failures: int, jitter: float, asked: int | None = None) -> timedelta:
    """How long to wait after the `failures`-th attempt failed, from 1. `jitter` is uniform in [-1, 1].

    `asked` is what the receiver asked for, in seconds: it may make the wait longer, to an hour at most, never shorter.
    """
    own = WAITS[min(failures, len(WAITS)) - 1] * (1 + JITTER * jitter)
    return timedelta(seconds=round(max(own, min(asked or 0, LONGEST_ASKED))))


def event_id(conversation_id: str, seq: int, kind: str) -> str:
    """The same event always has the same id, however often the bus brings it."""
    return f"evt_{_digest(conversation_id, str(seq), kind)[:32]}"


def delivery_id(webhook_id: str, event: str, occurred_at: datetime) -> str:
    """The same event for the same webhook always has the same id. Ids sort by when the event occurred."""
    return f"dlv_{round(occurred_at.timestamp() * 1000):012x}{_digest(webhook_id, event)[:26]}"


def _digest(*parts: str) -> str:
    return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()
