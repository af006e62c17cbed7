"""The REST API of what keeps the line itself in order."""

from __future__ import annotations

from functools import cache
from typing import Any

from functions.admin.dead_letters import DeadLetterDesk
from functions.admin.quarantine import QuarantineDesk
from functions.admin.webhooks import WebhookDesk
from shared.channels.targets import LOOPBACK_ALLOWED
from shared.contracts.dead_letters import DEAD_LETTERS, DeadLetterRow
from shared.domain.clockwork import RandomIds, SystemClock
from shared.runtime.aws import client
from shared.runtime.dead_letters import DeadLetters
from shared.runtime.http import api
from shared.runtime.identity import Identity
from shared.runtime.invocation import invocation
from shared.runtime.secret import Secret
from shared.runtime.settings import required
from shared.runtime.tables import database
from shared.security.tokens import AccessTokens
from shared.security.webhook_secrets import WebhookSecrets
from shared.store.directory import Directory
from shared.store.hook_deliveries import HookDeliveries, Streaks
from shared.store.quarantine import Quarantine
from shared.store.webhooks import Webhooks


@cache
def _api() -> Any:
    tables, clock = database(), SystemClock()
    secret = Secret(client("secretsmanager"), required("AUTH_SECRET")).value()
    identity = Identity(tables, Directory(tables), AccessTokens(secret["token_key"]), clock)
    dead_letters = DeadLetterDesk({name: _letters_of(row) for name, row in DEAD_LETTERS.items()}, clock)
    quarantine = QuarantineDesk(Quarantine(tables, clock))
    webhooks = WebhookDesk(
        Webhooks(tables, clock, RandomIds()),
        HookDeliveries(tables, clock),
        Streaks(tables, clock),
        WebhookSecrets(client("kms")),
        clock,
        RandomIds(),
        client("sqs"),
        required("HOOKS_QUEUE_URL"),
        loopback=required("LOOPBACK_TARGETS") == LOOPBACK_ALLOWED,
    )
    return api(
        "admin",
        {
            "listDeadLetterQueues": dead_letters.queues,
            "listDeadLetters": dead_letters.letters,
            "replayDeadLetters": dead_letters.replay,
            "listQuarantine": quarantine.webhooks,
            "listWebhooks": webhooks.webhooks,
            "createWebhook": webhooks.create,
            "getWebhook": webhooks.webhook,
            "updateWebhook": webhooks.update,
            "deleteWebhook": webhooks.delete,
            "rotateWebhookSecret": webhooks.rotate,
            "testWebhook": webhooks.test,
            "listWebhookDeliveries": webhooks.deliveries,
            "replayWebhookDelivery": webhooks.replay,
        },
        lambda: identity.from_header,
    )


def _letters_of(row: DeadLetterRow) -> DeadLetters:
    """What says whose it is can be put back; of the rest, this function may only count."""
    name = row.name.upper()
    return DeadLetters(
        client("sqs"), required(f"{name}_DEAD_URL"), required(f"{name}_QUEUE_URL") if row.says_whose else ""
    )


@invocation("admin")
def handler(event: dict[str, Any], context: Any) -> Any:
    return _api().resolve(event, context)
