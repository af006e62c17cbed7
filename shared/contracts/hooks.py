"""What travels through the queue `hooks`: first an event as the bus sends it, then, for each webhook, a task."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Self

from shared.contracts.queues import Body
from shared.domain.webhooks import event_id


@dataclass(frozen=True)
class HookTask(Body):
    """An event on its way out: for one webhook, or, without `webhook_id`, for each one that wants it.

    `payload` is what is posted, to the byte, at every attempt; it holds ids, enums and counts, as the event does.
    """

    kind: str
    affiliate_id: str
    program_id: str
    conversation_id: str
    event_id: str
    occurred_at: str
    request_id: str
    payload: str
    webhook_id: str | None = None

    @classmethod
    def from_json(cls, text: str) -> Self:
        """A task of ours, or an event in EventBridge's envelope. Raises `ValueError` for anything else."""
        data = json.loads(text)
        if not isinstance(data, dict) or "detail-type" not in data:
            return super().from_json(text)
        try:
            return cls._of_event(data["detail-type"], data["detail"])
        except (KeyError, TypeError) as error:
            raise ValueError("not an event of ours") from error

    @classmethod
    def _of_event(cls, kind: str, detail: dict[str, Any]) -> Self:
        name = event_id(detail["conversationId"], detail["seq"], kind)
        return cls(
            kind,
            detail["affiliateId"],
            detail["programId"],
            detail["conversationId"],
            name,
            detail["occurredAt"],
            detail["requestId"],
            payload_of(name, kind, detail),
        )

    @property
    def occurred(self) -> datetime:
        """When the event happened; raises `ValueError`."""
        return datetime.fromisoformat(self.occurred_at)

    def to(self, webhook_id: str) -> Self:
        return replace(self, webhook_id=webhook_id)


def payload_of(event: str, kind: str, data: dict[str, Any]) -> str:
    """What a receiver reads: the event's id and type, and the event as `events/schemas` describes it."""
    return json.dumps({"id": event, "type": kind, "data": data}, separators=(",", ":"))
