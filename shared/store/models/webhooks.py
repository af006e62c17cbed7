"""Outgoing webhooks: what was asked for, and what became of each delivery."""

from __future__ import annotations

from pynamodb.attributes import (
    BinaryAttribute,
    BooleanAttribute,
    ListAttribute,
    NumberAttribute,
    UnicodeAttribute,
    UTCDateTimeAttribute,
)

from shared.store.models.directory import DirectoryItem
from shared.store.models.sessions import SessionsItem


class WebhookItem(DirectoryItem):
    """`A#<affiliate>`, `W#<webhook>`. Sealed by KMS: `secret`, `secret_before`."""

    webhook_id = UnicodeAttribute()
    url = UnicodeAttribute()
    events: ListAttribute[str] = ListAttribute(default=list)
    description = UnicodeAttribute(null=True)
    active = BooleanAttribute(default=True)
    version = NumberAttribute()
    max_attempts = NumberAttribute()
    disable_after = NumberAttribute()
    created_at = UTCDateTimeAttribute()
    secret = BinaryAttribute(legacy_encoding=False)
    secret_since = UTCDateTimeAttribute(null=True)
    secret_before = BinaryAttribute(null=True, legacy_encoding=False)
    before_until = UTCDateTimeAttribute(null=True)
    disabled_reason = UnicodeAttribute(null=True)
    disabled_at = UTCDateTimeAttribute(null=True)
    disabled_error = UnicodeAttribute(null=True)


class HookDeliveryItem(SessionsItem):
    """`D#<webhook>`, `<delivery>`: one event for one webhook. `payload` is the event: ids, enums and counts."""

    affiliate_id = UnicodeAttribute()
    program_id = UnicodeAttribute()
    conversation_id = UnicodeAttribute()
    kind = UnicodeAttribute()
    event_id = UnicodeAttribute()
    occurred_at = UnicodeAttribute()
    request_id = UnicodeAttribute()
    payload = UnicodeAttribute()
    status = UnicodeAttribute()
    attempts = NumberAttribute()
    started_at = UTCDateTimeAttribute(null=True)
    next_at = UTCDateTimeAttribute(null=True)
    http_status = NumberAttribute(null=True)
    error = UnicodeAttribute(null=True)
    duration_ms = NumberAttribute(null=True)


class HookStreakItem(SessionsItem):
    """`D#<webhook>`, `STREAK#<version>`: deliveries that came to nothing, in a row. A changed webhook starts anew."""

    length = NumberAttribute(default=0)
    since = UTCDateTimeAttribute(null=True)
