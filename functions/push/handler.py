"""Facts, deliveries and calls to the WebSocket rooms that listen."""

from __future__ import annotations

from functools import cache
from typing import Any

from functions.push.posting import Posting
from functions.push.rooms import Rooms
from shared.contracts.queues import FactNotice
from shared.domain.clockwork import SystemClock
from shared.runtime.aws import connections_client
from shared.runtime.batches import each
from shared.runtime.invocation import invocation
from shared.runtime.settings import required
from shared.runtime.tables import database
from shared.store.connections import Connections
from shared.store.room_logs import RoomLogs


@cache
def _rooms() -> Rooms:
    tables, clock = database(), SystemClock()
    connections = Connections(tables, clock)
    posting = Posting(connections_client(required("CONNECTIONS_URL")), connections)
    return Rooms(tables, posting, connections, RoomLogs(tables, clock), clock)


@invocation("push")
def handler(event: dict[str, Any], context: Any) -> Any:
    rooms = _rooms()
    rooms.begin_batch()
    return each(event, lambda record: rooms.announce(FactNotice.from_json(record.body)))
