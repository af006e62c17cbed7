"""A texter has read what was written to them in a web chat. Their page is the carrier here, and sends a receipt."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from shared.contracts.queues import Receipt, tens
from shared.domain.delivery import DeliveryStatus
from shared.domain.ports import Clock
from shared.domain.web_chat import split_seq
from shared.store.chats import Chats
from shared.store.conversations import Conversations
from shared.store.models import DeliveryItem

#: How far back from what was read now is looked for what was not said to be read before.
_BACK = 100
#: On their way to being read. What is not `sent` yet will be told of again: pages compare and repeat.
_UNREAD = (DeliveryStatus.SENT, DeliveryStatus.DELIVERED, DeliveryStatus.UNKNOWN)


class ReadReceipts:
    """`sqs` gives the client on first use."""

    def __init__(
        self, chats: Chats, conversations: Conversations, sqs: Callable[[], Any], receipts_queue: str, clock: Clock
    ) -> None:
        self._chats = chats
        self._conversations = conversations
        self._sqs = sqs
        self._queue = receipts_queue
        self._clock = clock

    def tell(self, session_id: str, number: int, request_id: str) -> None:
        """Everything up to the texter's `number` is read, in the conversation it belongs to."""
        index, seq = split_seq(number)
        ids = self._chats.conversations_of(session_id)
        if index >= len(ids):
            return
        deliveries = self._conversations.deliveries(ids[index], max(1, seq - _BACK), seq)
        unread = [one for one in deliveries.values() if one.status in _UNREAD]
        now = self._clock.now().isoformat()
        bodies = [self._receipt(ids[index], one, request_id, now).to_json() for one in unread]
        for ten in tens(bodies):
            entries = [{"Id": str(place), "MessageBody": body} for place, body in enumerate(ten)]
            self._sqs().send_message_batch(QueueUrl=self._queue, Entries=entries)

    def _receipt(self, conversation_id: str, delivery: DeliveryItem, request_id: str, now: str) -> Receipt:
        seq = int(delivery.seq)
        attempt = f"{conversation_id}.{seq}.{int(delivery.attempts)}"
        return Receipt(attempt, delivery.provider_id or attempt, str(DeliveryStatus.READ), None, request_id, now)
