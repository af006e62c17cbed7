"""Erasures, and the copies that carriers keep of messages whose content is gone here."""

from __future__ import annotations

from pynamodb.attributes import (
    BinaryAttribute,
    NumberAttribute,
    UnicodeAttribute,
    UnicodeSetAttribute,
    UTCDateTimeAttribute,
)

from shared.store.models.audit import AuditTableItem
from shared.store.models.conversations import ConversationsItem


class ErasureItem(AuditTableItem):
    """`E#<affiliate>`, `R#<erasure>`: one erasure from its request to its receipt. Kept for ever: a restore repeats it.

    Sealed under the texter's key, and gone with it: `reason`. `receipt` is the signed document as JSON.
    """

    affiliate_id = UnicodeAttribute()
    texter_id = UnicodeAttribute()
    status = UnicodeAttribute()
    version = NumberAttribute()
    reason_code = UnicodeAttribute()
    reason = BinaryAttribute(null=True, legacy_encoding=False)
    requested_by = UnicodeAttribute()
    requested_at = UTCDateTimeAttribute()
    decided_by = UnicodeAttribute(null=True)
    decided_at = UTCDateTimeAttribute(null=True)
    started_at = UTCDateTimeAttribute(null=True)
    erased_at = UTCDateTimeAttribute(null=True)
    finished_at = UTCDateTimeAttribute(null=True)
    refused_for = UnicodeAttribute(null=True)
    conversation_ids = UnicodeSetAttribute(null=True)
    files = NumberAttribute(null=True)
    receipt = UnicodeAttribute(null=True)


class OpenErasureItem(AuditTableItem):
    """`E#<affiliate>`, `OPEN#<erasure>`: one that is not over."""

    OF_AFFILIATE = ("E#",)

    texter_id = UnicodeAttribute()


class TexterErasureItem(AuditTableItem):
    """`E#<affiliate>`, `T#<texter>`: the texter's latest erasure, so that there is one at a time."""

    OF_AFFILIATE = ("E#",)

    erasure_id = UnicodeAttribute()


class CopyItem(ConversationsItem):
    """`C#<conversation>`, `Y#<channel>#<account>#<provider id>`: a carrier has a copy of this message.

    Written before the content goes, as the names would go with it. While it is to be asked for, it stands in the timer
    index under `Y#<affiliate>`. `failures` and `error_code` are of the carrier's refusals so far.
    """

    timer_key = UnicodeAttribute(null=True)
    timer_sort = UnicodeAttribute(null=True)
    affiliate_id = UnicodeAttribute()
    channel = UnicodeAttribute()
    account = UnicodeAttribute()
    provider_id = UnicodeAttribute()
    status = UnicodeAttribute()
    failures = NumberAttribute(default=0)
    error_code = UnicodeAttribute(null=True)
    noted_at = UTCDateTimeAttribute()
