"""What happens to one message on its way out: attempts, outcome, receipts; the same rules for texters and for staff.

Statuses only move forward (`delivered` is never overwritten by a late `sent`), so each carries a rank.
"""

from __future__ import annotations

from enum import StrEnum


class DeliveryStatus(StrEnum):
    QUEUED = "queued"
    SENDING = "sending"
    SENT = "sent"
    DELIVERED = "delivered"
    READ = "read"
    UNDELIVERED = "undelivered"
    FAILED = "failed"
    UNKNOWN = "unknown"
    BLOCKED_OPT_OUT = "blocked_opt_out"


#: `unknown` is our own doubt, so any receipt resolves it; the last words outrank everything.
RANK: dict[DeliveryStatus, int] = {
    DeliveryStatus.QUEUED: 0,
    DeliveryStatus.SENDING: 1,
    DeliveryStatus.UNKNOWN: 2,
    DeliveryStatus.SENT: 3,
    DeliveryStatus.DELIVERED: 9,
    DeliveryStatus.UNDELIVERED: 9,
    DeliveryStatus.FAILED: 9,
    DeliveryStatus.BLOCKED_OPT_OUT: 9,
    DeliveryStatus.READ: 10,
}

#: Attempts before Holdfast gives up on a message and raises an alert. While a breaker is open none are used up.
MAX_ATTEMPTS = 10

#: Seconds for which a send whose outcome nobody knows holds back what was to follow it.
HOLD_SECONDS = 60
#: When the provider is asked what became of it, in seconds after the attempt. Lists of messages lag behind a little.
LOOK_UPS = (2, 5, 10, 20, 40, HOLD_SECONDS)


def back_off_seconds(failures: int, jitter: float) -> int:
    """Seconds to wait after the `failures`-th failure: 2·2^failures ± 25 %, at most 5 minutes.

    `jitter` is uniform in [-1, 1].
    """
    base = min(2.0 ** (failures + 1), 300.0)
    return max(1, round(base * (1 + 0.25 * jitter)))


def next_look_up(age: float) -> int | None:
    """Seconds until the provider is asked again about an attempt so many seconds old; None: a person decides."""
    due = next((moment for moment in LOOK_UPS if moment > age), None)
    return None if due is None else max(1, round(due - age))
