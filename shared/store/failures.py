"""Wrong attempts in a row, at an address or from a source. Kept under hashes, for addresses nobody has alike."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from pynamodb.expressions.update import Action

from shared.domain.lockout import FORGOTTEN_AFTER, FREE, closed_for
from shared.domain.ports import Clock
from shared.security.tokens import hash_secret
from shared.store.database import Database
from shared.store.models import FailuresItem, SessionsItem


@dataclass(frozen=True)
class Standing:
    """Wrong attempts so far, and the seconds for which nobody is let in."""

    failures: int
    closed_for: int


class Failures:
    """`what` is an address or a source with its kind before it; `free` of its wrong attempts cost nothing."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    def standing(self, what: str, free: int = FREE) -> Standing:
        now = self._clock.now()
        item = self._database.get(FailuresItem, _key(what), "FAILURES")
        failed = item.failed_at if item is not None and int(item.expires_at) > now.timestamp() else None
        if item is None or failed is None:
            return Standing(0, 0)
        left = closed_for(int(item.failures), free) - int((now - failed).total_seconds())
        return Standing(int(item.failures), max(0, left))

    def count(self, what: str, standing: Standing) -> int:
        """One more; how many there are. While it is closed they are counted apart, and keep nobody out for longer.

        One write, whichever it is: what it is takes the same time.
        """
        now, item = self._clock.now(), FailuresItem
        if standing.closed_for:
            actions: list[Action] = [item.knocks.add(1)]
        else:
            number = item.failures.add(1) if standing.failures else item.failures.set(1)
            actions = [number, item.failed_at.set(now), item.expires_at.set(_until(now))]
        found = item(_key(what), "FAILURES")
        found.update(actions=actions)
        return int(found.failures)

    def forget(self, what: str) -> None:
        SessionsItem(_key(what), "FAILURES", expires_at=0).delete()


def _key(what: str) -> str:
    return f"Q#{hash_secret(what)[:32]}"


def _until(now: datetime) -> int:
    return int(now.timestamp()) + FORGOTTEN_AFTER
