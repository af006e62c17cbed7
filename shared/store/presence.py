"""Who is there. A responder is gone after ninety seconds without a ping or a request, not when a socket drops."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from pynamodb.expressions.update import Action

from shared.domain.ports import Clock
from shared.store.database import Database, Key
from shared.store.models import PresenceItem

GONE_AFTER = timedelta(seconds=90)
#: A person who is heard of all the time is written down this often.
_WRITTEN_EVERY = timedelta(seconds=25)
_KEPT = timedelta(days=7)


@dataclass(frozen=True)
class Presence:
    """`said` is what the person chose: available, busy or away."""

    said: str
    seen_at: datetime | None

    def state(self, now: datetime) -> str:
        """available, busy, away, or gone."""
        if self.seen_at is None or now - self.seen_at > GONE_AFTER:
            return "gone"
        return self.said


NEVER_SEEN = Presence("available", None)


class Presences:
    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock
        self._written: dict[str, datetime] = {}

    def seen(self, affiliate_id: str, user_id: str) -> None:
        """Somebody was heard of. Most of the time this costs nothing."""
        now = self._clock.now()
        last = self._written.get(user_id)
        if last is not None and timedelta() <= now - last < _WRITTEN_EVERY:
            return
        self._write(affiliate_id, user_id, now, PresenceItem.state.set(PresenceItem.state | "available"))

    def say(self, affiliate_id: str, user_id: str, state: str) -> Presence:
        """Somebody says whether they are there."""
        now = self._clock.now()
        self._write(affiliate_id, user_id, now, PresenceItem.state.set(state))
        return Presence(state, now)

    def of(self, user_ids: Sequence[str]) -> dict[str, Presence]:
        """Where these people stand. Any number of them."""
        found: dict[str, Presence] = {}
        for start in range(0, len(user_ids), 100):
            hundred = user_ids[start : start + 100]
            items = self._database.get_together([Key(PresenceItem, f"P#{one}", "PRESENCE") for one in hundred])
            for user, item in zip(hundred, items, strict=True):
                found[user] = Presence(item.state, item.seen_at) if item is not None else NEVER_SEEN
        return found

    def _write(self, affiliate_id: str, user_id: str, now: datetime, state: Action) -> None:
        self._written[user_id] = now
        PresenceItem(f"P#{user_id}", "PRESENCE").update(
            actions=[
                state,
                PresenceItem.affiliate_id.set(affiliate_id),
                PresenceItem.seen_at.set(now),
                PresenceItem.expires_at.set(int((now + _KEPT).timestamp())),
            ]
        )
