"""A listener of the tests' own on the bus: a rule, and a queue that keeps every domain event of the run."""

from __future__ import annotations

import json
from typing import Any

from tests.e2e.aws import Aws
from tests.e2e.waiting import eventually

_NAME = "end-to-end-tests"


class EventTap:
    """`raw` holds every body that was read, as it came."""

    def __init__(self, aws: Aws) -> None:
        self._sqs, events = aws.client("sqs"), aws.client("events")
        self._queue = self._sqs.create_queue(QueueName=_NAME)["QueueUrl"]
        arn = self._sqs.get_queue_attributes(QueueUrl=self._queue, AttributeNames=["QueueArn"])["Attributes"][
            "QueueArn"
        ]
        buses = [bus["Name"] for bus in events.list_event_buses()["EventBuses"] if bus["Name"] != "default"]
        assert len(buses) == 1
        events.put_rule(Name=_NAME, EventBusName=buses[0], EventPattern=json.dumps({"source": ["holdfast"]}))
        events.put_targets(Rule=_NAME, EventBusName=buses[0], Targets=[{"Id": _NAME, "Arn": arn}])
        self.raw: list[str] = []

    def heard(self, conversation_id: str) -> list[dict[str, Any]]:
        """The events about one conversation so far, in the order of its facts."""
        self.listen()
        events = [json.loads(body) for body in self.raw]
        mine = [one for one in events if one["detail"]["conversationId"] == conversation_id]
        return sorted(mine, key=lambda one: (one["detail"]["seq"], one["detail-type"]))

    def hears(self, conversation_id: str, kinds: set[str]) -> list[dict[str, Any]]:
        """Wait until an event of each of these kinds came about the conversation; all of its events."""

        def all_heard() -> list[dict[str, Any]] | None:
            events = self.heard(conversation_id)
            return events if kinds <= {one["detail-type"] for one in events} else None

        return eventually(all_heard, f"events {sorted(kinds)}")

    def listen(self) -> None:
        """Read what has come."""
        while found := self._sqs.receive_message(QueueUrl=self._queue, MaxNumberOfMessages=10).get("Messages"):
            for message in found:
                self.raw.append(message["Body"])
                self._sqs.delete_message(QueueUrl=self._queue, ReceiptHandle=message["ReceiptHandle"])
