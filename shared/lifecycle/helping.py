"""Reaching the emergency services.

There is no machine to call: the only adapter tells people, who make the call and log it. Where nobody would really be
sent, it says so in its name.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Protocol

from shared.contracts.notices import CALL_OUT, SMS, WAYS
from shared.contracts.queues import NoticeTask
from shared.domain.conversation import Conversation, Escalation
from shared.domain.errors import Unavailable
from shared.domain.ports import Clock
from shared.lifecycle.noticing import NoticeSender
from shared.lifecycle.sending import Later, Verdict
from shared.runtime.invocation import describe, note
from shared.store.directory import Affiliate

#: As long as the step is tried again, so is every mail and text of it.
_MOST_ATTEMPTS = 1000
#: Somebody has it, or may have it.
_REACHED = frozenset({"accepted", "found", "sent_before", "unknown", "left_to_a_person"})


class EmergencyServices(Protocol):
    def contact(self, conversation: Conversation, escalation: Escalation, affiliate: Affiliate | None) -> str:
        """Reach whoever calls for help; the name of who was reached. May be repeated. Raises to be tried again."""
        ...


class PeopleOnCall:
    """Tells the program's supervisors, by e-mail and, who left a number, by text message. Their consoles show the
    alert that the facts make. What is sent is a link and ids: who may read it signs in.

    It sends while the workflow waits, where all other notices go through a queue: "contacted" must mean that somebody
    was reached, and a step that reached nobody must be tried again and at last ring an alarm. Repeated, it sends
    nothing twice. Who could not be told at once, while others were, is left to the queue of notices (`later`).
    """

    def __init__(self, sender: NoticeSender, later: Callable[[NoticeTask], None], clock: Clock, service: str) -> None:
        self._sender = sender
        self._later = later
        self._clock = clock
        self._service = service

    def contact(self, conversation: Conversation, escalation: Escalation, affiliate: Affiliate | None) -> str:
        reached = 0
        unsettled: list[NoticeTask] = []
        if affiliate is not None:
            for task in self._tasks(conversation, escalation, affiliate):
                verdict = self._tell(task, affiliate)
                reached += verdict.outcome in _REACHED
                if isinstance(verdict, Later):
                    unsettled.append(task)
        note(reached=reached, unsettled=len(unsettled))
        if not reached:
            raise Unavailable("nobody could be reached who would call for help")
        for task in unsettled:
            self._later(task)
        return self._service

    def _tell(self, task: NoticeTask, affiliate: Affiliate) -> Verdict:
        try:
            return self._sender.run(task, affiliate, most=_MOST_ATTEMPTS)
        except Exception as error:
            # One that cannot be told keeps nobody else from hearing.
            note(**{key: str(value) for key, value in describe(error).items()})
            return Later(1, "failed")

    def _tasks(self, conversation: Conversation, escalation: Escalation, affiliate: Affiliate) -> Iterator[NoticeTask]:
        says = {
            "help": escalation.kind,
            "urgency": escalation.urgency,
            "reference": escalation.reference or escalation.id,
            "service": self._service,
        }
        way, now = WAYS[CALL_OUT], self._clock.now().isoformat()
        for person in affiliate.on_duty(conversation.program_id, "supervisor"):
            for medium in way.supervisors:
                if medium == SMS and person.phone is None:
                    continue
                yield NoticeTask(
                    f"{escalation.id}-{person.id}-{medium}",
                    CALL_OUT,
                    medium,
                    person.id,
                    conversation.affiliate_id,
                    conversation.program_id,
                    conversation.id,
                    now,
                    "",
                    way.at_once,
                    says,
                )
