"""The quarantine queue into the quarantine table, so that the front door needs no table."""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import cache
from typing import Any

from shared.contracts.queues import QuarantineEnvelope
from shared.runtime.batches import each
from shared.runtime.invocation import invocation, note
from shared.runtime.metrics import count
from shared.runtime.tables import database
from shared.store.database import Database
from shared.store.models import QuarantineItem

KEPT = timedelta(days=7)


@cache
def _database() -> Database:
    return database()


def keep(envelope: QuarantineEnvelope) -> None:
    """Write one envelope. Repeating it writes the same item again."""
    _database()
    at = datetime.fromisoformat(envelope.received_at)
    QuarantineItem(
        f"Z#{at:%Y-%m-%d}",
        f"{at:%H:%M:%S}#{envelope.id}",
        quarantine_id=envelope.id,
        reason=envelope.reason,
        route=envelope.route,
        sealed=envelope.sealed,
        request_id=envelope.request_id,
        received_at=at,
        expires_at=int((at + KEPT).timestamp()),
    ).save()
    # An unknown line is our own misconfiguration and pages somebody; forged signatures are weather.
    count("Quarantined", reason=envelope.reason)
    note(quarantineId=envelope.id, reason=envelope.reason, requestId=envelope.request_id)


@invocation("quarantine")
def handler(event: dict[str, Any], context: Any) -> Any:
    return each(event, lambda record: keep(QuarantineEnvelope.from_json(record.body)))
