"""Requests and responses about who is writing: abuse and blocks, the same person as before."""

from __future__ import annotations

from datetime import datetime

from pydantic import Field

from shared.contracts.api import Channel, Outcome, Reply, RiskLevel, Wire
from shared.contracts.care_api import Note
from shared.domain.lifecycle import State


class AbuseReportRequest(Wire):
    reason: Note = Field(description="What the texter does. Supervisors read it in the conversation's timeline.")


class BlockRequest(Wire):
    conversation_id: str = Field(min_length=1, max_length=128, description="The conversation that leads to it.")
    reason: Note
    confirm: bool = Field(default=False, description="The texter is at risk, and that was looked at.")


class Block(Wire):
    id: str
    conversation_id: str = Field(description="The conversation that led to it; its timeline says why.")
    program_id: str
    program_name: str
    blocked_by: str
    blocked_at: datetime


class BlockedSender(Reply, Block):
    pass


class BlockedSenderList(Reply):
    items: list[Block] = Field(description="The oldest first. A page may have fewer and not be the last.")
    next_cursor: str | None


class SamePersonRequest(Wire):
    confirmed: bool = Field(description="Whether this is the person who wrote from the number before.")


class EarlierConversation(Wire):
    id: str
    program_id: str
    program_name: str
    channel: Channel
    state: State
    created_at: datetime
    closed_at: datetime | None
    risk_level: RiskLevel
    tags: list[str]
    outcome: Outcome | None = Field(default=None, description="Distress before and after, where it was asked for.")
    erased: bool = Field(description="Its words are gone; what is listed here is what stayed.")


class EarlierConversationList(Reply):
    items: list[EarlierConversation] = Field(description="The latest first, in the caller's programs.")
