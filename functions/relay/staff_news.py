"""What colleagues wrote to each other, and what was announced: who is to hear of it, in ids."""

from __future__ import annotations

from typing import Any

from shared.contracts.queues import FactNotice

Image = dict[str, dict[str, Any]]


def notices(image: Image) -> list[FactNotice]:
    """A message's to whom it was written; an announcement's to each program whose room is told."""
    kind = image["kind"]["S"]
    if kind == "dm":
        detail = {
            "user": image["receiver_id"]["S"],
            "thread": image["pk"]["S"][2:],
            "message": image["message_id"]["S"],
            "from": image["sender_id"]["S"],
        }
        return [_notice(image, kind, "", int(image["seq"]["N"]), detail)]
    detail = {
        "announcement": image["announcement_id"]["S"],
        "scope": "program" if "program_id" in image else "affiliate",
    }
    rooms = image.get("rooms", {}).get("L", [])
    return [_notice(image, kind, room["S"], 0, detail) for room in rooms]


def _notice(image: Image, kind: str, program_id: str, seq: int, detail: dict[str, str]) -> FactNotice:
    return FactNotice(
        kind, image["affiliate_id"]["S"], program_id, "", seq, image["at"]["S"], image["request_id"]["S"], detail
    )
