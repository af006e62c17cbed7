"""Which rooms hear of a notice, and what they are told."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from shared.contracts.queues import FactNotice
from shared.contracts.realtime import chat_room, conversation_room, program_room, user_room
from shared.domain.lifecycle import State
from shared.domain.web_chat import chat_state

TYPING, PRESENCE, DELIVERY, ALERT, DM, ANNOUNCEMENT = (
    "typing", "presence", "delivery", "alert", "dm", "announcement",
)  # fmt: skip


@dataclass(frozen=True)
class Telling:
    """A frame for a room. `name`: what it tells, where the room keeps it in its log."""

    room: str
    frame: dict[str, Any]
    name: str | None = None


def tellings(notice: FactNotice) -> list[Telling]:
    """In the order in which they are told."""
    match notice.kind:
        case "typing":
            return [_typing(notice)]
        case "delivery":
            frame = {"type": DELIVERY, **_which(notice), "status": notice.detail.get("status", "")}
            return [Telling(conversation_room(notice.conversation_id), frame)]
        case "presence":
            return [_presence(notice)]
        case "alert":
            return [_alert(notice)]
        case "dm":
            return [_dm(notice)]
        case "announcement":
            return [_announcement(notice)]
        case _:
            return _fact(notice)


def _fact(notice: FactNotice) -> list[Telling]:
    room = conversation_room(notice.conversation_id)
    found = [Telling(room, {"type": "fact", **_which(notice), "kind": notice.kind, "at": notice.at})]
    if notice.kind == "transition":
        queue = {"type": "queue", "programId": notice.program_id}
        found.append(Telling(program_room(notice.program_id), queue))
        # Whoever has it now, had it before, or is offered it: their lists have changed.
        people = (notice.detail.get(name) for name in ("responder_id", "from", "receiver"))
        owned = {"type": "owned", "conversationId": notice.conversation_id}
        name = f"owned#{notice.conversation_id}#{notice.seq}"
        found += [Telling(user_room(one), owned, name) for one in dict.fromkeys(people) if one is not None]
    if "chat" in notice.detail:
        found += [Telling(chat_room(notice.detail["chat"]), frame) for frame in _for_texter(notice)]
    return found


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


def _typing(notice: FactNotice) -> Telling:
    """To the other side only: nobody is told of their own writing."""
    if notice.detail["by"] == "texter":
        room = conversation_room(notice.conversation_id)
        return Telling(room, {"type": TYPING, "conversationId": notice.conversation_id})
    return Telling(chat_room(notice.detail["chat"]), {"type": TYPING})


def _presence(notice: FactNotice) -> Telling:
    frame = {
        "type": PRESENCE,
        "programId": notice.program_id,
        "userId": notice.detail["user"],
        "state": notice.detail["state"],
        "at": notice.at,
    }
    return Telling(program_room(notice.program_id), frame)


def _alert(notice: FactNotice) -> Telling:
    user, alert = notice.detail.get("user"), notice.detail["alert"]
    frame = {
        "type": ALERT,
        "id": alert,
        "kind": notice.detail["call"],
        "level": notice.detail["level"],
        "programId": notice.program_id,
        "conversationId": notice.conversation_id,
    }
    room = user_room(user) if user is not None else program_room(notice.program_id)
    return Telling(room, frame, f"alert#{alert}")


def _dm(notice: FactNotice) -> Telling:
    """A colleague wrote: to whom, and no words."""
    message = notice.detail["message"]
    frame = {"type": DM, "threadId": notice.detail["thread"], "messageId": message, "from": notice.detail["from"]}
    return Telling(user_room(notice.detail["user"]), frame, f"dm#{message}")


def _announcement(notice: FactNotice) -> Telling:
    announcement = notice.detail["announcement"]
    frame = {
        "type": ANNOUNCEMENT,
        "announcementId": announcement,
        "scope": notice.detail["scope"],
        "programId": notice.program_id,
    }
    return Telling(program_room(notice.program_id), frame, f"announcement#{announcement}")


def _which(notice: FactNotice) -> dict[str, Any]:
    return {"conversationId": notice.conversation_id, "seq": notice.seq}
