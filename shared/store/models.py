"""The items, as PynamoDB models. Keys are built here and nowhere else.

Tables come from `contracts.tables`; `Database` gives the models their table names and their connection.
"""

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
from pynamodb.models import Model

from shared.contracts import tables


class Item(Model):
    """Base of all: `pk` and `sk` are the table's keys."""

    pk = UnicodeAttribute(hash_key=True)
    sk = UnicodeAttribute(range_key=True)


# --- conversations --------------------------------------------------------------------------------


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
    timer_at = UTCDateTimeAttribute(null=True)


class FactItem(ConversationsItem):
    """`C#<conversation>`, `F#<seq, ten digits>`. Sealed: `content`, `media`, `words`."""

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
    texter_id = UnicodeAttribute(null=True)
    consent_id = UnicodeAttribute(null=True)
    move = UnicodeAttribute(null=True)
    source = UnicodeAttribute(null=True)
    target = UnicodeAttribute(null=True)
    reason = UnicodeAttribute(null=True)
    responder_id = UnicodeAttribute(null=True)
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
    """`C#<conversation>`, `D#<seq, ten digits>`: what happened to one outbound message at the carrier."""

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


class ThreadItem(ConversationsItem):
    """`T#<thread>`, `LIVE`: the one live conversation of (channel, line, sender)."""

    conversation_id = UnicodeAttribute()


class TexterItem(ConversationsItem):
    """`X#<keyed hash of affiliate and number>`, `TEXTER`: finds a texter again."""

    texter_id = UnicodeAttribute()


class SeenItem(ConversationsItem):
    """`I#<message key>`, `SEEN`: a provider's message was taken in. Kept for ever."""

    conversation_id = UnicodeAttribute()


class LoadItem(ConversationsItem):
    """`R#<user>`, `LOAD`: which conversations a responder owns. A set, so counting cannot drift."""

    owned = UnicodeSetAttribute(null=True)
    hand_outs = NumberAttribute(null=True)


# --- vault and consents ---------------------------------------------------------------------------


class VaultItem(Item):
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


class ConsentItem(Item):
    """`O#<consent>`, `CONSENT`: an opt-out, under a keyed hash of our line and the texter's number."""

    class Meta:
        table_name = tables.CONSENTS.name

    opted_out = BooleanAttribute()
    at = UTCDateTimeAttribute()
    source = UnicodeAttribute()


# --- directory ------------------------------------------------------------------------------------


class DirectoryItem(Item):
    class Meta:
        table_name = tables.DIRECTORY.name


class StampItem(DirectoryItem):
    """`A#<affiliate>`, `STAMP`: changes with every change of the affiliate's configuration."""

    stamp = UnicodeAttribute()


class AffiliatesItem(DirectoryItem):
    """`AFFILIATES`, `ALL`: the ids of all affiliates."""

    ids = UnicodeSetAttribute(null=True)


class AffiliateItem(DirectoryItem):
    """`A#<affiliate>`, `AFFILIATE`."""

    affiliate_id = UnicodeAttribute()
    name = UnicodeAttribute()
    kms_key_id = UnicodeAttribute()
    active = BooleanAttribute(default=True)
    retention_days = NumberAttribute(null=True)
    risk_words = JSONAttribute(null=True)
    risk_prototypes = JSONAttribute(null=True)


class ProgramItem(DirectoryItem):
    """`A#<affiliate>`, `P#<program>`. `texts` are automatic texts: each with who approved it and when."""

    program_id = UnicodeAttribute()
    name = UnicodeAttribute()
    line = UnicodeAttribute()
    provider = UnicodeAttribute()
    account = UnicodeAttribute()
    keywords = JSONAttribute(default=dict)
    texts = JSONAttribute(default=dict)
    rules = JSONAttribute(null=True)
    zone = UnicodeAttribute(null=True)
    active = BooleanAttribute(default=True)


class SurveyItem(DirectoryItem):
    """`A#<affiliate>`, `V#<survey>`. `questions` as `domain.surveys.Question` names its fields."""

    survey_id = UnicodeAttribute()
    program_id = UnicodeAttribute()
    type = UnicodeAttribute()
    title = UnicodeAttribute()
    intro = UnicodeAttribute(null=True)
    questions = JSONAttribute(default=list)
    active = BooleanAttribute(default=True)


class UserItem(DirectoryItem):
    """`A#<affiliate>`, `U#<user>`."""

    user_id = UnicodeAttribute()
    email = UnicodeAttribute()
    name = UnicodeAttribute()
    role = UnicodeAttribute()
    program_ids: ListAttribute[str] = ListAttribute(default=list)
    max_concurrent = NumberAttribute(default=3)
    phone = UnicodeAttribute(null=True)
    active = BooleanAttribute(default=True)


class LoginItem(DirectoryItem):
    """`L#<e-mail, case-folded>`, `LOGIN`: the way from an address to a user and the password's hash."""

    affiliate_id = UnicodeAttribute()
    user_id = UnicodeAttribute()
    password_hash = UnicodeAttribute()


class LineItem(DirectoryItem):
    """`N#<channel>#<our number>`, `LINE`: whose number it is and which program it opens by default."""

    affiliate_id = UnicodeAttribute()
    program_id = UnicodeAttribute()


# --- sessions and quarantine ----------------------------------------------------------------------


class SessionsItem(Item):
    class Meta:
        table_name = tables.SESSIONS.name

    expires_at = NumberAttribute()


class SessionItem(SessionsItem):
    """`S#<session>`, `SESSION`: one login. `refresh_hash` is the only refresh token that is still good."""

    user_id = UnicodeAttribute()
    affiliate_id = UnicodeAttribute()
    refresh_hash = UnicodeAttribute()


class TicketItem(SessionsItem):
    """`W#<hash of the ticket>`, `TICKET`: one WebSocket connect, within 30 seconds."""

    user_id = UnicodeAttribute()
    affiliate_id = UnicodeAttribute()
    session_id = UnicodeAttribute()


class ConnectionItem(SessionsItem):
    """`X#<connection>`, `CONNECTION`: a WebSocket and whose it is."""

    user_id = UnicodeAttribute()
    affiliate_id = UnicodeAttribute()
    session_id = UnicodeAttribute()


class SubscriptionItem(SessionsItem):
    """`M#<room>`, `X#<connection>`: a connection listens to a room."""

    connection_id = UnicodeAttribute()


class PresenceItem(SessionsItem):
    """`P#<user>`, `PRESENCE`: what somebody said about being there, and when they were last heard of."""

    affiliate_id = UnicodeAttribute()
    state = UnicodeAttribute()
    seen_at = UTCDateTimeAttribute()


class AlertItem(SessionsItem):
    """`L#<affiliate>`, `<time>#<alert>`: what staff were called for. Made from facts; ids, enums and counts only."""

    alert_id = UnicodeAttribute()
    kind = UnicodeAttribute()
    level = UnicodeAttribute()
    program_id = UnicodeAttribute()
    conversation_id = UnicodeAttribute(null=True)
    user_id = UnicodeAttribute(null=True)
    at = UTCDateTimeAttribute()
    acknowledged_by = UnicodeAttribute(null=True)
    mailed = BooleanAttribute(null=True)


class RateItem(SessionsItem):
    """`Q#<what is counted>`, `RATE`: attempts in the current window."""

    attempts = NumberAttribute(default=0)


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


#: One class per table that carries its name and connection for all of the table's items.
ROOTS: dict[str, type[Item]] = {
    tables.CONVERSATIONS.name: ConversationsItem,
    tables.VAULT.name: VaultItem,
    tables.CONSENTS.name: ConsentItem,
    tables.DIRECTORY.name: DirectoryItem,
    tables.SESSIONS.name: SessionsItem,
    tables.QUARANTINE.name: QuarantineItem,
}


def seq_key(letter: str, seq: int) -> str:
    """`F#0000000042`: sorts as numbers do."""
    return f"{letter}#{seq:010d}"
