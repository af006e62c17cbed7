"""Changing a conversation when nobody waits for the answer: read, draft, commit, and again if somebody was faster."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from itertools import islice

from shared.domain.conversation import Conversation, Fact
from shared.domain.draft import Draft
from shared.domain.errors import Unavailable
from shared.domain.lifecycle import Actor
from shared.domain.ports import Clock, Ids
from shared.domain.rules import DEFAULT, Rules
from shared.runtime.metrics import count
from shared.store.commits import Alongside, AlreadyDone, Lost
from shared.store.conversations import Conversations
from shared.store.directory import Affiliate, Directory, Program
from shared.store.facts import fact_from
from shared.store.vault import Vault

#: A race is lost to somebody who made progress, so a handful of tries is plenty.
_TRIES = 8


@dataclass(frozen=True)
class Subject:
    """The conversation as it was read, and what is known about it. `open_key` reads its key when words are needed."""

    conversation: Conversation
    affiliate: Affiliate | None
    now: datetime
    open_key: Callable[[], bytes]

    @property
    def program(self) -> Program | None:
        return self.affiliate.programs.get(self.conversation.program_id) if self.affiliate is not None else None

    @property
    def rules(self) -> Rules:
        return self.affiliate.rules(self.conversation.program_id) if self.affiliate is not None else DEFAULT


class Writer:
    def __init__(
        self, conversations: Conversations, directory: Directory, vault: Vault, clock: Clock, ids: Ids
    ) -> None:
        self.conversations = conversations
        self.directory = directory
        self.vault = vault
        self.clock = clock
        self.ids = ids

    def subject(self, conversation_id: str) -> Subject | None:
        """The conversation as it is now; None if there is none."""
        found, key_item = self.conversations.get_with_key(conversation_id)
        if found is None:
            return None

        def open_key() -> bytes:
            return self.vault.known(found.id) or self.vault.open(found.affiliate_id, found.id, key_item)

        return Subject(found, self.directory.affiliate(found.affiliate_id), self.clock.now(), open_key)

    def change(
        self,
        conversation_id: str,
        make: Callable[[Draft, Subject], None],
        *,
        once: str | None = None,
        limit: int = 0,
        request_id: str = "",
    ) -> Conversation | None:
        """Let `make` add facts and write them; the conversation after it, None if there is none.

        With `once`, a change of that name is written once in the conversation's life, however often it is tried.
        `make` may be called several times, each time on the conversation as it was read anew.
        """
        for _ in range(_TRIES):
            subject = self.subject(conversation_id)
            if subject is None:
                return None
            draft = Draft.on(subject.conversation)
            make(draft, subject)
            if not draft.facts:
                return subject.conversation
            sealed = any(fact.message is not None or fact.words for fact in draft.facts)
            also = Alongside(request_id=request_id, rules=subject.rules, once=once, limit=limit)
            try:
                return self.conversations.commit(draft, subject.open_key() if sealed else b"", also)
            except Lost:
                continue
            except AlreadyDone:
                return self.conversations.get(conversation_id)
        raise Unavailable("the conversation keeps changing")

    def fail(self, conversation_id: str, reason: str) -> None:
        """Give up on a conversation whose facts cannot be applied. The reconciler opens its texter another one."""

        def make(draft: Draft, subject: Subject) -> None:
            if draft.after.live:
                count("ConversationFailed")
                draft.move("fail", subject.now, Actor.SYSTEM, reason=reason)

        self.change(conversation_id, make)

    def facts(self, subject: Subject, after: int = 0, most: int = 500) -> list[Fact]:
        """The conversation's facts with their words, oldest first."""
        items = islice(self.conversations.each_fact(subject.conversation.id, after), most)
        return [fact_from(subject.conversation, item, subject.open_key()) for item in items]
