"""Erasures as they are on record: who asked, who agreed, how far it is, and the receipt.

Each step is a conditional write on the record's version, so that whoever does it twice, or beside somebody else, learns
that it was done.
"""

from __future__ import annotations

import base64
from collections.abc import Iterable, Sequence
from datetime import datetime

from pynamodb.exceptions import UpdateError
from pynamodb.expressions.update import Action

from shared.domain.erasure import OPEN, ErasureStatus
from shared.domain.errors import BadCursor
from shared.store.database import Cancelled, Database, Transaction
from shared.store.models import AuditItem, ErasureItem, OpenErasureItem, TexterErasureItem


class Overtaken(Exception):
    """Somebody else moved the erasure on first: read it again."""


class Erasures:
    def __init__(self, database: Database) -> None:
        self._database = database

    def get(self, affiliate_id: str, erasure_id: str) -> ErasureItem | None:
        return self._database.get(ErasureItem, f"E#{affiliate_id}", f"R#{erasure_id}")

    def latest_of(self, affiliate_id: str, texter_id: str) -> ErasureItem | None:
        """The texter's latest erasure, whatever became of it."""
        pointer = self._database.get(TexterErasureItem, f"E#{affiliate_id}", f"T#{texter_id}")
        return self.get(affiliate_id, pointer.erasure_id) if pointer is not None else None

    def begin(self, item: ErasureItem, before: ErasureItem | None, entry: AuditItem) -> None:
        """Put a request on record, in the place of the texter's latest one. Raises `Overtaken`."""
        writes = Transaction(self._database)
        writes.put("request", item)
        writes.put("open", OpenErasureItem(item.pk, f"OPEN#{id_of(item)}", texter_id=item.texter_id))
        pointer = TexterErasureItem(item.pk, f"T#{item.texter_id}", erasure_id=id_of(item))
        if before is None:
            writes.put("pointer", pointer)
        else:
            writes.replace("pointer", pointer, TexterErasureItem.erasure_id == id_of(before))
        writes.put("audit", entry)
        self._commit(writes)

    def move(
        self,
        item: ErasureItem,
        status: ErasureStatus,
        actions: Sequence[Action] = (),
        entry: AuditItem | None = None,
    ) -> ErasureItem:
        """Take it a step on and put that on record; the item after it. Raises `Overtaken`."""
        writes = Transaction(self._database)
        steps: list[Action] = [ErasureItem.status.set(str(status)), ErasureItem.version.set(item.version + 1), *actions]
        writes.update("erasure", ErasureItem(item.pk, item.sk), steps, ErasureItem.version == item.version)
        if status not in OPEN:
            writes.delete("over", OpenErasureItem(item.pk, f"OPEN#{id_of(item)}"))
        if entry is not None:
            writes.put("audit", entry)
        self._commit(writes)
        after = self.get(item.affiliate_id, id_of(item))
        if after is None:
            raise Overtaken
        return after

    def note(self, item: ErasureItem, actions: Sequence[Action]) -> None:
        """Write something down without a step; nothing happens if somebody was faster."""
        try:
            ErasureItem(item.pk, item.sk).update(actions=list(actions), condition=ErasureItem.version == item.version)
        except UpdateError as error:
            if error.cause_response_code != "ConditionalCheckFailedException":
                raise

    def open(self, affiliate_id: str) -> list[str]:
        """The ids of the affiliate's erasures that are not over, the oldest first."""
        return [
            row["sk"]["S"].removeprefix("OPEN#")
            for row in self._database.rows(ErasureItem, f"E#{affiliate_id}", prefix="OPEN#")
        ]

    def all(self, affiliate_id: str) -> Iterable[ErasureItem]:
        """Every erasure of an affiliate, the oldest first: what a restore goes through."""
        return (
            ErasureItem.from_raw_data(row) for row in self._database.rows(ErasureItem, f"E#{affiliate_id}", prefix="R#")
        )

    def page(self, affiliate_id: str, limit: int, cursor: str | None) -> tuple[list[ErasureItem], str | None]:
        """The affiliate's erasures, the oldest first, and where to go on; `InvalidInput` for a strange cursor."""
        partition = f"E#{affiliate_id}"
        start = {"pk": {"S": partition}, "sk": {"S": _place(cursor)}} if cursor is not None else None
        reply = self._database.query(ErasureItem, partition, prefix="R#", limit=limit, start=start)
        last = reply.get("LastEvaluatedKey")
        following = base64.urlsafe_b64encode(last["sk"]["S"].encode()).decode() if last is not None else None
        return [ErasureItem.from_raw_data(row) for row in reply["Items"]], following

    def _commit(self, writes: Transaction) -> None:
        try:
            writes.commit()
        except Cancelled:
            raise Overtaken from None


def id_of(item: ErasureItem) -> str:
    return str(item.sk).removeprefix("R#")


def erasure_item(
    affiliate_id: str,
    erasure_id: str,
    texter_id: str,
    reason_code: str,
    reason: bytes | None,
    by: str,
    at: datetime,
) -> ErasureItem:
    """A request nobody has agreed to yet; `reason` is sealed."""
    return ErasureItem(
        f"E#{affiliate_id}",
        f"R#{erasure_id}",
        affiliate_id=affiliate_id,
        texter_id=texter_id,
        status=str(ErasureStatus.REQUESTED),
        version=1,
        reason_code=reason_code,
        reason=reason,
        requested_by=by,
        requested_at=at,
    )


def _place(cursor: str) -> str:
    try:
        place = base64.urlsafe_b64decode(cursor).decode()
        if not place.startswith("R#") or len(place) > 128:
            raise ValueError
    except ValueError:
        raise BadCursor from None
    return place
