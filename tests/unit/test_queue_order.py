"""Who is helped next."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shared.domain.conversation import Conversation, Risk
from shared.domain.queue import next_in_line, rank
from tests.unit.builders import NOON, a_conversation, a_waiting


def order(*waiting: Conversation) -> list[str]:
    """The ids in the order of ordinary hand-outs."""
    left, ids = list(waiting), []
    while left:
        found = next_in_line(left, 1)
        assert found is not None
        ids.append(found[0].id)
        left.remove(found[0])
    return ids


def test_given_equal_risk_then_whoever_came_first_is_first() -> None:
    assert order(a_waiting("late", 1), a_waiting("early", 9)) == ["early", "late"]


def test_critical_texters_come_first_among_themselves_by_age() -> None:
    waiting = [
        a_waiting("old", 600),
        a_waiting("high", 100, risk=Risk.HIGH),
        a_waiting("critical-new", 0, risk=Risk.CRITICAL),
        a_waiting("critical-old", 2, risk=Risk.CRITICAL, boost_seconds=0),
        # A boost does not carry anybody past a critical texter who waits longer.
        a_waiting("critical-boosted", 1, risk=Risk.CRITICAL, boost_seconds=1800),
    ]
    assert order(*waiting) == ["critical-old", "critical-boosted", "critical-new", "old", "high"]


@pytest.mark.parametrize(
    ("changes", "minutes"),
    [
        ({"risk": Risk.HIGH}, 60),
        ({"risk": Risk.MEDIUM}, 15),
        ({"boost_seconds": 1800}, 30),
        ({"risk": Risk.HIGH, "boost_seconds": 1800}, 60),
        ({"risk": Risk.MEDIUM, "boost_seconds": 1800}, 30),
    ],
)
def test_the_largest_boost_counts_and_boosts_are_not_added(changes: dict[str, object], minutes: int) -> None:
    boosted = a_waiting("boosted", 0, **changes)
    assert order(a_waiting("other", minutes - 1), boosted) == ["boosted", "other"]
    assert order(a_waiting("other", minutes + 1), boosted) == ["other", "boosted"]


def test_every_fifth_hand_out_goes_to_whoever_waited_longest_and_says_so() -> None:
    waiting = [a_waiting("longest", 50), a_waiting("high", 1, risk=Risk.HIGH)]
    firsts = []
    for hand_out in range(1, 11):
        found = next_in_line(waiting, hand_out)
        assert found is not None
        firsts.append(found[0].id)
        assert ("fifth" in found[1]) == (found[0].id == "longest")
    assert [number for number, name in enumerate(firsts, 1) if name == "longest"] == [5, 10]


def test_given_a_keyword_moved_somebody_ahead_then_the_reason_is_not_their_risk() -> None:
    found = next_in_line([a_waiting("boosted", 0, boost_seconds=1800), a_waiting("other", 5)], 1)
    assert found is not None
    assert found[0].id == "boosted"
    assert "risk" not in found[1]


def test_given_nobody_waits_then_nobody_is_next() -> None:
    assert next_in_line([], 1) is None


def test_a_conversation_that_never_queued_has_no_place() -> None:
    with pytest.raises(ValueError, match="queued"):
        rank(a_conversation())


places = st.tuples(
    st.integers(0, 10_000),
    st.sampled_from([Risk.LOW, Risk.MEDIUM, Risk.HIGH, Risk.CRITICAL]),
    st.sampled_from([0, 60, 1800]),
)


@given(st.lists(places, min_size=1, max_size=12), st.integers(1, 50))
def test_whoever_is_next_was_waiting_and_the_order_given_does_not_matter(
    seen: list[tuple[int, Risk, int]], hand_out: int
) -> None:
    waiting = [a_waiting(f"c{i}", m + i / 97, risk=r, boost_seconds=b) for i, (m, r, b) in enumerate(seen)]
    found = next_in_line(waiting, hand_out)
    backwards = next_in_line(waiting[::-1], hand_out)
    assert found is not None
    assert backwards is not None
    assert found == backwards
    assert found[0] in waiting
    assert found[1]
    if any(one.risk is Risk.CRITICAL for one in waiting):
        assert found[0].risk is Risk.CRITICAL


@given(st.lists(places, min_size=2, max_size=12))
def test_the_sort_key_as_text_orders_as_the_rule_does(seen: list[tuple[int, Risk, int]]) -> None:
    boosts = {Risk.LOW: 0, Risk.MEDIUM: 900, Risk.HIGH: 3600, Risk.CRITICAL: 0}

    def rule(one: Conversation) -> tuple[int, float]:
        assert one.queued_at is not None
        critical = one.risk is Risk.CRITICAL
        boost = 0 if critical else max(boosts[one.risk], one.boost_seconds)
        return (0 if critical else 1, one.queued_at.timestamp() - boost)

    waiting = [a_waiting(f"c{i}", m, risk=r, boost_seconds=b) for i, (m, r, b) in enumerate(seen)]
    assert [rule(one) for one in sorted(waiting, key=rank)] == sorted(map(rule, waiting))


@settings(max_examples=30)
@given(st.lists(st.sampled_from([Risk.LOW, Risk.MEDIUM, Risk.HIGH]), min_size=1, max_size=5), st.integers(0, 4))
def test_nobody_starves_however_many_boosted_texters_keep_coming(arrivals: list[Risk], phase: int) -> None:
    """Each hand-out takes one and lets newcomers in; whoever waited at the start is helped in bounded time."""
    patient = [a_waiting(f"patient-{i}", 10 + i) for i in range(3)]
    waiting, helped = list(patient), []
    for hand_out in range(1, 40):
        minute = NOON + timedelta(minutes=hand_out)
        waiting += [
            replace(a_waiting(f"new-{hand_out}-{i}", risk=risk, boost_seconds=1800), queued_at=minute)
            for i, risk in enumerate(arrivals)
        ]
        found = next_in_line(waiting, hand_out + phase)
        assert found is not None
        waiting.remove(found[0])
        helped.append(found[0].id)
    assert {one.id for one in patient} <= set(helped[: 5 * len(patient)])
