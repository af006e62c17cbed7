"""Between a fact in the rules' words and its item in the table: its words are sealed there, and opened here."""

from __future__ import annotations

import json
from collections.abc import Iterable

from shared.domain.conversation import Conversation, Direction, Fact, FactKind, Message, Move, Purpose
from shared.domain.lifecycle import State
from shared.domain.web_chat import CHANNEL
from shared.security.sealing import Context, seal, unseal
from shared.store.models import FactItem, seq_key
from shared.store.vault import KeyDestroyed, Vault


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
        detail=dict(fact.detail) or None,
    )
    if fact.words:
        item.words = seal(key, json.dumps(dict(fact.words)).encode(), _words_context(c, fact.seq))
    if fact.message is not None:
        message = fact.message
        item.message_id, item.direction = message.id, str(message.direction)
        item.sender_id, item.segments = message.sender_id, message.segments
        item.purpose = str(message.purpose) if message.purpose else None
        item.content = seal(key, message.content.encode(), content_context(c, fact.seq))
        if message.media:
            media = json.dumps(message.media).encode()
            item.media = seal(key, media, Context(c.affiliate_id, c.id, f"media#{fact.seq}"))
        if message.carrier is not None:
            item.carrier = seal(key, json.dumps(message.carrier).encode(), _carrier_context(c, fact.seq))
        if message.leaves:
            # So that `deliver` can fetch all it needs in one read.
            item.texter_id, item.consent_id = c.texter_id, c.consent_id
    if fact.move is not None:
        item.move, item.source, item.target = fact.move.name, str(fact.move.source), str(fact.move.target)
        item.reason = fact.move.reason
    if c.channel == CHANNEL and (fact.move is not None or (fact.message is not None and fact.message.leaves)):
        item.chat = c.thread_id
    if fact.message is None:
        # Who is told of it, without another read. A message's item stays small.
        item.responder_id = c.responder_id
    return item


def fact_from(conversation: Conversation, item: FactItem, key: bytes) -> Fact:
    """The inverse of `fact_item`; raises `CannotOpen` for words that were moved or altered."""
    message = None
    if item.message_id is not None and item.direction is not None and item.content is not None:
        content = unseal(key, item.content, content_context(conversation, int(item.seq))).decode()
        media: tuple[str, ...] = ()
        if item.media is not None:
            context = Context(conversation.affiliate_id, conversation.id, f"media#{int(item.seq)}")
            media = tuple(json.loads(unseal(key, item.media, context)))
        carrier = None
        if item.carrier is not None:
            carrier = tuple(json.loads(unseal(key, item.carrier, _carrier_context(conversation, int(item.seq)))))
        message = Message(
            item.message_id,
            Direction(item.direction),
            content,
            int(item.segments or 0),
            item.sender_id,
            Purpose(item.purpose) if item.purpose else None,
            media,
            carrier,
        )
    words = {}
    if item.words is not None:
        words = json.loads(unseal(key, item.words, _words_context(conversation, int(item.seq))))
    plain = plain_fact(item)
    return Fact(plain.seq, plain.kind, plain.at, plain.actor, message, plain.move, plain.detail, words)


def plain_fact(item: FactItem) -> Fact:
    """A fact without its words: what needs no key."""
    move = None
    if item.move is not None:
        move = Move(item.move, State(item.source or ""), State(item.target or ""), item.reason)
    return Fact(int(item.seq), FactKind(item.kind), item.at, item.actor, None, move, item.detail or {})


def content_context(conversation: Conversation, seq: int) -> Context:
    return Context(conversation.affiliate_id, conversation.id, f"content#{seq}")


def _carrier_context(conversation: Conversation, seq: int) -> Context:
    return Context(conversation.affiliate_id, conversation.id, f"carrier#{seq}")


def _words_context(conversation: Conversation, seq: int) -> Context:
    return Context(conversation.affiliate_id, conversation.id, f"words#{seq}")


def words_key(vault: Vault, conversation: Conversation) -> bytes | None:
    """The key of a conversation's words; None once its content is gone, on time or by accident."""
    if conversation.purged:
        return None
    try:
        return vault.key(conversation.affiliate_id, conversation.id)
    except KeyDestroyed:
        return None


def shown_facts(conversation: Conversation, items: Iterable[FactItem], key: bytes | None) -> list[Fact]:
    """Facts with their words, or without them where there is no key."""
    return [fact_from(conversation, one, key) if key is not None else plain_fact(one) for one in items]
