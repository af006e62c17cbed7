"""Looking at what a queue gave up on, and putting it back.

A replay sends first and deletes afterwards. Dying in between leaves the letter and a copy of it; that is safe because
every consumer may be handed the same message twice, and the copy's name lets SQS drop a third within five minutes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from shared.contracts.queues import tens

#: Seconds for which letters that are being looked at are hidden from others, should nobody put them back before.
_HELD = 60
#: At most so many are looked at in one go, to find those that are wanted.
_SIGHT = 1000


@dataclass(frozen=True)
class Letter:
    """A message that was given up on. `body` holds ids and ciphertext only. `group`: its FIFO queue's order."""

    id: str
    body: str
    handle: str = field(repr=False)
    sent_at: datetime
    first_received_at: datetime | None
    received: int
    group: str | None


class DeadLetters:
    """One queue's. `source_url` is where its messages came from, and go back to."""

    def __init__(self, sqs: Any, dead_url: str, source_url: str = "") -> None:
        self._sqs = sqs
        self._dead_url = dead_url
        self._source_url = source_url

    def count(self) -> int:
        """How many there are, as far as SQS knows: it counts approximately."""
        names = ["ApproximateNumberOfMessages", "ApproximateNumberOfMessagesNotVisible"]
        found = self._sqs.get_queue_attributes(QueueUrl=self._dead_url, AttributeNames=names)["Attributes"]
        return sum(int(found[name]) for name in names)

    def oldest(self) -> datetime | None:
        """When the oldest was sent, of a handful that SQS shows; None when it shows none."""
        shown = self._receive(0)
        return min((one.sent_at for one in shown), default=None)

    def peek(self, most: int, wanted: Callable[[Letter], bool] = lambda _: True) -> list[Letter]:
        """Up to `most` that are `wanted`, left where they are. Of a FIFO queue, at most ten of each texter."""
        with self._looking() as letters:
            found: list[Letter] = []
            for letter in letters:
                if wanted(letter):
                    found.append(letter)
                if len(found) == most:
                    break
            return found

    def replay(self, most: int, wanted: Callable[[Letter], bool] = lambda _: True) -> list[Letter]:
        """Put up to `most` that are `wanted` back into their queue, in their order; answers them."""
        return self.work_off(self._put_back, most, wanted)

    def work_off(
        self, settle: Callable[[Letter], bool], most: int, wanted: Callable[[Letter], bool] = lambda _: True
    ) -> list[Letter]:
        """Delete up to `most` that are `wanted` and of which `settle` says that they are settled; answers them."""
        with self._looking() as letters:
            done: list[Letter] = []
            for letter in letters:
                if wanted(letter) and settle(letter):
                    self._sqs.delete_message(QueueUrl=self._dead_url, ReceiptHandle=letter.handle)
                    letters.forget(letter)
                    done.append(letter)
                if len(done) == most:
                    break
            return done

    def _put_back(self, letter: Letter) -> bool:
        order: dict[str, str] = {}
        if letter.group is not None:
            # SQS remembers the message's own name for five minutes and would swallow it without a word. A letter that
            # died again has another id, and so another name.
            order = {"MessageGroupId": letter.group, "MessageDeduplicationId": f"replay-{letter.id}"}
        self._sqs.send_message(QueueUrl=self._source_url, MessageBody=letter.body, **order)
        return True

    @contextmanager
    def _looking(self) -> Iterator[_Sight]:
        """All that can be seen, one after another; those that nobody took are shown to others again afterwards."""
        sight = _Sight(self._receive, self.count())
        try:
            yield sight
        finally:
            for ten in tens(list(sight.held.values())):
                self._sqs.change_message_visibility_batch(
                    QueueUrl=self._dead_url,
                    Entries=[
                        {"Id": str(number), "ReceiptHandle": letter.handle, "VisibilityTimeout": 0}
                        for number, letter in enumerate(ten)
                    ],
                )

    def _receive(self, held: int) -> list[Letter]:
        reply = self._sqs.receive_message(
            QueueUrl=self._dead_url,
            MaxNumberOfMessages=10,
            VisibilityTimeout=held,
            # Without a wait SQS asks only some of its servers, and says there is nothing when there is.
            WaitTimeSeconds=1,
            AttributeNames=["All"],
        )
        return [_letter(one) for one in reply.get("Messages", [])]


class _Sight:
    """The letters in the order SQS gives them. `held` are those that were seen and are still there."""

    def __init__(self, receive: Callable[[int], list[Letter]], count: int) -> None:
        self._receive = receive
        self._count = min(count, _SIGHT)
        self.held: dict[str, Letter] = {}

    def __iter__(self) -> Iterator[Letter]:
        seen = 0
        while seen < self._count:
            batch = self._receive(_HELD)
            if not batch:
                return
            seen += len(batch)
            self.held |= {one.id: one for one in batch}
            yield from batch

    def forget(self, letter: Letter) -> None:
        self.held.pop(letter.id, None)


def _letter(message: dict[str, Any]) -> Letter:
    said = message.get("Attributes", {})
    first = said.get("ApproximateFirstReceiveTimestamp")
    return Letter(
        message["MessageId"],
        message["Body"],
        message["ReceiptHandle"],
        _moment(said["SentTimestamp"]),
        _moment(first) if first else None,
        int(said.get("ApproximateReceiveCount", 0)),
        said.get("MessageGroupId"),
    )


def _moment(milliseconds: str) -> datetime:
    return datetime.fromtimestamp(int(milliseconds) / 1000, UTC)
