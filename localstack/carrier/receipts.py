"""What follows after a pretend provider took a message: its steps, and the receipts that tell of them."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from localstack.carrier.carrier import Carrier
from localstack.carrier.faults import FaultKind, Faults
from localstack.carrier.ledger import Message, Provider
from localstack.carrier.phones import PhoneState

#: Why an undelivered message was not, in each provider's words: the texter's handset could not be reached.
UNREACHABLE: dict[Provider, int | str] = {
    Provider.TWILIO: 30003,
    Provider.AWS: "TEXT_UNREACHABLE",
    Provider.PARTNER: "unreachable",
}
#: … or the number is no mobile phone's.
LANDLINE: dict[Provider, int | str] = {
    Provider.TWILIO: 30006,
    Provider.AWS: "TEXT_INVALID",
    Provider.PARTNER: "landline",
}


@dataclass(frozen=True, slots=True)
class Receipt:
    """One step of a message. `reason` is the provider's code where it was not delivered; `note` is for the log."""

    status: str
    reason: int | str | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class ReceiptPlan:
    """Which receipts leave, in which order; decided when the message is accepted, so that a fault's count holds."""

    statuses: tuple[str, ...]
    times_each: int
    late: bool = False
    note: str = ""

    @classmethod
    def under(cls, faults: Faults) -> ReceiptPlan:
        final = "undelivered" if faults.take(FaultKind.UNDELIVERABLE) else "delivered"
        reordered = faults.take(FaultKind.RECEIPTS_REORDERED)
        times = 2 if faults.take(FaultKind.RECEIPTS_DUPLICATED) else 1
        late = faults.take(FaultKind.RECEIPTS_DELAYED)
        odd = {"out of order": reordered, "twice": times == 2, "late": late}
        return cls(
            statuses=("queued", final, "sent") if reordered else ("queued", "sent", final),
            times_each=0 if faults.take(FaultKind.RECEIPTS_OFF) else times,
            late=late,
            note=", ".join(words for words, holds in odd.items() if holds),
        )


async def follow_up(
    carrier: Carrier, message: Message, plan: ReceiptPlan, post: Callable[[Receipt], Awaitable[None]] | None
) -> None:
    """Walk the message through the plan, one step per `receipt_delay` seconds; `post` tells the line of each step.

    A delivery waits for a phone that is off, and fails at a landline.
    """
    for planned in plan.statuses:
        await asyncio.sleep(carrier.receipt_delay)
        status, reason = planned, None
        if planned == "undelivered":
            reason = UNREACHABLE[message.provider]
        elif planned == "delivered" and await carrier.phones.found(message.to) is PhoneState.LANDLINE:
            status, reason = "undelivered", LANDLINE[message.provider]
        carrier.ledger.advance(message.sid, status, reason)
        if post is None or plan.times_each == 0:
            continue
        receipt = Receipt(status, reason, plan.note)
        if plan.late:
            carrier.run_in_background(_later(carrier.late_seconds, post, receipt, plan.times_each))
        else:
            await _tell(post, receipt, plan.times_each)


async def _later(seconds: float, post: Callable[[Receipt], Awaitable[None]], receipt: Receipt, times: int) -> None:
    await asyncio.sleep(seconds)
    await _tell(post, receipt, times)


async def _tell(post: Callable[[Receipt], Awaitable[None]], receipt: Receipt, times: int) -> None:
    for _ in range(times):
        await post(receipt)
