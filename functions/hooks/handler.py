"""The hooks queue: events of the bus, and tasks for single webhooks."""

from __future__ import annotations

import random
from functools import cache
from typing import Any

from functions.hooks.delivering import Delivering
from shared.channels.guarded_http import LOOPBACK_ALLOWED, GuardedHttp
from shared.contracts.hooks import HookTask
from shared.domain.clockwork import RandomIds, SystemClock
from shared.runtime.aws import client
from shared.runtime.batches import each
from shared.runtime.invocation import invocation
from shared.runtime.settings import required
from shared.runtime.tables import database
from shared.security.webhook_secrets import WebhookSecrets
from shared.store.breakers import Breakers
from shared.store.directory import Directory
from shared.store.hook_deliveries import HookDeliveries, Streaks
from shared.store.webhooks import Webhooks


@cache
def _delivering() -> Delivering:
    tables, clock = database(), SystemClock()
    return Delivering(
        Directory(tables),
        Webhooks(tables, clock, RandomIds()),
        HookDeliveries(tables, clock),
        Streaks(tables, clock),
        Breakers(tables, clock),
        WebhookSecrets(client("kms")),
        GuardedHttp(loopback=required("LOOPBACK_TARGETS") == LOOPBACK_ALLOWED),
        clock,
        lambda: random.uniform(-1, 1),  # noqa: S311 - jitter
        client("sqs"),
        required("HOOKS_QUEUE_URL"),
    )


@invocation("hooks")
def handler(event: dict[str, Any], context: Any) -> Any:
    return each(event, lambda record: _delivering().take(HookTask.from_json(record.body)))
