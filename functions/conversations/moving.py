"""Changing a conversation for somebody who waits for the answer.

Every mutation is one transaction. A move that lost a race answers 409 with the state it lost to; what only a message
came in between of is tried again by itself. The same Idempotency-Key repeats the answer, not the effect.
"""

from __future__ import annotations

from collections.abc import Callable

from functions.conversations.reading import Reading
from functions.conversations.views import view
from shared.contracts import api
from shared.domain.conversation import Conversation
from shared.domain.draft import Draft
from shared.domain.errors import (
    Conflict,
    FieldError,
    Forbidden,
    IllegalTransition,
    NotFound,
    RuleBroken,
    Unavailable,
)
from shared.domain.lifecycle import require
from shared.domain.ports import Clock, Ids
from shared.runtime.access import actors, may_find, may_see, require_seen
from shared.runtime.http import Request
from shared.runtime.identity import Principal
from shared.runtime.invocation import note
from shared.store.commits import Alongside, AlreadyDone, Lost
from shared.store.conversations import Conversations
from shared.store.database import Transaction
from shared.store.directory import StaffMember
from shared.store.idempotency import Idempotency
from shared.store.models import IdempotencyItem, OwnerKeyItem
from shared.store.vault import Vault

_TRIES = 8

Change = Callable[[Draft], None]


class Mover:
    def __init__(
        self, conversations: Conversations, vault: Vault, claims: Idempotency, reading: Reading, clock: Clock, ids: Ids
    ) -> None:
        self.conversations = conversations
        self.vault = vault
        self.claims = claims
        self.reading = reading
        self.clock = clock
        self.ids = ids

    def change(
        self,
        request: Request,
        operation: str,
        make: Change,
        *payload: str | None,
        limit: int = 0,
        more: Callable[[Transaction], None] | None = None,
    ) -> Conversation:
        """Let `make` add facts to the conversation in the path and write them.

        `make` raises what is wrong; `operation` and `payload` are what a repeated Idempotency-Key must repeat as well,
        so neither may depend on the state; `limit` is how many conversations whoever comes to own it may own; `more`
        adds writes of its own to the transaction.
        """
        principal = request.principal
        claim = self.claim(request, operation, request.path["id"], *payload)
        done = self.claims.earlier(claim)
        if done is not None:
            return self.made(principal, done)
        found, key_item = self._find(request)
        note(conversationId=found.id)
        for _ in range(_TRIES):
            draft = Draft.on(found)
            make(draft)
            if not draft.facts:
                return found
            rules = principal.affiliate.rules(found.program_id)
            also = Alongside(request.request_id, claim=claim, limit=limit, rules=rules, more=more)
            try:
                after = self.conversations.commit(draft, self._key(draft, key_item), also)
            except AlreadyDone:
                return self.repeated(principal, claim)
            except Lost:
                before = found
                again, key_item = self.conversations.get_with_key(found.id)
                found = again or found
                tried = next((fact.move.name for fact in draft.facts if fact.move is not None), None)
                if found.state is not before.state and tried is not None:
                    # They saw it a moment ago, so they may know what became of it.
                    raise IllegalTransition(tried, found.state) from None
                continue
            note(seq=after.version)
            return after
        raise Unavailable("the conversation keeps changing")

    def act(
        self,
        request: Request,
        operation: str,
        make: Change,
        *payload: str | None,
        limit: int = 0,
        more: Callable[[Transaction], None] | None = None,
    ) -> api.Conversation:
        """The same, answered with the conversation as the caller sees it after it."""
        after = self.change(request, operation, make, *payload, limit=limit, more=more)
        return self.show(request.principal, after)

    def show(self, principal: Principal, conversation: Conversation, reason: str | None = None) -> api.Conversation:
        now = self.clock.now()
        return view(principal, conversation, now, position=self.reading.position(conversation), reason=reason)

    def require_may(self, principal: Principal, draft: Draft, name: str) -> None:
        """Raises unless the caller may make this move now: 404 unseen, 409 from this state, 403 for this person."""
        conversation = draft.after
        if not may_see(principal, conversation):
            raise NotFound
        row = require(name, conversation.state)
        if not row.actors & actors(principal, conversation):
            raise Forbidden("Only the responder who owns the conversation may do this", code="not_owner")

    def require_owner(self, principal: Principal, draft: Draft) -> None:
        if not may_see(principal, draft.after):
            raise NotFound
        if draft.after.responder_id != principal.user_id:
            raise Forbidden("Only the responder who owns the conversation may do this", code="not_owner")

    def colleague(self, principal: Principal, user_id: str | None, program_id: str, *roles: str) -> StaffMember:
        """An active member of staff who may own conversations of the program; raises `RuleBroken`."""
        member = principal.affiliate.staff.get(user_id or "")
        if member is None or not member.active or member.role not in roles:
            raise RuleBroken(errors=(FieldError("responderId", "must be an active responder of this affiliate"),))
        if member.program_ids and program_id not in member.program_ids:
            raise RuleBroken(errors=(FieldError("responderId", "does not work in the conversation's program"),))
        return member

    def program_of(self, request: Request) -> str:
        """The program of the conversation in the path; raises `NotFound`."""
        return self._find(request)[0].program_id

    def claim(self, request: Request, operation: str, *payload: str | None) -> IdempotencyItem | None:
        said = "\x1f".join("" if one is None else one for one in payload)
        return self.claims.claim(request.principal.user_id, request.headers.get("idempotency-key"), operation, said)

    def repeated(self, principal: Principal, claim: IdempotencyItem | None) -> Conversation:
        done = self.claims.earlier(claim)
        if done is None:
            raise Conflict("The first request with this key is still at work")
        return self.made(principal, done)

    def made(self, principal: Principal, done: IdempotencyItem) -> Conversation:
        """What an earlier request made, as it is now."""
        found = self.conversations.get(done.conversation_id)
        if found is None or not may_find(principal, found):
            raise NotFound
        return found

    def _find(self, request: Request) -> tuple[Conversation, OwnerKeyItem | None]:
        found, key_item = self.conversations.get_with_key(request.path["id"])
        if found is None or not may_find(request.principal, found):
            raise NotFound
        return found, key_item

    def _key(self, draft: Draft, key_item: OwnerKeyItem | None) -> bytes:
        """A move seals nothing and needs no key."""
        if not any(fact.message is not None or fact.words for fact in draft.facts):
            return b""
        c = draft.after
        return self.vault.known(c.id) or self.vault.open(c.affiliate_id, c.id, key_item)

    def seen(self, request: Request) -> Conversation:
        """The conversation in the path, if the caller may see it."""
        return require_seen(request.principal, self.conversations.get(request.path["id"]))
