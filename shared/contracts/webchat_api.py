"""Requests and responses of the web chat: what a texter's browser says and is told."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from shared.contracts.api import Reply, Wire

#: The longest message a texter may write at once, in characters.
LONGEST = 2000

ClientId = Annotated[str, StringConstraints(min_length=1, max_length=64, pattern=r"^[A-Za-z0-9._~-]+$")]
ChatText = Annotated[str, StringConstraints(min_length=1, max_length=LONGEST, pattern=r"\S")]


class ChatOpenRequest(Wire):
    program_id: Annotated[str, StringConstraints(min_length=1, max_length=128, pattern=r"^[\w.~:@%+-]+$")]


class ChatOpened(Reply):
    session_id: str
    token: str = Field(description="Bearer token of this session, good until expiresAt. Keep it in the tab.")
    expires_at: datetime
    program_id: str
    program_name: str


class ChatProgram(Reply):
    """What anybody may know about a web chat before they open it. Not who is there: that changes by the minute."""

    id: str
    name: str
    open: bool = Field(description="By its hours and holidays. While it is closed one may write and keeps a place.")
    opens_at: datetime | None = Field(
        description="When people are there next, with that place's offset; null while it is open, or if nobody can say."
    )
    zone: str | None = Field(description="By which clock its hours are kept, like America/New_York; null: not said.")
    languages: list[str] = Field(description="In which its automatic messages are written, the main one first.")


class ChatPostRequest(Wire):
    content: ChatText
    client_id: ClientId = Field(description="Of the client's choosing. Repeated, the message is still one.")


class ChatPosted(Reply):
    client_id: str
    id: str = Field(description="The id the message has in the list of messages, as soon as it is there.")


class ChatEndRequest(Wire):
    client_id: ClientId | None = Field(default=None, description="Repeated, the chat is ended once.")


class ChatAccepted(Reply):
    """It was taken, and will be acted upon in a moment."""


class ChatMessage(Wire):
    id: str
    seq: int = Field(description="Rises with every message of the session; not every number is a message.")
    direction: Literal["inbound", "outbound"] = Field(description="inbound: the texter's own.")
    automatic: bool = Field(description="Sent by the line itself, not by a person.")
    content: str
    at: datetime


class ChatToken(Wire):
    token: str
    expires_at: datetime


class ChatMessages(Reply):
    items: list[ChatMessage]
    next_cursor: str | None = Field(description="Pass as `after`; null when there is no more for now.")
    cursor: int = Field(description="The last message's seq, or `after`: pass it as `after` later.")
    state: Literal["new", "waiting", "active", "ended"] = Field(
        description="new: nothing has arrived yet. waiting: in line. active: a person is there."
    )
    read_up_to: int = Field(description="The seq up to which the texter has said they have read; 0: nothing yet.")
    opted_out: bool = Field(description="The texter wrote STOP: nothing more is shown until they write START.")
    renewed: ChatToken | None = Field(default=None, description="A fresh token to go on with, from time to time.")


class ChatReadRequest(Wire):
    seq: Annotated[int, Field(ge=1, le=10**9)]
