"""A front door with fakes behind it: a queue that keeps what it gets, secrets that can change and fail."""

from __future__ import annotations

import base64
import json
from dataclasses import dataclass, field
from typing import Any

from functions.webhooks.front_door import FrontDoor
from shared.channels.inbound import Door
from shared.contracts.queues import QuarantineEnvelope
from shared.runtime.secret import Secret
from tests.unit.aws import ACCOUNT, AUTH_TOKEN
from tests.unit.builders import (
    LINE,
    PUBLIC_URL,
    TEXTER,
    CountedIds,
    SetClock,
)
from tests.unit.wire import ingress_public_key

STATUS = "/api/webhooks/twilio/status"
RECEIPT = {"MessageSid": "SM9", "MessageStatus": "delivered", "AccountSid": ACCOUNT, "To": TEXTER, "From": LINE}


@dataclass
class FakeSqs:
    sent: list[dict[str, Any]] = field(default_factory=list)

    def send_message(self, **message: Any) -> None:
        self.sent.append(message)


@dataclass
class FakeSecrets:
    """Secrets Manager with the two secrets of the front door."""

    accounts: dict[str, Any] = field(default_factory=lambda: {ACCOUNT: {"auth_tokens": [AUTH_TOKEN]}})
    reads: list[str] = field(default_factory=list)
    refuses: bool = False
    others: dict[str, Any] = field(default_factory=dict)  # accounts of channels beside Twilio, by channel

    def get_secret_value(self, SecretId: str) -> dict[str, str]:  # noqa: N803
        self.reads.append(SecretId)
        if self.refuses:
            raise ConnectionError("Secrets Manager is down")
        value = {
            "ingress": {
                "group_key": base64.b64encode(bytes(32)).decode(),
                "public_key": base64.b64encode(ingress_public_key()).decode(),
            },
            "providers": {"twilio": self.accounts, **self.others},
        }[SecretId]
        return {"SecretString": json.dumps(value)}


class House:
    """A front door with what is behind it."""

    def __init__(self) -> None:
        self.sqs, self.secrets, self.clock = FakeSqs(), FakeSecrets(), SetClock()
        self.settings: dict[str, str] = {}
        self.door = FrontDoor(
            self.sqs,
            Secret(self.secrets, "ingress"),
            Secret(self.secrets, "providers"),
            self.clock,
            CountedIds(),
            self.settings.get,
            public_url=PUBLIC_URL + "/",
            inbound_queue="inbound",
            receipts_queue="receipts",
            quarantine_queue="quarantine",
        )

    def knock(self, event: dict[str, Any]) -> dict[str, Any]:
        return self.door.answer(event)

    def put(self, channel: str, door: Door) -> None:
        """A door of one's own making, in the place of the channel's."""
        self.door._doors[channel] = door

    def queue(self, name: str) -> list[dict[str, Any]]:
        return [one for one in self.sqs.sent if one["QueueUrl"] == name]

    @property
    def held(self) -> QuarantineEnvelope:
        (one,) = self.queue("quarantine")
        return QuarantineEnvelope.from_json(one["MessageBody"])


def problem(answer: dict[str, Any]) -> dict[str, Any]:
    assert answer["headers"]["Content-Type"] == "application/problem+json"
    document: dict[str, Any] = json.loads(answer["body"])
    assert document["status"] == answer["statusCode"]
    assert document["requestId"] == answer["headers"]["X-Request-ID"] == "req-of-the-gateway"
    return document
