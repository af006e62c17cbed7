"""The providers' webhooks. One AWS call per request, whatever is down behind the queue."""

from __future__ import annotations

from functools import cache
from typing import Any

from functions.webhooks.front_door import FrontDoor
from shared.domain.clockwork import RandomIds, SystemClock
from shared.runtime.aws import client
from shared.runtime.invocation import invocation
from shared.runtime.secret import Secret
from shared.runtime.settings import optional, required


@cache
def _front_door() -> FrontDoor:
    secrets = client("secretsmanager")
    return FrontDoor(
        client("sqs"),
        Secret(secrets, required("INGRESS_SECRET")),
        Secret(secrets, required("PROVIDERS_SECRET")),
        SystemClock(),
        RandomIds(),
        optional,
        public_url=required("PUBLIC_URL"),
        inbound_queue=required("INBOUND_QUEUE_URL"),
        receipts_queue=required("RECEIPTS_QUEUE_URL"),
        quarantine_queue=required("QUARANTINE_QUEUE_URL"),
    )


@invocation("webhooks")
def handler(event: dict[str, Any], context: Any) -> dict[str, Any]:
    return _front_door().answer(event)
