"""Reading conversations: one, several, a queue, a list, their facts and deliveries."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from shared.contracts.tables import BY_OWNER, BY_PROGRAM, BY_QUEUE, Index
from shared.domain.conversation import Conversation
from shared.domain.draft import Draft
from shared.domain.errors import BadCursor
from shared.domain.queue import rank
from shared.domain.spoken import MOST_COUNTED
from shared.store.commits import Alongside, commit
from shared.store.database import Database, Key
from shared.store.heads import conversation_from, conversation_ids
from shared.store.models import (
    ConsentItem,
    DeliveryItem,
    FactItem,
    HeadItem,
    LoadItem,
    OwnerKeyItem,
    TexterItem,
    ThreadItem,
    seq_key,
)
from shared.store.vault import owner_key

#: How far down a queue is looked for the next texter.
QUEUE_WINDOW = 25


@dataclass(frozen=True)
class Page:
    conversations: list[Conversation]
    cursor: str | None


class Conversations:
    def __init__(self, database: Database) -> None:
        self._database = database

    def get(self, conversation_id: str) -> Conversation | None:
        item = self._database.get(HeadItem, f"C#{conversation_id}", "HEAD")
        return conversation_from(item) if item is not None else None

    def get_with_key(self, conversation_id: str) -> tuple[Conversation | None, OwnerKeyItem | None]:
        """A conversation and its wrapped key, in one call."""
        head, key = self._database.get_together(
            [Key(HeadItem, f"C#{conversation_id}", "HEAD"), owner_key(conversation_id)]
        )
        return (conversation_from(head) if head is not None else None), key

    def get_many(self, ids: Sequence[str]) -> list[Conversation]:
        """In the order of `ids`, without those that are gone."""
        if not ids:
            return []
        items = self._database.get_together([Key(HeadItem, f"C#{one}", "HEAD") for one in ids])
        return [conversation_from(item) for item in items if item is not None]

    def commit(self, draft: Draft, key: bytes, also: Alongside) -> Conversation:
        """Write a draft in one transaction; see `commits.commit` for what it raises."""
        return commit(self._database, draft, key, also)

    def waiting(self, program_id: str, most: int = QUEUE_WINDOW) -> list[Conversation]:
        """The front of a program's queue, first first."""
        rows = self._database.query(HeadItem, f"P#{program_id}", index=BY_QUEUE, limit=most)["Items"]
        return [one for one in self.get_many(conversation_ids(rows)) if one.queued_at and one.state == "queued"]

    def depth(self, program_id: str) -> int:
        """How many wait in a program's queue."""
        total, start = 0, None
        while True:
            reply = self._database.query(HeadItem, f"P#{program_id}", index=BY_QUEUE, count=True, start=start)
            total += int(reply["Count"])
            start = reply.get("LastEvaluatedKey")
            if start is None:
                return total

    def ahead_of(self, conversation: Conversation, most: int = MOST_COUNTED) -> int:
        """How many stand before this one in its program's queue at this moment; above `most` only that there are more.

        Counted through the index, whose keys are a moment old.
        """
        group, _, since = rank(conversation).partition("#")
        before = ("0", f"{group}#{int(since) - 1:015d}")
        reply = self._database.query(
            HeadItem, f"P#{conversation.program_id}", index=BY_QUEUE, between=before, limit=most + 1, count=True
        )
        return int(reply["Count"])

    def owned_by(self, user_id: str, state: str | None, limit: int, cursor: str | None) -> Page:
        """A responder's conversations, in a state or in any: by state, then oldest first."""
        return self._page(BY_OWNER, [f"R#{user_id}"], f"{state}#" if state else None, limit, cursor)

    def in_programs(
        self, program_ids: Sequence[str], state: str | None, limit: int, cursor: str | None, *, newest: bool = False
    ) -> Page:
        """Conversations of several programs, program by program; of each the oldest or the `newest` first."""
        partitions, prefix = [f"P#{one}" for one in program_ids], f"{state}#" if state else None
        return self._page(BY_PROGRAM, partitions, prefix, limit, cursor, backwards=newest)

    def facts(self, conversation_id: str, after: int, limit: int) -> tuple[list[FactItem], bool]:
        """Facts numbered above `after`, and whether there are more."""
        reply = self._database.query(
            FactItem, f"C#{conversation_id}", limit=limit, between=(seq_key("F", after + 1), seq_key("F", 10**10 - 1))
        )
        return [FactItem.from_raw_data(row) for row in reply["Items"]], "LastEvaluatedKey" in reply

    def each_fact(self, conversation_id: str, after: int = 0) -> Iterator[FactItem]:
        """All facts numbered above `after`, oldest first, read a hundred at a time as they are asked for."""
        between = (seq_key("F", after + 1), seq_key("F", 10**10 - 1))
        rows = self._database.rows(FactItem, f"C#{conversation_id}", between=between, at_once=100)
        return map(FactItem.from_raw_data, rows)

    def deliveries(self, conversation_id: str, first: int, last: int) -> dict[int, DeliveryItem]:
        """What became of the outbound messages numbered first to last."""
        reply = self._database.query(
            DeliveryItem, f"C#{conversation_id}", between=(seq_key("D", first), seq_key("D", last))
        )
        items = (DeliveryItem.from_raw_data(row) for row in reply["Items"])
        return {int(item.seq): item for item in items}

    def hand_outs(self, user_id: str) -> int:
        """How many texters this responder was ever handed."""
        item = self._database.get(LoadItem, f"R#{user_id}", "LOAD")
        return int(item.hand_outs or 0) if item is not None else 0

    def strip(self, conversation_id: str) -> None:
        """Remove every sealed word of a conversation's facts; what they count and name stays. May be repeated."""
        sealed = (FactItem.content, FactItem.media, FactItem.carrier, FactItem.words)
        for item in self.each_fact(conversation_id):
            if any(getattr(item, str(one.attr_name)) is not None for one in sealed):
                item.update(actions=[one.remove() for one in sealed])

    def loads(self, user_ids: Sequence[str]) -> dict[str, frozenset[str]]:
        """Which conversations each of these people owns."""
        items = self._database.get_together([Key(LoadItem, f"R#{one}", "LOAD") for one in user_ids])
        return {
            user: frozenset(item.owned or ()) if item is not None else frozenset()
            for user, item in zip(user_ids, items, strict=True)
        }

    def moves_after(self, conversation_id: str, version: int) -> FactItem | None:
        """The first transition numbered above `version`."""
        return next((item for item in self.each_fact(conversation_id, version) if item.move is not None), None)

    def find_thread(
        self, thread_id: str, texter_hash: str, consent_id: str
    ) -> tuple[ThreadItem | None, TexterItem | None, ConsentItem | None]:
        """What is known about a sender before anything else is read, in one call."""
        thread, texter, consent = self._database.get_together(
            [
                Key(ThreadItem, f"T#{thread_id}", "LIVE"),
                Key(TexterItem, f"X#{texter_hash}", "TEXTER"),
                Key(ConsentItem, f"O#{consent_id}", "CONSENT"),
            ]
        )
        return thread, texter, consent

    def _page(
        self,
        index: Index,
        partitions: Sequence[str],
        prefix: str | None,
        limit: int,
        cursor: str | None,
        *,
        backwards: bool = False,
    ) -> Page:
        at, start = _read_cursor(cursor, partitions, index)
        ids: list[str] = []
        while at < len(partitions):
            asked, left = partitions[at], limit - len(ids)
            reply = self._database.query(
                HeadItem, asked, index=index, prefix=prefix, limit=left, start=start, backwards=backwards
            )
            ids += conversation_ids(reply["Items"])
            start = reply.get("LastEvaluatedKey")
            if start is None:
                at += 1
            if len(ids) >= limit:
                break
        more = at < len(partitions)
        return Page(self.get_many(ids), _write_cursor(at, start, index) if more else None)


def _write_cursor(at: int, start: dict[str, dict[str, str]] | None, index: Index) -> str:
    """Where to go on: which partition, and behind which conversation in it. No key of a table's in full."""
    behind = [start["pk"]["S"], start[index.sort]["S"]] if start is not None else None
    return base64.urlsafe_b64encode(json.dumps([at, behind]).encode()).decode()


def _read_cursor(cursor: str | None, partitions: Sequence[str], index: Index) -> tuple[int, Any]:
    """Raises `InvalidInput` for anything `_write_cursor` did not make."""
    if cursor is None:
        return 0, None
    try:
        if len(cursor) > 500:
            raise ValueError
        at, behind = json.loads(base64.urlsafe_b64decode(cursor))
        partition = partitions[range(len(partitions)).index(at)]
        if behind is None:
            return at, None
        if not isinstance(behind, list):
            raise ValueError
        pk, sort = behind
        if not (isinstance(pk, str) and isinstance(sort, str) and pk and sort):
            raise ValueError
    except (ValueError, TypeError):
        raise BadCursor from None
    start = {"pk": pk, "sk": "HEAD", index.partition: partition, index.sort: sort}
    return at, {name: {"S": value} for name, value in start.items()}
