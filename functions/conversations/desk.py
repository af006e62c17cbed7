"""The write side: taking the next texter, moving a conversation, writing to the texter.

Every mutation is one transaction. A move that lost a race answers 409 with the state it lost to; writing a
message tries again by itself. The same Idempotency-Key repeats the answer, not the effect.
"""

from __future__ import annotations

from collections.abc import Callable

from functions.conversations.access import may_find, may_see, require_seen, view
from functions.conversations.reading import Reading, message_view
from shared.contracts import api
from shared.domain.conversation import Conversation, Draft
from shared.domain.errors import Conflict, FieldError, Forbidden, IllegalTransition, NotFound, RuleBroken, Unavailable
from shared.domain.lifecycle import require
from shared.domain.ports import Clock, Ids
from shared.domain.queue import next_in_line
from shared.runtime.http import Request
from shared.runtime.identity import Principal
from shared.runtime.invocation import note
from shared.store.conversations import Alongside, AlreadyDone, Conversations, Lost
from shared.store.directory import StaffMember
from shared.store.heads import fact_from
from shared.store.idempotency import Idempotency
from shared.store.models import IdempotencyItem
from shared.store.vault import Vault

_TRIES = 8
#: Hand-outs race each other over the same front of the queue; each loser sees who won and looks again.
_NEXT_TRIES = 40


class Desk:
    def __init__(
        self, conversations: Conversations, vault: Vault, claims: Idempotency, reading: Reading, clock: Clock, ids: Ids
    ) -> None:
        self._conversations = conversations
        self._vault = vault
        self._claims = claims
        self._reading = reading
        self._clock = clock
        self._ids = ids

    def take_next(self, request: Request) -> api.Conversation | None:
        """Assign and start whoever is next, in one transaction; None when nobody waits."""
        principal = request.principal
        wanted = request.parsed(api.NextRequest).program_id
        if wanted is not None and wanted not in principal.program_ids:
            raise NotFound("There is no such program")
        claim = self._claim(request, "takeNext", wanted or "")
        done = self._claims.earlier(claim)
        if done is not None:
            return self._again(principal, done)
        for _ in range(_NEXT_TRIES):
            waiting = [
                one
                for program_id in ([wanted] if wanted else principal.program_ids)
                for one in self._conversations.waiting(program_id)
            ]
            choice = next_in_line(waiting, self._conversations.hand_outs(principal.user_id) + 1)
            if choice is None:
                return None
            chosen, reason = choice
            now = self._clock.now()
            draft = Draft.on(chosen)
            draft.move("assign_responder", now, principal.user_id, reason=reason, responder_id=principal.user_id)
            draft.move("start_conversation", now, principal.user_id)
            try:
                after = self._commit(
                    draft,
                    Alongside(request.request_id, claim=claim, limit=principal.member.max_concurrent, handed_out=True),
                )
            except Lost:
                continue  # somebody took them, or they wrote again: either way the queue knows
            except AlreadyDone:
                return self._repeated(principal, claim)
            note(conversationId=after.id)
            return view(principal, after, self._clock, reason=reason)
        raise Unavailable("many responders are taking texters at this moment")

    def assign(self, request: Request) -> api.Conversation:
        """Give a waiting texter to a responder: oneself, or a supervisor's choice."""
        principal = request.principal
        responder = self._responder(principal, request.parsed(api.AssignRequest).responder_id)

        def change(draft: Draft) -> None:
            if responder.program_ids and draft.after.program_id not in responder.program_ids:
                raise RuleBroken(errors=(FieldError("responderId", "does not work in the conversation's program"),))
            draft.move("assign_responder", self._clock.now(), principal.user_id, responder_id=responder.id)

        return self._move(request, "assign_responder", change, responder.id, limit=responder.max_concurrent)

    def accept(self, request: Request) -> api.Conversation:
        """The responder an assigned conversation was given to starts it."""
        return self._move(request, "start_conversation", self._by_owner(request, "start_conversation"))

    def close(self, request: Request) -> api.Conversation:
        """The owner ends the conversation."""
        return self._move(request, "close_from_active", self._by_owner(request, "close_from_active"))

    def send(self, request: Request) -> api.Message:
        """Write to the texter. The message leaves through the table's stream."""
        principal, content = request.principal, request.parsed(api.SendMessageRequest).content
        claim = self._claim(request, "sendMessage", request.path["id"], content)
        done = self._claims.earlier(claim)
        if done is not None:
            return self._message(principal, done)
        for _ in range(_TRIES):
            found, key_item = self._conversations.get_with_key(request.path["id"])
            found = require_seen(principal, found)
            note(conversationId=found.id)
            draft = Draft.on(found).reply(self._ids.new("msg"), content, self._clock.now(), principal.user_id)
            key = self._vault.known(found.id) or self._vault.open(found.affiliate_id, found.id, key_item)
            try:
                after = self._conversations.commit(draft, key, Alongside(request.request_id, claim=claim))
            except Lost:
                continue
            except AlreadyDone:
                return self._message(principal, self._claims.earlier(claim))
            note(seq=after.version)
            return message_view(draft.facts[-1], None)
        raise Unavailable("the conversation keeps changing")

    def _move(
        self, request: Request, name: str, change: Callable[[Draft], None], payload: str = "", limit: int = 0
    ) -> api.Conversation:
        principal = request.principal
        claim = self._claim(request, name, request.path["id"], payload)
        done = self._claims.earlier(claim)
        if done is not None:
            return self._again(principal, done)
        found = self._conversations.get(request.path["id"])
        if found is None or not may_find(principal, found):
            raise NotFound
        note(conversationId=found.id)
        for _ in range(_TRIES):
            draft = Draft.on(found)
            change(draft)
            try:
                after = self._commit(draft, Alongside(request.request_id, claim=claim, limit=limit))
                return view(principal, after, self._clock)
            except AlreadyDone:
                return self._repeated(principal, claim)
            except Lost:
                before, found = found, self._conversations.get(found.id) or found
                if found.state is not before.state:
                    # They saw it a moment ago, so they may know what became of it.
                    raise IllegalTransition(name, found.state) from None
                # Only a message came in between: the move is still the one that was asked for.
        raise Unavailable("the conversation keeps changing")

    def _by_owner(self, request: Request, name: str) -> Callable[[Draft], None]:
        def change(draft: Draft) -> None:
            if not may_see(request.principal, draft.after):
                raise NotFound
            require(name, draft.after.state)
            if draft.after.responder_id != request.principal.user_id:
                raise Forbidden("Only the responder who owns the conversation may do this", code="not_owner")
            draft.move(name, self._clock.now(), request.principal.user_id)

        return change

    def _responder(self, principal: Principal, responder_id: str | None) -> StaffMember:
        if principal.role == "responder":
            if responder_id not in (None, principal.user_id):
                raise Forbidden("A responder may only take a texter themselves")
            return principal.member
        member = principal.affiliate.staff.get(responder_id or "")
        if member is None or not member.active or member.role != "responder":
            raise RuleBroken(errors=(FieldError("responderId", "must be an active responder of this affiliate"),))
        return member

    def _commit(self, draft: Draft, also: Alongside) -> Conversation:
        # A move seals nothing, so it needs no key.
        return self._conversations.commit(draft, b"", also)

    def _claim(self, request: Request, operation: str, *payload: str) -> IdempotencyItem | None:
        return self._claims.claim(
            request.principal.user_id, request.headers.get("idempotency-key"), operation, "\x1f".join(payload)
        )

    def _repeated(self, principal: Principal, claim: IdempotencyItem | None) -> api.Conversation:
        done = self._claims.earlier(claim)
        if done is None:
            raise Conflict("The first request with this key is still at work")
        return self._again(principal, done)

    def _again(self, principal: Principal, done: IdempotencyItem) -> api.Conversation:
        found = require_seen(principal, self._conversations.get(done.conversation_id))
        return view(principal, found, self._clock, position=self._reading.position(found))

    def _message(self, principal: Principal, done: IdempotencyItem | None) -> api.Message:
        if done is None:
            raise Conflict("The first request with this key is still at work")
        found, key_item = self._conversations.get_with_key(done.conversation_id)
        found = require_seen(principal, found)
        items, _ = self._conversations.facts(found.id, int(done.seq) - 1, 1)
        key = self._vault.open(found.affiliate_id, found.id, key_item)
        delivery = self._conversations.deliveries(found.id, int(done.seq), int(done.seq)).get(int(done.seq))
        return message_view(fact_from(found, items[0], key), delivery)
