"""API Gateway's end of WebSocket connections, as `push` sees it."""

from __future__ import annotations

import json
from collections import defaultdict
from typing import Any

from functions.push.posting import Posting
from functions.push.rooms import Rooms
from shared.contracts.realtime import CHAT, FRAMES, TEXTERS_FRAMES
from shared.store.connections import Connections
from shared.store.room_logs import RoomLogs
from tests.unit.wire import client_error
from tests.unit.world import World


class Sockets:
    """`frames` is what each connection was sent. `errors`: what happens instead, each time or so many times."""

    def __init__(self) -> None:
        self.frames: dict[str, list[dict[str, Any]]] = defaultdict(list)
        self.errors: dict[str, str | Exception] = {}
        self.times: dict[str, int] = {}
        self.closed: list[str] = []
        self.posts = 0

    def post_to_connection(self, ConnectionId: str, Data: bytes) -> None:  # noqa: N803
        self.posts += 1
        if ConnectionId in self.closed:
            raise client_error("GoneException", "PostToConnection")
        self._fail(ConnectionId, "PostToConnection")
        frame = json.loads(Data)
        assert_in_contract(frame)
        self.frames[ConnectionId].append(frame)

    def delete_connection(self, ConnectionId: str) -> None:  # noqa: N803
        if ConnectionId in self.closed:
            raise client_error("GoneException", "DeleteConnection")
        self._fail(f"delete {ConnectionId}", "DeleteConnection")
        self.closed.append(ConnectionId)

    def _fail(self, what: str, operation: str) -> None:
        if what not in self.errors or self.times.get(what) == 0:
            return
        if what in self.times:
            self.times[what] -= 1
        error = self.errors[what]
        raise error if isinstance(error, Exception) else client_error(error, operation)


def assert_in_contract(frame: dict[str, Any]) -> None:
    """The frame is one of the contract's, in a room of its kind, and has the members that it should have."""
    kind = str(frame.get("room") or "").partition(":")[0]
    rows = TEXTERS_FRAMES if kind == CHAT else FRAMES
    (row,) = [one for one in rows if one.type == frame["type"]]
    told = ({"room"} if row.rooms else set()) | ({"seq"} if row.logged else set())
    assert set(frame) - {"type"} - set(row.maybe) == set(row.members) | told, frame
    assert not row.rooms or kind in row.rooms, frame


class Push:
    """The function `push` over a world's tables; `waited` are its pauses, which take no time here."""

    def __init__(self, world: World, sockets: Sockets) -> None:
        self.waited: list[float] = []
        self.connections = Connections(world.database, world.clock)
        self.logs = RoomLogs(world.database, world.clock)
        self.posting = Posting(sockets, self.connections, self.waited.append)
        self.rooms = Rooms(world.database, self.posting, self.connections, self.logs, world.clock)
