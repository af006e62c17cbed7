"""Entries on their way into their affiliate's chain, and the chain as it is read again.

Sealing is one transaction per batch: the head moves from the version that was read, the entries stand in the chain, and
are gone from where they waited. So it may be done twice, by two at once, or be killed halfway: a batch happened whole,
or it is still there to be sealed.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from shared.domain.audit_chain import Head, Link, Walk, genesis, link_after
from shared.domain.ports import Clock
from shared.store.database import Cancelled, Database, Transaction
from shared.store.models import AuditItem, AuditTableItem, ChainHeadItem, SealedItem, seq_key

#: Two writes an entry and one for the head: DynamoDB takes a hundred in a transaction,
BATCH = 49
#: and four megabytes. Each entry is written once and named once.
_MOST_BYTES = 1_500_000
#: Batches of one affiliate in a row: the next minute goes on.
_MOST_BATCHES = 40
_PAGE = 200


@dataclass(frozen=True)
class Sealed:
    """What was sealed, and since when the oldest entry waits that was not; None: none does."""

    entries: int
    oldest: datetime | None


class AuditChain:
    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    # --- sealing --------------------------------------------------------------------------------

    def seal(self, affiliate_id: str) -> Sealed:
        """Seal what waits, oldest first. What somebody else seals meanwhile is theirs."""
        done = 0
        for _ in range(_MOST_BATCHES):
            head_item = self.head_item(affiliate_id)
            waiting = self.waiting(affiliate_id, BATCH)
            if not waiting:
                return Sealed(done, None)
            try:
                done += self._seal_batch(affiliate_id, head_item, waiting)
            except Cancelled:
                continue
        waiting = self.waiting(affiliate_id, 1)
        return Sealed(done, waiting[0].at if waiting else None)

    def _seal_batch(self, affiliate_id: str, head_item: ChainHeadItem | None, waiting: list[AuditItem]) -> int:
        end = _head(affiliate_id, head_item)
        version = int(head_item.version) if head_item is not None else 0
        sealed_at = self._clock.now().isoformat(timespec="microseconds")
        writes, size, count = Transaction(self._database), 0, 0
        for item in waiting:
            entry = entry_document(item)
            size += len(json.dumps(entry))
            if count and size > _MOST_BYTES:
                break
            link = link_after(end, sealed_at, entry)
            writes.put("link", _sealed(affiliate_id, item, link))
            writes.delete("waiting", AuditItem(item.pk, item.sk), AuditItem.pk.exists())
            end, count = Head(link.seq, link.hash), count + 1
        head = ChainHeadItem(f"C#{affiliate_id}", "HEAD", seq=end.seq, hash=end.hash, sealed_at=sealed_at)
        head.version = version + 1
        unchanged = ChainHeadItem.version == version if head_item else ChainHeadItem.pk.does_not_exist()
        writes.replace("head", head, unchanged)
        writes.commit()
        return count

    # --- reading --------------------------------------------------------------------------------

    def waiting(self, affiliate_id: str, most: int, before: str | None = None, *, newest: bool = False) -> list[Any]:
        """Entries nobody has sealed, oldest or `newest` first; with `before` only those whose sort key is smaller."""
        return self._entries(AuditItem, f"U#{affiliate_id}", most, before=before, newest=newest)

    def newest(self, affiliate_id: str, most: int, before: int | None = None) -> list[SealedItem]:
        """Sealed entries, the last first; with `before` only those numbered lower."""
        bound = seq_key("E", before) if before is not None else None
        return self._entries(SealedItem, f"C#{affiliate_id}", most, prefix="E#", before=bound, newest=True)

    def links(self, affiliate_id: str, after: int = 0) -> Iterator[Link]:
        """Every link behind a number, in order, read page by page; also those sealed while it goes on."""
        start: Any = {"pk": {"S": f"C#{affiliate_id}"}, "sk": {"S": seq_key("E", after)}} if after else None
        rows = self._database.rows(SealedItem, f"C#{affiliate_id}", prefix="E#", at_once=_PAGE, start=start)
        yield from map(_link, rows)

    def head(self, affiliate_id: str) -> Head | None:
        found = self.head_item(affiliate_id)
        return Head(int(found.seq), found.hash) if found is not None else None

    def head_item(self, affiliate_id: str) -> ChainHeadItem | None:
        return self._database.get(ChainHeadItem, f"C#{affiliate_id}", "HEAD")

    def link(self, affiliate_id: str, seq: int) -> SealedItem | None:
        return self._database.get(SealedItem, f"C#{affiliate_id}", seq_key("E", seq))

    def walk(self, affiliate_id: str, walk: Walk) -> Head | None:
        """Let `walk` take every link behind its start; answers the head as it was afterwards."""
        assert walk.start is not None
        after = walk.start.seq
        while True:
            for link in self.links(affiliate_id, after):
                walk.take(link)
            head = self.head(affiliate_id)
            # What was sealed while the last page was read is walked, too; what is not there is missing.
            if head is None or head.seq <= walk.last.seq or walk.last.seq == after:
                return head
            after = walk.last.seq

    def _entries(
        self,
        model: type[Any],
        partition: str,
        most: int,
        *,
        prefix: str = "",
        before: str | None = None,
        newest: bool = False,
    ) -> list[Any]:
        condition, values = "pk = :p", {":p": {"S": partition}}
        if before is not None:
            condition += " AND sk BETWEEN :a AND :b"
            values |= {":a": {"S": prefix or "0"}, ":b": {"S": before}}
        elif prefix:
            condition += " AND begins_with(sk, :a)"
            values[":a"] = {"S": prefix}
        page: dict[str, Any] = self._database.client.query(
            TableName=AuditTableItem.Meta.table_name,
            KeyConditionExpression=condition,
            ExpressionAttributeValues=values,
            ScanIndexForward=not newest,
            Limit=most + (before is not None),
            ConsistentRead=True,
        )
        rows = [row for row in page["Items"] if before is None or row["sk"]["S"] < before]
        return [model.from_raw_data(row) for row in rows[:most]]


def entry_document(item: AuditItem) -> dict[str, Any]:
    """An entry as it is sealed and shown: what it does not have is left out; moments are ISO 8601, in UTC."""
    document: dict[str, Any] = {
        "id": item.entry_id,
        "affiliateId": item.affiliate_id,
        "at": item.at.isoformat(timespec="microseconds"),
        "actor": item.actor,
        "actorRole": item.actor_role,
        "action": item.action,
        "entity": item.entity,
        "requestId": item.request_id,
        "evidence": list(item.evidence) if item.evidence else None,
        "before": item.before,
        "after": item.after,
        "detail": dict(item.detail) if item.detail else None,
    }
    return {name: value for name, value in document.items() if value is not None}


def _head(affiliate_id: str, item: ChainHeadItem | None) -> Head:
    return Head(int(item.seq), item.hash) if item is not None else Head(0, genesis(affiliate_id))


def _sealed(affiliate_id: str, item: AuditItem, link: Link) -> SealedItem:
    fields = {name: getattr(item, name) for name in AuditItem.get_attributes() if name not in ("pk", "sk")}
    return SealedItem(
        f"C#{affiliate_id}",
        seq_key("E", link.seq),
        seq=link.seq,
        previous=link.previous,
        hash=link.hash,
        sealed_at=link.sealed_at,
        **fields,
    )


def _link(row: dict[str, Any]) -> Link:
    """A row of the chain. What somebody tampered with may not be an entry any more: then nothing of it is."""
    number = row["sk"]["S"].removeprefix("E#")
    place = int(number) if len(number) == len(seq_key("", 0)) - 1 and number.isdigit() else 0
    try:
        item = SealedItem.from_raw_data(row)
        return Link(place, int(item.seq), item.previous, item.hash, item.sealed_at, entry_document(item))
    except Exception:
        return Link(place, place, "", "", "", {})
