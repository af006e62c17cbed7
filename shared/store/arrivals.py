"""Which of the messages a carrier lists were taken in, and how far each list has been compared."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from shared.domain.ports import Clock
from shared.store.database import Database, Key
from shared.store.models import ComparedItem, MissedItem, SeenItem

#: Longer than intake tries: by then a message was taken in, or lies in the dead letters.
_PUT_IN_FOR = timedelta(hours=6)
_KEPT = timedelta(days=90)


class Arrivals:
    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    def unseen(self, keys: Sequence[str]) -> list[str]:
        """Those of these message keys that never became a fact."""
        items = self._database.get_together([Key(SeenItem, f"I#{key}", "SEEN") for key in keys])
        return [key for key, item in zip(keys, items, strict=True) if item is None]

    def put_in_before(self, keys: Sequence[str]) -> set[str]:
        """Those that were found missing some hours ago at most, and are in the inbound queue since."""
        now = self._clock.now().timestamp()
        items = self._database.get_together([Key(MissedItem, f"I#{key}", "MISSED") for key in keys])
        return {key for key, item in zip(keys, items, strict=True) if item and int(item.expires_at) > now}

    def note_put_in(self, key: str) -> None:
        now = self._clock.now()
        MissedItem(f"I#{key}", "MISSED", at=now, expires_at=int((now + _PUT_IN_FOR).timestamp())).save()

    def compared(self, channel: str, account: str) -> tuple[datetime, datetime] | None:
        """From when and up to when the account's list was compared; None for an account that is new here."""
        item = self._database.get(ComparedItem, _place(channel, account), "COMPARED")
        return (item.began, item.until) if item is not None else None

    def note_compared(self, channel: str, account: str, until: datetime) -> None:
        """The first time, this is also when the account begins."""
        ComparedItem(_place(channel, account), "COMPARED").update(
            actions=[
                ComparedItem.began.set(ComparedItem.began | until),
                ComparedItem.until.set(until),
                ComparedItem.expires_at.set(int((self._clock.now() + _KEPT).timestamp())),
            ]
        )


def _place(channel: str, account: str) -> str:
    return f"H#{channel}#{account}"
