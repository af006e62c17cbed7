"""Blocked senders. The block is on the consent that `intake` reads anyway; a small item beside it lists it."""

from __future__ import annotations

import base64
from collections.abc import Callable
from datetime import datetime

from shared.domain.errors import BadCursor
from shared.store.database import Database, Transaction
from shared.store.models import BlockItem, ConsentItem

#: What is written in the same transaction as the fact that says so.
Writes = Callable[[Transaction], None]


class Blocks:
    def __init__(self, database: Database) -> None:
        self._database = database

    def get(self, affiliate_id: str, block_id: str) -> BlockItem | None:
        return self._database.get(BlockItem, f"B#{affiliate_id}", block_id)

    def of_sender(self, affiliate_id: str, consent_id: str) -> BlockItem | None:
        """The block that this sender is under, if there is one."""
        consent = self._database.get(ConsentItem, f"O#{consent_id}", "CONSENT")
        if consent is None or consent.block_id is None:
            return None
        return self.get(affiliate_id, consent.block_id)

    def page(self, affiliate_id: str, limit: int, cursor: str | None) -> tuple[list[BlockItem], str | None]:
        """An affiliate's blocks, the oldest first, and where to go on; raises `InvalidInput` for a strange cursor."""
        partition = f"B#{affiliate_id}"
        start = {"pk": {"S": partition}, "sk": {"S": _place(cursor)}} if cursor is not None else None
        reply = self._database.query(BlockItem, partition, limit=limit, start=start)
        last = reply.get("LastEvaluatedKey")
        following = base64.urlsafe_b64encode(last["sk"]["S"].encode()).decode() if last is not None else None
        return [BlockItem.from_raw_data(row) for row in reply["Items"]], following


def block_item(
    affiliate_id: str, block_id: str, consent_id: str, program_id: str, conversation_id: str, by: str, at: datetime
) -> BlockItem:
    return BlockItem(
        f"B#{affiliate_id}",
        block_id,
        consent_id=consent_id,
        program_id=program_id,
        conversation_id=conversation_id,
        blocked_by=by,
        at=at,
    )


def blocking(block: BlockItem) -> Writes:
    """Block the sender, unless they are; what they said about being texted stays."""

    def write(writes: Transaction) -> None:
        item = ConsentItem
        writes.put("block", block)
        writes.update(
            "block",
            ConsentItem(f"O#{block.consent_id}", "CONSENT"),
            [
                item.blocked_by.set(block.blocked_by),
                item.blocked_at.set(block.at),
                item.block_id.set(block.sk),
                item.opted_out.set(item.opted_out | False),
                item.at.set(item.at | block.at),
                item.source.set(item.source | "staff"),
            ],
            item.block_id.does_not_exist(),
        )

    return write


def unblocking(block: BlockItem) -> Writes:
    def write(writes: Transaction) -> None:
        item = ConsentItem
        writes.delete("unblock", block, BlockItem.pk.exists())
        writes.update(
            "unblock",
            ConsentItem(f"O#{block.consent_id}", "CONSENT"),
            [item.blocked_by.remove(), item.blocked_at.remove(), item.block_id.remove()],
            item.block_id == block.sk,
        )

    return write


def _place(cursor: str) -> str:
    try:
        place = base64.urlsafe_b64decode(cursor).decode()
        if not place or len(place) > 128:
            raise ValueError
    except ValueError:
        raise BadCursor from None
    return place
