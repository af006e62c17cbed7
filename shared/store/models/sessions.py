"""What is forgotten by itself: logins, presence, alerts, rates, quarantine."""

from __future__ import annotations

from pynamodb.attributes import (
    BooleanAttribute,
    NumberAttribute,
    UnicodeAttribute,
    UTCDateTimeAttribute,
)

from shared.contracts import tables
from shared.store.models.base import Item


class SessionsItem(Item):
    class Meta:
        table_name = tables.SESSIONS.name

    expires_at = NumberAttribute()


class TicketItem(SessionsItem):
    """`W#<hash of the ticket>`, `TICKET`: one WebSocket connect, within 30 seconds. `kind` as the connection's."""

    user_id = UnicodeAttribute()
    affiliate_id = UnicodeAttribute()
    session_id = UnicodeAttribute()
    kind = UnicodeAttribute(null=True)


class PresenceItem(SessionsItem):
    """`P#<user>`, `PRESENCE`: what somebody said about being there, and when they were last heard of.

    `gone_told` is the `seen_at` after which their programs were told that they are gone.
    """

    affiliate_id = UnicodeAttribute()
    state = UnicodeAttribute()
    seen_at = UTCDateTimeAttribute()
    gone_told = UTCDateTimeAttribute(null=True)


class AlertItem(SessionsItem):
    """`L#<affiliate>`, `<time>#<alert>`: what staff were called for. Made from facts; ids, enums and counts only."""

    OF_AFFILIATE = ("L#",)

    alert_id = UnicodeAttribute()
    kind = UnicodeAttribute()
    level = UnicodeAttribute()
    program_id = UnicodeAttribute()
    conversation_id = UnicodeAttribute(null=True)
    user_id = UnicodeAttribute(null=True)
    at = UTCDateTimeAttribute()
    acknowledged_by = UnicodeAttribute(null=True)


class RateItem(SessionsItem):
    """`Q#<what is counted>`, `RATE`: attempts in the current window."""

    attempts = NumberAttribute(default=0)


class BreakerItem(SessionsItem):
    """`B#<channel>#<account>`, `BREAKER`: whether a provider's account is worth asking; see `domain.breaker`."""

    state = UnicodeAttribute()
    failures = NumberAttribute()
    opens = NumberAttribute()
    failed_at = UTCDateTimeAttribute(null=True)
    until = UTCDateTimeAttribute(null=True)
    version = NumberAttribute()


class MissedItem(SessionsItem):
    """`I#<message key>`, `MISSED`: only the carrier knew of this message, and it was put into the inbound queue."""

    at = UTCDateTimeAttribute()


class ComparedItem(SessionsItem):
    """`H#<channel>#<account>`, `COMPARED`: from when and up to when the carrier's list was compared with our facts."""

    began = UTCDateTimeAttribute()
    until = UTCDateTimeAttribute()


class NoticeItem(SessionsItem):
    """`G#<notice>`, `NOTICE`: what happened to one mail or text to a member of staff; as `DeliveryItem` is to texters.

    Addresses and words are not kept.
    """

    affiliate_id = UnicodeAttribute()
    kind = UnicodeAttribute()
    medium = UnicodeAttribute()
    user_id = UnicodeAttribute()
    status = UnicodeAttribute()
    status_rank = NumberAttribute()
    attempts = NumberAttribute()
    failures = NumberAttribute()
    provider = UnicodeAttribute(null=True)
    provider_id = UnicodeAttribute(null=True)
    error_code = UnicodeAttribute(null=True)
    started_at = UTCDateTimeAttribute(null=True)
    updated_at = UTCDateTimeAttribute(null=True)
    via = UnicodeAttribute(null=True)


class TextedItem(SessionsItem):
    """`G#<user>`, `TEXTED#<kind>`: the notice by which somebody was last texted of a kind of alert."""

    notice_id = UnicodeAttribute()
    at = UTCDateTimeAttribute()


class DeepQueueItem(SessionsItem):
    """`G#<program>`, `DEEP`: since when its queue has been too long; `told`: supervisors were called for that."""

    since = UTCDateTimeAttribute()
    told = BooleanAttribute(default=False)


class IdempotencyItem(SessionsItem):
    """`Y#<keyed hash of caller and key>`, `DONE`: what a mutation made. Never its response."""

    payload_hash = UnicodeAttribute()
    conversation_id = UnicodeAttribute()
    seq = NumberAttribute()


class QuarantineItem(Item):
    """`Z#<day>`, `<time>#<id>`: a webhook nobody may act on, ingress-sealed."""

    class Meta:
        table_name = tables.QUARANTINE.name

    expires_at = NumberAttribute()
    quarantine_id = UnicodeAttribute()
    reason = UnicodeAttribute()
    route = UnicodeAttribute()
    sealed = UnicodeAttribute()
    request_id = UnicodeAttribute()
    received_at = UTCDateTimeAttribute()
