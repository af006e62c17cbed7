"""The deliver queue, one texter's messages in order."""

from __future__ import annotations

from functools import cache
from typing import Any

from functions.deliver.supervisor import DeliverySupervisor
from shared.contracts.queues import DeliveryTask
from shared.domain.clockwork import SystemClock
from shared.lifecycle.carrier_opt_out import CarrierOptOut
from shared.runtime.aws import client
from shared.runtime.batches import each
from shared.runtime.invocation import invocation
from shared.runtime.providers import provider_of_lines
from shared.runtime.settings import required
from shared.runtime.tables import database
from shared.store.breakers import Breakers, Pace
from shared.store.conversations import Conversations
from shared.store.deliveries import Deliveries
from shared.store.directory import Directory
from shared.store.vault import Vault


@cache
def _supervisor() -> DeliverySupervisor:
    tables, clock = database(), SystemClock()
    directory = Directory(tables)
    return DeliverySupervisor(
        Deliveries(tables, clock),
        directory,
        Vault(tables, client("kms"), clock),
        provider_of_lines(),
        Breakers(tables, clock),
        Pace(tables, clock),
        CarrierOptOut(Conversations(tables), directory, clock),
        clock.now,
        client("sqs"),
        required("DELIVER_QUEUE_URL"),
    )


@invocation("deliver")
def handler(event: dict[str, Any], context: Any) -> Any:
    def handle(record: Any) -> None:
        _supervisor().run(DeliveryTask.from_json(record.body), record.receipt_handle)

    return each(event, handle, fifo=True)
