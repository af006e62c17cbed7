"""Facts and deliveries to the WebSocket rooms that listen."""

from __future__ import annotations

from functools import cache
from typing import Any

from functions.push.rooms import Rooms
from shared.contracts.queues import FactNotice
from shared.runtime.aws import connections_client
from shared.runtime.batches import each
from shared.runtime.invocation import invocation
from shared.runtime.settings import required
from shared.runtime.tables import database


@cache
def _rooms() -> Rooms:
    return Rooms(database(), connections_client(required("CONNECTIONS_URL")))


@invocation("push")
def handler(event: dict[str, Any], context: Any) -> Any:
    return each(event, lambda record: _rooms().announce(FactNotice.from_json(record.body)))
