"""What was said in a room that keeps a log, numbered without gaps, so that whoever was away asks for the rest.

A frame gets its number and its place in the log in one transaction: a number somebody has heard means that every
smaller one can be read.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from pynamodb.expressions.update import Action

from shared.domain.errors import Unavailable
from shared.domain.ports import Clock
from shared.store.database import Cancelled, Database, Key, Transaction
from shared.store.models import RoomFrameItem, RoomItem, RoomNameItem, seq_key

#: For so long, and of so many, a room remembers what it said.
KEPT = timedelta(hours=2)
MOST_KEPT = 200
#: A room in which nothing is said and to which nobody listens forgets its number.
_ROOM_KEPT = timedelta(days=7)
_TRIES = 8


@dataclass(frozen=True)
class Heard:
    """Where a room's log stands, and the frames asked for, oldest first; `missed` is None where some are gone."""

    seq: int
    missed: list[dict[str, Any]] | None


class RoomLogs:
    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    def append(self, room: str, name: str, frame: Mapping[str, Any]) -> int:
        """Keep a frame; its number. `name` is what it tells: told again, it keeps its number."""
        for _ in range(_TRIES):
            known, said = self._database.get_together(
                [Key(RoomItem, f"R#{room}", "SEQ"), Key(RoomNameItem, f"R#{room}", f"I#{name}")]
            )
            if said is not None:
                return int(said.seq)
            last = int(known.seq) if known is not None else self._beginning()
            try:
                self._write(room, name, frame, last, new=known is None)
            except Cancelled:
                continue
            return last + 1
        raise Unavailable("the room is busy")

    def begin(self, room: str) -> int:
        """The number of the last frame that was said; what comes later has a higher one."""
        item = RoomItem(f"R#{room}", "SEQ")
        item.update(
            actions=[
                RoomItem.seq.set(RoomItem.seq | self._beginning()),
                RoomItem.expires_at.set(self._in(_ROOM_KEPT)),
            ]
        )
        return int(item.seq)

    def after(self, room: str, after: int | None) -> Heard:
        """Where the log stands, and what was said above `after` (None: nothing is asked for)."""
        seq = self.begin(room)
        if after is None or after == seq:
            return Heard(seq, [])
        if not 0 < seq - after <= MOST_KEPT:
            return Heard(seq, None)
        page = self._database.query(RoomFrameItem, f"R#{room}", between=(seq_key("F", after + 1), seq_key("F", seq)))
        now = self._in(timedelta())
        kept = [
            {**json.loads(row["frame"]["S"]), "room": room, "seq": int(row["sk"]["S"][2:])}
            for row in page["Items"]
            if int(row["expires_at"]["N"]) > now
        ]
        return Heard(seq, kept if len(kept) == seq - after else None)

    def _write(self, room: str, name: str, frame: Mapping[str, Any], last: int, *, new: bool) -> None:
        seq, expires = last + 1, self._in(KEPT)
        writes = Transaction(self._database)
        if new:
            writes.put("seq", RoomItem(f"R#{room}", "SEQ", seq=seq, expires_at=self._in(_ROOM_KEPT)))
        else:
            actions: list[Action] = [RoomItem.seq.set(seq), RoomItem.expires_at.set(self._in(_ROOM_KEPT))]
            writes.update("seq", RoomItem(f"R#{room}", "SEQ"), actions, RoomItem.seq == last)
        text = json.dumps(frame, separators=(",", ":"))
        writes.put("frame", RoomFrameItem(f"R#{room}", seq_key("F", seq), frame=text, expires_at=expires))
        writes.put("name", RoomNameItem(f"R#{room}", f"I#{name}", seq=seq, expires_at=expires))
        writes.commit()

    def _beginning(self) -> int:
        """A room whose number was forgotten goes on above whatever it reached: fewer than one frame a second."""
        return self._in(timedelta())

    def _in(self, by: timedelta) -> int:
        return int((self._clock.now() + by).timestamp())
