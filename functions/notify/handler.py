"""The notify queue: facts that somebody must hear of."""

from __future__ import annotations

from functools import cache
from typing import Any

from functions.notify.calling import Calling
from shared.contracts.queues import FactNotice
from shared.domain.clockwork import SystemClock
from shared.runtime.aws import client
from shared.runtime.batches import each
from shared.runtime.invocation import invocation
from shared.runtime.settings import required
from shared.runtime.tables import database
from shared.store.alerts import Alerts
from shared.store.directory import Directory
from shared.store.presence import Presences


@cache
def _calling() -> Calling:
    tables, clock = database(), SystemClock()
    return Calling(
        Alerts(tables),
        Directory(tables),
        Presences(tables, clock),
        clock,
        client("sqs"),
        required("PUSH_QUEUE_URL"),
        required("COMMS_QUEUE_URL"),
    )


@invocation("notify")
def handler(event: dict[str, Any], context: Any) -> Any:
    return each(event, lambda record: _calling().call(FactNotice.from_json(record.body)))
