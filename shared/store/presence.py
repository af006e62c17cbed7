"""Who is there. A responder is gone after ninety seconds without a ping or a request, not when a socket drops."""

from __future__ import annotations

import contextlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from pynamodb.exceptions import UpdateError
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
    """`said` is what the person chose: available, busy or away.

    `gone_told` is the `seen_at` after which it was told that they are gone.
    """

    said: str
    seen_at: datetime | None
    gone_told: datetime | None = None

    def state(self, now: datetime) -> str:
        """available, busy, away, or gone."""
        if self.seen_at is None or now - self.seen_at > GONE_AFTER:
            return "gone"
        return self.said

    def gone_untold(self, now: datetime) -> bool:
        """Whether they were there, are gone, and nobody was told."""
        return self.state(now) == "gone" and self.seen_at is not None and self.gone_told != self.seen_at


NEVER_SEEN = Presence("available", None)


class Presences:
    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock
        self._written: dict[str, datetime] = {}

    def seen(self, affiliate_id: str, user_id: str) -> str | None:
        """Somebody was heard of. Most of the time this costs nothing. What they are now, if they had been gone."""
        now = self._clock.now()
        last = self._written.get(user_id)
        if last is not None and timedelta() <= now - last < _WRITTEN_EVERY:
            return None
        before = self._write(affiliate_id, user_id, now, PresenceItem.state.set(PresenceItem.state | "available"))
        return before.said if before.state(now) == "gone" else None

    def say(self, affiliate_id: str, user_id: str, state: str) -> Presence:
        """Somebody says whether they are there."""
        now = self._clock.now()
        self._write(affiliate_id, user_id, now, PresenceItem.state.set(state))
        return Presence(state, now)

    def of(self, user_ids: Sequence[str]) -> dict[str, Presence]:
        """Where these people stand."""
        items = self._database.get_together([Key(PresenceItem, f"P#{one}", "PRESENCE") for one in user_ids])
        return {
            user: _presence(item) if item is not None else NEVER_SEEN
            for user, item in zip(user_ids, items, strict=True)
        }

    def told_gone(self, user_id: str, presence: Presence) -> None:
        """Their programs were told that this person is gone."""
        if presence.seen_at is None:
            return
        item = PresenceItem(f"P#{user_id}", "PRESENCE")
        with contextlib.suppress(UpdateError):
            # Back already, or cleared away: then there is nothing to note.
            item.update(
                actions=[PresenceItem.gone_told.set(presence.seen_at)],
                condition=PresenceItem.seen_at == presence.seen_at,
            )

    def _write(self, affiliate_id: str, user_id: str, now: datetime, state: Action) -> Presence:
        """Answers what was written there before."""
        self._written[user_id] = now
        item = PresenceItem(f"P#{user_id}", "PRESENCE", affiliate_id=affiliate_id)
        request = item.get_update_kwargs_from_instance(
            condition=item.guarded(None),
            actions=[
                state,
                PresenceItem.affiliate_id.set(affiliate_id),
                PresenceItem.seen_at.set(now),
                PresenceItem.expires_at.set(int((now + _KEPT).timestamp())),
            ],
        )
        before = self._database.client.update_item(**{**request, "ReturnValues": "ALL_OLD"}).get("Attributes")
        return _presence(PresenceItem.from_raw_data(before)) if before else NEVER_SEEN


def _presence(item: PresenceItem) -> Presence:
    return Presence(item.state, item.seen_at, item.gone_told)
