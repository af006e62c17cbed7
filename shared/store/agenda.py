"""Which conversations must be looked at, and when: the timer index, and what should be in it."""

from __future__ import annotations

from datetime import datetime

from pynamodb.exceptions import UpdateError
from pynamodb.expressions.update import Action

from shared.contracts.tables import BY_PROGRAM, BY_TIMER
from shared.domain.conversation import Conversation
from shared.domain.lifecycle import LIVE
from shared.store.database import Database
from shared.store.heads import (
    FAILED_KEY,
    TIMER_SHARDS,
    conversation_ids,
    ended_key,
    head_item,
    sortable,
    timer_shard,
)
from shared.store.models import HeadItem

#: How many one sweep takes from a shard; the rest is due again a minute later.
MOST_AT_ONCE = 500


class Agenda:
    def __init__(self, database: Database) -> None:
        self._database = database

    def look_again(self, conversation: Conversation, at: datetime) -> None:
        """Set when the conversation is looked at next. Nothing happens if it has changed meanwhile."""
        moved = head_item(conversation.looked_at_again(at))
        actions: list[Action] = [
            HeadItem.timer_key.set(moved.timer_key),
            HeadItem.timer_sort.set(moved.timer_sort),
            HeadItem.timer_at.set(at),
        ]
        try:
            HeadItem(f"C#{conversation.id}", "HEAD").update(
                actions=actions, condition=HeadItem.version == conversation.version
            )
        except UpdateError as error:
            if error.cause_response_code != "ConditionalCheckFailedException":
                raise

    def due(self, before: datetime, most: int = MOST_AT_ONCE) -> list[str]:
        """Ids of live conversations that must be looked at by `before`, shard by shard, the most urgent first."""
        return [
            one for shard in range(TIMER_SHARDS) for one in self._timed(timer_shard(shard), before=before, most=most)
        ]

    def failed(self) -> list[str]:
        """Ids of failed conversations whose texter has not been given another one yet."""
        return self._timed(FAILED_KEY, most=MOST_AT_ONCE)

    def ended(self, affiliate_id: str, before: datetime) -> list[str]:
        """Ids of an affiliate's conversations that ended before a moment, whose content nothing keeps any longer."""
        return self._timed(ended_key(affiliate_id), before=before)

    def timed(self) -> set[str]:
        """Every live conversation that has a timer."""
        return {one for shard in range(TIMER_SHARDS) for one in self._timed(timer_shard(shard))}

    def live(self, program_id: str) -> set[str]:
        """Every live conversation of a program, found by its state and not by its timer."""
        found: set[str] = set()
        for state in LIVE:
            rows = self._database.rows(HeadItem, f"P#{program_id}", index=BY_PROGRAM, prefix=f"{state}#")
            found |= set(conversation_ids(rows))
        return found

    def _timed(self, key: str, *, before: datetime | None = None, most: int | None = None) -> list[str]:
        ids: list[str] = []
        start = None
        between = ("0", sortable(before)) if before is not None else None
        while most is None or len(ids) < most:
            left = most - len(ids) if most is not None else None
            reply = self._database.query(HeadItem, key, index=BY_TIMER, between=between, limit=left, start=start)
            ids += conversation_ids(reply["Items"])
            start = reply.get("LastEvaluatedKey")
            if start is None:
                break
        return ids
