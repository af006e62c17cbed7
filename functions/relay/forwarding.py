"""Which stream record goes where.

F# inserted                        → the topic of facts, whose subscriptions know who listens
F# inserted, a message that leaves → deliver too, in its texter's order
D# inserted or modified            → the topic: push shows the ticks on a responder's screen
M# inserted                        → the topic: push tells staff of a message or an announcement of their own
"""

from __future__ import annotations

import json
from typing import Any

from functions.relay.staff_news import notices
from shared.contracts.fanout import PUSH, destinations
from shared.contracts.queues import DeliveryTask, FactNotice, tens
from shared.domain.errors import Unavailable
from shared.runtime.invocation import note

Image = dict[str, dict[str, Any]]

#: Attributes a notice carries: ids, enums and counts, never words.
_DETAIL = (
    "actor", "message_id", "direction", "sender_id", "segments", "purpose",
    "move", "source", "target", "responder_id", "status", "chat",
)  # fmt: skip
#: Of a fact's own detail, what stays at home: keyed hashes and our number are of use to nobody downstream.
_KEPT_BACK = frozenset({"line", "thread", "texter", "consent"})


class Relay:
    def __init__(self, sns: Any, sqs: Any, *, facts_topic: str, deliver_queue: str) -> None:
        self._sns = sns
        self._sqs = sqs
        self._facts_topic = facts_topic
        self._deliver_queue = deliver_queue

    def forward(self, records: list[dict[str, Any]]) -> None:
        """Raises when a queue or the topic refused, so that the stream offers the records again."""
        facts: list[dict[str, Any]] = []
        deliver: list[dict[str, str]] = []
        for record in records:
            image: Image = record["dynamodb"].get("NewImage") or {}
            sort = image.get("sk", {}).get("S", "")
            if sort.startswith("F#") and record["eventName"] == "INSERT":
                kind = image["kind"]["S"]
                notice = _notice(image, kind)
                facts.append(_entry(notice, destinations(kind, notice.detail)))
                if "consent_id" in image:
                    deliver.append(_delivery(image))
            elif sort.startswith("D#") and record["eventName"] != "REMOVE":
                facts.append(_entry(_notice(image, "delivery"), [PUSH]))
            elif sort.startswith("M#") and record["eventName"] == "INSERT":
                facts += [_entry(notice, [PUSH]) for notice in notices(image)]
        # Delivery first: a texter waits for it.
        for ten in tens(deliver):
            _all_taken(self._sqs.send_message_batch(QueueUrl=self._deliver_queue, Entries=_numbered(ten)))
        for ten in tens(facts):
            _all_taken(self._sns.publish_batch(TopicArn=self._facts_topic, PublishBatchRequestEntries=_numbered(ten)))
        note(records=len(records), facts=len(facts), toDeliver=len(deliver))


def _numbered(entries: Any) -> list[dict[str, Any]]:
    return [{"Id": str(number), **entry} for number, entry in enumerate(entries)]


def _all_taken(reply: dict[str, Any]) -> None:
    if reply.get("Failed"):
        raise Unavailable("part of a batch was refused")


def _entry(notice: FactNotice, to: list[str]) -> dict[str, Any]:
    return {
        "Message": notice.to_json(),
        "MessageAttributes": {"to": {"DataType": "String.Array", "StringValue": json.dumps(to)}},
    }


def _notice(image: Image, kind: str) -> FactNotice:
    detail = {name: str(next(iter(image[name].values()))) for name in _DETAIL if name in image}
    if "detail" in image:
        own = json.loads(image["detail"]["S"])
        detail |= {name: str(value) for name, value in own.items() if value is not None and name not in _KEPT_BACK}
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
