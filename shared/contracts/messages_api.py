"""Requests and responses of what staff write to each other and to all."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from pydantic import Field, StringConstraints

from shared.contracts.api import Reply, Role, Wire
from shared.domain.staff_messages import LONGEST, MOST_FILES

#: At least one visible character.
StaffText = Annotated[str, StringConstraints(min_length=1, max_length=LONGEST, pattern=r"\S")]
FileId = Annotated[str, StringConstraints(min_length=1, max_length=128, pattern=r"^[\w.-]+$")]
FileIds = Annotated[list[FileId], Field(max_length=MOST_FILES, description="Files that the sender uploaded.")]


# --- direct messages ------------------------------------------------------------------------------


class DirectMessageRequest(Wire):
    content: StaffText
    files: FileIds = Field(default_factory=list)


class StaffMessageView(Wire):
    """`seq` counts a thread's messages from 1, without gaps; what retention removed is missing at the front."""

    id: str
    seq: int
    sender_id: str
    at: datetime
    content: str
    files: list[str]


class DirectMessage(Reply, StaffMessageView):
    pass


class Peer(Wire):
    """A colleague. Nobody can write to one who is not `active` any more."""

    id: str
    name: str
    role: Role
    active: bool


class DirectMessages(Reply):
    """Oldest first: the newest page, the one before `cursor`, or with `after` what came after that number."""

    peer: Peer
    items: list[StaffMessageView]
    last_seq: int = Field(description="The thread's last number; 0 while nothing was written.")
    read_seq: int = Field(description="Up to where one has read.")
    unread: int
    next_cursor: str | None = Field(description="For the page before this one; null at the beginning.")


class LastMessage(Wire):
    seq: int
    sender_id: str
    at: datetime
    preview: str = Field(description="The first 120 characters.")


class ThreadView(Wire):
    peer: Peer
    last_seq: int
    read_seq: int
    unread: int
    last_at: datetime
    last_message: LastMessage | None = Field(description="null once retention has removed it.")


class ThreadList(Reply):
    """The one in which somebody wrote last comes first."""

    items: list[ThreadView]
    next_cursor: str | None


class ThreadReadRequest(Wire):
    seq: Annotated[int, Field(ge=1, le=10**9)] | None = Field(
        default=None, description="The last number one has read; the thread's last when left out."
    )


class ThreadRead(Reply):
    read_seq: int
    unread: int


# --- announcements --------------------------------------------------------------------------------


class AnnouncementRequest(Wire):
    content: StaffText
    program_id: str | None = Field(default=None, description="To whose people; to the whole affiliate when left out.")
    files: FileIds = Field(default_factory=list)


class AnnouncementView(Wire):
    id: str
    author_id: str
    author_name: str
    program_id: str | None = Field(description="null: to the whole affiliate.")
    at: datetime
    content: str
    files: list[str]
    read: bool = Field(description="Whether the caller has read it; their own they have.")


class Announcement(Reply, AnnouncementView):
    pass


class AnnouncementList(Reply):
    """The newest first."""

    items: list[AnnouncementView]
    next_cursor: str | None
