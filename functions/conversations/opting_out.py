"""An opt-out that a texter told a person: "please don't text me again". What they send with STOP, `intake` reads."""

from __future__ import annotations

from functions.conversations.moving import Mover
from shared.contracts import api
from shared.domain.conversation import Purpose
from shared.domain.draft import Draft
from shared.domain.lifecycle import State
from shared.lifecycle.texts import say
from shared.runtime.http import Request
from shared.store.consents import opting_out
from shared.store.database import Transaction


class OptingOut:
    def __init__(self, mover: Mover) -> None:
        self._mover = mover

    def record(self, request: Request) -> api.Conversation:
        """Write the opt-out and confirm it once. The conversation stays where it is, but for a planned follow-up."""
        principal, mover = request.principal, self._mover
        drafts: list[Draft] = []

        def change(draft: Draft) -> None:
            if principal.role != "supervisor":
                mover.require_owner(principal, draft)
            if draft.after.cannot_reply:
                return
            now = mover.clock.now()
            draft.opt_out(now, principal.user_id)
            program = principal.affiliate.programs.get(draft.after.program_id)
            say(draft, program, "opt_out_confirmation", mover.ids, now, Purpose.OPT_OUT_CONFIRMATION)
            if draft.after.state is State.FOLLOW_UP_SCHEDULED:
                draft.move("cancel_follow_up", now, principal.user_id, reason="opt_out")
            drafts.append(draft)

        def more(writes: Transaction) -> None:
            c = drafts[-1].after
            opting_out(c.consent_id, c.updated_at, "staff")(writes)

        return mover.act(request, "recordOptOut", change, more=more)
