"""The receipts queue. Receipts come late, twice and out of order; only news moves anything."""

from __future__ import annotations

import re
from functools import cache
from typing import Any

from shared.contracts.queues import Receipt
from shared.domain.clockwork import SystemClock
from shared.domain.delivery import DeliveryStatus
from shared.runtime.batches import each
from shared.runtime.invocation import invocation, note, tally
from shared.runtime.tables import database
from shared.store.deliveries import Deliveries

_SEQ = re.compile(r"[0-9]{1,10}")
_ID = re.compile(r"[a-z0-9_]{1,64}")

#: Twilio's words in ours; the ones before `sent` tell us nothing we do not know.
STATUSES = {
    "sent": DeliveryStatus.SENT,
    "delivered": DeliveryStatus.DELIVERED,
    "read": DeliveryStatus.DELIVERED,
    "undelivered": DeliveryStatus.UNDELIVERED,
    "failed": DeliveryStatus.FAILED,
}


@cache
def _deliveries() -> Deliveries:
    return Deliveries(database(), SystemClock())


def apply(receipt: Receipt) -> None:
    """Move the delivery the receipt is for. A receipt that fits no delivery is logged and dropped."""
    note(requestId=receipt.request_id, attempt=receipt.attempt)
    status = STATUSES.get(receipt.status)
    conversation_id, _, rest = receipt.attempt.partition(".")
    seq = rest.split(".")[0]
    if status is None or not _SEQ.fullmatch(seq) or not _ID.fullmatch(conversation_id):
        tally("ignored")
        return
    moved = _deliveries().receipt(conversation_id, int(seq), status, receipt.provider_id, receipt.error_code)
    tally("moved" if moved else "stale")


@invocation("receipts")
def handler(event: dict[str, Any], context: Any) -> Any:
    return each(event, lambda record: apply(Receipt.from_json(record.body)))
