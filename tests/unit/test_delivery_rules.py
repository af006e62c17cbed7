"""Statuses of a delivery only move forward; waits grow and are bounded."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from shared.domain.delivery import MAX_ATTEMPTS, RANK, DeliveryStatus, back_off_seconds

FINAL = [DeliveryStatus.DELIVERED, DeliveryStatus.UNDELIVERED, DeliveryStatus.FAILED, DeliveryStatus.BLOCKED_OPT_OUT]


def test_every_status_has_a_rank() -> None:
    assert set(RANK) == set(DeliveryStatus)


def test_the_ranks_follow_a_message_on_its_way() -> None:
    way = ["queued", "sending", "sent", "delivered", "read"]
    ranks = [RANK[DeliveryStatus(name)] for name in way]
    assert ranks == sorted(set(ranks))


def test_any_receipt_resolves_our_own_doubt_and_no_last_word_overrules_another() -> None:
    assert all(RANK[DeliveryStatus.UNKNOWN] < RANK[one] for one in [DeliveryStatus.SENT, *FINAL])
    assert len({RANK[one] for one in FINAL}) == 1
    # A texter who has read a message has it, whatever the carrier said before.
    assert all(RANK[one] < RANK[FINAL[0]] for one in set(DeliveryStatus) - {*FINAL, DeliveryStatus.READ})


@given(st.integers(1, MAX_ATTEMPTS), st.floats(-1, 1))
def test_a_wait_is_two_to_the_failures_doubled_give_or_take_a_quarter(failures: int, jitter: float) -> None:
    wait = back_off_seconds(failures, jitter)
    base = min(2 * 2**failures, 300)
    assert max(1, round(base * 0.75)) <= wait <= round(base * 1.25)


@given(st.integers(0, 1000), st.floats(-1, 1))
def test_a_wait_is_at_least_a_second_and_never_more_than_five_minutes_and_a_quarter(
    failures: int, jitter: float
) -> None:
    assert 1 <= back_off_seconds(failures, jitter) <= 375
