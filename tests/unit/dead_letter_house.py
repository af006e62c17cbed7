"""Queues with dead letters in them, as SQS leaves them there."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from shared.contracts.dead_letters import DEAD_LETTERS, STREAM, DeadLetterRow
from shared.runtime.dead_letters import DeadLetters
from tests.unit import aws


@dataclass
class House:
    """Every queue with its dead letters, by name."""

    dead: dict[str, str] = field(default_factory=dict)
    source: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for row in DEAD_LETTERS.values():
            suffix = ".fifo" if row.fifo else ""
            self.dead[row.name] = _queue(f"{row.name}-dead{suffix}", row.fifo)
            if row.name != STREAM:
                self.source[row.name] = _queue(f"{row.name}{suffix}", row.fifo)

    def letters(self, name: str) -> DeadLetters:
        return DeadLetters(aws.client("sqs"), self.dead[name], self.source.get(name, ""))

    def die(self, name: str, body: str, group: str = "texter-1", name_of_message: str = "") -> str:
        """A message of this queue was given up on; its id."""
        order = {}
        if DEAD_LETTERS[name].fifo:
            order = {"MessageGroupId": group, "MessageDeduplicationId": name_of_message or str(hash((body, group)))}
        sent = aws.client("sqs").send_message(QueueUrl=self.dead[name], MessageBody=body, **order)
        return str(sent["MessageId"])

    def in_queue(self, name: str) -> list[dict[str, Any]]:
        """What is in the queue itself, taken out."""
        return aws.drain(self.source[name])

    def bodies(self, name: str) -> list[str]:
        return [record["body"] for record in self.in_queue(name)]

    def left(self, name: str) -> list[str]:
        """The bodies of the letters that are (still) there, taken out."""
        return [record["body"] for record in aws.drain(self.dead[name])]

    def environment(self) -> dict[str, str]:
        """The variables by which a function finds them."""
        found = {f"{name.upper()}_DEAD_URL": url for name, url in self.dead.items()}
        return found | {f"{name.upper()}_QUEUE_URL": url for name, url in self.source.items()}


def rows_with(*, says_whose: bool) -> list[DeadLetterRow]:
    return [row for row in DEAD_LETTERS.values() if row.says_whose is says_whose]


def _queue(name: str, fifo: bool) -> str:
    attributes = {"FifoQueue": "true", "DeduplicationScope": "messageGroup"} if fifo else {}
    # A name that is taken gives the queue that has it, if it is alike.
    return str(aws.client("sqs").create_queue(QueueName=f"{aws.PREFIX}-{name}", Attributes=attributes)["QueueUrl"])
