"""Between a conversation in the rules' words and its items in the table."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import datetime

from shared.domain.conversation import (
    Conversation,
    Direction,
    Fact,
    FactKind,
    Message,
    Move,
    Purpose,
    Risk,
)
from shared.domain.lifecycle import State
from shared.domain.queue import rank
from shared.security.sealing import Context, seal, unseal
from shared.store.models import FactItem, HeadItem, seq_key


def head_item(conversation: Conversation) -> HeadItem:
    """The head, index keys included. A key that does not apply is absent, so the index is sparse."""
    c = conversation
    queued = c.state is State.QUEUED
    owned = c.responder_id is not None
    standing = f"{c.state}#{_sortable(c.created_at)}"
    return HeadItem(
        f"C#{c.id}",
        "HEAD",
        queue_key=f"P#{c.program_id}" if queued else None,
        queue_rank=rank(c) if queued else None,
        owner_key=f"R#{c.responder_id}" if owned else None,
        owner_sort=standing if owned else None,
        program_key=f"P#{c.program_id}",
        program_sort=standing,
        affiliate_id=c.affiliate_id,
        program_id=c.program_id,
        channel=c.channel,
        line=c.line,
        thread_id=c.thread_id,
        texter_id=c.texter_id,
        consent_id=c.consent_id,
        number=c.sealed_number,
        state=str(c.state),
        version=c.version,
        risk=str(c.risk),
        responder_id=c.responder_id,
        created_at=c.created_at,
        updated_at=c.updated_at,
        queued_at=c.queued_at,
        boost=c.boost_seconds,
        cannot_reply=c.cannot_reply,
        tags=list(c.tags) or None,
    )


def conversation_from(item: HeadItem) -> Conversation:
    return Conversation(
        id=str(item.pk)[2:],
        affiliate_id=item.affiliate_id,
        program_id=item.program_id,
        channel=item.channel,
        line=item.line,
        thread_id=item.thread_id,
        texter_id=item.texter_id,
        consent_id=item.consent_id,
        sealed_number=item.number,
        state=State(item.state),
        version=int(item.version),
        created_at=item.created_at,
        updated_at=item.updated_at,
        risk=Risk(item.risk),
        responder_id=item.responder_id,
        queued_at=item.queued_at,
        boost_seconds=int(item.boost),
        cannot_reply=item.cannot_reply,
        tags=tuple(item.tags or ()),
    )


def fact_item(conversation: Conversation, fact: Fact, key: bytes, request_id: str) -> FactItem:
    """A fact, its words sealed under the conversation's key and bound to its place in the conversation."""
    c = conversation
    item = FactItem(
        f"C#{c.id}",
        seq_key("F", fact.seq),
        kind=str(fact.kind),
        seq=fact.seq,
        at=fact.at,
        actor=fact.actor,
        affiliate_id=c.affiliate_id,
        program_id=c.program_id,
        request_id=request_id or None,
    )
    if fact.message is not None:
        message = fact.message
        item.message_id, item.direction = message.id, str(message.direction)
        item.sender_id, item.segments = message.sender_id, message.segments
        item.purpose = str(message.purpose) if message.purpose else None
        item.content = seal(key, message.content.encode(), content_context(c, fact.seq))
        if message.media:
            media = json.dumps(message.media).encode()
            item.media = seal(key, media, Context(c.affiliate_id, c.id, f"media#{fact.seq}"))
        if message.leaves:
            # So that `deliver` can fetch all it needs in one read.
            item.texter_id, item.consent_id = c.texter_id, c.consent_id
    if fact.move is not None:
        item.move, item.source, item.target = fact.move.name, str(fact.move.source), str(fact.move.target)
        item.reason = fact.move.reason
        item.responder_id = c.responder_id
    return item


def fact_from(conversation: Conversation, item: FactItem, key: bytes) -> Fact:
    """The inverse of `fact_item`; raises `CannotOpen` for words that were moved or altered."""
    message = move = None
    if item.message_id is not None and item.direction is not None:
        content = unseal(key, item.content or b"", content_context(conversation, int(item.seq))).decode()
        media: tuple[str, ...] = ()
        if item.media is not None:
            context = Context(conversation.affiliate_id, conversation.id, f"media#{int(item.seq)}")
            media = tuple(json.loads(unseal(key, item.media, context)))
        message = Message(
            item.message_id,
            Direction(item.direction),
            content,
            int(item.segments or 0),
            item.sender_id,
            Purpose(item.purpose) if item.purpose else None,
            media,
        )
    if item.move is not None:
        move = Move(item.move, State(item.source or ""), State(item.target or ""), item.reason)
    return Fact(int(item.seq), FactKind(item.kind), item.at, item.actor, message, move)


def content_context(conversation: Conversation, seq: int) -> Context:
    return Context(conversation.affiliate_id, conversation.id, f"content#{seq}")


def number_context(affiliate_id: str, texter_id: str) -> Context:
    return Context(affiliate_id, texter_id, "number")


def conversation_ids(rows: Iterable[dict[str, dict[str, str]]]) -> list[str]:
    """The conversation ids of index rows, which carry keys only."""
    return [row["pk"]["S"][2:] for row in rows]


def _sortable(moment: datetime) -> str:
    return f"{int(moment.timestamp() * 1000):015d}"
