"""Which rooms hear of what, and how a gone socket is cleared away."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

from botocore.exceptions import ClientError

from shared.contracts.queues import FactNotice
from shared.contracts.realtime import chat_room, conversation_room, program_room, user_room
from shared.domain.clockwork import SystemClock
from shared.domain.lifecycle import State
from shared.domain.ports import Clock
from shared.domain.web_chat import chat_state
from shared.runtime.invocation import tally
from shared.store.database import Database
from shared.store.models import ConnectionItem, SubscriptionItem

#: Seconds after which nobody cares any more that somebody was writing.
_STILL_TYPING = 10.0


class Rooms:
    def __init__(self, database: Database, connections: Any, clock: Clock | None = None) -> None:
        self._database = database
        self._connections = connections
        self._clock = clock or SystemClock()

    def announce(self, notice: FactNotice) -> None:
        """Post one frame per room and subscriber. A frame may come twice; clients go by `seq`."""
        if notice.kind == "typing" and self._age(notice) > _STILL_TYPING:
            tally("late")
            return
        for room, frame in _frames(notice):
            data = json.dumps({**frame, "room": room}, separators=(",", ":")).encode()
            for connection_id in self._subscribers(room):
                self._post(room, connection_id, data)

    def _age(self, notice: FactNotice) -> float:
        return (self._clock.now() - datetime.fromisoformat(notice.at)).total_seconds()

    def _subscribers(self, room: str) -> list[str]:
        found: list[str] = []
        start = None
        while True:
            page = self._database.query(SubscriptionItem, f"M#{room}", start=start)
            found += [row["connection_id"]["S"] for row in page["Items"]]
            start = page.get("LastEvaluatedKey")
            if start is None:
                return found

    def _post(self, room: str, connection_id: str, data: bytes) -> None:
        try:
            self._connections.post_to_connection(ConnectionId=connection_id, Data=data)
            tally("pushes")
        except ClientError as error:
            if error.response.get("Error", {}).get("Code") not in ("GoneException", "410"):
                raise
            # That socket is gone; the others still want their frame.
            tally("gone")
            SubscriptionItem(f"M#{room}", f"X#{connection_id}", connection_id=connection_id, expires_at=0).delete()
            ConnectionItem(
                f"X#{connection_id}", "CONNECTION", user_id="", affiliate_id="", session_id="", expires_at=0
            ).delete()


def _frames(notice: FactNotice) -> list[tuple[str, dict[str, Any]]]:
    room = conversation_room(notice.conversation_id)
    if notice.kind == "delivery":
        return [
            (
                room,
                {
                    "type": "delivery",
                    "conversationId": notice.conversation_id,
                    "seq": notice.seq,
                    "status": notice.detail.get("status", ""),
                },
            )
        ]
    if notice.kind == "alert":
        return [(_heard_by(notice), _alert(notice))]
    if notice.kind == "typing":
        return [_typing(notice)]
    frames: list[tuple[str, dict[str, Any]]] = [
        (
            room,
            {
                "type": "fact",
                "conversationId": notice.conversation_id,
                "seq": notice.seq,
                "kind": notice.kind,
                "at": notice.at,
            },
        )
    ]
    if notice.kind == "transition":
        frames.append((program_room(notice.program_id), {"type": "queue", "programId": notice.program_id}))
        # Whoever has it now, had it before, or is offered it: their lists have changed.
        people = (notice.detail.get(name) for name in ("responder_id", "from", "receiver"))
        frames += [
            (user_room(one), {"type": "owned", "conversationId": notice.conversation_id})
            for one in dict.fromkeys(people)
            if one is not None
        ]
    if "chat" in notice.detail:
        frames += [(chat_room(notice.detail["chat"]), frame) for frame in _for_texter(notice)]
    return frames


def _for_texter(notice: FactNotice) -> list[dict[str, Any]]:
    """What a web chat's texter is told of a fact: that there is something to read, and how their chat stands now."""
    if notice.kind == "message":
        return [{"type": "message"}]
    if notice.kind == "transition":
        source, now = State(notice.detail["source"]), chat_state(State(notice.detail["target"]))
        # Who has it, and what they make of it, is not the texter's to know.
        news = source is State.NEW or chat_state(source) is not now
        return [{"type": "state", "state": str(now)}] if news else []
    return []


def _typing(notice: FactNotice) -> tuple[str, dict[str, Any]]:
    """To the other side only: nobody is told of their own writing."""
    if notice.detail["by"] == "texter":
        room = conversation_room(notice.conversation_id)
        return room, {"type": "typing", "conversationId": notice.conversation_id}
    return chat_room(notice.detail["chat"]), {"type": "typing"}


def _heard_by(notice: FactNotice) -> str:
    user = notice.detail.get("user")
    return user_room(user) if user is not None else program_room(notice.program_id)


def _alert(notice: FactNotice) -> dict[str, Any]:
    return {
        "type": "alert",
        "id": notice.detail["alert"],
        "kind": notice.detail["call"],
        "level": notice.detail["level"],
        "programId": notice.program_id,
        "conversationId": notice.conversation_id,
    }
