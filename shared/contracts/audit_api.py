"""What is on record of what staff did, as the API shows it. Ids, enums, counts and configuration; no texter's words."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from pydantic import Field

from shared.contracts.api import Reply, Wire


class AuditEntry(Wire):
    """One entry. `seq`, `hash` and `sealedAt` are null while it waits for its minute to be sealed."""

    id: str
    at: datetime
    actor: str = Field(description="A user's id; `system` for Holdfast itself, `operator` for the command line.")
    actor_role: str
    action: str
    entity: str = Field(description="What it was done to: its kind and its id.")
    request_id: str
    evidence: list[str] = Field(description="The facts it rests on, as `conversation:<id>#<number>`.")
    before: dict[str, Any] | None = Field(description="Of configuration, the fields that changed, as they were.")
    after: dict[str, Any] | None = Field(description="The same fields, as they became.")
    detail: dict[str, str]
    seq: int | None
    hash: str | None
    sealed_at: datetime | None


class AuditList(Reply):
    items: list[AuditEntry] = Field(description="The latest first, in the order in which they came onto the record.")
    next_cursor: str | None = Field(
        description="Where older ones are. A page may hold fewer than asked for, or none, and yet not be the last."
    )
