"""What staff do with a conversation, in a line each. `one` is its id; everything goes the way a request goes."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any

from pydantic import BaseModel

from functions.jobs.sweeping import Sweep
from shared.contracts import api, care_api, texters_api
from shared.domain.surveys import Question, Survey
from shared.operator.tenants import NewProgram
from shared.runtime.http import Request
from tests.unit import aws
from tests.unit.builders import LINE
from tests.unit.world import CONFIRMATION, WELCOME, World

TEXTS = {
    "welcome": WELCOME,
    "opt_out_confirmation": CONFIRMATION,
    "help_line": "Call 988 at any time.",
    "nobody_online": "Nobody is here right now. You keep your place; 988 answers at once.",
    "still_in_line": "You are still in line.",
    "expired": "We could not answer in time. Please call 988.",
    "returned": "Your responder had to leave. Somebody else takes over.",
    "still_there": "Are you still there?",
    "survey_thanks": "Thank you.",
    "no_pictures": "We cannot see pictures.",
    "blocked": "We end this here. In danger call 911, or 988 at any time.",
}
UPSET = Question("upset", "scale", "How upset are you, 1 to 5?", measures_distress=True)
ENTRY = Survey("srv_entry", "pro_1", "entry", "Before", (UPSET,), "Two questions before we start.")
EXIT = Survey(
    "srv_exit", "pro_1", "exit", "Afterwards", (UPSET, Question("helped", "text", "What helped?")), "Before you go:"
)
RISKY = "I want to kill myself"
CRITICAL = "I will kill myself tonight"


class Staff:
    """The people of the first affiliate at work."""

    def __init__(
        self, world: World, *, surveys: tuple[Survey, ...] = (), rules: dict[str, int] | None = None, **texts: str
    ) -> None:
        """Every automatic text is approved; `rules` are the program's own."""
        self.world = world
        program = NewProgram("pro_1", "PRO_1", LINE, aws.ACCOUNT, TEXTS | texts, rules=rules or {})
        world.tenants.program("aff_1", program)
        for survey in surveys:
            world.tenants.survey("aff_1", survey)
        self.sweep = Sweep(world.writer, world.agenda, world.timekeeper, world.presences)

    def ask(
        self, user: str, one: str, body: BaseModel | None = None, *, key: str | None = None, **path: str
    ) -> Request:
        request = self.world.request(user, one, body=body, key=key)
        return replace(request, path={**request.path, **path})

    def here(self, *users: str, state: str = "available") -> None:
        for user in users:
            self.world.presences.say("aff_1", user, state)

    def later(self, **by: float) -> None:
        self.world.clock.go_on(**by)

    def look(self, one: str) -> Any:
        return self.world.timekeeper.look(one)

    # --- moves ----------------------------------------------------------------------------------

    def talking(self, user: str = "res_1", text: str = "hello", **inbound: Any) -> str:
        """A texter writes and somebody helps them; the conversation's id."""
        self.world.text(text, **inbound)
        return str(self.world.hand_out(user).id)

    def assign(self, user: str, one: str, to: str | None = None) -> Any:
        return self.world.desk.assign(self.ask(user, one, api.AssignRequest(responder_id=to)))

    def accept(self, user: str, one: str, key: str | None = None) -> Any:
        return self.world.desk.accept(self.ask(user, one, key=key))

    def transfer(self, user: str, one: str, to: str | None = "res_2", note: str | None = None) -> Any:
        body = care_api.TransferRequest(responder_id=to, note=note)
        return self.world.hand_overs.transfer(self.ask(user, one, body))

    def reject(self, user: str, one: str) -> Any:
        return self.world.hand_overs.reject(self.ask(user, one))

    def give_back(self, user: str, one: str, note: str | None = None) -> Any:
        return self.world.hand_overs.give_back(self.ask(user, one, care_api.ReturnRequest(note=note)))

    def reassign(self, user: str, one: str, to: str | None = None) -> Any:
        return self.world.hand_overs.reassign(self.ask(user, one, care_api.ReassignRequest(responder_id=to)))

    def whisper(self, user: str, one: str, content: str = "ask about tonight", key: str | None = None) -> Any:
        return self.world.hand_overs.whisper(self.ask(user, one, care_api.WhisperRequest(content=content), key=key))

    def escalate(self, user: str, one: str, kind: Any = "medical", location: str | None = None) -> Any:
        body = care_api.EscalateRequest(type=kind, location=location)
        return self.world.escalations.escalate(self.ask(user, one, body))

    def confirm(self, user: str, one: str, eid: str | None = None) -> Any:
        return self.world.escalations.confirm(self.ask(user, one, eid=eid or self.call_of(one)))

    def update(self, user: str, one: str, **changes: Any) -> Any:
        body = care_api.EscalationUpdate(**changes)
        return self.world.escalations.update(self.ask(user, one, body, eid=self.call_of(one)))

    def log_contact(self, user: str, one: str, service: str = "911", note: str = "a car is on its way") -> Any:
        body = care_api.ContactRequest(service=service, note=note)
        return self.world.escalations.log_contact(self.ask(user, one, body, eid=self.call_of(one)))

    def record(self, user: str, one: str) -> Any:
        return self.world.escalations.record(self.ask(user, one, eid=self.call_of(one)))

    def call_of(self, one: str) -> str:
        found = self.world.conversations.get(one)
        return found.escalation.id if found is not None and found.escalation is not None else "esc_none"

    def resolve(self, user: str, one: str, outcome: str | None = "they are safe", key: str | None = None) -> Any:
        return self.world.escalations.resolve(self.ask(user, one, care_api.ResolveRequest(outcome=outcome), key=key))

    def wrap_up(self, user: str, one: str) -> Any:
        return self.world.endings.wrap_up(self.ask(user, one))

    def resume(self, user: str, one: str) -> Any:
        return self.world.endings.resume(self.ask(user, one))

    def close(self, user: str, one: str, key: str | None = None, **words: str) -> Any:
        return self.world.endings.close(self.ask(user, one, care_api.CloseRequest(**words), key=key))

    def follow_up(self, user: str, one: str, at: datetime | None = None, consent: bool = True) -> Any:
        body = care_api.FollowUpRequest(scheduled_time=at, message="How are you today?", consent=consent)
        return self.world.endings.schedule_follow_up(self.ask(user, one, body))

    def cancel_follow_up(self, user: str, one: str) -> Any:
        return self.world.endings.cancel_follow_up(self.ask(user, one))

    def hold(self, user: str, one: str, reason: str = "a court asked") -> Any:
        body = care_api.LegalHoldRequest(conversation_id=one, reason=reason)
        return self.world.endings.hold(self.ask(user, one, body))

    def release(self, user: str, one: str) -> Any:
        return self.world.endings.release(self.ask(user, one))

    def report_abuse(self, user: str, one: str, reason: str = "shouts at me", key: str | None = None) -> Any:
        body = texters_api.AbuseReportRequest(reason=reason)
        return self.world.abuse.report(self.ask(user, one, body, key=key))

    def block(
        self, user: str, one: str, reason: str = "shouts at everybody", confirm: bool = False, key: str | None = None
    ) -> Any:
        body = texters_api.BlockRequest(conversation_id=one, reason=reason, confirm=confirm)
        return self.world.abuse.block(self.world.request(user, body=body, key=key))

    def unblock(self, user: str, block: str) -> Any:
        return self.world.abuse.unblock(self.ask(user, block))

    def same_person(self, user: str, one: str, confirmed: bool = True) -> Any:
        return self.world.earlier.confirm(self.ask(user, one, texters_api.SamePersonRequest(confirmed=confirmed)))

    def earlier(self, user: str, one: str) -> list[str]:
        return [found.id for found in self.world.earlier.conversations(self.ask(user, one)).items]

    def opt_out(self, user: str, one: str) -> Any:
        return self.world.opting_out.record(self.ask(user, one))

    def tag(self, user: str, one: str, *tags: str, risk: Any = None, reason: str | None = None) -> Any:
        body = care_api.TagRequest(tags=list(tags) or None, risk_level=risk, reason=reason)
        return self.world.judging.tag(self.ask(user, one, body))

    def ladder(self, user: str, one: str, **rungs: bool) -> Any:
        return self.world.judging.record_ladder(self.ask(user, one, care_api.LadderRequest(**rungs)))

    def survey(
        self, user: str, one: str, survey: str = "srv_exit", responses: dict[str, int | str] | None = None
    ) -> Any:
        body = care_api.SurveyRequest(survey_id=survey, responses=responses)
        return self.world.judging.survey(self.ask(user, one, body))
