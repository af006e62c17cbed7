"""What follows after a pretend provider took a message: its steps, and the receipts that tell of them."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from localstack.carrier.carrier import Carrier
from localstack.carrier.faults import FaultKind, Faults
from localstack.carrier.ledger import Message, Provider

#: Why an undelivered message was not, in each provider's words: the texter's handset could not be reached.
UNREACHABLE: dict[Provider, int | str] = {
    Provider.TWILIO: 30003,
    Provider.AWS: "TEXT_UNREACHABLE",
    Provider.PARTNER: "unreachable",
}


@dataclass(frozen=True, slots=True)
class ReceiptPlan:
    """Which receipts leave, in which order; decided when the message is accepted, so that a fault's count holds."""

    statuses: tuple[str, ...]
    times_each: int

    @classmethod
    def under(cls, faults: Faults) -> ReceiptPlan:
        final = "undelivered" if faults.take(FaultKind.UNDELIVERABLE) else "delivered"
        reordered = faults.take(FaultKind.RECEIPTS_REORDERED)
        times = 2 if faults.take(FaultKind.RECEIPTS_DUPLICATED) else 1
        return cls(
            statuses=("queued", final, "sent") if reordered else ("queued", "sent", final),
            times_each=0 if faults.take(FaultKind.RECEIPTS_OFF) else times,
        )


async def follow_up(
    carrier: Carrier, message: Message, plan: ReceiptPlan, post: Callable[[str], Awaitable[None]] | None
) -> None:
    """Walk the message through the plan, one step per `receipt_delay` seconds; `post` tells the line of each status."""
    for status in plan.statuses:
        await asyncio.sleep(carrier.receipt_delay)
        reason = UNREACHABLE[message.provider] if status == "undelivered" else None
        carrier.ledger.advance(message.sid, status, reason)
        if post is not None:
            for _ in range(plan.times_each):
                await post(status)
