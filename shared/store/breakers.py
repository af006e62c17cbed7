"""The providers' circuit breakers, shared by all environments; and how many messages a line took in this second."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from pynamodb.exceptions import PutError

from shared.domain.breaker import Breaker, BreakerState, after_failure, after_success, probing
from shared.domain.ports import Clock
from shared.store.database import Database
from shared.store.models import BreakerItem, RateItem

#: Seconds for which an environment trusts what it read.
_TRUSTED = 1.0
_KEPT = 24 * 3600
_TRIES = 5

Account = tuple[str, str]


class Leave(StrEnum):
    """Whether a message may be handed to a provider."""

    GO = "go"
    PROBE = "probe"
    WAIT = "wait"


class Breakers:
    """Keyed by (channel, account). What is read is up to a second old; what is written is written once."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock
        self._read: dict[Account, tuple[Breaker, int, datetime]] = {}

    def get(self, account: Account) -> Breaker:
        known = self._read.get(account)
        if known is not None and (self._clock.now() - known[2]).total_seconds() < _TRUSTED:
            return known[0]
        return self._fresh(account)[0]

    def ask(self, account: Account) -> tuple[Leave, int]:
        """Whether to send now, and else in how many seconds to ask again. One asker at a time may probe."""
        breaker, now = self.get(account), self._clock.now()
        if breaker.state is BreakerState.CLOSED:
            return Leave.GO, 0
        if not breaker.blocks(now):
            breaker, version = self._fresh(account)
            if breaker.state is BreakerState.CLOSED:
                return Leave.GO, 0
            if not breaker.blocks(now) and self._write(account, probing(breaker, now), version):
                return Leave.PROBE, 0
            breaker, _ = self._fresh(account)
        until = breaker.until or now
        return Leave.WAIT, max(1, round((until - now).total_seconds()))

    def worked(self, account: Account) -> bool:
        """The provider took a message; whether that closed its breaker. Writes nothing while all is well."""
        if self.get(account).clean:
            return False
        return self._change(account, failed=False)

    def failed(self, account: Account) -> bool:
        """The provider failed; whether that opened its breaker."""
        return self._change(account, failed=True)

    def _change(self, account: Account, *, failed: bool) -> bool:
        for _ in range(_TRIES):
            breaker, version = self._fresh(account)
            changed = after_failure(breaker, self._clock.now()) if failed else after_success(breaker)
            if changed == breaker:
                return False
            if self._write(account, changed, version):
                return changed.state is not breaker.state
        return False  # many environments are counting the same failures: one count less matters to nobody

    def _fresh(self, account: Account) -> tuple[Breaker, int]:
        item = self._database.get(BreakerItem, _key(account), "BREAKER")
        breaker, version = (Breaker(), 0) if item is None else (_breaker(item), int(item.version))
        self._read[account] = (breaker, version, self._clock.now())
        return breaker, version

    def _write(self, account: Account, breaker: Breaker, version: int) -> bool:
        now = self._clock.now()
        item = BreakerItem(
            _key(account),
            "BREAKER",
            state=str(breaker.state),
            failures=breaker.failures,
            opens=breaker.opens,
            failed_at=breaker.failed_at,
            until=breaker.until,
            version=version + 1,
            expires_at=int(now.timestamp()) + _KEPT,
        )
        try:
            item.save(condition=BreakerItem.pk.does_not_exist() if version == 0 else BreakerItem.version == version)
        except PutError as error:
            if error.cause_response_code != "ConditionalCheckFailedException":
                raise
            self._read.pop(account, None)
            return False
        self._read[account] = (breaker, version + 1, now)
        return True


class Pace:
    """A line's messages per second, counted where all environments see it."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    def take(self, line: tuple[str, str], most: int) -> bool:
        """Whether the line may send one more in this second."""
        second = int(self._clock.now().timestamp())
        item = RateItem(f"Q#pace#{line[0]}#{line[1]}#{second}", "RATE")
        item.update(actions=[RateItem.attempts.add(1), RateItem.expires_at.set(second + 3600)])
        return int(item.attempts) <= most


def _key(account: Account) -> str:
    return f"B#{account[0]}#{account[1]}"


def _breaker(item: BreakerItem) -> Breaker:
    return Breaker(BreakerState(item.state), int(item.failures), int(item.opens), item.failed_at, item.until)
