"""Acting on timers. Correct when it looks early, late or twice: only what is due by the facts is done."""

from __future__ import annotations

from shared.domain.conversation import Conversation, Purpose
from shared.domain.draft import Draft
from shared.domain.lifecycle import Actor, State
from shared.domain.timers import Due, due, next_look
from shared.lifecycle.texts import greeting, say, system_message
from shared.lifecycle.writing import Subject, Writer
from shared.runtime.invocation import tally
from shared.store.agenda import Agenda

#: A conversation left alone for long may have several timers to catch up with, one after the other.
_MOST_AT_ONCE = 6


class Timekeeper:
    def __init__(self, writer: Writer, agenda: Agenda) -> None:
        self._writer = writer
        self._agenda = agenda

    def look(self, conversation_id: str) -> Conversation | None:
        """Do what is due, and see to it that somebody looks again; None for a conversation that is not there."""
        for _ in range(_MOST_AT_ONCE):
            acted: list[Due] = []

            def make(draft: Draft, subject: Subject, acted: list[Due] = acted) -> None:
                acted.clear()
                one = due(draft.after, subject.rules, subject.now)
                if one is not None:
                    acted.append(one)
                    self._act(draft, subject, one)

            after = self._writer.change(conversation_id, make)
            if not acted:
                break
            tally("timers")
        if after is not None and after.live:
            self._plan(after)
        return after

    def _plan(self, conversation: Conversation) -> None:
        now = self._writer.clock.now()
        if conversation.timer_at is not None and conversation.timer_at > now:
            return
        affiliate = self._writer.directory.affiliate(conversation.affiliate_id)
        if affiliate is None:
            return
        moment = next_look(conversation, affiliate.rules(conversation.program_id), now)
        if moment is not None:
            self._agenda.look_again(conversation, moment)

    def _act(self, draft: Draft, subject: Subject, one: Due) -> None:
        timer, now = one.timer, subject.now
        if timer.move == "trigger_follow_up":
            self._follow_up(draft, subject)
            return
        if timer.move is None:
            draft.note_timer(timer.name, now)
        elif timer.move == "route_message":
            draft.move(timer.move, now, Actor.SYSTEM, reason=timer.name)
        else:
            draft.move(timer.move, now, Actor.TIMER, reason=timer.name)
        if timer.say is not None:
            self._say(draft, subject, timer.say)

    def _say(self, draft: Draft, subject: Subject, name: str) -> None:
        program, now = subject.program, subject.now
        ahead = None
        if name == "closed":
            # Whoever looks late may find it open again: then it would be a lie.
            name = greeting(program, now, draft.after.channel)
            if name == "welcome":
                return
        if draft.after.state is State.QUEUED:
            ahead = self._writer.conversations.ahead_of(draft.after)
        say(draft, program, name, self._writer.ids, now, ahead=ahead)

    def _follow_up(self, draft: Draft, subject: Subject) -> None:
        """The check-in as its responder wrote it; called off when the texter has opted out meanwhile."""
        if draft.after.cannot_reply:
            draft.move("cancel_follow_up", subject.now, Actor.TIMER, reason="opted_out")
            return
        planned = self._writer.facts(subject, draft.after.follow_up_seq - 1, 1)[0]
        detail = {"follow_up": planned.detail["follow_up"], "preferred": draft.after.preferred_id}
        draft.move("trigger_follow_up", subject.now, Actor.TIMER, detail=detail)
        draft.say(system_message(self._writer.ids, planned.words["message"], Purpose.FOLLOW_UP), subject.now)
