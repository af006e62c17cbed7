"""Web chat's rules: what a session is, what its texter may know, and how their messages are numbered and named.

A session is one browser tab's chat with a program. It may hold several conversations, one after another: somebody
writes again after theirs has ended. Their facts are numbered anew each, so the texter's own numbers are made of both.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from shared.domain.lifecycle import State

CHANNEL = "webchat"

#: Facts a conversation may have before the texter's numbers of the next one begin.
_ROOM = 1_000_000


class ChatState(StrEnum):
    """How a chat stands, in words for its texter: who owns it and what it is about is not theirs to know."""

    NEW = "new"
    WAITING = "waiting"
    ACTIVE = "active"
    ENDED = "ended"


_STATES = {
    State.NEW: ChatState.WAITING,
    State.QUEUED: ChatState.WAITING,
    State.ASSIGNED: ChatState.WAITING,
    State.ACTIVE: ChatState.ACTIVE,
    State.TRANSFERRED: ChatState.ACTIVE,
    State.ESCALATED_MEDICAL: ChatState.ACTIVE,
    State.ESCALATED_POLICE: ChatState.ACTIVE,
    State.WRAP_UP: ChatState.ACTIVE,
    # Its texter is given another one at once, in front of the queue.
    State.FAILED: ChatState.WAITING,
}


@dataclass(frozen=True)
class ChatSession:
    """Who a session token speaks for. `origin` is the web site it was opened from, empty where no browser did."""

    id: str
    program_id: str
    affiliate_id: str
    origin: str
    started_at: datetime
    expires_at: datetime

    role = "texter"

    @property
    def user_id(self) -> str:
        """What stands in logs: the session's own name, which opens nothing by itself."""
        return self.id


def chat_state(state: State) -> ChatState:
    """A conversation's state as its texter sees it. While a check-in is planned nobody is there: it has ended."""
    return _STATES.get(state, ChatState.ENDED)


def texter_seq(conversation: int, seq: int) -> int:
    """The texter's number of a fact, in the session's conversation number so-and-so, from 0."""
    return conversation * _ROOM + seq


def split_seq(number: int) -> tuple[int, int]:
    """The inverse of `texter_seq`: which conversation, and which of its facts."""
    return divmod(number, _ROOM)


def provider_id(session_id: str, client_id: str) -> str:
    """The permanent name of what a client sent: the same `client_id` of two sessions is two messages."""
    return f"{session_id}:{client_id}"


def message_id(provider_id: str) -> str:
    """The id a texter's message is given, known as soon as it is posted: repeating it repeats the id."""
    return f"msg_{hashlib.sha256(provider_id.encode()).hexdigest()[:32]}"
