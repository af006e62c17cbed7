"""Readings of words are on record: once per reader, conversation and quarter of an hour.

Whoever reads on costs nothing: the environment remembers whom it has recorded. Another environment finds the mark that
the first one wrote, in the transaction with the entry.
"""

from __future__ import annotations

from collections import OrderedDict
from datetime import datetime, timedelta

from shared.domain.ports import Clock
from shared.store.audit import Actor, Audit
from shared.store.database import Cancelled, Database, Transaction
from shared.store.models import ReadItem

#: For so long a reading that is on record is the same one.
WINDOW = timedelta(minutes=15)
#: So many readings an environment remembers.
_REMEMBERED = 10_000


class ReadRecord:
    def __init__(self, database: Database, audit: Audit, clock: Clock) -> None:
        self._database = database
        self._audit = audit
        self._clock = clock
        self._until: OrderedDict[tuple[str, str], datetime] = OrderedDict()

    def record(self, affiliate_id: str, reader: Actor, conversation_id: str, request_id: str) -> bool:
        """Whether this reading was put on record now; False when it already was."""
        now, reading = self._clock.now(), (reader.id, conversation_id)
        if now < self._until.get(reading, now):
            return False
        until = now + WINDOW
        entity = f"conversation:{conversation_id}"
        entry = self._audit.entry(affiliate_id, reader, "conversation.read", entity, request_id)
        mark = ReadItem(
            f"READ#{reader.id}", f"C#{conversation_id}", expires_at=int(until.timestamp()), entry_id=entry.entry_id
        )
        writes = Transaction(self._database)
        # DynamoDB deletes what has expired within days: until then it is as good as gone.
        expired = ReadItem.expires_at <= int(now.timestamp())
        writes.replace("mark", mark, ReadItem.pk.does_not_exist() | expired)
        writes.put("entry", entry)
        try:
            writes.commit()
        except Cancelled as cancelled:
            if "mark" not in cancelled.labels:
                raise
            found = self._database.get(ReadItem, mark.pk, mark.sk)
            self._remember(reading, datetime.fromtimestamp(int(found.expires_at), now.tzinfo) if found else now)
            return False
        self._remember(reading, until)
        return True

    def _remember(self, reading: tuple[str, str], until: datetime) -> None:
        self._until[reading] = until
        self._until.move_to_end(reading)
        if len(self._until) > _REMEMBERED:
            self._until.popitem(last=False)
