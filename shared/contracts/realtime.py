"""The WebSocket's rooms and frames. `docs/realtime.md` tells them at length; a test holds it against this table.

Members of staff say `{"action", "room"}`, and with `subscribe` the number `after` which they ask what they missed.
A web chat's texter is in the room of their chat from the beginning and can ask for no other.

No frame carries a texter's words: who may read them fetches them.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from shared.domain.errors import FieldError, InvalidInput

#: What members of staff may say.
ACTIONS = ("subscribe", "unsubscribe", "typing", "state", "ping")

CONVERSATION, PROGRAM, USER, CHAT = "conversation", "program", "user", "chat"
#: Rooms that keep a log of what was said in them. A conversation's facts are its own log.
LOGGING = (PROGRAM, USER)
ROOM_MOST = 128
#: The highest number a client may name: beyond every room's, and exact in JavaScript.
SEQ_MOST = 10**15


class Right(StrEnum):
    """Why a connection was let into a room.

    `theirs`: the conversation is its user's (owned, offered, or planned by them): it ends when that does. `affiliate`:
    they look after the program. `program`: they work in it. `self`: the room is theirs. Those end with the connection,
    which is cut when somebody's role, programs or account change.
    """

    THEIRS = "theirs"
    AFFILIATE = "affiliate"
    PROGRAM = "program"
    SELF = "self"


@dataclass(frozen=True)
class Frame:
    """A frame that the server sends: in rooms of these kinds (none: to a connection alone), with these members.

    `room` is a member of every frame that is told in a room. `logged`: it has a `seq` of the room, and is found in the
    room's log. `maybe` are members that not every such frame has.
    """

    type: str
    rooms: tuple[str, ...]
    members: tuple[str, ...]
    logged: bool = False
    maybe: tuple[str, ...] = ()


# fmt: off
#: What members of staff are sent.
FRAMES = (
    Frame("subscribed",   (), ("room", "seq"), maybe=("missed",)),
    Frame("reset",        (), ("room", "seq")),
    Frame("unsubscribed", (), ("room",), maybe=("reason",)),
    Frame("typed",        (), ("room",)),
    Frame("refused",      (), ("room", "code", "detail")),
    Frame("state",        (), ("user", "rooms", "presence", "openAlerts", "at")),
    Frame("pong",         (), ()),
    Frame("cut",          (), ("reason",)),
    Frame("fact",         (CONVERSATION,), ("conversationId", "seq", "kind", "at")),
    Frame("delivery",     (CONVERSATION,), ("conversationId", "seq", "status")),
    Frame("typing",       (CONVERSATION,), ("conversationId",)),
    Frame("queue",        (PROGRAM,), ("programId",)),
    Frame("presence",     (PROGRAM,), ("programId", "userId", "state", "at")),
    Frame("alert",        (USER, PROGRAM), ("id", "kind", "level", "programId", "conversationId"), logged=True),
    Frame("owned",        (USER,), ("conversationId",), logged=True),
    Frame("dm",           (USER,), ("threadId", "messageId", "from"), logged=True),
    Frame("announcement", (PROGRAM,), ("announcementId", "scope", "programId"), logged=True),
)
#: What a web chat's texter is sent.
TEXTERS_FRAMES = (
    Frame("message", (CHAT,), ()),
    Frame("state",   (CHAT,), ("state",)),
    Frame("typing",  (CHAT,), ()),
    Frame("typed",   (), ()),
    Frame("read",    (), ("seq",)),
    Frame("refused", (), ("room", "code", "detail")),
    Frame("pong",    (), ()),
)
# fmt: on


@dataclass(frozen=True)
class Room:
    """`kind` is `conversation`, `program` or `user`."""

    kind: str
    id: str

    @property
    def name(self) -> str:
        return f"{self.kind}:{self.id}"

    @property
    def logs(self) -> bool:
        return self.kind in LOGGING


def parse_room(name: object) -> Room:
    """Raises `InvalidInput` for anything that is not a room's name."""
    kind, _, rest = name.partition(":") if isinstance(name, str) else ("", "", "")
    if kind not in (CONVERSATION, PROGRAM, USER) or not rest or len(rest) > ROOM_MOST:
        raise InvalidInput(errors=(FieldError("room", "must be conversation:, program: or user: and an id"),))
    return Room(kind, rest)


def parse_after(after: object) -> int | None:
    """The number after which a client asks what it missed; raises `InvalidInput`."""
    if after is None or (type(after) is int and 0 <= after <= SEQ_MOST):
        return after
    raise InvalidInput(errors=(FieldError("after", f"must be a whole number from 0 to {SEQ_MOST}"),))


def conversation_room(conversation_id: str) -> str:
    return f"conversation:{conversation_id}"


def program_room(program_id: str) -> str:
    return f"program:{program_id}"


def user_room(user_id: str) -> str:
    return f"user:{user_id}"


def chat_room(session_id: str) -> str:
    """The one room of a web chat's texter. `parse_room` does not know it: nobody can ask to be let in."""
    return f"chat:{session_id}"
