"""Where things leave a function: the topic of facts, the queue of deliveries."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from functions.relay.forwarding import Relay
from shared.contracts.queues import DeliveryTask, FactNotice
from tests.unit import aws


@dataclass
class Outlets:
    """The topic of facts and the queue of deliveries, as boto3's clients of SNS and SQS show them."""

    sent: list[tuple[str, list[dict[str, Any]]]] = field(default_factory=list)
    refuses: str | None = None

    def send_message_batch(self, QueueUrl: str, Entries: list[dict[str, Any]]) -> dict[str, Any]:  # noqa: N803
        return self._take(QueueUrl, Entries)

    def publish_batch(self, TopicArn: str, PublishBatchRequestEntries: list[dict[str, Any]]) -> dict[str, Any]:  # noqa: N803
        return self._take(TopicArn, PublishBatchRequestEntries)

    def _take(self, name: str, entries: list[dict[str, Any]]) -> dict[str, Any]:
        assert 1 <= len(entries) <= 10
        assert len({entry["Id"] for entry in entries}) == len(entries)
        self.sent.append((name, entries))
        if name == self.refuses:
            return {"Failed": [{"Id": "0", "Code": "ServiceUnavailable", "SenderFault": False}]}
        return {"Successful": [{"Id": entry["Id"]} for entry in entries]}

    def entries(self, name: str) -> list[dict[str, Any]]:
        return [entry for to, entries in self.sent if to == name for entry in entries]

    def notices(self, listener: str | None = None) -> list[FactNotice]:
        """What was published; with a listener, what its subscription lets through."""
        return [
            FactNotice.from_json(entry["Message"])
            for entry in self.entries("facts")
            if listener is None or listener in addressees(entry)
        ]

    def tasks(self) -> list[DeliveryTask]:
        return [DeliveryTask.from_json(entry["MessageBody"]) for entry in self.entries("deliver")]


def addressees(entry: dict[str, Any]) -> set[str]:
    attribute = entry["MessageAttributes"]["to"]
    assert attribute["DataType"] == "String.Array", "a filter policy looks into arrays only"
    return set(json.loads(attribute["StringValue"]))


def told_of(story: Callable[[], object]) -> list[FactNotice]:
    """The notices relay publishes of what a story writes to the table, in the order of the facts."""
    before = aws.rows("conversations")
    story()
    outlets = Outlets()
    relay = Relay(outlets, outlets, facts_topic="facts", deliver_queue="deliver")
    relay.forward(aws.stream_records(before, aws.rows("conversations")))
    return sorted(outlets.notices(), key=lambda one: one.seq)
