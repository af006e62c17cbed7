"""Each minute: what is due, and who is gone.

Timers that messages set back are swept here; the timers of states are the workflow's, and are swept too, in case it
was not there to act. A responder who has not been heard of for ninety seconds gives back whom they were talking with.
"""

from __future__ import annotations

from collections.abc import Callable

from shared.domain.draft import Draft
from shared.domain.lifecycle import ESCALATED, Actor, State
from shared.lifecycle.presence_news import PresenceNews
from shared.lifecycle.texts import say
from shared.lifecycle.timekeeping import Timekeeper
from shared.lifecycle.writing import Subject, Writer
from shared.runtime.invocation import describe, note, tally
from shared.runtime.metrics import count
from shared.security.sealing import CannotOpen
from shared.store.agenda import Agenda
from shared.store.commits import AtCapacity
from shared.store.directory import Affiliate, StaffMember
from shared.store.presence import Presence, Presences
from shared.store.scope import piece_of_work, within
from shared.store.vault import KeyDestroyed


class Sweep:
    def __init__(
        self,
        writer: Writer,
        agenda: Agenda,
        timekeeper: Timekeeper,
        presences: Presences,
        news: PresenceNews | None = None,
    ) -> None:
        self._news = news
        self._writer = writer
        self._agenda = agenda
        self._timekeeper = timekeeper
        self._presences = presences

    def run(self) -> None:
        """Look at everything that is due. One that fails does not keep the others waiting."""
        due = self._agenda.due(self._writer.clock.now())
        for conversation_id in due:
            with piece_of_work():
                self._guarded(conversation_id, lambda one=conversation_id: self._timekeeper.look(one))  # type: ignore[misc]
        for affiliate_id in self._writer.directory.affiliate_ids():
            affiliate = self._writer.directory.affiliate(affiliate_id)
            if affiliate is not None:
                with within(affiliate_id):
                    self._absences(affiliate)
        note(job="sweep", due=len(due))

    def _absences(self, affiliate: Affiliate) -> None:
        staff = [one for one in affiliate.staff.values() if one.role in ("responder", "supervisor")]
        now = self._writer.clock.now()
        presences = self._presences.of([one.id for one in staff])
        gone = [one for one in staff if presences[one.id].state(now) == "gone"]
        for one in gone:
            self._tell_gone(one, presences[one.id], affiliate)
        for user, owned in self._writer.conversations.loads([one.id for one in gone]).items():
            for conversation_id in sorted(owned):
                self._guarded(
                    conversation_id,
                    lambda one=conversation_id, who=user: self._left(one, who, affiliate, presences),  # type: ignore[misc]
                )

    def _tell_gone(self, member: StaffMember, presence: Presence, affiliate: Affiliate) -> None:
        """Told first, noted second: a sweep that dies in between tells it again."""
        if self._news is None or not presence.gone_untold(self._writer.clock.now()):
            return
        programs = member.program_ids or tuple(sorted(affiliate.programs))
        if self._news.tell(affiliate.id, member.id, "gone", programs):
            self._presences.told_gone(member.id, presence)

    def _left(self, conversation_id: str, user_id: str, affiliate: Affiliate, presences: dict[str, Presence]) -> None:
        """The owner is gone: the texter goes back to the queue; a call for help goes to a supervisor who is there."""
        found = self._writer.conversations.get(conversation_id)
        if found is None or found.responder_id != user_id:
            return
        if found.state in ESCALATED:
            self._hand_to_supervisor(conversation_id, user_id, affiliate, presences)
            return

        def give_back(draft: Draft, subject: Subject) -> None:
            if draft.after.responder_id == user_id and draft.after.state is State.ACTIVE:
                draft.move("return_to_queue", subject.now, Actor.TIMER, reason="responder_gone")
                say(draft, subject.program, "returned", self._writer.ids, subject.now)
                tally("returned")

        self._writer.change(conversation_id, give_back)

    def _hand_to_supervisor(
        self, conversation_id: str, user_id: str, affiliate: Affiliate, presences: dict[str, Presence]
    ) -> None:
        subject = self._writer.subject(conversation_id)
        if subject is None:
            return
        there = [
            one
            for one in affiliate.on_duty(subject.conversation.program_id, "supervisor")
            if one.id != user_id and presences[one.id].state(subject.now) in ("available", "busy")
        ]
        for supervisor in there:
            if self._hand(conversation_id, user_id, supervisor):
                return

        def call(draft: Draft, now: Subject) -> None:
            """Nobody can take it: supervisors are called, again and again with the state's own reminders."""
            if "owner_gone" not in draft.after.reminded or draft.after.reminded["owner_gone"] < draft.after.since:
                draft.note_timer("owner_gone", now.now)

        self._writer.change(conversation_id, call)

    def _hand(self, conversation_id: str, user_id: str, supervisor: StaffMember) -> bool:
        def hand(draft: Draft, subject: Subject) -> None:
            if draft.after.responder_id == user_id and draft.after.state in ESCALATED:
                draft.move("reassign", subject.now, Actor.TIMER, reason="responder_gone", responder_id=supervisor.id)

        try:
            self._writer.change(conversation_id, hand, limit=supervisor.max_concurrent)
        except AtCapacity:
            return False
        return True

    def _guarded(self, conversation_id: str, act: Callable[[], object]) -> None:
        try:
            act()
        except (CannotOpen, KeyDestroyed) as error:
            # What was written cannot be read any more: the facts cannot be applied, but the texter is still there.
            self._writer.fail(conversation_id, type(error).__name__)
        except Exception as error:
            count("SweepFailed")
            tally("failed")
            note(level="ERROR", lastFailed=conversation_id, **{k: str(v) for k, v in describe(error).items()})
