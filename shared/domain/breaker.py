"""A provider's circuit breaker: whether it is worth asking. Pure; how environments share it is told in the store.

closed → open after THRESHOLD failures in a row, none of them older than WINDOW · open → half open when the pause is
over: one message goes out as a probe · half open → closed when it is taken, or open again, for twice as long.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

THRESHOLD = 3
WINDOW = timedelta(seconds=60)
FIRST_PAUSE, LONGEST_PAUSE = timedelta(seconds=10), timedelta(seconds=120)
#: A probe that has not said how it went by then is taken for lost.
PROBE = timedelta(seconds=30)


class BreakerState(StrEnum):
    CLOSED = "closed"
    OPEN = "open"
    HALF_OPEN = "half_open"


@dataclass(frozen=True)
class Breaker:
    """`failures` in a row; `opens` in a row; `until` is the end of the pause, or of the probe's time."""

    state: BreakerState = BreakerState.CLOSED
    failures: int = 0
    opens: int = 0
    failed_at: datetime | None = None
    until: datetime | None = None

    @property
    def clean(self) -> bool:
        return self.state is BreakerState.CLOSED and self.failures == 0

    def blocks(self, now: datetime) -> bool:
        """Whether nobody may send now; when the pause is over, somebody may probe."""
        return self.state is not BreakerState.CLOSED and self.until is not None and now < self.until


def probing(breaker: Breaker, now: datetime) -> Breaker:
    """The breaker while one message finds out whether the provider works again."""
    return replace(breaker, state=BreakerState.HALF_OPEN, until=now + PROBE)


def after_failure(breaker: Breaker, now: datetime) -> Breaker:
    """The breaker after the provider failed once more."""
    recent = breaker.failed_at is not None and now - breaker.failed_at <= WINDOW
    failures = breaker.failures + 1 if recent or breaker.state is not BreakerState.CLOSED else 1
    if breaker.state is BreakerState.CLOSED and failures < THRESHOLD:
        return replace(breaker, failures=failures, failed_at=now)
    if breaker.state is BreakerState.OPEN:
        # A send that was under way when it opened: nothing new.
        return replace(breaker, failures=failures, failed_at=now)
    opens = breaker.opens + 1
    pause = min(FIRST_PAUSE * 2 ** (opens - 1), LONGEST_PAUSE)
    return Breaker(BreakerState.OPEN, failures, opens, now, now + pause)


def after_success(breaker: Breaker) -> Breaker:
    """The breaker after the provider took a message."""
    return Breaker()
