"""What a texter's message means to their conversation.

opt-out           → recorded and confirmed once; the conversation ends, unless help is being called
opt-in            → recorded
risk              → raised at once by the lexicon; the meaning of longer sentences is read later, by `risk`
a new one         → routed, welcomed
a planned or sent follow-up → the texter is back in the queue, ahead
an open survey    → an answer, or asked again; high risk ends it
wrap-up           → what is not an answer brings the responder back
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from shared.domain.conversation import Direction, Message, Purpose
from shared.domain.draft import Draft
from shared.domain.inbound import InboundMessage
from shared.domain.keywords import Consent, asks_for_help, consent_in
from shared.domain.lifecycle import ESCALATED, Actor, State
from shared.domain.ports import Ids
from shared.domain.risk.assessment import Assessment
from shared.domain.segments import count_segments
from shared.lifecycle.surveying import listen, stop
from shared.lifecycle.texts import say
from shared.store.directory import Affiliate

Assess = Callable[[str, Affiliate], Assessment]


class Hearing:
    def __init__(self, ids: Ids, assess: Assess) -> None:
        self._ids = ids
        self._assess = assess

    def hear(
        self, draft: Draft, inbound: InboundMessage, affiliate: Affiliate, opted_out: bool, now: datetime
    ) -> bool | None:
        """Add all the message means to the draft; whether the texter is opted out from now on, None: as before."""
        program = affiliate.programs.get(draft.after.program_id)
        text = inbound.text
        draft.receive(
            Message(self._ids.new("msg"), Direction.INBOUND, text, count_segments(text).segments, media=inbound.media),
            now,
        )
        word = _consent(inbound)
        if word is Consent.OPT_OUT:
            self._opt_out(draft, affiliate, opted_out, inbound.carrier_opt_out is None, now)
            return True
        change = None
        if word is Consent.OPT_IN and opted_out:
            draft.opt_in(now)
            change = False
        rules = affiliate.rules(draft.after.program_id)
        draft.assess(self._assess(text, affiliate), now, rules)
        state = draft.after.state
        if state is State.NEW:
            draft.move("route_message", now, Actor.SYSTEM)
            # Whoever asks the carrier's way for help may need a person as well.
            helped = asks_for_help(text) and say(draft, program, "help_line", self._ids, now)
            if not helped:
                say(draft, program, "welcome", self._ids, now, Purpose.WELCOME)
        elif state in (State.FOLLOW_UP_SCHEDULED, State.FOLLOW_UP_ACTIVE):
            detail = {"boost": rules.boost_returned, "preferred": draft.after.preferred_id}
            draft.move("texter_returned", now, Actor.TEXTER, detail=detail)
        else:
            self._in_conversation(draft, affiliate, text, now)
        return change

    def _in_conversation(self, draft: Draft, affiliate: Affiliate, text: str, now: datetime) -> None:
        program = affiliate.programs.get(draft.after.program_id)
        if asks_for_help(text):
            say(draft, program, "help_line", self._ids, now)
        answered = False
        if draft.after.survey is not None:
            if draft.after.at_risk:
                stop(draft, now)
            else:
                answered = listen(draft, affiliate, program, text, self._ids, now)
        if draft.after.state is State.WRAP_UP and not answered:
            stop(draft, now)
            draft.move("resume", now, Actor.TEXTER)

    def _opt_out(self, draft: Draft, affiliate: Affiliate, opted_out: bool, confirm: bool, now: datetime) -> None:
        if not opted_out:
            draft.opt_out(now)
            if confirm:
                program = affiliate.programs.get(draft.after.program_id)
                say(draft, program, "opt_out_confirmation", self._ids, now, Purpose.OPT_OUT_CONFIRMATION)
        if draft.after.state is State.FOLLOW_UP_SCHEDULED:
            draft.move("cancel_follow_up", now, Actor.TEXTER, reason="opt_out")
        elif draft.after.state not in ESCALATED:
            # Help that is on its way to somebody is not called off by a STOP: people go on working on it.
            draft.move("end_by_texter", now, Actor.TEXTER, reason="opt_out")


def _consent(inbound: InboundMessage) -> Consent:
    carrier = {"STOP": Consent.OPT_OUT, "START": Consent.OPT_IN}.get(inbound.carrier_opt_out or "")
    return carrier or consent_in(inbound.text)
