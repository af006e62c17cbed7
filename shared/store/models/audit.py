"""Who did what: entries as they were written, and the chain they are sealed into."""

from __future__ import annotations

from typing import ClassVar

from pynamodb.attributes import JSONAttribute, ListAttribute, NumberAttribute, UnicodeAttribute, UTCDateTimeAttribute

from shared.contracts import tables
from shared.store.models.base import Item


class AuditTableItem(Item):
    OF_AFFILIATE: ClassVar[tuple[str, ...]] = ("U#", "C#", "E#")

    class Meta:
        table_name = tables.AUDIT.name


class AuditItem(AuditTableItem):
    """`U#<affiliate>`, `<time>#<entry>`: an entry nobody has sealed yet. No texter's words, no secret.

    `before` and `after` are JSON objects of the configuration's fields that changed.
    """

    entry_id = UnicodeAttribute()
    affiliate_id = UnicodeAttribute()
    at = UTCDateTimeAttribute()
    actor = UnicodeAttribute()
    actor_role = UnicodeAttribute()
    action = UnicodeAttribute()
    entity = UnicodeAttribute()
    request_id = UnicodeAttribute()
    evidence: ListAttribute[str] = ListAttribute(null=True)
    before = UnicodeAttribute(null=True)
    after = UnicodeAttribute(null=True)
    detail = JSONAttribute(null=True)


class SealedItem(AuditItem):
    """`C#<affiliate>`, `E#<number>`: the same entry as a link of its affiliate's chain. Never changed again.

    `hash` and `previous` are hex; how they are made is told in `domain.audit_chain`. `sealed_at` is ISO 8601.
    """

    seq = NumberAttribute()
    previous = UnicodeAttribute()
    hash = UnicodeAttribute()
    sealed_at = UnicodeAttribute()


class ChainHeadItem(AuditTableItem):
    """`C#<affiliate>`, `HEAD`: the chain's end, and with its version the lock of who seals."""

    seq = NumberAttribute()
    hash = UnicodeAttribute()
    sealed_at = UnicodeAttribute()
    version = NumberAttribute()


class FactRecordedItem(AuditTableItem):
    """`F#<conversation>`, `F#<number>`: this fact is on record, whether its entry is sealed by now or not."""

    entry_id = UnicodeAttribute()
