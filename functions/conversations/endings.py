"""How conversations end: wrapping up, going on after all, closing, a check-in later, a legal hold."""

from __future__ import annotations

from functions.conversations.moving import Mover
from shared.contracts import api, care_api
from shared.domain.conversation import Conversation, EscalationStatus
from shared.domain.draft import Draft
from shared.domain.errors import FieldError, NotFound, RuleBroken
from shared.domain.follow_up import plan
from shared.domain.lifecycle import ESCALATED, State
from shared.domain.time_zones import time_zone_of
from shared.runtime.http import Request
from shared.security.sealing import unseal
from shared.store.heads import number_context

_CLOSING = {
    State.WRAP_UP: "close_from_wrap_up",
    State.FOLLOW_UP_ACTIVE: "close_from_followup",
    State.QUEUED: "close_unworked",
    **dict.fromkeys(ESCALATED, "close_from_escalation"),
}


class Endings:
    def __init__(self, mover: Mover) -> None:
        self._mover = mover

    def wrap_up(self, request: Request) -> api.Conversation:
        return self._plain(request, "begin_wrap_up")

    def resume(self, request: Request) -> api.Conversation:
        return self._plain(request, "resume")

    def close(self, request: Request) -> api.Conversation:
        """End the conversation, by the move that ends it from where it stands."""
        wish, principal, mover = request.parsed(care_api.CloseRequest), request.principal, self._mover
        said = {"outcome": wish.outcome or "", "reason": wish.reason or ""}
        words = {word: text for word, text in said.items() if text}

        def change(draft: Draft) -> None:
            state, now = draft.after.state, mover.clock.now()
            name = _CLOSING.get(state, "close_from_active")
            mover.require_may(principal, draft, name)
            draft.move(name, now, principal.user_id, words=words)
            if state in ESCALATED:
                draft.escalation_step(EscalationStatus.RESOLVED, now, principal.user_id)

        return mover.act(request, "close", change, wish.outcome, wish.reason)

    def schedule_follow_up(self, request: Request) -> api.Conversation:
        """Plan a check-in. A moment in the texter's night is moved to their morning."""
        wish, principal, mover = request.parsed(care_api.FollowUpRequest), request.principal, self._mover

        def change(draft: Draft) -> None:
            mover.require_may(principal, draft, "schedule_follow_up")
            if not wish.consent:
                raise RuleBroken(errors=(FieldError("consent", "the texter must have agreed"),))
            c = draft.after
            rules = principal.affiliate.rules(c.program_id)
            program = principal.affiliate.programs.get(c.program_id)
            now = mover.clock.now()
            moment = plan(
                wish.scheduled_time,
                now,
                time_zone_of(self._number(c)),
                rules.quiet_begins,
                rules.quiet_ends,
                program_zone=program.zone if program is not None else None,
                otherwise=rules.follow_up_delay,
            )
            detail = {"at": moment.isoformat(), "follow_up": mover.ids.new("fup")}
            draft.move("schedule_follow_up", now, principal.user_id, detail=detail, words={"message": wish.message})

        at = wish.scheduled_time.isoformat() if wish.scheduled_time is not None else None
        return mover.act(request, "schedule_follow_up", change, at, wish.message)

    def cancel_follow_up(self, request: Request) -> api.Conversation:
        return self._plain(request, "cancel_follow_up")

    def hold(self, request: Request) -> care_api.LegalHold:
        """Keep a conversation's content beyond its time."""
        wish = request.parsed(care_api.LegalHoldRequest)
        return self._hold(request, wish.conversation_id, held=True, reason=wish.reason)

    def release(self, request: Request) -> care_api.LegalHold:
        return self._hold(request, request.path["id"], held=False, reason="")

    def _hold(self, request: Request, conversation_id: str, *, held: bool, reason: str) -> care_api.LegalHold:
        path = {**request.path, "id": conversation_id}
        about = Request(**{**vars(request), "path": path})

        def change(draft: Draft) -> None:
            if draft.after.purged:
                raise NotFound("Its content is gone already")
            if draft.after.held != held:
                draft.hold(held, reason, self._mover.clock.now(), request.principal.user_id)

        after = self._mover.change(about, "legalHold", change, str(held), reason)
        return care_api.LegalHold(conversation_id=after.id, held=after.held)

    def _plain(self, request: Request, name: str) -> api.Conversation:
        principal, mover = request.principal, self._mover

        def change(draft: Draft) -> None:
            mover.require_may(principal, draft, name)
            draft.move(name, mover.clock.now(), principal.user_id)

        return mover.act(request, name, change)

    def _number(self, conversation: Conversation) -> str:
        """The texter's number, for the hour where they are. It does not leave this function."""
        c = conversation
        key = self._mover.vault.key(c.affiliate_id, c.texter_id)
        return unseal(key, c.sealed_number, number_context(c.affiliate_id, c.texter_id)).decode()
