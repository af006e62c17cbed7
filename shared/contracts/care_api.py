"""Requests and responses of what happens to a conversation beside its messages: hand-offs, help, surveys, endings."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from shared.contracts.api import (
    Escalation,
    EscalationStatus,
    Language,
    MessageText,
    PresenceState,
    Reply,
    RiskLevel,
    Role,
    Urgency,
    Wire,
)

#: A file's id, as requests that attach files name it.
FileId = Annotated[str, StringConstraints(min_length=1, max_length=64, pattern=r"^[\w-]+$")]
#: What staff write for each other: at least one visible character.
Note = Annotated[str, StringConstraints(min_length=1, max_length=2000, pattern=r"\S")]
Tag = Annotated[str, StringConstraints(min_length=1, max_length=40, pattern=r"^[a-z0-9][a-z0-9_-]*$", to_lower=True)]


# --- hand-offs ------------------------------------------------------------------------------------


class TransferRequest(Wire):
    responder_id: str | None = Field(default=None, description="To whom; back to the queue when left out.")
    note: Note | None = Field(default=None, description="For whoever takes over.")


class ReturnRequest(Wire):
    note: Note | None = None


class ReassignRequest(Wire):
    responder_id: str | None = Field(default=None, description="The new owner; the supervisor who asks when left out.")


class WhisperRequest(Wire):
    content: Note
    files: list[FileId] = Field(default_factory=list, description="Completed files of this conversation; at most 10.")


# --- escalation -----------------------------------------------------------------------------------


class EscalateRequest(Wire):
    type: Literal["medical", "police"]
    urgency: Urgency = "urgent"
    location: Note | None = Field(default=None, description="Where the texter is. Police cannot go without it.")


class EscalationUpdate(Wire):
    location: Note | None = None
    urgency: Urgency | None = None
    reference_number: Annotated[str, StringConstraints(min_length=1, max_length=60, pattern=r"^[\w ./#-]+$")] | None = (
        Field(default=None, description="The emergency service's own number for the call.")
    )


class ContactRequest(Wire):
    service: Annotated[str, StringConstraints(min_length=1, max_length=200, pattern=r"\S")]
    note: Note = Field(description="Whom one spoke with, and what was said.")


class EscalationReply(Reply, Escalation):
    escalation_id: str


class EscalationEntry(Wire):
    at: datetime
    by: str
    status: EscalationStatus
    service: str | None = None
    note: str | None = None
    location: str | None = None
    outcome: str | None = None


class EscalationRecord(EscalationReply):
    log: list[EscalationEntry]


class ResolveRequest(Wire):
    outcome: Note | None = Field(default=None, description="What came of it. Required.")


class CloseRequest(Wire):
    outcome: Note | None = Field(default=None, description="Required to close from an escalation.")
    reason: Note | None = Field(default=None, description="Required to close what nobody worked on.")


# --- risk, tags, the ladder, surveys, follow-up ---------------------------------------------------


class TagRequest(Wire):
    tags: Annotated[list[Tag], Field(max_length=20)] | None = Field(default=None, description="All tags from now on.")
    risk_level: RiskLevel | None = None
    reason: Note | None = Field(default=None, description="Required to lower the risk.")


class LadderRequest(Wire):
    """The C-SSRS screen, as the responder heard it."""

    wish: bool = False
    thoughts: bool = False
    method: bool = False
    intent: bool = False
    plan: bool = False
    behaviour: bool = False
    recent: bool = Field(default=False, description="Within the last 48 hours.")


class SurveyRequest(Wire):
    survey_id: str = Field(min_length=1, max_length=128)
    responses: dict[str, int | str] | None = Field(
        default=None, description="Answers by question id, all in one form; asks the texter when left out."
    )


class FollowUpRequest(Wire):
    scheduled_time: datetime | None = Field(default=None, description="UTC; 24 hours from now when left out.")
    message: MessageText
    consent: bool = Field(default=True, description="The texter agreed to be texted again.")


class Summary(Reply):
    conversation_id: str
    text: str
    topics: list[str]
    suggested_tags: list[str]
    model: str = Field(description="Which assistant wrote it. Suggestions are for a person to accept.")


class DraftReply(Reply):
    text: str = Field(description="Never sent by itself.")
    model: str


class TimelineEntry(Wire):
    seq: int
    at: datetime
    kind: str
    actor: str
    transition: str | None = None
    source: str | None = None
    target: str | None = None
    reason: str | None = None
    detail: dict[str, str | int | None] = Field(default_factory=dict, description="Ids, enums and counts.")
    words: dict[str, str] = Field(default_factory=dict, description="For who may read them.")


class Timeline(Reply):
    items: list[TimelineEntry]
    next_cursor: str | None


# --- staff ----------------------------------------------------------------------------------------


class ResponderStatus(Wire):
    id: str
    name: str
    role: Role
    state: PresenceState
    load: int = Field(description="Conversations owned now.")
    limit: int
    longest_unanswered_seconds: int | None = Field(
        default=None,
        description="How long the one of their texters has waited who waits longest for an answer.",
    )
    last_seen_at: datetime | None
    program_ids: list[str]
    languages: list[Language]


class ResponderList(Reply):
    items: list[ResponderStatus]


class PresenceRequest(Wire):
    state: Literal["available", "busy", "away"]


class PresenceReply(Reply, ResponderStatus):
    pass


class ProgramHealth(Wire):
    program_id: str
    program_name: str
    depth: int
    avg_wait_seconds: int
    longest_wait_seconds: int
    oldest_message_at: datetime | None
    alert_threshold: int = Field(description="Depth from which supervisors are called.")
    alert_wait_seconds: int = Field(description="Wait from which supervisors are called.")
    alert: bool
    responders_available: int


class HealthAlert(Wire):
    program_id: str
    kind: Literal["depth", "wait", "nobody_online"]
    detail: str


class QueueHealth(Reply):
    programs: list[ProgramHealth]
    alerts: list[HealthAlert]


class Alert(Wire):
    id: str
    kind: str
    level: Literal["page", "notice"]
    at: datetime
    conversation_id: str | None
    program_id: str
    detail: str
    acknowledged_by: str | None


class AlertList(Reply):
    items: list[Alert]


class AlertReply(Reply, Alert):
    pass


class LegalHoldRequest(Wire):
    conversation_id: str = Field(min_length=1, max_length=128)
    reason: Note


class LegalHold(Reply):
    conversation_id: str
    held: bool
