"""Each minute: nobody may be stuck.

a live conversation without a timer      → it gets one, and that is an alarm
a live conversation without an execution → it gets one, and that is an alarm
an execution that missed its wake        → it is woken
a failed conversation                    → its texter gets a new one at the front of the queue
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import timedelta
from typing import Any, TypeVar

from functions.jobs.reopening import Reopening
from shared.domain.conversation import Conversation
from shared.domain.timers import next_look
from shared.lifecycle.supervising import Supervision
from shared.lifecycle.writing import Writer
from shared.runtime.invocation import describe, note, tally
from shared.runtime.metrics import count, gauge
from shared.store.agenda import Agenda
from shared.store.scope import piece_of_work

T = TypeVar("T")

#: What is younger may still be on its way through the stream.
_GRACE = timedelta(seconds=60)


class Reconciler:
    def __init__(
        self,
        writer: Writer,
        agenda: Agenda,
        supervision: Supervision,
        reopening: Reopening,
        states: Any,
        state_machine: str,
    ) -> None:
        self._writer = writer
        self._agenda = agenda
        self._supervision = supervision
        self._reopening = reopening
        self._states = states
        self._state_machine = state_machine

    def run(self) -> None:
        """Compare what lives with what is looked after."""
        timed = self._agenda.timed()
        untimed = unsupervised = 0
        live: set[str] = set()
        for program_id in self._programs():
            live |= self._agenda.live(program_id)
        for conversation in self._read(live - timed):
            untimed += self._guarded(self._time, conversation)
        # Texters before executions: a workflow service that is down keeps nobody from being reopened.
        reopened = sum(self._guarded(self._reopening.reopen, one) for one in self._agenda.failed())
        running = self._running()
        for conversation in self._read(live - running):
            unsupervised += self._guarded(self._supervise, conversation)
        woken = sum(
            self._guarded(lambda one: self._supervision.catch_up(one, _GRACE), found)
            for found in self._read(live & running)
        )
        gauge("LiveWithoutTimer", untimed, "Count")
        gauge("LiveWithoutExecution", unsupervised, "Count")
        note(job="reconcile", live=len(live), untimed=untimed, unsupervised=unsupervised, woken=woken,
             reopened=reopened)  # fmt: skip

    def _guarded(self, mend: Callable[[T], int], what: T) -> int:
        """What `mend` says; 0 when it fails: one that cannot be mended does not keep the others waiting."""
        try:
            with piece_of_work():
                return mend(what)
        except Exception as error:
            count("ReconcileFailed")
            tally("failed")
            note(level="ERROR", **{key: str(value) for key, value in describe(error).items()})
            return 0

    def _programs(self) -> Iterable[str]:
        for affiliate_id in self._writer.directory.affiliate_ids():
            affiliate = self._writer.directory.affiliate(affiliate_id)
            yield from affiliate.programs if affiliate is not None else ()

    def _running(self) -> set[str]:
        """The conversations that an execution runs for: names are the conversation's id and a number."""
        found: set[str] = set()
        token = None
        while True:
            more: dict[str, str] = {"nextToken": token} if token else {}
            reply = self._states.list_executions(
                stateMachineArn=self._state_machine, statusFilter="RUNNING", maxResults=1000, **more
            )
            found |= {one["name"].rsplit("-", 1)[0] for one in reply["executions"]}
            token = reply.get("nextToken")
            if token is None:
                return found

    def _read(self, ids: set[str]) -> Iterable[Conversation]:
        return self._writer.conversations.get_many(sorted(ids))

    def _time(self, conversation: Conversation) -> int:
        """1 if it really had no timer: indexes lag behind heads."""
        if not conversation.live or conversation.timer_at is not None:
            return 0
        affiliate = self._writer.directory.affiliate(conversation.affiliate_id)
        if affiliate is not None:
            now = self._writer.clock.now()
            moment = next_look(conversation, affiliate.rules(conversation.program_id), now)
            self._agenda.look_again(conversation, moment or now)
        return 1

    def _supervise(self, conversation: Conversation) -> int:
        if not conversation.live or self._writer.clock.now() - conversation.since < _GRACE:
            return 0
        self._supervision.start_again(conversation)
        return 1
