"""What AWS End User Messaging SMS publishes to a topic, in our words.

Two-way messages: https://docs.aws.amazon.com/sms-voice/latest/userguide/two-way-sms-payload.html
Delivery events: https://docs.aws.amazon.com/sms-voice/latest/userguide/configuration-sets-event-format.html and
…/configuration-sets-event-types.html
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from shared.channels.inbound import CarrierReceipt
from shared.channels.json_body import Fields, json_object
from shared.domain.delivery import DeliveryStatus
from shared.domain.inbound import InboundMessage

CHANNEL = "aws"
#: The member of a message's context that says which attempt it is.
ATTEMPT = "attempt"

#: AWS's final events, and what they are to us. `SUCCESSFUL` says that the recipient's carrier has it: in some countries
#: nothing follows, in others `DELIVERED` does. `UNKNOWN` is a message that cannot be delivered for another reason.
STATUSES = {
    "TEXT_DELIVERED": DeliveryStatus.DELIVERED,
    "TEXT_SUCCESSFUL": DeliveryStatus.SENT,
    "TEXT_SENT": DeliveryStatus.SENT,
    "TEXT_UNREACHABLE": DeliveryStatus.UNDELIVERED,
    "TEXT_CARRIER_UNREACHABLE": DeliveryStatus.UNDELIVERED,
    "TEXT_BLOCKED": DeliveryStatus.UNDELIVERED,
    "TEXT_CARRIER_BLOCKED": DeliveryStatus.UNDELIVERED,
    "TEXT_SPAM": DeliveryStatus.UNDELIVERED,
    "TEXT_TTL_EXPIRED": DeliveryStatus.UNDELIVERED,
    "TEXT_UNKNOWN": DeliveryStatus.UNDELIVERED,
    "TEXT_INVALID": DeliveryStatus.FAILED,
    "TEXT_INVALID_MESSAGE": DeliveryStatus.FAILED,
    "TEXT_PROTECT_BLOCKED": DeliveryStatus.FAILED,
}
_FAMILIES = ("TEXT_", "MEDIA_", "VOICE_", "RCS_")
_WORKED = (DeliveryStatus.DELIVERED, DeliveryStatus.SENT)

_MAX_NAME = 200
_MAX_WORDS = 10_000


def arrival_of(message: str, account: str, now: datetime) -> InboundMessage | CarrierReceipt | None:
    """A notification's message. Raises `InvalidInput` naming each field that is not as AWS writes it."""
    given = json_object(message, "Message")
    return receipt(given) if "eventType" in given else inbound_message(given, account, now)


def inbound_message(given: Mapping[str, Any], account: str, now: datetime) -> InboundMessage:
    """A text to one of our numbers.

    `messageKeyword` and `previousPublishedMessageId` tell us nothing: we find keywords in the words, and conversations
    by their numbers.
    """
    fields = Fields(given, "Message")
    name = fields.name("inboundMessageId", _MAX_NAME)
    line, sender = fields.name("destinationNumber", _MAX_NAME), fields.name("originationNumber", _MAX_NAME)
    text = fields.words("messageBody", _MAX_WORDS)
    fields.check()
    return InboundMessage(CHANNEL, account, name, line, sender, text, now)


def receipt(given: Mapping[str, Any]) -> CarrierReceipt | None:
    """What became of a message; None for what is not the last word, and for what is no text of ours."""
    fields = Fields(given, "Message")
    kind, final = fields.name("eventType", _MAX_NAME), fields.truth("isFinal")
    if kind and not kind.startswith(_FAMILIES):
        fields.refuse("eventType", "is not an event of a message")
    fields.check()
    status = STATUSES.get(kind)
    if status is None or not final:
        return None
    name = fields.name("messageId", _MAX_NAME)
    context = given.get("context")
    within = Fields(context if isinstance(context, dict) else {}, "Message.context")
    attempt = within.name(ATTEMPT, _MAX_NAME)
    fields.check()
    within.check()
    code = None if status in _WORKED else kind
    return CarrierReceipt(attempt, name, status, code, opted_out=code is not None and _opted_out(given))


def _opted_out(given: Mapping[str, Any]) -> bool:
    """Carriers keep lists of their own, for US toll-free numbers always. AWS has no event for it, but says so."""
    said = f"{given.get('messageStatus')} {given.get('messageStatusDescription')}"
    return "opted out" in said.replace("_", " ").lower()
