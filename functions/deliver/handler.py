"""The deliver queue, one texter's messages in order."""

from __future__ import annotations

from functools import cache
from typing import Any

from functions.deliver.supervisor import DeliverySupervisor
from shared.channels.outbound import Provider
from shared.channels.twilio_outbound import TwilioProvider
from shared.contracts.queues import DeliveryTask
from shared.domain.clockwork import SystemClock
from shared.runtime.aws import client
from shared.runtime.batches import each
from shared.runtime.invocation import invocation
from shared.runtime.secret import Secret
from shared.runtime.settings import required
from shared.runtime.tables import database
from shared.store.deliveries import Deliveries
from shared.store.directory import Directory, Program
from shared.store.vault import Vault


@cache
def _supervisor() -> DeliverySupervisor:
    tables, clock = database(), SystemClock()
    credentials = Secret(client("secretsmanager"), required("PROVIDERS_SECRET"))
    providers: dict[tuple[str, str], Provider] = {}

    def provider(program: Program) -> Provider:
        # Keyed by the token too, so that a rotated one is used as soon as it is read.
        token = credentials.value()[program.provider][program.account]["auth_tokens"][0]
        if (program.account, token) not in providers:
            providers[program.account, token] = TwilioProvider(
                program.account, token, api_url=required("TWILIO_API_URL"), public_url=required("PUBLIC_URL")
            )
        return providers[program.account, token]

    return DeliverySupervisor(
        Deliveries(tables, clock),
        Directory(tables),
        Vault(tables, client("kms"), clock),
        provider,
        client("sqs"),
        required("DELIVER_QUEUE_URL"),
    )


@invocation("deliver")
def handler(event: dict[str, Any], context: Any) -> Any:
    def handle(record: Any) -> None:
        _supervisor().run(DeliveryTask.from_json(record.body), record.receipt_handle)

    return each(event, handle, fifo=True)
