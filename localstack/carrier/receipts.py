"""Delivery receipts: what the pretend carrier posts to StatusCallback after it took a message."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass

from localstack.carrier.carrier import Carrier, NoAnswer, log_event
from localstack.carrier.config import CarrierConfig
from localstack.carrier.faults import FaultKind, Faults
from localstack.carrier.ledger import Message

API_VERSION = "2010-04-01"
UNREACHABLE_HANDSET = 30003


@dataclass(frozen=True, slots=True)
class ReceiptPlan:
    """Which receipts leave, in which order; decided when the message is accepted, so that a fault's count holds."""

    statuses: tuple[str, ...]
    times_each: int
    error_code: int | None

    @classmethod
    def under(cls, faults: Faults) -> ReceiptPlan:
        undeliverable = faults.take(FaultKind.UNDELIVERABLE)
        final = "undelivered" if undeliverable else "delivered"
        reordered = faults.take(FaultKind.RECEIPTS_REORDERED)
        times = 2 if faults.take(FaultKind.RECEIPTS_DUPLICATED) else 1
        return cls(
            statuses=("queued", final, "sent") if reordered else ("queued", "sent", final),
            times_each=0 if faults.take(FaultKind.RECEIPTS_OFF) else times,
            error_code=UNREACHABLE_HANDSET if undeliverable else None,
        )


async def follow_up(
    carrier: Carrier, config: CarrierConfig, message: Message, plan: ReceiptPlan, callback: str | None
) -> None:
    """Walk the message through the plan, one step per `receipt_delay` seconds, posting signed receipts as it goes."""
    for status in plan.statuses:
        await asyncio.sleep(carrier.receipt_delay)
        error_code = plan.error_code if status == "undelivered" else None
        carrier.ledger.advance(message.sid, status, error_code)
        if callback:
            for _ in range(plan.times_each):
                await _post_receipt(carrier, config, message, status, error_code, callback)


async def _post_receipt(
    carrier: Carrier, config: CarrierConfig, message: Message, status: str, error_code: int | None, callback: str
) -> None:
    params = {
        "AccountSid": config.account_sid,
        "ApiVersion": API_VERSION,
        "From": message.from_,
        "MessageSid": message.sid,
        "MessageStatus": status,
        "SmsSid": message.sid,
        "SmsStatus": status,
        "To": message.to,
    }
    if error_code is not None:
        params["ErrorCode"] = str(error_code)
    try:
        answer: int | None = await carrier.post_signed(callback, params, config.auth_token)
    except NoAnswer:
        answer = None  # as Twilio: logged and let go
    log_event("receipt", sid=message.sid, status=status, answer=answer)
