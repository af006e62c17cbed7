"""Receipts come late, twice and out of order; only news moves a delivery."""

from __future__ import annotations

import itertools
from collections.abc import Iterator

import pytest

from functions.receipts import handler as receipts
from shared.channels.outbound import Accepted
from shared.contracts.queues import Receipt
from shared.domain.delivery import DeliveryStatus
from shared.store.models import DeliveryItem
from tests.unit import aws
from tests.unit.world import World

FINAL = {"delivered", "undelivered", "failed"}


class Sent:
    """The welcome, handed over as SM1, and its receipts."""

    def __init__(self, world: World) -> None:
        self.world = world
        world.text("hello")
        self.conversation = world.only()
        outbound = world.deliveries.read(world.task(self.conversation, 4))
        assert world.deliveries.begin(outbound, ("twilio", "+12025550100")) == 1
        self._outbound = outbound

    def accepted(self) -> None:
        self.world.deliveries.accepted(self._outbound, Accepted("SM1").provider_id, DeliveryStatus.SENT)

    def receipt(self, status: str, *, sid: str = "SM1", error: str | None = None, attempt: str | None = None) -> None:
        reference = f"{self.conversation.id}.4.1" if attempt is None else attempt
        receipts.apply(Receipt(reference, sid, status, error, "req-1", "2025-11-20T12:00:00+00:00"))

    @property
    def item(self) -> DeliveryItem:
        return self.world.conversations.deliveries(self.conversation.id, 4, 4)[4]

    @property
    def status(self) -> str:
        return self.item.status


@pytest.fixture
def sent(world: World, monkeypatch: pytest.MonkeyPatch) -> Iterator[Sent]:
    monkeypatch.setenv("TABLE_PREFIX", aws.PREFIX)
    receipts._deliveries.cache_clear()
    yield Sent(world)
    receipts._deliveries.cache_clear()


@pytest.mark.parametrize("order", list(itertools.permutations(["sent", "delivered", "read"])))
def test_in_whatever_order_they_come_a_message_that_was_read_stays_read(sent: Sent, order: tuple[str, ...]) -> None:
    sent.accepted()
    for status in order:
        sent.receipt(status)
    assert sent.status == "read"


def test_a_doubled_receipt_changes_nothing(sent: Sent) -> None:
    sent.accepted()
    sent.receipt("delivered")
    before = aws.rows("conversations")
    sent.receipt("delivered")
    sent.receipt("sent")
    assert aws.rows("conversations") == before


@pytest.mark.parametrize("first", sorted(FINAL))
@pytest.mark.parametrize("late", sorted(FINAL))
def test_the_first_last_word_stands(sent: Sent, first: str, late: str) -> None:
    sent.accepted()
    sent.receipt(first)
    sent.receipt(late)
    assert sent.status == first


def test_the_error_of_the_carrier_is_kept(sent: Sent) -> None:
    sent.accepted()
    sent.receipt("undelivered", error="30003")
    assert (sent.status, sent.item.error_code) == ("undelivered", "30003")


def test_given_the_receipt_overtakes_the_carriers_answer_then_it_counts(sent: Sent) -> None:
    sent.receipt("delivered")
    sent.accepted()
    assert (sent.status, sent.item.provider_id) == ("delivered", "SM1")


def test_given_the_outcome_was_unknown_then_a_receipt_resolves_it(sent: Sent) -> None:
    sent.world.deliveries.park(sent._outbound, "no_answer")
    assert sent.status == "unknown"
    sent.receipt("sent")
    assert sent.status == "sent"


@pytest.mark.parametrize(
    "attempt", ["con_none.4.1", "", "nonsense", "a.b.c", "{con}.99.1", "{con}.x.1", "{con}", "{con}.-1.1"]
)
def test_a_receipt_of_an_unknown_attempt_is_dropped(sent: Sent, attempt: str) -> None:
    sent.accepted()
    before = aws.rows("conversations")
    sent.receipt("delivered", attempt=attempt.replace("{con}", sent.conversation.id))
    assert aws.rows("conversations") == before


@pytest.mark.parametrize("number", ["²", "1" * 5000])
def test_a_receipt_with_a_strange_number_is_dropped_too(sent: Sent, number: str) -> None:
    sent.receipt("delivered", attempt=f"{sent.conversation.id}.{number}.1")
    assert sent.status == "sending"


@pytest.mark.parametrize("status", ["accepted", "sending", "canceled", "", "DELIVERED", "something-new"])
def test_a_status_that_says_nothing_is_dropped(sent: Sent, status: str) -> None:
    sent.accepted()
    sent.receipt(status)
    assert sent.status == "sent"


def test_a_receipt_of_another_message_of_the_carrier_does_not_count(sent: Sent) -> None:
    sent.accepted()
    sent.receipt("failed", sid="SM999")
    assert sent.status == "sent"


def test_a_batch_reports_only_what_it_could_not_read(sent: Sent) -> None:
    sent.accepted()
    good = Receipt(f"{sent.conversation.id}.4.1", "SM1", "delivered", None, "req-1", "now").to_json()
    answer = receipts.handler({"Records": [aws.sqs_record("nonsense", "m-1"), aws.sqs_record(good, "m-2")]}, None)
    assert answer == {"batchItemFailures": [{"itemIdentifier": "m-1"}]}
    assert sent.status == "delivered"


def test_a_receipt_that_says_the_texter_opted_out_with_the_carrier_stops_us_and_shows(sent: Sent) -> None:
    sent.accepted()
    reference = f"{sent.conversation.id}.4.1"
    receipt = Receipt(reference, "SM1", "undelivered", "21610", "req-1", "2025-11-20T12:00:00+00:00", opted_out=True)
    for _ in range(2):
        receipts.apply(receipt)
    assert sent.world.only().cannot_reply
    assert [fact.kind for fact in sent.world.facts(sent.world.only())].count("opted_out") == 1
    (consent,) = aws.rows("consents")
    assert (consent["opted_out"]["BOOL"], consent["source"]["S"]) == (True, "carrier")
