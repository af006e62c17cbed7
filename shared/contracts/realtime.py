"""The WebSocket's rooms and frames.

Client frames: `{"action": "subscribe" | "unsubscribe" | "typing", "room"}` and `{"action": "ping"}`.
Server frames: `subscribed`, `unsubscribed`, `typed`, `refused` (with `code`), `pong`, `fact` (`conversationId, seq,
kind, at`), `delivery` (`conversationId, seq, status`), `queue` (`programId`), `owned` (`conversationId`), `alert`
(`id, kind, level, programId, conversationId`), `typing` (`conversationId`).

A web chat's texter says `{"action": "ping" | "typing"}` and `{"action": "read", "seq"}`, is in the room of their chat
from the beginning and in no other, and is told `pong`, `typed`, `read` (`seq`), `refused`, and of the chat: `message`
(there is one to fetch), `state` (`state`), `typing`.

None carries a texter's words: who may read them fetches them.
"""

from __future__ import annotations

from dataclasses import dataclass

from shared.domain.errors import FieldError, InvalidInput


@dataclass(frozen=True)
class Room:
    """`kind` is `conversation`, `program` or `user`."""

    kind: str
    id: str

    @property
    def name(self) -> str:
        return f"{self.kind}:{self.id}"


def parse_room(name: object) -> Room:
    """Raises `InvalidInput` for anything that is not a room's name."""
    kind, _, rest = name.partition(":") if isinstance(name, str) else ("", "", "")
    if kind not in ("conversation", "program", "user") or not rest or len(rest) > 128:
        raise InvalidInput(errors=(FieldError("room", "must be conversation:, program: or user: and an id"),))
    return Room(kind, rest)


def conversation_room(conversation_id: str) -> str:
    return f"conversation:{conversation_id}"


def program_room(program_id: str) -> str:
    return f"program:{program_id}"


def user_room(user_id: str) -> str:
    return f"user:{user_id}"


def chat_room(session_id: str) -> str:
    """The one room of a web chat's texter. `parse_room` does not know it: nobody can ask to be let in."""
    return f"chat:{session_id}"
