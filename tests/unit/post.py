"""Where mails and texts to staff go in a test, and what goes wrong with them."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime

from shared.channels.mail import Mail
from shared.channels.outbound import Accepted, Answer, LookUp, NotFound, OutboundMessage
from shared.contracts.queues import NoticeTask
from shared.lifecycle.helping import PeopleOnCall
from shared.lifecycle.noticing import NoticeSender
from shared.store.breakers import Breakers, Pace
from shared.store.directory import Line
from shared.store.notices import Notices
from tests.unit.world import World

SERVICE = "simulated emergency services"
LINK = "https://line.example.org"

#: What a test lets the world answer: an answer, or something that happens instead of one.
Reply = Answer | BaseException


@dataclass
class Mailbox:
    """A mail service. `replies` are given one after the other, then every mail is accepted."""

    replies: list[Reply] = field(default_factory=list)
    dead: tuple[str, ...] = ()
    mails: list[Mail] = field(default_factory=list)

    def send(self, mail: Mail) -> Answer:
        if mail.to.split("@")[0] in self.dead:
            raise ConnectionError
        self.mails.append(mail)
        return _given(self.replies) or Accepted(f"mail-{len(self.mails)}")

    @property
    def subjects(self) -> list[tuple[str, str]]:
        """To whom, by the name before the @, and the subject."""
        return [(mail.to.split("@")[0], mail.subject) for mail in self.mails]


@dataclass
class Carrier:
    """A provider of texts. `found` is what it says when it is asked."""

    replies: list[Reply] = field(default_factory=list)
    found: LookUp = field(default_factory=NotFound)
    texts: list[OutboundMessage] = field(default_factory=list)
    asked: list[OutboundMessage] = field(default_factory=list)

    def send(self, message: OutboundMessage) -> Answer:
        self.texts.append(message)
        return _given(self.replies) or Accepted(f"SM{len(self.texts)}")

    def look_up(self, message: OutboundMessage, since: datetime, taken: Collection[str]) -> LookUp:
        self.asked.append(message)
        return self.found


@dataclass
class Post:
    mailbox: Mailbox = field(default_factory=Mailbox)
    carrier: Carrier = field(default_factory=Carrier)
    left: list[NoticeTask] = field(default_factory=list)

    def provider(self, line: Line) -> Carrier:
        return self.carrier

    def sender(self, world: World) -> NoticeSender:
        """An environment of its own: nothing cached."""
        return NoticeSender(
            Notices(world.database, world.clock),
            self.mailbox,
            self.provider,
            Breakers(world.database, world.clock),
            Pace(world.database, world.clock),
            world.clock,
            LINK,
        )

    def people_on_call(self, world: World) -> PeopleOnCall:
        return PeopleOnCall(self.sender(world), self.left.append, world.clock, SERVICE)


def _given(replies: list[Reply]) -> Answer | None:
    if not replies:
        return None
    reply = replies.pop(0)
    if isinstance(reply, BaseException):
        raise reply
    return reply
