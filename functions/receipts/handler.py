"""The receipts queue. Receipts come late, twice and out of order; only news moves anything."""

from __future__ import annotations

import re
from functools import cache
from typing import Any

from shared.contracts.queues import Receipt
from shared.domain.clockwork import SystemClock
from shared.domain.delivery import DeliveryStatus
from shared.lifecycle.carrier_opt_out import CarrierOptOut
from shared.runtime.batches import each
from shared.runtime.invocation import invocation, note, tally
from shared.runtime.tables import database
from shared.store.conversations import Conversations
from shared.store.deliveries import Deliveries
from shared.store.directory import Directory

_SEQ = re.compile(r"[0-9]{1,10}")
_ID = re.compile(r"[a-z0-9_]{1,64}")
_STATUSES = frozenset(DeliveryStatus)


@cache
def _deliveries() -> Deliveries:
    return Deliveries(database(), SystemClock())


@cache
def _opt_out() -> CarrierOptOut:
    tables = database()
    return CarrierOptOut(Conversations(tables), Directory(tables), SystemClock())


def apply(receipt: Receipt) -> None:
    """Move the delivery the receipt is for. A receipt that fits no delivery is logged and dropped."""
    note(requestId=receipt.request_id, attempt=receipt.attempt)
    conversation_id, _, rest = receipt.attempt.partition(".")
    seq = rest.split(".")[0]
    if receipt.status not in _STATUSES or not _SEQ.fullmatch(seq) or not _ID.fullmatch(conversation_id):
        tally("ignored")
        return
    status = DeliveryStatus(receipt.status)
    moved = _deliveries().receipt(conversation_id, int(seq), status, receipt.provider_id, receipt.error_code)
    tally("moved" if moved else "stale")
    # Also when it moved nothing: a pass that died in between may have left this undone.
    if receipt.opted_out and _opt_out().record(conversation_id, receipt.request_id):
        tally("optedOut")


@invocation("receipts")
def handler(event: dict[str, Any], context: Any) -> Any:
    return each(event, lambda record: apply(Receipt.from_json(record.body)))
