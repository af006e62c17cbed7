"""The rules every send follows, to a texter or to staff: one pass over one message, right when run early, late, twice.

done already             → nothing
an attempt is still open → nobody knows whether it went: the provider is asked, then a person decides
otherwise                → open an attempt, hand it over, write what came of it
"""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from shared.channels.outbound import Accepted, Answer, Found, LookUp, OutcomeUnknown, Refused, TryLater
from shared.domain.delivery import MAX_ATTEMPTS, RANK, DeliveryStatus, back_off_seconds, next_look_up


@dataclass(frozen=True)
class Standing:
    """What was written about a send so far."""

    status: DeliveryStatus = DeliveryStatus.QUEUED
    attempts: int = 0
    failures: int = 0
    started_at: datetime | None = None

    @property
    def settled(self) -> bool:
        return RANK[self.status] >= RANK[DeliveryStatus.SENT]

    @property
    def open(self) -> bool:
        """Whether an attempt was begun of which nothing is known yet."""
        return self.attempts > self.failures


class Log(Protocol):
    """Where a send's attempts are written: conditional updates that only move forward."""

    @property
    def standing(self) -> Standing: ...

    def begin(self, provider: str) -> int | None:
        """Open the next attempt; its number from 1, or None when another pass was faster."""
        ...

    def accepted(self, provider_id: str, status: DeliveryStatus, error_code: str | None = None) -> None: ...

    def failed(self, error_code: str) -> None: ...

    def park(self, error_code: str) -> None: ...

    def settle(self, status: DeliveryStatus, error_code: str | None = None) -> None: ...


@dataclass(frozen=True)
class Done:
    """Nothing more to do. `outcome` names what came of it, for the log line."""

    outcome: str
    error_code: str | None = None


@dataclass(frozen=True)
class Later:
    """Run the pass again in so many seconds."""

    seconds: int
    outcome: str
    error_code: str | None = None


Verdict = Done | Later


def attempt(
    log: Log, provider: str, send: Callable[[int], Answer], most: int = MAX_ATTEMPTS
) -> tuple[Verdict, Answer | None]:
    """Open an attempt, `send` it, write what came of it; the verdict, and the answer for the breaker.

    `send` is given the attempt's number and never raises for what the provider does. After `most` it is given up.
    """
    number = log.begin(provider)
    if number is None:
        return Later(1, "another_pass"), None
    answer = send(number)
    match answer:
        case Accepted(provider_id):
            log.accepted(provider_id, DeliveryStatus.SENT)
            return Done("accepted"), answer
        case Refused(code):
            log.settle(DeliveryStatus.FAILED, code)
            return Done("refused", code), answer
        case OutcomeUnknown(code):
            log.park(code)
            return Later(next_look_up(0) or 1, "unknown", code), answer
        case TryLater(code):
            if number >= most:
                log.settle(DeliveryStatus.FAILED, code)
                return Done("gave_up", code), answer
            log.failed(code)
            # Jitter needs no secrecy.
            return Later(back_off_seconds(number, random.uniform(-1, 1)), "later", code), answer  # noqa: S311


def resolve(log: Log, look_up: Callable[[datetime], LookUp], now: datetime) -> Verdict:
    """Find out about an open attempt. While it may still turn up, what follows is held back; then a person decides."""
    standing = log.standing
    started = standing.started_at or now
    if standing.status is not DeliveryStatus.UNKNOWN:
        log.park("pass_interrupted")
    age = (now - started).total_seconds()
    found = look_up(started)
    if isinstance(found, Found):
        log.accepted(found.provider_id, found.status, found.error_code)
        return Done("found", found.error_code)
    wait = next_look_up(age)
    if wait is not None:
        return Later(wait, "unknown")
    return Done("left_to_a_person")
