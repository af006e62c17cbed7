"""Wrapped keys, and opt-outs that survive them."""

from __future__ import annotations

from pynamodb.attributes import (
    BinaryAttribute,
    BooleanAttribute,
    UnicodeAttribute,
    UTCDateTimeAttribute,
)

from shared.contracts import tables
from shared.store.models.base import Item


class VaultItem(Item):
    OF_AFFILIATE = ("B#",)

    class Meta:
        table_name = tables.VAULT.name


class BranchItem(VaultItem):
    """`B#<affiliate>`, `ACTIVE` or the branch id: a branch key wrapped by the affiliate's KMS key."""

    branch_id = UnicodeAttribute()
    wrapped = BinaryAttribute(legacy_encoding=False)
    created_at = UTCDateTimeAttribute()


class OwnerKeyItem(VaultItem):
    """`K#<conversation or texter id>`, `KEY`: its key, wrapped by a branch key."""

    affiliate_id = UnicodeAttribute()
    branch_id = UnicodeAttribute()
    wrapped = BinaryAttribute(legacy_encoding=False)


class ConsentsItem(Item):
    OF_AFFILIATE = ("B#",)

    class Meta:
        table_name = tables.CONSENTS.name


class ConsentItem(ConsentsItem):
    """`O#<consent>`, `CONSENT`: an opt-out, under a keyed hash of our line and the texter's number.

    `blocked_by` is the supervisor who decided that nobody has to read this sender any more, by the block `block_id`.
    """

    opted_out = BooleanAttribute()
    at = UTCDateTimeAttribute()
    source = UnicodeAttribute()
    blocked_by = UnicodeAttribute(null=True)
    blocked_at = UTCDateTimeAttribute(null=True)
    block_id = UnicodeAttribute(null=True)


class BlockItem(ConsentsItem):
    """`B#<affiliate>`, `<block>`: an affiliate's blocked senders, by when. Which conversation led to it; no number."""

    consent_id = UnicodeAttribute()
    program_id = UnicodeAttribute()
    conversation_id = UnicodeAttribute()
    blocked_by = UnicodeAttribute()
    at = UTCDateTimeAttribute()
