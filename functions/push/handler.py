"""Facts and deliveries to the WebSocket rooms that listen."""

from __future__ import annotations

from functools import cache
from typing import Any

from functions.push.rooms import Rooms
from shared.contracts.queues import FactNotice
from shared.runtime.aws import connections_client
from shared.runtime.batches import each
from shared.runtime.invocation import invocation
from shared.runtime.settings import required, table_prefix
from shared.store.database import Database


@cache
def _rooms() -> Rooms:
    return Rooms(Database(table_prefix()), connections_client(required("CONNECTIONS_URL")))


@invocation("push")
def handler(event: dict[str, Any], context: Any) -> Any:
    return each(event, lambda record: _rooms().announce(FactNotice.from_json(record.body)))
