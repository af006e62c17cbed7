"""What follows from a transition. Every hook may be run again: what it did once it does not do twice.

A hook whose conversation has moved on finds nothing to do. Raising is safe: the workflow tries again, and when it
gives up that is a fact and an alarm, and the conversation goes on.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from shared.ai.port import Assistant, AssistantUnavailable
from shared.domain.conversation import Conversation, Direction, EscalationStatus, FactKind, Purpose
from shared.domain.draft import Draft
from shared.domain.escalation import goes_out
from shared.domain.lifecycle import Hook, State
from shared.domain.surveys import Survey, SurveyType
from shared.lifecycle.assisting import turns_of
from shared.lifecycle.helping import EmergencyServices
from shared.lifecycle.reading_risk import read_quickly
from shared.lifecycle.surveying import ask, stop
from shared.lifecycle.texts import greeting, is_closed, say
from shared.lifecycle.writing import Subject, Writer
from shared.runtime.invocation import note
from shared.runtime.metrics import count
from shared.store.presence import Presences

_THERE = ("available", "busy")


class Hooks:
    def __init__(self, writer: Writer, presences: Presences, assistant: Assistant, services: EmergencyServices) -> None:
        self._writer = writer
        self._presences = presences
        self._assistant = assistant
        self._services = services
        self._by_name: Mapping[Hook, Callable[[str, int], None]] = {
            Hook.ANNOUNCE_WAITING: self._announce_waiting,
            Hook.OFFER_ENTRY_SURVEY: lambda one, moved: self._survey(one, moved, "entry", State.ACTIVE),
            Hook.BEGIN_EXIT_SURVEY: lambda one, moved: self._survey(one, moved, "exit", State.WRAP_UP),
            Hook.SUMMARISE_HAND_OFF: lambda one, moved: self._summarise(one, moved, "hand_off"),
            Hook.ASSESS_FINALLY: self._assess_finally,
            Hook.CONTACT_SERVICES: lambda one, _: self.contact(one),
        }

    def run(self, hook: Hook, conversation_id: str, moved: int) -> None:
        """Carry out a hook of the transition numbered `moved`."""
        self._by_name[hook](conversation_id, moved)

    def give_up(self, hook: Hook, conversation_id: str, moved: int, error: str) -> None:
        """Note that a hook failed for good. The conversation goes on."""
        name = str(hook)
        count("HookFailed", hook=name)
        self._writer.change(
            conversation_id,
            lambda draft, subject: draft.note_hook(name, moved, subject.now, failed=error),
            once=f"failed#{moved}#{hook}",
        )

    def contact(self, conversation_id: str) -> None:
        """Reach for help, once all that is needed is known and agreed."""
        subject = self._writer.subject(conversation_id)
        if subject is None or not goes_out(subject.conversation.escalation):
            return
        escalation = subject.conversation.escalation
        assert escalation is not None
        service = self._services.contact(subject.conversation, escalation, subject.affiliate)

        def contacted(draft: Draft, now: Subject) -> None:
            if goes_out(draft.after.escalation):
                detail = {"service": service}
                draft.escalation_step(EscalationStatus.CONTACTED, now.now, "system", detail=detail)

        self._writer.change(conversation_id, contacted, once=f"contacted#{escalation.id}")

    def _announce_waiting(self, conversation_id: str, moved: int) -> None:
        """Nobody there: the texter is told the truth and where else to turn, supervisors are called out.

        While the line is closed they are called out for somebody at risk only; everybody is told when it opens.
        """

        def make(draft: Draft, subject: Subject) -> None:
            if draft.after.state is not State.QUEUED or self._anybody_there(subject):
                return
            program, channel = subject.program, draft.after.channel
            if not draft.after.at_risk and is_closed(program, subject.now, channel):
                if not self._was_greeted(subject, moved):
                    say(draft, program, greeting(program, subject.now, channel), self._writer.ids, subject.now)
                return
            draft.note_hook(str(Hook.ANNOUNCE_WAITING), moved, subject.now, found="nobody_online")
            say(draft, subject.program, "nobody_online", self._writer.ids, subject.now)

        self._writer.change(conversation_id, make, once=f"hook#{moved}#announce")

    def _was_greeted(self, subject: Subject, moved: int) -> bool:
        """Whether the move into the queue brought a greeting with it, which says already that the line is closed."""
        found = self._writer.facts(subject, moved, 1)
        return any(one.message is not None and one.message.purpose is Purpose.WELCOME for one in found)

    def _anybody_there(self, subject: Subject) -> bool:
        if subject.affiliate is None:
            return False
        staff = subject.affiliate.on_duty(subject.conversation.program_id, "responder")
        there = self._presences.of([one.id for one in staff]).values()
        return any(one.state(subject.now) in _THERE for one in there)

    def _survey(self, conversation_id: str, moved: int, kind: SurveyType, state: State) -> None:
        def make(draft: Draft, subject: Subject) -> None:
            survey = self._askable(draft.after, subject, kind, state)
            if survey is not None:
                # The questions from before are not pursued when it is time for those after.
                stop(draft, subject.now)
                ask(draft, survey, self._writer.ids, subject.now)

        self._writer.change(conversation_id, make, once=f"hook#{moved}#survey")

    def _askable(self, c: Conversation, subject: Subject, kind: SurveyType, state: State) -> Survey | None:
        """The program's survey, when it may be asked now: never of somebody at risk, never twice."""
        asked_before = c.entry_score if kind == "entry" else c.exit_score
        asked_now = c.survey is not None and c.survey.type == kind
        if c.state is not state or c.at_risk or c.cannot_reply or asked_now or asked_before is not None:
            return None
        return subject.affiliate.survey_for(c.program_id, kind) if subject.affiliate is not None else None

    def _assess_finally(self, conversation_id: str, moved: int) -> None:
        """The whole conversation once more: risk may rise, tags are suggested, a summary is kept for the record.

        What a person has judged stands: only what was written after that is read again.
        """

        def make(draft: Draft, subject: Subject) -> None:
            if subject.affiliate is None:
                return
            facts = self._writer.facts(subject)
            judged = [one.seq for one in facts if one.kind is FactKind.RISK and one.detail.get("model") == "person"]
            for fact in facts[judged[-1] if judged else 0 :]:
                if fact.message is not None and fact.message.direction is Direction.INBOUND:
                    found = read_quickly(fact.message.content, subject.affiliate)
                    draft.assess(found, subject.now, subject.rules)

        self._writer.change(conversation_id, make, once=f"hook#{moved}#assess")
        self._summarise(conversation_id, moved, "final")

    def _summarise(self, conversation_id: str, moved: int, occasion: str) -> None:
        def make(draft: Draft, subject: Subject) -> None:
            affiliate, program = subject.affiliate, subject.conversation.program_id
            if affiliate is not None and not affiliate.flag("ai_help"):
                return
            try:
                made = self._assistant.summarise(turns_of(self._writer, subject))
            except AssistantUnavailable as unavailable:
                # Help that is absent must not hold anybody up.
                note(assistant=str(unavailable.reason))
                return
            words = {"text": made.text, "topics": "\n".join(made.topics)}
            detail: dict[str, str | int | None] = {
                "occasion": occasion,
                "model": made.model,
                "suggested": ",".join(
                    tag for tag in made.tags if affiliate is None or affiliate.takes_tag(tag, program)
                ),
                "moved": moved,
            }
            draft.summarise(words, detail, subject.now)

        self._writer.change(conversation_id, make, once=f"hook#{moved}#summary")
