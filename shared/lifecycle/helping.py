"""Reaching the emergency services.

There is no machine to call: the only adapter tells people, who make the call and log it. Where nobody would really be
sent, it says so in its name.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Protocol

from shared.channels.mail import Mailer, mail_all
from shared.channels.outbound import Accepted, OutboundMessage, OutcomeUnknown, Provider
from shared.domain.conversation import Conversation, Escalation
from shared.domain.errors import Unavailable
from shared.runtime.invocation import note
from shared.store.directory import Affiliate, Program, StaffMember


class EmergencyServices(Protocol):
    def contact(self, conversation: Conversation, escalation: Escalation, affiliate: Affiliate | None) -> str:
        """Reach whoever calls for help; the name of who was reached. May be repeated. Raises to be tried again."""
        ...


class PeopleOnCall:
    """Tells the program's supervisors, by e-mail and, who left a number, by text message. Their consoles show the
    alert that the facts make. What is sent is a link and ids: who may read it signs in.
    """

    def __init__(self, mailer: Mailer, provider: Callable[[Program], Provider], service: str, public_url: str) -> None:
        self._mailer = mailer
        self._provider = provider
        self._service = service
        self._public_url = public_url

    def contact(self, conversation: Conversation, escalation: Escalation, affiliate: Affiliate | None) -> str:
        people = affiliate.on_duty(conversation.program_id, "supervisor") if affiliate is not None else []
        program = affiliate.programs.get(conversation.program_id) if affiliate is not None else None
        subject = f"[{self._service}] {escalation.kind} help is needed ({escalation.urgency})"
        link = f"reference {escalation.reference}\n{self._public_url}/#/conversations/{conversation.id}\n"
        texted = self._text(program, people, escalation, f"{subject}, {link}") if program is not None else 0
        try:
            mailed = mail_all(self._mailer, [one.email for one in people], subject, f"Call for help, {link}")
        except Exception:
            if not texted:
                raise
            mailed = 0
        note(mailed=mailed, texted=texted)
        if not mailed and not texted:
            raise Unavailable("nobody could be reached who would call for help")
        return self._service

    def _text(self, program: Program, people: Sequence[StaffMember], escalation: Escalation, text: str) -> int:
        """How many text messages were, or may have been, handed to the carrier."""
        reached = 0
        for person in people:
            if person.phone is not None:
                # The carrier's receipts name an attempt that is no delivery of ours, and change nothing.
                message = OutboundMessage(program.line, person.phone, text, f"{escalation.id}.0.1", "")
                answer = self._provider(program).send(message)
                reached += isinstance(answer, Accepted | OutcomeUnknown)
        return reached
