"""Reading an affiliate's configuration as documents."""

from __future__ import annotations

from typing import Any

from shared.configuration.documents import Document, House, Ref
from shared.configuration.kinds import kinds
from shared.domain.errors import NotFound
from shared.store.database import Database
from shared.store.models import DirectoryItem, StampItem


def read_house(database: Database, affiliate_id: str) -> House:
    """All documents of an affiliate, strongly consistent; raises `NotFound` where there is no such affiliate.

    The stamp is read first: what was changed while the rest was read shows as a stamp that is no longer the one.
    """
    stamp = database.get(StampItem, f"A#{affiliate_id}", "STAMP")
    if stamp is None:
        raise NotFound
    rows = database.rows(DirectoryItem, f"A#{affiliate_id}")
    documents: dict[Ref, Document] = {one.ref: one for row in rows for one in documents_in(row)}
    return House(affiliate_id, stamp.stamp, documents)


def documents_in(row: dict[str, Any]) -> list[Document]:
    """The document that a row of the table holds, if it holds one."""
    sort = row["sk"]["S"]
    found = []
    for kind in kinds().values():
        if kind.is_row(sort):
            item: Any = kind.model.from_raw_data(row)
            id_, fields = kind.document(item)
            found.append(Document(kind.name, id_, fields, int(item.version or 1), bool(item.active)))
    return found
