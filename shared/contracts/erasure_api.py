"""Requests and responses about all that is kept of one texter: its export, and its erasure."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Literal

from pydantic import Field, StringConstraints

from shared.contracts.api import Channel, Direction, Language, Outcome, Reply, RiskLevel, Wire
from shared.domain.lifecycle import State

#: What people say about why. Not `care_api.Note`: that module's many models would be made at each start for this one.
Why = Annotated[str, StringConstraints(min_length=1, max_length=2000, pattern=r"\S")]
ReasonCode = Literal["texter_asked", "court_order", "wrong_number", "test"]
Status = Literal["requested", "approved", "erasing", "asking", "done", "cancelled", "expired", "refused"]


# --- export ---------------------------------------------------------------------------------------


class ExportRequest(Wire):
    cursor: str | None = Field(default=None, max_length=400, description="Where the page before ended.")


class ExportedEntry(Wire):
    """One fact of a conversation: a message, a note, a transition, an answer to a survey, a tag …"""

    seq: int
    at: datetime
    kind: str
    actor: str
    message_id: str | None = None
    direction: Direction | None = None
    content: str | None = None
    media: list[str] = Field(default_factory=list, description="Where the carrier kept pictures.")
    status: str | None = Field(default=None, description="What became of a message that was sent.")
    status_at: datetime | None = None
    transition: str | None = None
    reason: str | None = None
    detail: dict[str, str | int | None] = Field(default_factory=dict)
    words: dict[str, str] = Field(default_factory=dict, description="What people wrote or said, by name.")


class ExportedFile(Wire):
    id: str
    name: str | None = Field(description="None once its key is gone.")
    type: str
    size: int
    at: datetime


class ExportedConversation(Wire):
    """One conversation. A long one goes on, under the same id, on the next page."""

    id: str
    program_id: str
    program_name: str
    channel: Channel
    line: str
    state: State
    created_at: datetime
    closed_at: datetime | None
    risk_level: RiskLevel
    tags: list[str]
    language: Language | None
    outcome: Outcome | None
    legal_hold: bool
    erased: bool = Field(description="Its content is gone; what is left counts and names nothing.")
    entries: list[ExportedEntry]
    files: list[ExportedFile] = Field(description="On the first page of the conversation.")
    continued: bool = Field(description="More of it is on the next page.")


class ExportedConsent(Wire):
    channel: Channel
    line: str
    opted_out: bool
    at: datetime | None
    blocked: bool


class ExportedTexter(Wire):
    id: str
    number: str | None = Field(description="As the carrier writes it; a web chat has a random name.")
    consents: list[ExportedConsent]


class TexterExport(Reply):
    """One page of all that is kept of a texter. Pages with the same `exportId` belong together."""

    schema_name: Literal["holdfast.texter-export"] = Field(default="holdfast.texter-export", alias="schema")
    version: Literal[1] = 1
    export_id: str
    exported_at: datetime
    texter: ExportedTexter
    conversations: list[ExportedConversation]
    next_cursor: str | None


# --- erasure --------------------------------------------------------------------------------------


class ErasureRequest(Wire):
    reason_code: ReasonCode = "texter_asked"
    reason: Why = Field(description="Sealed under the texter's key, and gone with it. The code stays.")


class SignedReceipt(Wire):
    """Signed with ECDSA over P-256 and SHA-256; the signature is over the canonical JSON of `receipt`."""

    receipt: dict[str, Any]
    algorithm: Literal["ECDSA_SHA_256"]
    signature: str = Field(description="DER, in base64.")


class ErasureFields(Wire):
    id: str
    texter_id: str
    status: Status
    reason_code: ReasonCode
    reason: str | None = Field(description="None once the texter's key is gone.")
    requested_by: str
    requested_at: datetime
    expires_at: datetime = Field(description="A request nobody has agreed to by then is void.")
    decided_by: str | None
    decided_at: datetime | None
    erased_at: datetime | None = Field(description="Since when nothing of ours is left.")
    finished_at: datetime | None = Field(description="Since when no carrier has a copy.")
    refused_for: str | None
    receipt: SignedReceipt | None


class Erasure(ErasureFields, Reply):
    pass


class ErasureList(Reply):
    items: list[ErasureFields]
    next_cursor: str | None
