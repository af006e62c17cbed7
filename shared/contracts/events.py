"""Domain events on the bus: ids, enums and counts, never a texter's words or number.

The class's `detail_type` is the wire name; the JSON Schemas in `events/schemas/` are generated from here.
"""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar, Literal

from pydantic import BaseModel, ConfigDict, Field
from pydantic.alias_generators import to_camel

from shared.contracts.queues import FactNotice

SOURCE = "holdfast"


class DomainEvent(BaseModel):
    """What every event says. `seq` orders the events of one conversation."""

    model_config = ConfigDict(alias_generator=to_camel, populate_by_name=True, extra="forbid")
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


EVENTS: tuple[type[DomainEvent], ...] = (ConversationCreated, ConversationAssigned, MessageInbound, MessageOutbound)


def event_for(notice: FactNotice) -> DomainEvent | None:
    """The event a fact is worth, or None."""
    detail = notice.detail
    common = {
        "affiliate_id": notice.affiliate_id,
        "program_id": notice.program_id,
        "conversation_id": notice.conversation_id,
        "seq": notice.seq,
        "occurred_at": notice.at,
        "request_id": notice.request_id,
    }
    if notice.kind == "message":
        words = {"message_id": detail["message_id"], "segments": detail["segments"]}
        if detail["direction"] == "inbound":
            return MessageInbound.model_validate(common | words)
        return MessageOutbound.model_validate(common | words | {"responder_id": detail.get("sender_id")})
    if notice.kind == "transition" and detail["move"] == "route_message":
        return ConversationCreated.model_validate(common)
    if notice.kind == "transition" and detail["move"] == "assign_responder":
        return ConversationAssigned.model_validate(common | {"responder_id": detail["responder_id"]})
    return None
