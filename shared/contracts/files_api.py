"""Requests and responses about files."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from shared.contracts.api import Reply, Wire
from shared.domain.file_types import LONGEST_NAME, MOST_BYTES

FileName = Annotated[str, StringConstraints(min_length=1, max_length=LONGEST_NAME, pattern=r"\S")]


class NewFile(Wire):
    name: FileName
    type: Annotated[str, StringConstraints(min_length=3, max_length=100, to_lower=True)] = Field(
        description="One of the media types that are taken, for example application/pdf."
    )
    size: int = Field(ge=1, le=MOST_BYTES, description="In bytes. Each type has a limit of its own.")
    sha256: Annotated[str, StringConstraints(pattern=r"^[0-9a-fA-F]{64}$", to_lower=True)] = Field(
        description="The content's SHA-256 in hexadecimal."
    )
    conversation_id: Annotated[str, StringConstraints(min_length=1, max_length=128)] | None = Field(
        default=None, description="Whose reader may read the file, too; the uploader's own when left out."
    )


class Upload(Wire):
    url: str
    method: Literal["PUT"] = "PUT"
    headers: dict[str, str] = Field(description="Send exactly these. The length is signed, too.")
    expires_at: datetime


class File(Reply):
    id: str
    name: str
    type: str
    size: int
    status: Literal["pending", "ready"]
    conversation_id: str | None
    uploaded_by: str
    created_at: datetime
    url: str | None = Field(default=None, description="Where it is fetched, until expiresAt; null while pending.")
    expires_at: datetime | None = None
    upload: Upload | None = Field(default=None, description="Where the content goes; in answer to POST /api/files.")


class FileList(Reply):
    items: list[File]
    next_cursor: str | None
