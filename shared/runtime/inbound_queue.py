"""Sealing a message and putting it into the inbound queue: the last thing the front door does, and its only AWS call.

Nobody between here and `intake` can read it.
"""

from __future__ import annotations

import base64
from typing import Any

from shared.contracts.queues import IngressEnvelope
from shared.domain.inbound import InboundMessage
from shared.runtime.secret import Secret
from shared.security.blind_index import keyed_hash, message_key
from shared.security.ingress import IngressSealer


class Sealing:
    """Seals to the public half of the ingress key; the same sealer serves until its environment ends."""

    def __init__(self, ingress: Secret) -> None:
        self._ingress = ingress
        self._sealer: IngressSealer | None = None

    def seal(self, plain: bytes, purpose: str) -> str:
        if self._sealer is None:
            self._sealer = IngressSealer(base64.b64decode(self._ingress.value()["public_key"]))
        return self._sealer.seal(plain, purpose)

    def group(self, *parts: str) -> str:
        """A queue's group under a keyed hash, which keeps numbers out of SQS."""
        return keyed_hash(base64.b64decode(self._ingress.value()["group_key"]), *parts)


class InboundQueue:
    def __init__(self, sqs: Any, ingress: Secret, queue_url: str) -> None:
        self._sqs = sqs
        self._queue_url = queue_url
        self.sealing = Sealing(ingress)

    def put(self, message: InboundMessage, request_id: str) -> str:
        """Put a verified message in, in its texter's order; answers its permanent key. May be repeated."""
        key = message_key(message.channel, message.account, message.provider_id)
        envelope = IngressEnvelope(
            key,
            message.channel,
            self.sealing.seal(message.to_bytes(), key),
            request_id,
            message.received_at.isoformat(),
        )
        self._sqs.send_message(
            QueueUrl=self._queue_url,
            MessageBody=envelope.to_json(),
            MessageDeduplicationId=key,
            # One group per texter keeps their messages in order.
            MessageGroupId=self.sealing.group(message.channel, message.line, message.sender),
        )
        return key
