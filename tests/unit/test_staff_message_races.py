"""Colleagues write at the same moment, or the same thing twice: nothing is lost, doubled or out of order."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from botocore.client import BaseClient

from shared.contracts.messages_api import DirectMessageRequest
from shared.domain.errors import IdempotencyMismatch, Unavailable
from tests.unit import aws
from tests.unit.colleagues import Colleagues, keys
from tests.unit.world import World


@pytest.fixture
def colleagues(world: World) -> Colleagues:
    return Colleagues(world)


@pytest.fixture
def one_call_at_a_time(monkeypatch: pytest.MonkeyPatch) -> None:
    """moto is not made for threads; DynamoDB's calls are atomic, so let moto's be."""
    lock, call = threading.RLock(), BaseClient._make_api_call

    def locked(self: BaseClient, *given: Any) -> Any:
        with lock:
            return call(self, *given)

    monkeypatch.setattr(BaseClient, "_make_api_call", locked)


class TestRaces:
    def test_given_both_write_the_first_message_at_once_then_there_is_one_thread_with_one_key_and_both_messages(
        self, colleagues: Colleagues
    ) -> None:
        other = colleagues.new_talking()

        def writes_first() -> None:
            mine, colleagues.talking = colleagues.talking, other
            colleagues.writes("res_2", "res_1", "me first")
            colleagues.talking = mine

        colleagues.world.wire.before("TransactWriteItems", writes_first)
        assert colleagues.writes("res_1", "res_2", "no, me").seq == 2
        colleagues.talking = colleagues.new_talking()
        assert colleagues.words("res_1", "res_2") == ["me first", "no, me"]
        assert len(keys("dm_")) == 1

    @pytest.mark.usefixtures("one_call_at_a_time")
    def test_given_both_write_from_many_environments_then_the_numbers_have_no_gaps_and_nothing_is_lost(
        self, colleagues: Colleagues
    ) -> None:
        def work(number: int) -> int:
            talking = colleagues.new_talking()
            sender, receiver = ("res_1", "res_2") if number % 2 else ("res_2", "res_1")
            body = DirectMessageRequest(content=f"message {number}")
            request = colleagues.request(sender, body=body, peerId=receiver)
            while True:
                try:
                    return talking.send(request).seq
                except Unavailable:
                    continue  # As the client does: too many at once.

        with ThreadPoolExecutor(6) as pool:
            numbers = list(pool.map(work, range(12)))
        assert sorted(numbers) == list(range(1, 13))
        thread = colleagues.thread("res_1", "res_2")
        assert [one.seq for one in thread.items] == list(range(1, 13))
        assert {one.content for one in thread.items} == {f"message {number}" for number in range(12)}
        assert (thread.unread, colleagues.unread("res_2", "res_1")) == (6, 6)

    def test_given_a_transaction_conflicts_then_it_is_tried_again_and_written_once(
        self, colleagues: Colleagues
    ) -> None:
        colleagues.world.wire.fail("TransactWriteItems", "TransactionConflictException")
        assert colleagues.writes("res_1", "res_2", "again").seq == 1
        assert colleagues.words("res_2", "res_1") == ["again"]

    def test_given_a_clock_runs_backwards_then_time_in_the_thread_does_not(self, colleagues: Colleagues) -> None:
        colleagues.writes("res_1", "res_2")
        colleagues.later(hours=-1)
        colleagues.writes("res_2", "res_1")
        first, second = colleagues.thread("res_1", "res_2").items
        assert first.at == second.at


class TestRepeating:
    def test_the_same_key_answers_the_same_message_and_writes_it_once(self, colleagues: Colleagues) -> None:
        first = colleagues.writes("res_1", "res_2", "only once", key="k-1")
        again = colleagues.writes("res_1", "res_2", "only once", key="k-1")
        assert (again.id, again.seq, again.content) == (first.id, 1, "only once")
        assert colleagues.words("res_2", "res_1") == ["only once"]

    def test_given_the_repeat_comes_while_the_first_is_at_work_then_it_is_written_once(
        self, colleagues: Colleagues
    ) -> None:
        made: list[str] = []
        colleagues.world.wire.before(
            "TransactWriteItems", lambda: made.append(colleagues.writes("res_1", "res_2", "once", key="k-1").id)
        )
        assert colleagues.writes("res_1", "res_2", "once", key="k-1").id == made[0]
        assert colleagues.words("res_1", "res_2") == ["once"]

    @pytest.mark.parametrize(("peer", "words"), [("res_2", "other words"), ("sup_1", "these words")])
    def test_another_request_under_the_same_key_is_a_conflict(
        self, colleagues: Colleagues, peer: str, words: str
    ) -> None:
        colleagues.writes("res_1", "res_2", "these words", key="k-1")
        with pytest.raises(IdempotencyMismatch):
            colleagues.writes("res_1", peer, words, key="k-1")

    def test_somebody_elses_key_is_somebody_elses(self, colleagues: Colleagues) -> None:
        colleagues.writes("res_1", "res_2", "hello", key="k-1")
        assert colleagues.writes("sup_1", "res_2", "hello", key="k-1").seq == 1

    def test_the_record_of_it_holds_no_words(self, colleagues: Colleagues) -> None:
        colleagues.writes("res_1", "res_2", "zebra lantern", key="k-1")
        assert "zebra" not in str(aws.rows("sessions"))

    def test_given_the_colleague_left_meanwhile_then_repeating_still_answers_what_was_written(
        self, colleagues: Colleagues
    ) -> None:
        first = colleagues.writes("res_1", "res_2", "bye", key="k-1")
        colleagues.deactivate("res_2")
        assert colleagues.writes("res_1", "res_2", "bye", key="k-1").id == first.id
