"""Requests and responses of break-glass."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from pydantic import Field, StringConstraints

from shared.contracts.api import Reply, Wire
from shared.domain.break_glass import DEFAULT, LEAST, MOST, REASON_LEAST, REASON_MOST

Reason = Annotated[str, StringConstraints(strip_whitespace=True, min_length=REASON_LEAST, max_length=REASON_MOST)]


class BreakGlassRequest(Wire):
    """Ask to read what one otherwise may not."""

    reason: Reason = Field(description="Why, so that somebody else can judge. Names no texter.")
    minutes: int = Field(default=DEFAULT, ge=LEAST, le=MOST)
    conversation_id: Annotated[str, StringConstraints(min_length=1, max_length=128)] | None = Field(
        default=None, description="Only this conversation; none: all of the affiliate's."
    )


class BreakGlassGrant(Wire):
    id: str
    affiliate_id: str
    user_id: str
    role: str
    reason: str
    opened_at: datetime
    until: datetime
    conversation_id: str | None
    ended_at: datetime | None
    active: bool = Field(description="Whether it can be read by now.")


class BreakGlass(BreakGlassGrant, Reply):
    """A grant. Its id goes into the header `X-Break-Glass` of readings in this session."""


class BreakGlassList(Reply):
    items: list[BreakGlassGrant]
    next_cursor: str | None
