"""All that is kept of one texter, opened page by page. It is plaintext: it is answered, and never put anywhere."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable
from dataclasses import dataclass

from shared.domain.conversation import Conversation, Fact
from shared.domain.errors import BadCursor
from shared.security.sealing import CannotOpen, unseal
from shared.store.conversations import Conversations
from shared.store.database import Database, Key
from shared.store.facts import shown_facts, words_key
from shared.store.heads import number_context
from shared.store.models import ConsentItem, DeliveryItem
from shared.store.texters import Texters
from shared.store.vault import KeyDestroyed, Vault

#: Facts of one page: with the longest messages there are it stays far below what a function may answer.
_FACTS = 250


@dataclass(frozen=True)
class Part:
    """A conversation, or a piece of a long one: its facts and what became of its messages."""

    conversation: Conversation
    facts: list[Fact]
    deliveries: dict[int, DeliveryItem]
    first: bool
    continued: bool


@dataclass(frozen=True)
class Page:
    """`cursor` leads to the next page; None: that was all."""

    export_id: str
    parts: list[Part]
    cursor: str | None


class Exporting:
    def __init__(self, database: Database, conversations: Conversations, vault: Vault, texters: Texters) -> None:
        self._database = database
        self._conversations = conversations
        self._vault = vault
        self._texters = texters

    def conversations_of(self, texter_id: str) -> list[Conversation]:
        """All of them, the oldest first."""
        return self._conversations.get_many(self._texters.ids(texter_id))

    def page(self, conversations: list[Conversation], cursor: str | None, new_id: Callable[[], str]) -> Page:
        """The page at `cursor`, or the first. Raises `InvalidInput` for a cursor that is not one of ours."""
        export_id, at, after = _read(cursor) if cursor is not None else (new_id(), 0, 0)
        parts: list[Part] = []
        room = _FACTS
        while at < len(conversations) and room > 0:
            one = conversations[at]
            facts, more = self._facts(one, after, room)
            last = facts[-1].seq if facts else after
            deliveries = self._conversations.deliveries(one.id, after + 1, last) if facts else {}
            parts.append(Part(one, facts, deliveries, first=after == 0, continued=more))
            room -= len(facts) + 1
            at, after = (at, last) if more else (at + 1, 0)
        return Page(export_id, parts, _write(export_id, at, after) if at < len(conversations) else None)

    def number(self, conversations: list[Conversation]) -> str | None:
        """The texter's number as their sender wrote it; None where the key is gone."""
        for c in reversed(conversations):
            try:
                key = self._vault.key(c.affiliate_id, c.texter_id)
                return unseal(key, c.sealed_number, number_context(c.affiliate_id, c.texter_id)).decode()
            except (KeyDestroyed, CannotOpen):
                continue
        return None

    def consents(self, conversations: list[Conversation]) -> list[tuple[Conversation, ConsentItem | None]]:
        """What the texter said to each of our lines about being texted, with a conversation of that line."""
        by_consent = {one.consent_id: one for one in conversations}
        keys = [Key(ConsentItem, f"O#{one}", "CONSENT") for one in list(by_consent)[:100]]
        items = self._database.get_together(keys) if keys else []
        return list(zip(by_consent.values(), items, strict=False))

    def _facts(self, conversation: Conversation, after: int, most: int) -> tuple[list[Fact], bool]:
        items, more = self._conversations.facts(conversation.id, after, most)
        facts = shown_facts(conversation, items, words_key(self._vault, conversation))
        return facts, more and bool(facts)


def _write(export_id: str, at: int, after: int) -> str:
    return base64.urlsafe_b64encode(json.dumps([export_id, at, after]).encode()).decode()


def _read(cursor: str) -> tuple[str, int, int]:
    try:
        export_id, at, after = json.loads(base64.urlsafe_b64decode(cursor))
        if not isinstance(export_id, str) or not isinstance(at, int) or not isinstance(after, int):
            raise ValueError
        if not 0 <= at < 10**6 or not 0 <= after < 10**9 or not export_id.startswith("exp_") or len(export_id) > 64:
            raise ValueError
    except (ValueError, TypeError, RecursionError):
        raise BadCursor from None
    return export_id, at, after
