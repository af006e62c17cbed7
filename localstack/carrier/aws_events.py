"""What the pretend AWS End User Messaging SMS publishes: what texters write, and what became of what they were sent.

Shapes: two-way-sms-payload and configuration-sets-event-format of
https://docs.aws.amazon.com/sms-voice/latest/userguide/
"""

from __future__ import annotations

import json
import uuid
from collections.abc import Mapping
from dataclasses import dataclass

from localstack.carrier.carrier import Carrier, NoAnswer, log_event
from localstack.carrier.config import AwsConfig
from localstack.carrier.countries import country_of
from localstack.carrier.events import Errand
from localstack.carrier.inbound_request import InboundRequest
from localstack.carrier.ledger import Direction, Message, Provider, now
from localstack.carrier.pretend_sns import publish
from localstack.carrier.receipts import Receipt
from localstack.carrier.segments import count_segments, fits_gsm

# A made-up price per part, in the form AWS states its own.
PRETEND_PRICE_USD, PRETEND_FEE_USD = 0.00581, 0.00302
# The keywords every number has; what begins with none of them comes under the account's own.
_KEYWORDS = frozenset({"STOP", "HELP"})


@dataclass(frozen=True)
class EventKind:
    """`final`: no other event follows. AWS itself now and then says so of TEXT_SUCCESSFUL and then reports on."""

    name: str
    final: bool
    description: str

    @property
    def status(self) -> str:
        return self.name.removeprefix("TEXT_")


_KINDS = {
    "queued": EventKind("TEXT_QUEUED", False, "Message is queued for delivery"),
    "sent": EventKind("TEXT_SUCCESSFUL", False, "Message has been accepted by phone carrier"),
    "delivered": EventKind("TEXT_DELIVERED", True, "Message has been accepted by phone"),
}
_UNDELIVERED = {
    "TEXT_UNREACHABLE": "Phone is currently unreachable/unavailable",
    "TEXT_INVALID": "Destination phone number is invalid",
}


async def post_inbound(
    carrier: Carrier, aws: AwsConfig, origin: str, wanted: InboundRequest, told: Message, errand: Errand
) -> int:
    """The webhook's HTTP status. Raises NoAnswer. A repeat has the id of the first notification, as SNS's has."""
    first_word = (told.body.split() or [""])[0].upper()
    payload = {
        "originationNumber": told.from_,
        "destinationNumber": told.to,
        "messageKeyword": first_word if first_word in _KEYWORDS else f"KEYWORD_{aws.account}",
        "messageBody": told.body,
        "inboundMessageId": told.sid,
    }
    if previous := _last_sent(carrier, told):
        payload["previousPublishedMessageId"] = previous
    message_id = str(uuid.uuid5(uuid.NAMESPACE_OID, told.sid))
    words = json.dumps(payload, ensure_ascii=False)
    return await publish(carrier, aws, origin, words, errand, message_id=message_id, signature=wanted.signature)


async def post_event(
    carrier: Carrier, aws: AwsConfig, origin: str, message: Message, request: Mapping[str, object], receipt: Receipt
) -> None:
    """Publish what became of a message. `request` is what its sender had asked for."""
    event = json.dumps(event_of(message, request, receipt))
    errand = Errand(Provider.AWS, f"receipt: {receipt.status}", message.sid, receipt.note)
    try:
        answer: int | None = await publish(carrier, aws, origin, event, errand, message_id=str(uuid.uuid4()))
    except NoAnswer:
        answer = None
    log_event("receipt", sid=message.sid, status=receipt.status, answer=answer)


def event_of(message: Message, request: Mapping[str, object], receipt: Receipt) -> dict[str, object]:
    kind, parts = _kind(receipt), count_segments(message.body)
    event: dict[str, object] = {
        "eventType": kind.name,
        "eventVersion": "1.0",
        "eventTimestamp": int(now().timestamp() * 1000),
        "isFinal": kind.final,
        "originationPhoneNumber": message.from_,
        "destinationPhoneNumber": message.to,
        "isoCountryCode": country_of(message.to),
        "isInternationalSend": country_of(message.to) != country_of(message.from_),
        "mcc": "310",
        "mnc": "800",
        "carrierName": "Pretend Carrier",
        "messageId": message.sid,
        "messageRequestTimestamp": int(message.at.timestamp() * 1000),
        "messageEncoding": "GSM" if fits_gsm(message.body) else "UNICODE",
        "messageType": request.get("MessageType") or "TRANSACTIONAL",
        "messageStatus": kind.status,
        "messageStatusDescription": kind.description,
        "totalMessageParts": parts,
        "totalMessagePrice": round(parts * PRETEND_PRICE_USD, 5),
        "totalCarrierFee": round(parts * PRETEND_FEE_USD, 5),
    }
    if context := request.get("Context"):
        event["context"] = context
    return event


def _kind(receipt: Receipt) -> EventKind:
    if receipt.reason is None:
        return _KINDS[receipt.status]
    name = str(receipt.reason)
    return EventKind(name, True, _UNDELIVERED[name])


def _last_sent(carrier: Carrier, told: Message) -> str | None:
    """The name of the latest message the line sent to this texter."""

    def answered(message: Message) -> bool:
        return (
            message.provider is Provider.AWS
            and message.direction is Direction.OUTBOUND
            and (message.from_, message.to) == (told.to, told.from_)
        )

    return next((message.sid for message in carrier.ledger.newest_first(answered)), None)
