"""Taking the next texter, starting, and writing to the texter."""

from __future__ import annotations

from functions.conversations.moving import Mover
from functions.conversations.speakers import Speakers
from functions.conversations.views import message_view
from shared.channels.rows import CHANNELS
from shared.contracts import api
from shared.domain.draft import Draft
from shared.domain.errors import Conflict, FieldError, Forbidden, NotFound, RuleBroken, Unavailable
from shared.domain.lifecycle import State
from shared.domain.queue import next_in_line
from shared.domain.segments import count_segments, split_message
from shared.runtime.access import require_seen
from shared.runtime.http import Request
from shared.runtime.identity import Principal
from shared.runtime.invocation import note
from shared.store.commits import Alongside, AlreadyDone, Lost
from shared.store.directory import StaffMember
from shared.store.facts import fact_from
from shared.store.models import IdempotencyItem

_TRIES = 8
#: Hand-outs race each other over the same front of the queue; each loser sees who won and looks again.
_NEXT_TRIES = 40


class Desk:
    def __init__(self, mover: Mover, speakers: Speakers) -> None:
        self._mover = mover
        self._speakers = speakers
        self._conversations = mover.conversations

    def take_next(self, request: Request) -> api.Conversation | None:
        """Assign and start whoever is next, in one transaction; None when nobody waits."""
        principal, mover = request.principal, self._mover
        wanted = request.parsed(api.NextRequest).program_id
        if wanted is not None and wanted not in principal.program_ids:
            raise NotFound("There is no such program")
        claim = mover.claim(request, "takeNext", wanted)
        done = mover.claims.earlier(claim)
        if done is not None:
            return mover.show(principal, mover.made(principal, done))
        programs = [wanted] if wanted else list(principal.working_program_ids)
        for _ in range(_NEXT_TRIES):
            waiting = [one for program_id in programs for one in self._conversations.waiting(program_id)]
            hand_out = self._conversations.hand_outs(principal.user_id) + 1
            rules = principal.affiliate.rules(programs[0]) if programs else principal.affiliate.rules("")
            left = self._speakers.awaited(principal, waiting)
            choice = next_in_line(waiting, hand_out, principal.user_id, rules, principal.member.languages, left)
            if choice is None:
                return None
            chosen, reason = choice
            now = mover.clock.now()
            draft = Draft.on(chosen)
            draft.move("assign_responder", now, principal.user_id, reason=reason, responder_id=principal.user_id)
            draft.move("start_conversation", now, principal.user_id)
            also = Alongside(
                request.request_id,
                claim=claim,
                limit=principal.member.max_concurrent,
                handed_out=True,
                rules=principal.affiliate.rules(chosen.program_id),
            )
            try:
                after = self._conversations.commit(draft, b"", also)
            except Lost:
                continue  # somebody took them, or they wrote again: either way the queue knows
            except AlreadyDone:
                return mover.show(principal, mover.repeated(principal, claim))
            note(conversationId=after.id)
            return mover.show(principal, after, reason)
        raise Unavailable("many responders are taking texters at this moment")

    def assign(self, request: Request) -> api.Conversation:
        """Give a waiting texter to a responder: oneself, or a supervisor's choice."""
        principal, mover = request.principal, self._mover
        responder = self._responder(request, request.parsed(api.AssignRequest).responder_id)

        def change(draft: Draft) -> None:
            draft.move("assign_responder", mover.clock.now(), principal.user_id, responder_id=responder.id)

        return mover.act(request, "assign_responder", change, responder.id, limit=responder.max_concurrent)

    def accept(self, request: Request) -> api.Conversation:
        """Start an assigned conversation, or accept the one that was offered."""
        principal, mover = request.principal, self._mover

        def change(draft: Draft) -> None:
            offered = draft.after.state is State.TRANSFERRED
            name = "accept_transfer" if offered else "start_conversation"
            mover.require_may(principal, draft, name)
            taker = principal.user_id if offered else None
            draft.move(name, mover.clock.now(), principal.user_id, responder_id=taker)

        return mover.act(request, "accept", change, limit=principal.member.max_concurrent)

    def send(self, request: Request) -> api.Message:
        """Write to the texter; the last message of what was written. It leaves through the table's stream."""
        principal, content = request.principal, request.parsed(api.SendMessageRequest).content
        mover = self._mover
        claim = mover.claim(request, "sendMessage", request.path["id"], content)
        done = mover.claims.earlier(claim)
        if done is not None:
            return self._message(principal, done)
        for _ in range(_TRIES):
            found, key_item = self._conversations.get_with_key(request.path["id"])
            found = require_seen(principal, found)
            note(conversationId=found.id)
            draft = Draft.on(found)
            if CHANNELS[found.channel].sms:
                _require_short(content, principal.affiliate.limit("segments_per_reply"))
            # Carriers put no more than so many segments together: a longer text leaves as several messages.
            for part in split_message(content) if CHANNELS[found.channel].sms else [content]:
                draft.reply(mover.ids.new("msg"), part, mover.clock.now(), principal.user_id)
            key = mover.vault.known(found.id) or mover.vault.open(found.affiliate_id, found.id, key_item)
            try:
                after = self._conversations.commit(draft, key, Alongside(request.request_id, claim=claim))
            except Lost:
                continue
            except AlreadyDone:
                return self._message(principal, mover.claims.earlier(claim))
            note(seq=after.version)
            return message_view(draft.facts[-1], None)
        raise Unavailable("the conversation keeps changing")

    def _responder(self, request: Request, responder_id: str | None) -> StaffMember:
        principal = request.principal
        if principal.role == "responder":
            if responder_id not in (None, principal.user_id):
                raise Forbidden("A responder may only take a texter themselves")
            return principal.member
        return self._mover.colleague(principal, responder_id, self._mover.program_of(request), "responder")

    def _message(self, principal: Principal, done: IdempotencyItem | None) -> api.Message:
        if done is None:
            raise Conflict("The first request with this key is still at work")
        found, key_item = self._conversations.get_with_key(done.conversation_id)
        found = require_seen(principal, found)
        items, _ = self._conversations.facts(found.id, int(done.seq) - 1, 1)
        key = self._mover.vault.open(found.affiliate_id, found.id, key_item)
        delivery = self._conversations.deliveries(found.id, int(done.seq), int(done.seq)).get(int(done.seq))
        return message_view(fact_from(found, items[0], key), delivery)


def _require_short(content: str, most: int) -> None:
    segments = count_segments(content).segments
    if segments > most:
        raise RuleBroken(errors=(FieldError("content", f"takes {segments} segments; {most} at most here"),))
