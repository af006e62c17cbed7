"""A conversation and its facts, in the rules' words. How facts add up is told in `applying`, how they are made in
`draft`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum

from shared.domain.figures import NOTHING, Figures
from shared.domain.lifecycle import TERMINAL, State
from shared.domain.risk.levels import Risk
from shared.domain.surveys import OpenSurvey

__all__ = [
    "Conversation",
    "Detail",
    "Direction",
    "Escalation",
    "EscalationStatus",
    "Fact",
    "FactKind",
    "Flag",
    "Message",
    "Move",
    "Purpose",
    "Risk",
]


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
    AUTOMATIC = "automatic"
    SURVEY = "survey"
    FOLLOW_UP = "follow_up"


class FactKind(StrEnum):
    OPENED = "opened"
    MESSAGE = "message"
    NOTE = "note"
    TRANSITION = "transition"
    OPTED_OUT = "opted_out"
    OPTED_IN = "opted_in"
    RISK = "risk"
    TAGS = "tags"
    LADDER = "ladder"
    SURVEY = "survey"
    ESCALATION = "escalation"
    SUMMARY = "summary"
    TIMER = "timer"
    HOOK_DONE = "hook_done"
    HOOK_FAILED = "hook_failed"
    HOLD = "hold"
    REOPENED = "reopened"
    FLAG = "flag"
    ABUSE_REPORTED = "abuse_reported"
    SENDER_BLOCKED = "sender_blocked"
    SENDER_UNBLOCKED = "sender_unblocked"
    SAME_PERSON = "same_person"


class Flag(StrEnum):
    """What whoever works on a conversation should know at a glance; each is noted once.

    `asks_to_stop`: the texter asks in words of their own for no more texts; an opt-out takes it down.
    `wrote_after_stop`: they opted out, and write. `told_no_pictures`: they sent one and were told that nobody sees it.
    """

    ASKS_TO_STOP = "asks_to_stop"
    WROTE_AFTER_STOP = "wrote_after_stop"
    TOLD_NO_PICTURES = "told_no_pictures"
    ABUSE_REPORTED = "abuse_reported"
    SENDER_BLOCKED = "sender_blocked"


@dataclass(frozen=True)
class Message:
    """One message in plain text. It lives in memory only; the store seals `content`, `media` and `carrier`.

    `carrier` is what the carrier calls a message that came in: channel, account and its id there.
    """

    id: str
    direction: Direction
    content: str
    segments: int
    sender_id: str | None = None
    purpose: Purpose | None = None
    media: tuple[str, ...] = ()
    carrier: tuple[str, str, str] | None = None

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


#: What a fact says beside words: ids, enums, counts and moments (ISO 8601). Never what a texter wrote.
Detail = Mapping[str, str | int | None]


@dataclass(frozen=True)
class Fact:
    """Something that happened, numbered without gaps within its conversation. Never changed.

    `words` is what people wrote or said, by name; it lives in memory only and is sealed by the store.
    """

    seq: int
    kind: FactKind
    at: datetime
    actor: str
    message: Message | None = None
    move: Move | None = None
    detail: Detail = field(default_factory=dict)
    words: Mapping[str, str] = field(default_factory=dict, repr=False)


class EscalationStatus(StrEnum):
    """`pending_*` ask for something before anybody is contacted."""

    PENDING_LOCATION = "pending_location"
    PENDING_CONFIRMATION = "pending_confirmation"
    CONFIRMED = "confirmed"
    CONTACTED = "contacted"
    RESOLVED = "resolved"


@dataclass(frozen=True)
class Escalation:
    """The conversation's latest call for help. Location, contacts and outcome are words of its facts.

    `seq` is the fact that opened it; `kind` is `medical` or `police`; `service` names who is, or was, told to call;
    `contacts` counts whom somebody wrote down to have spoken with.
    """

    id: str
    kind: str
    urgency: str
    status: EscalationStatus
    opened_at: datetime
    opened_by: str
    seq: int
    has_location: bool = False
    confirmed_by: str | None = None
    reference: str | None = None
    service: str | None = None
    contacts: int = 0

    @property
    def waits_for_confirmation(self) -> bool:
        return self.kind == "police" and self.confirmed_by is None and self.status is not EscalationStatus.RESOLVED


@dataclass(frozen=True)
class Conversation:
    """The summary of a conversation's facts. `version` is the number of the last one.

    `thread_id` is the keyed hash of (channel, our line, sender): at most one conversation per thread is
    live (law 3). `consent_id` is the keyed hash under which an opt-out is kept. `sealed_number` is the
    texter's number as the texter's own key sealed it. `moved_version` is the number of the last transition.

    `waiting_since`: the texter's first message nobody has answered. `quiet_since`: the responder's last one that
    the texter has not answered. `timer_at`: when somebody has to look at it even if nothing happens (law 1).
    `purged`: its content is gone for good. `reopened_as`: the conversation its texter got after this one failed.
    `front`: it was given back to its queue and comes before those who have not been helped yet.

    `language`: what the texter writes, `en` or `es`; None while that is not clear. `seen_before`: the number wrote to
    the affiliate before. `same_person`: what its responder says about whether that was the same person.
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
    entered_at: datetime | None = None
    moved_version: int = 0
    risk: Risk = Risk.LOW
    risk_boost: int = 0
    risk_seq: int = 0
    risk_categories: tuple[str, ...] = ()
    responder_id: str | None = None
    receiver_id: str | None = None
    preferred_id: str | None = None
    queued_at: datetime | None = None
    front: bool = False
    boost_seconds: int = 0
    cannot_reply: bool = False
    tags: tuple[str, ...] = ()
    waiting_since: datetime | None = None
    quiet_since: datetime | None = None
    reminded: Mapping[str, datetime] = field(default_factory=dict)
    escalation: Escalation | None = None
    survey: OpenSurvey | None = None
    survey_numbers: Mapping[str, int] = field(default_factory=dict)
    entry_score: int | float | None = None
    exit_score: int | float | None = None
    follow_up_at: datetime | None = None
    follow_up_seq: int = 0
    summary_seq: int = 0
    closed_at: datetime | None = None
    held: bool = False
    purged: bool = False
    reopened_as: str | None = None
    language: str | None = None
    seen_before: bool = False
    same_person: bool | None = None
    flags: tuple[str, ...] = ()
    figures: Figures = NOTHING
    timer_at: datetime | None = None

    @property
    def live(self) -> bool:
        return self.state not in TERMINAL

    @property
    def since(self) -> datetime:
        """When the present state was entered."""
        return self.entered_at or self.created_at

    @property
    def at_risk(self) -> bool:
        return self.risk in (Risk.HIGH, Risk.CRITICAL)

    def looked_at_again(self, moment: datetime | None) -> Conversation:
        return replace(self, timer_at=moment)
