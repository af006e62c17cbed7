"""Which stream record goes to which queue.

F# inserted                       → publish, push
F# inserted, a message that leaves → deliver too, in its texter's order
D# inserted or modified           → push (the ticks on a responder's screen)
"""

from __future__ import annotations

from typing import Any

from shared.contracts.queues import DeliveryTask, FactNotice, tens
from shared.domain.errors import Unavailable
from shared.runtime.invocation import note

Image = dict[str, dict[str, Any]]

#: Attributes a notice carries: ids, enums and counts, never words.
_DETAIL = ("message_id", "direction", "sender_id", "segments", "move", "source", "target", "responder_id", "status")


class Relay:
    def __init__(self, sqs: Any, *, publish_queue: str, push_queue: str, deliver_queue: str) -> None:
        self._sqs = sqs
        self._publish_queue = publish_queue
        self._push_queue = push_queue
        self._deliver_queue = deliver_queue

    def forward(self, records: list[dict[str, Any]]) -> None:
        """Raises when a queue refused, so that the stream offers the records again."""
        publish: list[dict[str, str]] = []
        push: list[dict[str, str]] = []
        deliver: list[dict[str, str]] = []
        for record in records:
            image: Image = record["dynamodb"].get("NewImage") or {}
            sort = image.get("sk", {}).get("S", "")
            if sort.startswith("F#") and record["eventName"] == "INSERT":
                body = _notice(image, image["kind"]["S"]).to_json()
                publish.append({"MessageBody": body})
                push.append({"MessageBody": body})
                if "consent_id" in image:
                    deliver.append(_delivery(image))
            elif sort.startswith("D#") and record["eventName"] != "REMOVE":
                push.append({"MessageBody": _notice(image, "delivery").to_json()})
        # Delivery first: a texter waits for it.
        self._send(self._deliver_queue, deliver)
        self._send(self._push_queue, push)
        self._send(self._publish_queue, publish)
        note(records=len(records), published=len(publish), pushed=len(push), toDeliver=len(deliver))

    def _send(self, queue: str, entries: list[dict[str, str]]) -> None:
        for ten in tens(entries):
            numbered = [{"Id": str(i), **entry} for i, entry in enumerate(ten)]
            reply = self._sqs.send_message_batch(QueueUrl=queue, Entries=numbered)
            if reply.get("Failed"):
                raise Unavailable("a queue refused part of a batch")


def _notice(image: Image, kind: str) -> FactNotice:
    detail = {name: str(next(iter(image[name].values()))) for name in _DETAIL if name in image}
    at = image.get("at") or image.get("updated_at") or {"S": ""}
    return FactNotice(
        kind,
        image["affiliate_id"]["S"],
        image["program_id"]["S"],
        image["pk"]["S"][2:],
        int(image["seq"]["N"]),
        at["S"],
        image.get("request_id", {}).get("S", ""),
        detail,
    )


def _delivery(image: Image) -> dict[str, str]:
    task = DeliveryTask(
        image["affiliate_id"]["S"],
        image["program_id"]["S"],
        image["pk"]["S"][2:],
        int(image["seq"]["N"]),
        image["texter_id"]["S"],
        image["consent_id"]["S"],
        image.get("request_id", {}).get("S", ""),
    )
    return {
        "MessageBody": task.to_json(),
        "MessageGroupId": task.texter_id,
        "MessageDeduplicationId": f"{task.conversation_id}.{task.seq}",
    }
