"""The REST API of what keeps the line itself in order. Each desk is put together when it is first asked."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

from shared.domain.clockwork import RandomIds, SystemClock
from shared.runtime import staff_api
from shared.runtime.aws import client
from shared.runtime.invocation import invocation
from shared.runtime.settings import required

if TYPE_CHECKING:
    from functions.admin.break_glass import BreakGlassDesk
    from functions.admin.dead_letters import DeadLetterDesk
    from functions.admin.quarantine import QuarantineDesk
    from functions.admin.trail import AuditDesk
    from functions.admin.webhooks import WebhookDesk
    from shared.contracts.queues import FactNotice


@cache
def _dead_letters() -> DeadLetterDesk:
    from functions.admin.dead_letters import DeadLetterDesk
    from shared.contracts.dead_letters import DEAD_LETTERS, DeadLetterRow
    from shared.runtime.dead_letters import DeadLetters

    def letters_of(row: DeadLetterRow) -> DeadLetters:
        """What says whose it is can be put back; of the rest, this function may only count."""
        name = row.name.upper()
        source = required(f"{name}_QUEUE_URL") if row.says_whose else ""
        return DeadLetters(client("sqs"), required(f"{name}_DEAD_URL"), source)

    return DeadLetterDesk({name: letters_of(row) for name, row in DEAD_LETTERS.items()}, SystemClock())


@cache
def _quarantine() -> QuarantineDesk:
    from functions.admin.quarantine import QuarantineDesk
    from shared.store.quarantine import Quarantine

    return QuarantineDesk(Quarantine(staff_api.tables(), SystemClock()))


@cache
def _audit() -> AuditDesk:
    from functions.admin.trail import AuditDesk
    from shared.store.audit_chain import AuditChain

    return AuditDesk(AuditChain(staff_api.tables(), SystemClock()))


@cache
def _webhooks() -> WebhookDesk:
    from functions.admin.webhooks import WebhookDesk
    from shared.channels.targets import LOOPBACK_ALLOWED
    from shared.security.webhook_secrets import WebhookSecrets
    from shared.store.hook_deliveries import HookDeliveries, Streaks
    from shared.store.webhooks import Webhooks

    tables, clock, ids = staff_api.tables(), SystemClock(), RandomIds()
    return WebhookDesk(
        Webhooks(tables, clock, ids),
        HookDeliveries(tables, clock),
        Streaks(tables, clock),
        WebhookSecrets(client("kms")),
        clock,
        ids,
        client("sqs"),
        required("HOOKS_QUEUE_URL"),
        loopback=required("LOOPBACK_TARGETS") == LOOPBACK_ALLOWED,
    )


@cache
def _break_glass() -> BreakGlassDesk:
    from functions.admin.break_glass import BreakGlassDesk
    from shared.store.grants import Grants

    clock = SystemClock()
    grants = Grants(staff_api.tables(), staff_api.audit(), clock)
    return BreakGlassDesk(grants, clock, RandomIds(), _have_called)


def _have_called(notice: FactNotice) -> None:
    client("sqs").send_message(QueueUrl=required("NOTIFY_QUEUE_URL"), MessageBody=notice.to_json())


@cache
def _api() -> Any:
    return staff_api.staff_api(
        "admin",
        {
            "listDeadLetterQueues": lambda request: _dead_letters().queues(request),
            "listDeadLetters": lambda request: _dead_letters().letters(request),
            "replayDeadLetters": lambda request: _dead_letters().replay(request),
            "listQuarantine": lambda request: _quarantine().webhooks(request),
            "listAudit": lambda request: _audit().entries(request),
            "listWebhooks": lambda request: _webhooks().webhooks(request),
            "createWebhook": lambda request: _webhooks().create(request),
            "getWebhook": lambda request: _webhooks().webhook(request),
            "updateWebhook": lambda request: _webhooks().update(request),
            "deleteWebhook": lambda request: _webhooks().delete(request),
            "rotateWebhookSecret": lambda request: _webhooks().rotate(request),
            "testWebhook": lambda request: _webhooks().test(request),
            "listWebhookDeliveries": lambda request: _webhooks().deliveries(request),
            "openBreakGlass": lambda request: _break_glass().open(request),
            "listBreakGlass": lambda request: _break_glass().grants(request),
            "endBreakGlass": lambda request: _break_glass().end(request),
            "replayWebhookDelivery": lambda request: _webhooks().replay(request),
        },
    )


@invocation("admin")
def handler(event: dict[str, Any], context: Any) -> Any:
    return _api().resolve(event, context)
