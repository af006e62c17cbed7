"""What a texter's message means to their conversation.

opt-out           → recorded and confirmed once; the conversation ends, unless help is being called
opt-in            → recorded, of somebody who opted out
after an opt-out  → flagged, once: supervisors are called
"don't text me"   → flagged, once: the responder decides whether it is meant for us
HELP              → the information line, unless the carrier sent one; and the person is queued like everybody
a picture         → told, once, that nobody sees it
language          → Spanish or English, as soon as that is clear
risk              → raised at once by the lexicon; the meaning of longer sentences is read later, by `risk`
a new one         → routed, welcomed
a planned or sent follow-up → the texter is back in the queue, ahead
an open survey    → an answer, or asked again; high risk ends it
wrap-up           → what is not an answer brings the responder back
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from shared.domain.care import flag
from shared.domain.conversation import Direction, Flag, Message, Purpose
from shared.domain.draft import Draft
from shared.domain.inbound import InboundMessage
from shared.domain.keywords import Consent, asks_for_help, asks_to_stop, consent_in
from shared.domain.language import heard
from shared.domain.lifecycle import ESCALATED, Actor, State
from shared.domain.ports import Ids
from shared.domain.risk.assessment import Assessment
from shared.domain.risk.levels import Risk
from shared.domain.segments import count_segments
from shared.domain.web_chat import CHANNEL, message_id
from shared.lifecycle.surveying import listen, stop
from shared.lifecycle.texts import greeting, say
from shared.store.directory import Affiliate, Program

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
        if inbound.signal == "end":
            _end(draft, now)
            return None
        text, word = inbound.text, consent_of(inbound)
        carrier = (inbound.channel, inbound.account, inbound.provider_id)
        segments = count_segments(text).segments
        draft.receive(
            Message(self._name(inbound), Direction.INBOUND, text, segments, media=inbound.media, carrier=carrier),
            now,
            heard(text, draft.after.language) if word is Consent.NONE else None,
        )
        if word is Consent.OPT_OUT:
            self._opt_out(draft, affiliate, opted_out, inbound.carrier_opt_out is None, now)
            return True
        change = None
        if word is Consent.OPT_IN and opted_out:
            draft.opt_in(now)
            change = False
        if draft.after.cannot_reply:
            flag(draft, Flag.WROTE_AFTER_STOP, now)
        elif asks_to_stop(text):
            flag(draft, Flag.ASKS_TO_STOP, now)
        rules = affiliate.rules(draft.after.program_id)
        draft.assess(self._assess(text, affiliate), now, rules)
        state = draft.after.state
        if state is State.NEW:
            draft.move("route_message", now, Actor.SYSTEM)
            # Whoever asks the carrier's way for help may need a person as well.
            if not self._help(draft, inbound, program, now):
                say(draft, program, greeting(program, now, draft.after.channel), self._ids, now, Purpose.WELCOME)
        elif state in (State.FOLLOW_UP_SCHEDULED, State.FOLLOW_UP_ACTIVE):
            detail = {"boost": rules.boost_returned, "preferred": draft.after.preferred_id}
            draft.move("texter_returned", now, Actor.TEXTER, detail=detail)
        else:
            self._in_conversation(draft, inbound, affiliate, now)
        unseen = inbound.media and Flag.TOLD_NO_PICTURES not in draft.after.flags
        if unseen and say(draft, program, "no_pictures", self._ids, now):
            flag(draft, Flag.TOLD_NO_PICTURES, now)
        return change

    def _help(self, draft: Draft, inbound: InboundMessage, program: Program | None, now: datetime) -> bool:
        """The information line for whoever sends the carriers' HELP; one that the carrier sent is not sent again."""
        asked = asks_for_help(inbound.text) and inbound.carrier_opt_out != "HELP"
        return asked and say(draft, program, "help_line", self._ids, now)

    def frightens(self, text: str, affiliate: Affiliate) -> bool:
        """Whether the lexicon finds high or critical risk in it."""
        return self._assess(text, affiliate).level in (Risk.HIGH, Risk.CRITICAL)

    def _name(self, inbound: InboundMessage) -> str:
        """The message's id. A web chat's is known to whoever posted it, so that they find it again."""
        return message_id(inbound.provider_id) if inbound.channel == CHANNEL else self._ids.new("msg")

    def _in_conversation(self, draft: Draft, inbound: InboundMessage, affiliate: Affiliate, now: datetime) -> None:
        program = affiliate.programs.get(draft.after.program_id)
        self._help(draft, inbound, program, now)
        answered = False
        if draft.after.survey is not None:
            if draft.after.at_risk:
                stop(draft, now)
            else:
                answered = listen(draft, affiliate, program, inbound.text, self._ids, now)
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


def _end(draft: Draft, now: datetime) -> None:
    """The texter pressed "end chat". As with STOP, help that is on its way is not called off by that."""
    if draft.after.state is State.FOLLOW_UP_SCHEDULED:
        draft.move("cancel_follow_up", now, Actor.TEXTER, reason="ended_by_texter")
    elif draft.after.state not in ESCALATED:
        draft.move("end_by_texter", now, Actor.TEXTER, reason="ended_by_texter")


def consent_of(inbound: InboundMessage) -> Consent:
    """What a message says about being texted: the carrier's verdict, where it gave one, else its words."""
    carrier = {"STOP": Consent.OPT_OUT, "START": Consent.OPT_IN}.get(inbound.carrier_opt_out or "")
    return carrier or consent_in(inbound.text)
