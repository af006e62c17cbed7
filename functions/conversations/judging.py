"""What the responder makes of a conversation: tags, risk, the C-SSRS ladder, surveys."""

from __future__ import annotations

from collections.abc import Sequence

from functions.conversations.moving import Mover
from shared.contracts import api, care_api
from shared.domain.conversation import Conversation
from shared.domain.draft import Draft
from shared.domain.errors import Conflict, FieldError, NotFound, RuleBroken
from shared.domain.lifecycle import State
from shared.domain.risk.levels import Risk
from shared.domain.surveys import Answer, OpenSurvey, Survey, score
from shared.lifecycle.surveying import ask
from shared.runtime.access import may_see
from shared.runtime.http import Request
from shared.store.directory import Affiliate

_RUNGS = ("wish", "thoughts", "method", "intent", "plan", "behaviour")


class Judging:
    def __init__(self, mover: Mover) -> None:
        self._mover = mover

    def tag(self, request: Request) -> api.Conversation:
        """Set the tags, judge the risk, or both. Lowering the risk needs a reason."""
        wish, principal, mover = request.parsed(care_api.TagRequest), request.principal, self._mover
        if wish.tags is None and wish.risk_level is None:
            raise RuleBroken(errors=(FieldError("tags", "tags or riskLevel is required"),))

        def change(draft: Draft) -> None:
            if not may_see(principal, draft.after):
                raise NotFound
            if principal.role != "supervisor":
                mover.require_owner(principal, draft)
            now = mover.clock.now()
            if wish.tags is not None:
                _require_tags(principal.affiliate, draft.after, wish.tags)
                draft.tag(tuple(sorted(set(wish.tags))), now, principal.user_id)
            if wish.risk_level is not None:
                rules = principal.affiliate.rules(draft.after.program_id)
                draft.judge_risk(Risk(wish.risk_level), wish.reason or "", now, principal.user_id, rules)

        tags = ",".join(wish.tags) if wish.tags is not None else None
        return mover.act(request, "tag", change, tags, wish.risk_level, wish.reason)

    def record_ladder(self, request: Request) -> api.Conversation:
        """What the responder heard on each rung. A rung of intent, plan or behaviour raises the risk."""
        wish, principal, mover = request.parsed(care_api.LadderRequest), request.principal, self._mover
        rungs = {name: bool(getattr(wish, name)) for name in _RUNGS}

        def change(draft: Draft) -> None:
            mover.require_owner(principal, draft)
            now = mover.clock.now()
            draft.record_ladder(rungs, wish.recent, now, principal.user_id)
            level = _ladder_level(rungs, wish.recent)
            if level.rank > draft.after.risk.rank:
                rules = principal.affiliate.rules(draft.after.program_id)
                draft.judge_risk(level, "", now, principal.user_id, rules)

        return mover.act(request, "ladder", change, repr(sorted(rungs.items())), str(wish.recent))

    def survey(self, request: Request) -> api.Conversation:
        """Ask a survey question by question, or record it as a form."""
        wish, principal, mover = request.parsed(care_api.SurveyRequest), request.principal, self._mover
        survey = self._survey(request, wish.survey_id)
        answers = None
        if wish.responses is not None:
            # Only here: reading a form takes expressions that no other request needs.
            from shared.domain.survey_forms import validate_form

            answers = validate_form(survey, wish.responses)

        def change(draft: Draft) -> None:
            mover.require_owner(principal, draft)
            now = mover.clock.now()
            if survey.type == "entry":
                mover.require_may(principal, draft, "send_entry_survey")
                draft.move("send_entry_survey", now, principal.user_id)
            elif draft.after.state not in (State.WRAP_UP, State.ACTIVE):
                raise Conflict("A survey is asked while one talks", code="cannot_survey_in_state")
            if answers is not None:
                _record(draft, survey, answers, principal.user_id, self._mover)
                return
            if draft.after.cannot_reply:
                raise Conflict("The texter opted out; nothing may be sent", code="texter_opted_out")
            if draft.after.at_risk:
                raise Conflict("A survey never gets in the way of a person in crisis", code="at_risk")
            ask(draft, survey, mover.ids, now, principal.user_id)

        said = repr(sorted(wish.responses.items())) if wish.responses is not None else None
        return mover.act(request, "survey", change, wish.survey_id, said)

    def _survey(self, request: Request, survey_id: str) -> Survey:
        program_id = self._mover.program_of(request)
        survey = request.principal.affiliate.surveys.get(survey_id)
        if survey is None or survey.program_id != program_id:
            raise RuleBroken(errors=(FieldError("surveyId", "is no survey of the conversation's program"),))
        return survey


def _require_tags(affiliate: Affiliate, conversation: Conversation, tags: Sequence[str]) -> None:
    """Those that are in use in the conversation's program, and no more than the limit. What it has, it may keep."""
    wrong = [
        FieldError(f"tags.{place}", "is no tag of this program")
        for place, one in enumerate(tags)
        if one not in conversation.tags and not affiliate.takes_tag(one, conversation.program_id)
    ]
    most = affiliate.limit("tags_per_conversation")
    if len(set(tags)) > most:
        wrong.append(FieldError("tags", f"may be {most} at most"))
    if wrong:
        raise RuleBroken(errors=tuple(wrong))


def _record(draft: Draft, survey: Survey, answers: tuple[Answer, ...], person: str, mover: Mover) -> None:
    """A whole form as facts: begun, each answer, completed."""
    now = mover.clock.now()
    progress = OpenSurvey(survey.id, survey.type, 0, 1)
    draft.survey("begun", progress, now, is_open=True, actor=person)
    for number, one in enumerate(answers):
        draft.survey("answered", OpenSurvey(survey.id, survey.type, number, 1), now, is_open=True, answered=one,
                     actor=person)  # fmt: skip
    draft.survey("completed", progress, now, is_open=False, score=score(answers, survey), actor=person)


def _ladder_level(rungs: dict[str, bool], recent: bool) -> Risk:
    """How the screen is read: intent, plan or behaviour within 48 hours is critical; at any time, or a method, high.

    After the C-SSRS screener's triage points.
    """
    if recent and (rungs["intent"] or rungs["plan"] or rungs["behaviour"]):
        return Risk.CRITICAL
    if rungs["intent"] or rungs["plan"] or rungs["behaviour"] or rungs["method"]:
        return Risk.HIGH
    return Risk.MEDIUM if rungs["wish"] or rungs["thoughts"] else Risk.LOW
