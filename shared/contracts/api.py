"""Requests and responses of the HTTP API. The OpenAPI document and the console's types come from here.

JSON is camelCase; times are UTC ISO 8601; ids are opaque strings; every body carries `requestId`.
"""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints
from pydantic.alias_generators import to_camel

from shared.domain.lifecycle import State

#: A message to a texter: at least one visible character; 1,600 is the most a carrier takes in one request.
MessageText = Annotated[str, StringConstraints(min_length=1, max_length=1600, pattern=r"\S")]

Role = Literal["responder", "supervisor", "admin", "outreach", "platform_admin"]
Channel = Literal["twilio", "aws", "partner", "webchat"]
RiskLevel = Literal["low", "medium", "high", "critical"]
Direction = Literal["inbound", "outbound", "system", "note"]
Urgency = Literal["routine", "urgent", "immediate"]
EscalationStatus = Literal["pending_location", "pending_confirmation", "confirmed", "contacted", "resolved"]
Language = Literal["en", "es"]
Flag = Literal["asks_to_stop", "wrote_after_stop", "told_no_pictures", "abuse_reported", "sender_blocked"]
PresenceState = Literal["available", "busy", "away", "gone"]
MessageStatus = Literal[
    "received", "queued", "sending", "sent", "delivered", "read", "undelivered", "failed", "unknown", "blocked_opt_out"
]


class Wire(BaseModel):
    """Base of everything on the wire. Unknown fields are ignored, so that clients may be newer than we are."""

    model_config = ConfigDict(alias_generator=to_camel, populate_by_name=True, extra="ignore", defer_build=True)


class Reply(Wire):
    """A response body."""

    request_id: str = Field(default="", description="The same value as the X-Request-ID header.")


# --- errors ---------------------------------------------------------------------------------------


class ProblemField(Wire):
    field: str
    message: str
    code: str | None = Field(default=None, description="The message for programs, where there is a code for it.")


class Problem(Reply):
    """An error, as RFC 9457 describes it (`application/problem+json`)."""

    type: str = "about:blank"
    title: str
    status: int
    code: str = Field(description="Stable: write code against this, not against the title.")
    detail: str
    errors: list[ProblemField] | None = None
    state: State | None = Field(default=None, description="With illegal_transition: the state the caller lost to.")


# --- identity -------------------------------------------------------------------------------------


class LoginRequest(Wire):
    email: Annotated[str, StringConstraints(min_length=3, max_length=254, strip_whitespace=True)]
    password: Annotated[str, StringConstraints(min_length=1, max_length=256)]


class RefreshRequest(Wire):
    refresh_token: Annotated[str, StringConstraints(min_length=1, max_length=512)] | None = Field(
        default=None, description="Left out by a browser that is signed in by cookie."
    )


class ProfileUpdate(Wire):
    name: Annotated[str, StringConstraints(min_length=1, max_length=100, strip_whitespace=True)]


class User(Wire):
    id: str
    name: str
    role: Role
    affiliate_id: str | None = Field(description="null for platform admins, who belong to none.")
    program_ids: list[str]


class Tokens(Reply):
    token: str = Field(description="Bearer token, valid until expiresAt. Empty where it went into a cookie.")
    refresh_token: str = Field(description="Single use: each refresh returns the next. Empty where it is a cookie.")
    expires_at: datetime
    csrf_token: str = Field(description="To be sent as X-CSRF-Token with every change, when signed in by cookie.")
    user: User


class Profile(Reply, User):
    email: str
    max_concurrent: int = Field(description="How many conversations this person may own at once.")


class RealtimeTicket(Reply):
    ticket: str = Field(description="Single use, valid for 30 seconds.")
    url: str = Field(description="WebSocket address, ticket included.")


# --- conversations --------------------------------------------------------------------------------


class SurveyProgress(Wire):
    survey_id: str
    type: Literal["entry", "exit"]
    question: int = Field(description="Which question is open, from 1.")


class Outcome(Wire):
    entry_score: float | None
    exit_score: float | None
    change: float | None = Field(description="exit - entry; null until both are known.")


class Escalation(Wire):
    id: str
    type: Literal["medical", "police"]
    urgency: Urgency
    status: EscalationStatus
    contacted_service: str | None = Field(description="Who was told to call for help; null until somebody was.")
    reference_number: str | None
    opened_at: datetime
    opened_by: str
    confirmed_by: str | None
    has_location: bool
    may_confirm: bool = Field(default=False, description="Whether the caller may confirm a police dispatch now.")
    second_from: datetime | None = Field(
        default=None, description="While it waits for that: from when any second responder may."
    )
    alone_from: datetime | None = Field(default=None, description="And from when whoever called may go ahead alone.")
    contacts: int = Field(default=0, description="Whom somebody wrote down to have spoken with.")
    reminder_at: datetime | None = Field(default=None, description="When supervisors are reminded of it.")


class Conversation(Reply):
    id: str
    program_id: str
    program_name: str
    channel: Channel
    state: State
    version: int = Field(description="The number of the last fact.")
    risk_level: RiskLevel
    risk_reasons: list[str] = Field(
        description="The categories found; for who may read the words, with the phrases that fired."
    )
    tags: list[str]
    texter_id: str | None = Field(
        default=None,
        description="Whose it is, for supervisors and admins: what exports and erasures name.",
    )
    responder_id: str | None
    receiver_id: str | None = Field(default=None, description="To whom it is being transferred.")
    preferred_responder_id: str | None = Field(default=None, description="Who talked with this texter before.")
    position: int | None = Field(description="Place in the program's queue from 1; null unless queued.")
    wait_seconds: int | None = Field(description="How long the texter has waited in the queue; null unless queued.")
    unanswered_since: datetime | None = Field(
        default=None, description="The texter's oldest message that nobody has answered; null where none is owed."
    )
    cannot_reply: bool = Field(description="The texter opted out: what they write arrives, nothing may be sent.")
    language: Language | None = Field(default=None, description="What the texter writes; null while unclear.")
    seen_before: bool = Field(default=False, description="This number wrote before: ask whether it is the same person.")
    same_person: bool | None = Field(default=None, description="What the responder found; null: not asked yet.")
    flags: list[Flag] = Field(default_factory=list, description="What one should know at a glance.")
    segment_cost: float | None = Field(default=None, description="US dollars per SMS segment, where it is known.")
    created_at: datetime
    updated_at: datetime
    allowed_transitions: list[str] = Field(description="What the caller may do now.")
    escalation: Escalation | None = Field(default=None, description="The latest call for help, if there is one.")
    survey: SurveyProgress | None = Field(default=None, description="The survey the texter is being asked.")
    outcome: Outcome | None = Field(default=None, description="Distress before and after, once it was asked for.")
    follow_up_at: datetime | None = None
    closed_at: datetime | None = None
    legal_hold: bool = False
    reason: str | None = Field(default=None, description="With queue/next: why this texter came first.")


class ConversationList(Reply):
    items: list[Conversation]
    next_cursor: str | None


class AssignRequest(Wire):
    responder_id: str | None = Field(default=None, description="A supervisor's choice; oneself when left out.")


class NextRequest(Wire):
    program_id: str | None = Field(default=None, description="Only from this program's queue.")


class SendMessageRequest(Wire):
    content: MessageText


class Message(Reply):
    id: str
    seq: int = Field(description="The fact's number: unique and rising within a conversation.")
    direction: Direction
    content: str
    sender_id: str | None = Field(description="The responder's id; null for the texter and for Holdfast itself.")
    at: datetime
    status: MessageStatus
    segments: int = Field(description="How many SMS segments the text takes.")
    error_code: str | None = Field(default=None, description="The carrier's, when it did not reach the texter.")
    attachments: int = Field(default=0, description="Pictures and the like that came with it; nobody fetches them.")
    files: list[str] = Field(
        default_factory=list,
        description="Files that staff put to it; where there are any, `fileLinks` beside says how to fetch each.",
    )


class MessageList(Reply):
    items: list[Message]
    next_cursor: str | None = Field(description="Pass as `cursor`; null when there is no more for now.")
    cursor: int = Field(description="The highest fact number seen: pass as `after` to continue later.")


class ProgramQueue(Wire):
    program_id: str
    program_name: str
    depth: int
    oldest_message_at: datetime | None


class Queue(Reply):
    items: list[Conversation] = Field(description="Who is next, first first. Never what they wrote.")
    next_cursor: str | None
    depth: int
    programs: list[ProgramQueue]


# --- operations -----------------------------------------------------------------------------------


class Health(Reply):
    status: Literal["ok", "unready"]
    checks: dict[str, str] = Field(default_factory=dict)
