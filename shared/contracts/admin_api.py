"""Requests and responses of what keeps the line itself in order: dead letters and quarantine. Never any content."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from shared.contracts.api import Reply, Wire

LetterId = Annotated[str, StringConstraints(min_length=1, max_length=100)]


class DeadLetterQueue(Wire):
    """A queue, and how much of it was given up on."""

    queue: str
    waiting: int = Field(description="How many letters there are, of all affiliates; SQS counts approximately.")
    oldest_seconds: int | None = Field(description="How long ago the oldest that was seen was sent.")
    does: str
    means: str = Field(description="What it means for a texter.")
    replayable: bool = Field(description="Whether its letters say whose they are; the operator replays the others.")


class DeadLetterQueues(Reply):
    items: list[DeadLetterQueue]


class DeadLetter(Wire):
    """One message that was given up on: ids, enums and moments."""

    id: str
    kind: str
    ids: dict[str, str]
    sent_at: datetime
    first_received_at: datetime | None
    receive_count: int
    why: Literal["gave_up"]
    explanation: str


class DeadLetters(Reply):
    queue: str
    does: str
    means: str
    replaying: str = Field(description="What replaying does, and what to think of before.")
    items: list[DeadLetter] = Field(description="Of a queue in order, at most the first ten of each texter.")


class ReplayRequest(Wire):
    ids: list[LetterId] | None = Field(
        default=None, min_length=1, max_length=100, description="Which; all of one's own when left out."
    )
    limit: int = Field(default=100, ge=1, le=100, description="At most so many in one request.")


class Replayed(Reply):
    queue: str
    replayed: list[str] = Field(description="The ids of the letters that are back in their queue.")
    not_found: list[str] = Field(description="Of the ids that were asked for, those that could not be found.")


class QuarantinedWebhook(Wire):
    """A webhook nobody may act on. What it says stays sealed."""

    id: str
    reason: str
    route: str = Field(description="By which channel it came.")
    received_at: datetime
    releasable: bool = Field(description="Verified, but not placed: the operator can put it back once that is mended.")


class Quarantine(Reply):
    items: list[QuarantinedWebhook] = Field(description="The newest first. A page may be empty and not be the last.")
    next_cursor: str | None = None
