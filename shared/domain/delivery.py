"""What happens to one outbound message at the carrier: attempts, outcome, receipts.

Statuses only move forward (`delivered` is never overwritten by a late `sent`), so each carries a rank.
"""

from __future__ import annotations

from enum import StrEnum


class DeliveryStatus(StrEnum):
    QUEUED = "queued"
    SENDING = "sending"
    SENT = "sent"
    DELIVERED = "delivered"
    UNDELIVERED = "undelivered"
    FAILED = "failed"
    UNKNOWN = "unknown"
    BLOCKED_OPT_OUT = "blocked_opt_out"


#: `unknown` is our own doubt, so any receipt resolves it; the four last words outrank everything.
RANK: dict[DeliveryStatus, int] = {
    DeliveryStatus.QUEUED: 0,
    DeliveryStatus.SENDING: 1,
    DeliveryStatus.UNKNOWN: 2,
    DeliveryStatus.SENT: 3,
    DeliveryStatus.DELIVERED: 9,
    DeliveryStatus.UNDELIVERED: 9,
    DeliveryStatus.FAILED: 9,
    DeliveryStatus.BLOCKED_OPT_OUT: 9,
}

#: Attempts before Holdfast gives up on a message and raises an alert.
MAX_ATTEMPTS = 6


def back_off_seconds(failures: int, jitter: float) -> int:
    """Seconds to wait after the `failures`-th failure: 2·2^failures ± 25 %, at most 5 minutes.

    `jitter` is uniform in [-1, 1].
    """
    base = min(2.0 ** (failures + 1), 300.0)
    return max(1, round(base * (1 + 0.25 * jitter)))
