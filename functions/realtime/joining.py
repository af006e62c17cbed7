"""Who may hear what, and where they find what they missed."""

from __future__ import annotations

from typing import Any

from shared.contracts.realtime import PROGRAM, USER, Right, Room
from shared.domain.conversation import Conversation
from shared.domain.errors import NotFound
from shared.runtime.access import may_hear_program, may_read_words
from shared.runtime.identity import Principal
from shared.store.connections import Connections
from shared.store.conversations import Conversations
from shared.store.room_logs import RoomLogs


class Joining:
    def __init__(self, connections: Connections, conversations: Conversations, logs: RoomLogs) -> None:
        self._connections = connections
        self._conversations = conversations
        self._logs = logs

    def subscribe(self, connection_id: str, principal: Principal, room: Room, after: int | None) -> dict[str, Any]:
        """Let a connection into a room; the frame that says so, with what was missed above `after`.

        Raises `NotFound` for rooms that do not exist and for those the caller may not hear. The room's number is read
        once the connection is in it: what has a higher one is pushed.
        """
        right, _ = self._right(principal, room)
        self._connections.subscribe(connection_id, room.name, principal.user_id, right)
        if room.logs:
            heard = self._logs.after(room.name, after)
            if heard.missed is None:
                return {"type": "reset", "room": room.name, "seq": heard.seq}
            missed = {"missed": heard.missed} if heard.missed else {}
            return {"type": "subscribed", "room": room.name, "seq": heard.seq, **missed}
        try:
            # Looked at again: one that changed hands meanwhile found nobody to take out of its room.
            _, found = self._right(principal, room)
        except NotFound:
            self._connections.unsubscribe(connection_id, room.name)
            raise
        return {"type": "subscribed", "room": room.name, "seq": found.version if found is not None else 0}

    def unsubscribe(self, connection_id: str, room: Room) -> dict[str, Any]:
        self._connections.unsubscribe(connection_id, room.name)
        return {"type": "unsubscribed", "room": room.name}

    def conversation(self, principal: Principal, room: Room) -> Conversation:
        """The conversation of a room, if the caller may hear of it; raises `NotFound`."""
        found = self._conversations.get(room.id) if room.kind not in (USER, PROGRAM) else None
        if found is None or not may_read_words(principal, found):
            raise NotFound
        return found

    def _right(self, principal: Principal, room: Room) -> tuple[Right, Conversation | None]:
        """By what right the caller may hear the room; raises `NotFound` if by none."""
        if room.kind == USER and room.id == principal.user_id:
            return Right.SELF, None
        if room.kind == PROGRAM and may_hear_program(principal, room.id):
            return Right.PROGRAM, None
        found = self.conversation(principal, room)
        # Whoever looks after the program hears of it whoever has it.
        return (Right.THEIRS if principal.role == "responder" else Right.AFFILIATE), found
