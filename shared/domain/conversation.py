"""A conversation, its facts, and the draft of a change to it.

A `Draft` collects facts on top of a conversation as it was read. The store writes the
whole draft in one transaction or nothing at all (laws 5 and 6 of the lifecycle).
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum

from shared.domain.errors import Conflict, Forbidden
from shared.domain.lifecycle import MAY_SEND, TERMINAL, Actor, State, require
from shared.domain.segments import count_segments


class Risk(StrEnum):
    """How much danger the texter is in. Software only ever raises it (law 7)."""

    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"
    CRITICAL = "critical"


class Direction(StrEnum):
    INBOUND = "inbound"
    OUTBOUND = "outbound"
    SYSTEM = "system"
    NOTE = "note"


class Purpose(StrEnum):
    """Why a message is sent. Only an opt-out's confirmation may leave after the opt-out."""

    REPLY = "reply"
    WELCOME = "welcome"
    OPT_OUT_CONFIRMATION = "opt_out_confirmation"


class FactKind(StrEnum):
    OPENED = "opened"
    MESSAGE = "message"
    TRANSITION = "transition"
    OPTED_OUT = "opted_out"
    OPTED_IN = "opted_in"


@dataclass(frozen=True)
class Message:
    """One message in plain text. It lives in memory only; the store seals `content` and `media`."""

    id: str
    direction: Direction
    content: str
    segments: int
    sender_id: str | None = None
    purpose: Purpose | None = None
    media: tuple[str, ...] = ()

    @property
    def leaves(self) -> bool:
        """Whether this message is to be delivered to the texter."""
        return self.direction in (Direction.OUTBOUND, Direction.SYSTEM)


@dataclass(frozen=True)
class Move:
    """A transition that was made."""

    name: str
    source: State
    target: State
    reason: str | None = None


@dataclass(frozen=True)
class Fact:
    """Something that happened, numbered without gaps within its conversation. Never changed."""

    seq: int
    kind: FactKind
    at: datetime
    actor: str
    message: Message | None = None
    move: Move | None = None


@dataclass(frozen=True)
class Conversation:
    """The summary of a conversation's facts. `version` is the number of the last one.

    `thread_id` is the keyed hash of (channel, our line, sender): at most one conversation per thread is
    live (law 3). `consent_id` is the keyed hash under which an opt-out is kept. `sealed_number` is the
    texter's number as the texter's own key sealed it.
    """

    id: str
    affiliate_id: str
    program_id: str
    channel: str
    line: str
    thread_id: str
    texter_id: str
    consent_id: str
    sealed_number: bytes
    state: State
    version: int
    created_at: datetime
    updated_at: datetime
    risk: Risk = Risk.LOW
    responder_id: str | None = None
    queued_at: datetime | None = None
    boost_seconds: int = 0
    cannot_reply: bool = False
    tags: tuple[str, ...] = ()

    @property
    def live(self) -> bool:
        return self.state not in TERMINAL


@dataclass
class Draft:
    """A conversation with facts about to be added. `before` is None while it is being opened."""

    before: Conversation | None
    after: Conversation
    facts: list[Fact] = field(default_factory=list)

    @classmethod
    def open(cls, conversation: Conversation) -> Draft:
        """Start a conversation; `conversation` comes in state `new` at version 0."""
        draft = cls(None, conversation)
        draft._add(FactKind.OPENED, conversation.created_at, Actor.SYSTEM)
        return draft

    @classmethod
    def on(cls, conversation: Conversation) -> Draft:
        """Continue from a conversation as it was read."""
        return cls(conversation, conversation)

    def move(
        self, name: str, at: datetime, actor: str, *, reason: str | None = None, responder_id: str | None = None
    ) -> Draft:
        """Make a transition; raises `IllegalTransition` with the current state."""
        source = self.after.state
        row = require(name, source)
        changes: dict[str, object] = {"state": row.target}
        if row.target is State.QUEUED:
            changes |= {"queued_at": self.after.queued_at or at, "responder_id": None}
        if row.target is State.ASSIGNED:
            changes |= {"responder_id": responder_id}
        self.after = replace(self.after, **changes)  # type: ignore[arg-type]
        self._add(FactKind.TRANSITION, at, actor, move=Move(name, source, row.target, reason))
        return self

    def receive(self, message: Message, at: datetime) -> Draft:
        """Append what the texter wrote. Legal in every live state."""
        self._add(FactKind.MESSAGE, at, Actor.TEXTER, message=message)
        return self

    def say(self, message: Message, at: datetime) -> Draft:
        """Append an automatic text."""
        self._add(FactKind.MESSAGE, at, Actor.SYSTEM, message=message)
        return self

    def reply(self, message_id: str, content: str, at: datetime, responder_id: str) -> Draft:
        """Append what the owner writes to the texter.

        Raises `Forbidden` for anyone but the owner and `Conflict` where nothing may be sent.
        """
        if self.after.responder_id != responder_id:
            raise Forbidden("Only the responder who owns the conversation may write to the texter", code="not_owner")
        if self.after.state not in MAY_SEND:
            raise Conflict(
                f"Nothing can be sent while the conversation is '{self.after.state}'", code="cannot_send_in_state"
            )
        if self.after.cannot_reply:
            raise Conflict("The texter opted out; nothing may be sent until they opt in again", code="texter_opted_out")
        message = Message(
            message_id, Direction.OUTBOUND, content, count_segments(content).segments, responder_id, Purpose.REPLY
        )
        self._add(FactKind.MESSAGE, at, responder_id, message=message)
        return self

    def opt_out(self, at: datetime) -> Draft:
        self.after = replace(self.after, cannot_reply=True)
        self._add(FactKind.OPTED_OUT, at, Actor.TEXTER)
        return self

    def opt_in(self, at: datetime) -> Draft:
        self.after = replace(self.after, cannot_reply=False)
        self._add(FactKind.OPTED_IN, at, Actor.TEXTER)
        return self

    def _add(
        self, kind: FactKind, at: datetime, actor: str, *, message: Message | None = None, move: Move | None = None
    ) -> None:
        seq = self.after.version + 1
        self.after = replace(self.after, version=seq, updated_at=at)
        self.facts.append(Fact(seq, kind, at, str(actor), message, move))
