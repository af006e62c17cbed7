"""Reaching the emergency services.

There is no machine to call: the only adapter tells people, who make the call and log it. Where nobody would really be
sent, it says so in its name.
"""

from __future__ import annotations

from typing import Protocol

from shared.channels.mail import Mailer, mail_all
from shared.domain.conversation import Conversation, Escalation
from shared.domain.errors import Unavailable
from shared.runtime.invocation import note
from shared.store.directory import Affiliate


class EmergencyServices(Protocol):
    def contact(self, conversation: Conversation, escalation: Escalation, affiliate: Affiliate | None) -> str:
        """Reach whoever calls for help; the name of who was reached. May be repeated. Raises to be tried again."""
        ...


class PeopleOnCall:
    """Tells the program's supervisors. Their consoles show the alert that the facts make; this adds an e-mail."""

    def __init__(self, mailer: Mailer, service: str, public_url: str) -> None:
        self._mailer = mailer
        self._service = service
        self._public_url = public_url

    def contact(self, conversation: Conversation, escalation: Escalation, affiliate: Affiliate | None) -> str:
        people = affiliate.on_duty(conversation.program_id, "supervisor") if affiliate is not None else []
        # A link and nothing else: who may read it signs in.
        reached = mail_all(
            self._mailer,
            [one.email for one in people],
            f"[{self._service}] {escalation.kind} help is needed ({escalation.urgency})",
            f"Call for {escalation.kind} help, reference {escalation.reference}.\n"
            f"{self._public_url}/#/conversations/{conversation.id}\n",
        )
        note(contacted=reached)
        if not reached:
            raise Unavailable("nobody could be reached who would call for help")
        return self._service
