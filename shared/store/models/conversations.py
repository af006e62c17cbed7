"""Conversations: heads, facts, deliveries, and how they are found."""

from __future__ import annotations

from pynamodb.attributes import (
    BinaryAttribute,
    BooleanAttribute,
    JSONAttribute,
    ListAttribute,
    NumberAttribute,
    UnicodeAttribute,
    UnicodeSetAttribute,
    UTCDateTimeAttribute,
)

from shared.contracts import tables
from shared.store.models.base import Item


class ConversationsItem(Item):
    class Meta:
        table_name = tables.CONVERSATIONS.name


class HeadItem(ConversationsItem):
    """The conversation's summary and lock: `C#<conversation>`, `HEAD`."""

    queue_key = UnicodeAttribute(null=True)
    queue_rank = UnicodeAttribute(null=True)
    owner_key = UnicodeAttribute(null=True)
    owner_sort = UnicodeAttribute(null=True)
    program_key = UnicodeAttribute(null=True)
    program_sort = UnicodeAttribute(null=True)
    timer_key = UnicodeAttribute(null=True)
    timer_sort = UnicodeAttribute(null=True)
    affiliate_id = UnicodeAttribute()
    program_id = UnicodeAttribute()
    channel = UnicodeAttribute()
    line = UnicodeAttribute()
    thread_id = UnicodeAttribute()
    texter_id = UnicodeAttribute()
    consent_id = UnicodeAttribute()
    number = BinaryAttribute(legacy_encoding=False)
    state = UnicodeAttribute()
    version = NumberAttribute()
    risk = UnicodeAttribute()
    responder_id = UnicodeAttribute(null=True)
    created_at = UTCDateTimeAttribute()
    updated_at = UTCDateTimeAttribute()
    queued_at = UTCDateTimeAttribute(null=True)
    boost = NumberAttribute(default=0)
    cannot_reply = BooleanAttribute(default=False)
    tags: ListAttribute[str] = ListAttribute(null=True)
    entered_at = UTCDateTimeAttribute(null=True)
    moved_version = NumberAttribute(default=0)
    risk_boost = NumberAttribute(null=True)
    risk_seq = NumberAttribute(null=True)
    risk_categories = UnicodeAttribute(null=True)
    receiver_id = UnicodeAttribute(null=True)
    preferred_id = UnicodeAttribute(null=True)
    front = BooleanAttribute(null=True)
    waiting_since = UTCDateTimeAttribute(null=True)
    quiet_since = UTCDateTimeAttribute(null=True)
    reminded = JSONAttribute(null=True)
    escalation = JSONAttribute(null=True)
    survey = JSONAttribute(null=True)
    survey_numbers = JSONAttribute(null=True)
    entry_score = NumberAttribute(null=True)
    exit_score = NumberAttribute(null=True)
    follow_up_at = UTCDateTimeAttribute(null=True)
    follow_up_seq = NumberAttribute(null=True)
    summary_seq = NumberAttribute(null=True)
    closed_at = UTCDateTimeAttribute(null=True)
    held = BooleanAttribute(null=True)
    purged = BooleanAttribute(null=True)
    reopened_as = UnicodeAttribute(null=True)
    language = UnicodeAttribute(null=True)
    seen_before = BooleanAttribute(null=True)
    same_person = BooleanAttribute(null=True)
    flags = UnicodeAttribute(null=True)
    #: What the index `by_arrival` shows of it, beside a few more.
    figures = JSONAttribute(null=True)
    timer_at = UTCDateTimeAttribute(null=True)


class FactItem(ConversationsItem):
    """`C#<conversation>`, `F#<seq, ten digits>`. Sealed: `content`, `media`, `carrier`, `words`."""

    kind = UnicodeAttribute()
    seq = NumberAttribute()
    at = UTCDateTimeAttribute()
    actor = UnicodeAttribute()
    affiliate_id = UnicodeAttribute()
    program_id = UnicodeAttribute()
    request_id = UnicodeAttribute(null=True)
    message_id = UnicodeAttribute(null=True)
    direction = UnicodeAttribute(null=True)
    sender_id = UnicodeAttribute(null=True)
    purpose = UnicodeAttribute(null=True)
    segments = NumberAttribute(null=True)
    content = BinaryAttribute(null=True, legacy_encoding=False)
    media = BinaryAttribute(null=True, legacy_encoding=False)
    carrier = BinaryAttribute(null=True, legacy_encoding=False)
    texter_id = UnicodeAttribute(null=True)
    consent_id = UnicodeAttribute(null=True)
    move = UnicodeAttribute(null=True)
    source = UnicodeAttribute(null=True)
    target = UnicodeAttribute(null=True)
    reason = UnicodeAttribute(null=True)
    responder_id = UnicodeAttribute(null=True)
    #: The web chat session whose texter is told of this fact.
    chat = UnicodeAttribute(null=True)
    detail = JSONAttribute(null=True)
    words = BinaryAttribute(null=True, legacy_encoding=False)


class OnceItem(ConversationsItem):
    """`C#<conversation>`, `K#<what>`: something that may be done once only was done."""

    at = UTCDateTimeAttribute()


class RunItem(ConversationsItem):
    """`C#<conversation>`, `RUN`: the workflow that supervises it. `token` waits for facts above `version`."""

    execution = UnicodeAttribute(null=True)
    runs = NumberAttribute(default=0)
    token = UnicodeAttribute(null=True)
    version = NumberAttribute(default=0)
    at = UTCDateTimeAttribute(null=True)


class DeliveryItem(ConversationsItem):
    """`C#<conversation>`, `D#<seq, ten digits>`: what happened to one outbound message at the carrier.

    `via` is the line it left by, `<channel>#<number>`; `decided_by` is who decided about an unknown outcome.
    """

    affiliate_id = UnicodeAttribute()
    program_id = UnicodeAttribute()
    seq = NumberAttribute()
    status = UnicodeAttribute()
    status_rank = NumberAttribute()
    attempts = NumberAttribute()
    failures = NumberAttribute()
    provider = UnicodeAttribute(null=True)
    provider_id = UnicodeAttribute(null=True)
    error_code = UnicodeAttribute(null=True)
    started_at = UTCDateTimeAttribute(null=True)
    updated_at = UTCDateTimeAttribute(null=True)
    request_id = UnicodeAttribute(null=True)
    via = UnicodeAttribute(null=True)
    decided_by = UnicodeAttribute(null=True)


class ThreadItem(ConversationsItem):
    """`T#<thread>`, `LIVE`: the one live conversation of (channel, line, sender)."""

    conversation_id = UnicodeAttribute()


class ChatItem(ConversationsItem):
    """`T#<web chat session>`, `C#<conversation>`: one of the session's conversations; their ids sort by age."""


class TexterItem(ConversationsItem):
    """`X#<keyed hash of affiliate and number>`, `TEXTER`: finds a texter again."""

    texter_id = UnicodeAttribute()


class TexterConversationItem(ConversationsItem):
    """`E#<texter>`, `C#<conversation>`: a texter's conversations, by when they were opened. Its keys say all."""


class SeenItem(ConversationsItem):
    """`I#<message key>`, `SEEN`: a provider's message was taken in. Kept for ever."""

    conversation_id = UnicodeAttribute()


class LoadItem(ConversationsItem):
    """`R#<user>`, `LOAD`: which conversations a responder owns. A set, so counting cannot drift."""

    owned = UnicodeSetAttribute(null=True)
    hand_outs = NumberAttribute(null=True)
