"""Domain events on the bus: ids, enums and counts, never a texter's words or number.

The class's `detail_type` is the wire name; the JSON Schemas in `events/schemas/` are generated from here.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any, ClassVar, Literal

from pydantic import BaseModel, ConfigDict, Field
from pydantic.alias_generators import to_camel

from shared.contracts.queues import FactNotice
from shared.domain.lifecycle import TERMINAL

SOURCE = "holdfast"


class DomainEvent(BaseModel):
    """What every event says. `seq` orders the events of one conversation."""

    model_config = ConfigDict(alias_generator=to_camel, populate_by_name=True, extra="forbid", defer_build=True)
    detail_type: ClassVar[str]

    schema_version: Literal[1] = 1
    affiliate_id: str
    program_id: str
    conversation_id: str
    seq: int = Field(ge=1)
    occurred_at: datetime
    request_id: str


class ConversationCreated(DomainEvent):
    """A conversation entered its program's queue."""

    detail_type: ClassVar[str] = "conversation.created"


class ConversationAssigned(DomainEvent):
    """A responder was given the conversation."""

    detail_type: ClassVar[str] = "conversation.assigned"
    responder_id: str


class MessageInbound(DomainEvent):
    """The texter wrote."""

    detail_type: ClassVar[str] = "conversation.message.inbound"
    message_id: str
    segments: int = Field(ge=0)


class MessageOutbound(DomainEvent):
    """A responder, or Holdfast itself, wrote to the texter. `responder_id` is null for automatic texts."""

    detail_type: ClassVar[str] = "conversation.message.outbound"
    message_id: str
    segments: int = Field(ge=0)
    responder_id: str | None


class ConversationTransferred(DomainEvent):
    """A responder offered the conversation to another one."""

    detail_type: ClassVar[str] = "conversation.transferred"
    from_responder: str
    to_responder: str


class ConversationEscalated(DomainEvent):
    """Medical help or the police were asked for."""

    detail_type: ClassVar[str] = "conversation.escalated"
    escalation_id: str
    type: Literal["medical", "police"]
    urgency: Literal["routine", "urgent", "immediate"]
    status: Literal["pending_location", "pending_confirmation", "confirmed"]
    reference_number: str


class ConversationClosed(DomainEvent):
    """The conversation ended, one way or another."""

    detail_type: ClassVar[str] = "conversation.closed"
    ended_as: Literal["closed", "expired", "failed"]
    transition: str
    duration_seconds: int = Field(ge=0)
    tags: list[str]
    survey_completed: bool


class FollowUpScheduled(DomainEvent):
    """A check-in was planned."""

    detail_type: ClassVar[str] = "conversation.followup.scheduled"
    follow_up_id: str
    scheduled_for: datetime


class FollowUpTriggered(DomainEvent):
    """The check-in was sent."""

    detail_type: ClassVar[str] = "conversation.followup.triggered"
    follow_up_id: str


class SurveyCompleted(DomainEvent):
    """The texter answered a survey to its end. Scores are counts; what was written is not here."""

    detail_type: ClassVar[str] = "conversation.survey.completed"
    survey_id: str
    type: Literal["entry", "exit"]
    score: float | None


class TagsUpdated(DomainEvent):
    """Tags or the level of risk changed. `changed_by` is a person's id, or `system`."""

    detail_type: ClassVar[str] = "conversation.tag.updated"
    tags: list[str]
    risk_level: Literal["low", "medium", "high", "critical"]
    changed_by: str


EVENTS: tuple[type[DomainEvent], ...] = (
    ConversationCreated,
    ConversationAssigned,
    MessageInbound,
    MessageOutbound,
    ConversationTransferred,
    ConversationEscalated,
    ConversationClosed,
    FollowUpScheduled,
    FollowUpTriggered,
    SurveyCompleted,
    TagsUpdated,
)

_TERMINAL = frozenset(str(state) for state in TERMINAL)


def event_for(notice: FactNotice) -> DomainEvent | None:
    """The event a fact is worth, or None."""
    found = _event(notice)
    if found is None:
        return None
    event, particulars = found
    common = {
        "affiliate_id": notice.affiliate_id,
        "program_id": notice.program_id,
        "conversation_id": notice.conversation_id,
        "seq": notice.seq,
        "occurred_at": notice.at,
        "request_id": notice.request_id,
    }
    return event.model_validate(common | particulars)


def _event(notice: FactNotice) -> tuple[type[DomainEvent], dict[str, Any]] | None:
    d = notice.detail
    match notice.kind:
        case "message":
            words = {"message_id": d["message_id"], "segments": d["segments"]}
            if d["direction"] == "inbound":
                return MessageInbound, words
            return MessageOutbound, words | {"responder_id": d.get("sender_id")}
        case "transition":
            return _moved(d)
        case "escalation" if d.get("opened"):
            return ConversationEscalated, {
                "escalation_id": d["id"],
                "type": d["kind"],
                "urgency": d["urgency"],
                "status": d["status"],
                "reference_number": d["reference"],
            }
        case "survey" if d.get("step") == "completed":
            return SurveyCompleted, {"survey_id": d["survey"], "type": d["type"], "score": d.get("score")}
        case "tags" | "risk":
            level = d["level"] if notice.kind == "risk" else d["risk"]
            return TagsUpdated, {"tags": _list(d["tags"]), "risk_level": level, "changed_by": d["actor"]}
    return None


def _moved(d: dict[str, str]) -> tuple[type[DomainEvent], dict[str, Any]] | None:
    match d["move"]:
        case "route_message":
            return ConversationCreated, {}
        case "assign_responder" | "reassign":
            return ConversationAssigned, {"responder_id": d["responder"]}
        case "transfer_to_responder":
            return ConversationTransferred, {"from_responder": d["from"], "to_responder": d["receiver"]}
        case "schedule_follow_up":
            return FollowUpScheduled, {"follow_up_id": d["follow_up"], "scheduled_for": d["at"]}
        case "trigger_follow_up":
            return FollowUpTriggered, {"follow_up_id": d["follow_up"]}
        case "retention_expire":
            return None
        case move if d["target"] in _TERMINAL:
            return ConversationClosed, {
                "ended_as": d["target"],
                "transition": move,
                "duration_seconds": d["duration"],
                "tags": _list(d["tags"]),
                "survey_completed": d["surveyed"] == "1",
            }
    return None


def _list(words: str) -> list[str]:
    return [word for word in words.split(",") if word]
