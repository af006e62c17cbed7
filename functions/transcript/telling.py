"""What leaves to the texter and what came from them, of all their session's conversations, in one line of numbers.

Notes, whispers, risk and every other fact are not looked into. An opt-out holds here as it does at a carrier: what was
not handed over before it is not shown.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from shared.contracts import webchat_api
from shared.domain.conversation import Conversation, Direction, Purpose
from shared.domain.delivery import RANK, DeliveryStatus
from shared.domain.ports import Clock
from shared.domain.web_chat import ChatState, chat_state, split_seq, texter_seq
from shared.runtime.http import Request
from shared.runtime.invocation import note
from shared.security.chat_tokens import ChatTokens
from shared.store.chats import Chats
from shared.store.conversations import Conversations
from shared.store.facts import fact_from
from shared.store.models import DeliveryItem, FactItem, OwnerKeyItem
from shared.store.vault import KeyDestroyed, Vault

_SHOWN = (Direction.INBOUND, Direction.OUTBOUND, Direction.SYSTEM)
#: Facts read at once.
_PAGE = 100
#: How far back it is looked for what the texter has read.
_BACK = 150


class Transcript:
    def __init__(
        self, chats: Chats, conversations: Conversations, vault: Vault, tokens: ChatTokens, clock: Clock
    ) -> None:
        self._chats = chats
        self._conversations = conversations
        self._vault = vault
        self._tokens = tokens
        self._clock = clock

    def messages(self, request: Request) -> webchat_api.ChatMessages:
        """Raises `KeyDestroyed` when the last conversation's content was erased."""
        session, after, limit = request.chat, request.after(), request.limit()
        note(chat=session.id)
        ids = self._chats.conversations_of(session.id)
        latest, key_item = self._conversations.get_with_key(ids[-1]) if ids else (None, None)
        if latest is not None and latest.purged:
            raise KeyDestroyed
        told = list(islice(self._from(ids, after, latest, key_item), limit + 1))
        items = told[:limit]
        cursor = items[-1].seq if items else after
        fresh = self._tokens.renew(session, self._clock.now())
        return webchat_api.ChatMessages(
            items=items,
            next_cursor=str(cursor) if len(told) > limit else None,
            cursor=cursor,
            state=chat_state(latest.state).value if latest is not None else ChatState.NEW.value,
            read_up_to=self._read_up_to(len(ids) - 1, latest) if latest is not None else 0,
            opted_out=latest is not None and latest.cannot_reply,
            renewed=webchat_api.ChatToken(token=fresh[0], expires_at=fresh[1]) if fresh is not None else None,
        )

    def _from(
        self, ids: list[str], after: int, latest: Conversation | None, latest_key: OwnerKeyItem | None
    ) -> Iterator[webchat_api.ChatMessage]:
        """Every message above `after`, as far as somebody goes on asking."""
        first, seq = split_seq(after)
        for index in range(first, len(ids)):
            last = index == len(ids) - 1
            conversation, key_item = (latest, latest_key) if last else self._conversations.get_with_key(ids[index])
            if conversation is None or conversation.purged:
                continue
            try:
                key = self._vault.known(conversation.id) or self._vault.open(
                    conversation.affiliate_id, conversation.id, key_item
                )
            except KeyDestroyed:
                if last:
                    raise
                continue
            yield from self._of(index, conversation, key, seq if index == first else 0)

    def _of(self, index: int, conversation: Conversation, key: bytes, after: int) -> Iterator[webchat_api.ChatMessage]:
        more = True
        while more:
            facts, more = self._conversations.facts(conversation.id, after, _PAGE)
            shown = [one for one in facts if one.content is not None and one.direction in _SHOWN]
            leaving = [int(one.seq) for one in shown if one.direction != Direction.INBOUND]
            deliveries = self._conversations.deliveries(conversation.id, leaving[0], leaving[-1]) if leaving else {}
            for item in shown:
                if not _kept_back(conversation, item, deliveries.get(int(item.seq))):
                    yield _message(index, conversation, item, key)
            after = int(facts[-1].seq) if facts else after
            more = more and bool(facts)

    def _read_up_to(self, index: int, conversation: Conversation) -> int:
        first = max(1, conversation.version - _BACK)
        deliveries = self._conversations.deliveries(conversation.id, first, max(first, conversation.version))
        read = [seq for seq, one in deliveries.items() if one.status == DeliveryStatus.READ]
        return texter_seq(index, max(read)) if read else 0


def _kept_back(conversation: Conversation, item: FactItem, delivery: DeliveryItem | None) -> bool:
    """Whether the texter's opt-out came before the message."""
    if item.direction == Direction.INBOUND:
        return False
    status = DeliveryStatus(delivery.status) if delivery is not None else DeliveryStatus.QUEUED
    if status is DeliveryStatus.BLOCKED_OPT_OUT:
        return True
    handed_over = RANK[status] >= RANK[DeliveryStatus.SENT]
    return conversation.cannot_reply and not handed_over and item.purpose != Purpose.OPT_OUT_CONFIRMATION


def _message(index: int, conversation: Conversation, item: FactItem, key: bytes) -> webchat_api.ChatMessage:
    fact = fact_from(conversation, item, key)
    if fact.message is None:
        raise ValueError("not a message")
    return webchat_api.ChatMessage(
        id=fact.message.id,
        seq=texter_seq(index, fact.seq),
        direction="inbound" if fact.message.direction is Direction.INBOUND else "outbound",
        automatic=fact.message.direction is Direction.SYSTEM,
        content=fact.message.content,
        at=fact.at,
    )
