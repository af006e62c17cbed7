"""Who is helped next."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from shared.domain.conversation import Conversation, Risk
from shared.domain.queue import next_in_line, rank
from shared.domain.rules import DEFAULT, Rules
from tests.unit.builders import NOON, a_conversation, a_waiting


def a_texter(name: str, minutes: float = 0, risk: Risk = Risk.LOW, **changes: Any) -> Conversation:
    """Somebody who has waited so many minutes, with the boost that the default rules give to their risk."""
    return a_waiting(name, minutes, **{"risk": risk, "risk_boost": DEFAULT.boost(risk)} | changes)


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
    assert order(a_texter("late", 1), a_texter("early", 9)) == ["early", "late"]


def test_critical_texters_come_first_among_themselves_by_age() -> None:
    waiting = [
        a_texter("old", 600),
        a_texter("high", 100, risk=Risk.HIGH),
        a_texter("critical-new", 0, risk=Risk.CRITICAL),
        a_texter("critical-old", 2, risk=Risk.CRITICAL, boost_seconds=0),
        # A boost does not carry anybody past a critical texter who waits longer.
        a_texter("critical-boosted", 1, risk=Risk.CRITICAL, boost_seconds=1800),
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
def test_the_largest_boost_counts_and_boosts_are_not_added(changes: dict[str, Any], minutes: int) -> None:
    boosted = a_texter("boosted", 0, **changes)
    assert order(a_texter("other", minutes - 1), boosted) == ["boosted", "other"]
    assert order(a_texter("other", minutes + 1), boosted) == ["other", "boosted"]


def test_every_fifth_hand_out_goes_to_whoever_waited_longest_and_says_so() -> None:
    waiting = [a_texter("longest", 50), a_texter("high", 1, risk=Risk.HIGH)]
    firsts = []
    for hand_out in range(1, 11):
        found = next_in_line(waiting, hand_out)
        assert found is not None
        firsts.append(found[0].id)
        assert ("fifth" in found[1]) == (found[0].id == "longest")
    assert [number for number, name in enumerate(firsts, 1) if name == "longest"] == [5, 10]


def test_given_a_keyword_moved_somebody_ahead_then_the_reason_is_not_their_risk() -> None:
    found = next_in_line([a_texter("boosted", 0, boost_seconds=1800), a_texter("other", 5)], 1)
    assert found is not None
    assert found[0].id == "boosted"
    assert "risk" not in found[1]


def test_given_the_risk_moved_somebody_ahead_then_the_reason_names_it() -> None:
    found = next_in_line([a_texter("high", 0, risk=Risk.HIGH), a_texter("other", 5)], 1)
    assert found is not None
    assert (found[0].id, "high risk" in found[1]) == ("high", True)


class TestInFront:
    """Whoever was given back has been helped before and keeps their place."""

    def test_given_back_comes_before_everybody_who_was_not_helped_yet_except_the_critical(self) -> None:
        waiting = [
            a_texter("old", 600),
            a_texter("high", 100, risk=Risk.HIGH, boost_seconds=1800),
            a_texter("back", 1, front=True),
            a_texter("critical", 0, risk=Risk.CRITICAL),
        ]
        assert order(*waiting) == ["critical", "back", "old", "high"]

    def test_those_in_front_stand_there_in_the_order_of_the_others(self) -> None:
        waiting = [
            a_texter("late", 1, front=True),
            a_texter("early", 9, front=True),
            a_texter("medium", 5, risk=Risk.MEDIUM, front=True),
        ]
        assert order(*waiting) == ["medium", "early", "late"]

    def test_a_critical_texter_gains_nothing_by_having_been_given_back(self) -> None:
        waiting = [a_texter("back", 1, risk=Risk.CRITICAL, front=True), a_texter("longer", 2, risk=Risk.CRITICAL)]
        assert order(*waiting) == ["longer", "back"]

    def test_the_reason_says_that_they_were_given_back(self) -> None:
        found = next_in_line([a_texter("back", 1, front=True), a_texter("other", 5)], 1)
        assert found is not None
        assert (found[0].id, found[1]) == ("back", "was given back to the queue and keeps their place")


class TestFormerResponder:
    @pytest.mark.parametrize(
        ("own", "other", "first"),
        [
            ({}, {}, "own"),
            ({"front": True}, {"front": True}, "own"),
            ({"front": True}, {}, "own"),
            # Preference never takes from somebody in front, nor from somebody at higher risk.
            ({}, {"front": True}, "other"),
            ({}, {"risk": Risk.MEDIUM}, "other"),
            ({"risk": Risk.HIGH}, {"risk": Risk.MEDIUM}, "own"),
            ({"front": True}, {"risk": Risk.CRITICAL}, "other"),
            ({"risk": Risk.CRITICAL}, {"risk": Risk.CRITICAL}, "other"),
        ],
    )
    def test_whoever_talked_with_them_before_is_offered_them_first_where_that_takes_from_nobody(
        self, own: dict[str, Any], other: dict[str, Any], first: str
    ) -> None:
        waiting = [a_texter("own", 1, preferred_id="res_1", **own), a_texter("other", 30, **other)]
        found = next_in_line(waiting, 1, "res_1")
        assert found is not None
        assert found[0].id == first
        assert (found[1] == "was talking with you before") == (first == "own")

    def test_others_are_not_offered_them_any_sooner(self) -> None:
        waiting = [a_texter("own", 1, preferred_id="res_1"), a_texter("other", 30)]
        found = next_in_line(waiting, 1, "res_2")
        assert found is not None
        assert found[0].id == "other"

    def test_on_the_fifth_hand_out_whoever_waited_longest_goes_before_ones_own(self) -> None:
        waiting = [a_texter("own", 1, preferred_id="res_1"), a_texter("longest", 30)]
        found = next_in_line(waiting, 5, "res_1")
        assert found is not None
        assert found[0].id == "longest"


@pytest.mark.parametrize(("every", "fair"), [(0, []), (1, [1, 2, 3, 4, 5, 6]), (3, [3, 6])])
def test_a_program_says_how_often_it_is_the_turn_of_whoever_waited_longest(every: int, fair: list[int]) -> None:
    waiting = [a_texter("longest", 50), a_texter("high", 1, risk=Risk.HIGH)]
    turns = {number: next_in_line(waiting, number, "res_1", Rules(fair_every=every)) for number in range(1, 7)}
    assert [number for number, found in turns.items() if found and found[0].id == "longest"] == fair


def test_given_nobody_waits_then_nobody_is_next() -> None:
    assert next_in_line([], 1) is None


def test_a_conversation_that_never_queued_has_no_place() -> None:
    with pytest.raises(ValueError, match="queued"):
        rank(a_conversation())


places = st.tuples(
    st.integers(0, 10_000),
    st.sampled_from([Risk.LOW, Risk.MEDIUM, Risk.HIGH, Risk.CRITICAL]),
    st.sampled_from([0, 60, 1800]),
    st.booleans(),
    st.sampled_from([None, "res_1", "res_2"]),
)
Place = tuple[int, Risk, int, bool, str | None]


def texters(seen: list[Place]) -> list[Conversation]:
    """No two of them have waited equally long."""
    return [
        a_texter(f"c{i}", m + i / 97, risk=r, boost_seconds=b, front=f, preferred_id=p)
        for i, (m, r, b, f, p) in enumerate(seen)
    ]


@given(st.lists(places, min_size=1, max_size=12), st.integers(1, 50))
def test_whoever_is_next_was_waiting_and_the_order_given_does_not_matter(seen: list[Place], hand_out: int) -> None:
    waiting = texters(seen)
    found = next_in_line(waiting, hand_out, "res_1")
    backwards = next_in_line(waiting[::-1], hand_out, "res_1")
    assert found is not None
    assert backwards is not None
    assert found == backwards
    assert found[0] in waiting
    assert found[1]
    if any(one.risk is Risk.CRITICAL for one in waiting):
        assert found[0].risk is Risk.CRITICAL


@given(st.lists(places, min_size=2, max_size=12))
def test_the_sort_key_as_text_orders_as_the_rule_does(seen: list[Place]) -> None:
    boosts = {Risk.LOW: 0, Risk.MEDIUM: 900, Risk.HIGH: 3600, Risk.CRITICAL: 0}

    def rule(one: Conversation) -> tuple[int, float]:
        assert one.queued_at is not None
        critical = one.risk is Risk.CRITICAL
        boost = 0 if critical else max(boosts[one.risk], one.boost_seconds)
        return (0 if critical else 1 if one.front else 2, one.queued_at.timestamp() - boost)

    waiting = texters(seen)
    assert [rule(one) for one in sorted(waiting, key=rank)] == sorted(map(rule, waiting))


@settings(max_examples=30)
@given(
    st.lists(
        st.tuples(
            st.sampled_from([Risk.LOW, Risk.MEDIUM, Risk.HIGH]),
            st.sampled_from([0, 1800]),
            st.booleans(),
            st.sampled_from([None, "res_1"]),
        ),
        min_size=1,
        max_size=5,
    ),
    st.integers(0, 4),
)
@example([(Risk.HIGH, 1800, False, None)], 0)
@example([(Risk.LOW, 0, True, None)], 0)
@example([(Risk.LOW, 0, False, "res_1")], 0)
def test_nobody_starves_however_many_others_who_go_before_them_keep_coming(
    arrivals: list[tuple[Risk, int, bool, str | None]], phase: int
) -> None:
    """Each hand-out takes one and lets newcomers in; whoever waited at the start is helped in bounded time."""
    patient = [a_texter(f"patient-{i}", 10 + i) for i in range(3)]
    waiting, helped = list(patient), []
    for hand_out in range(1, 40):
        minute = NOON + timedelta(minutes=hand_out)
        waiting += [
            replace(
                a_texter(f"new-{hand_out}-{i}", risk=risk, boost_seconds=boost, front=front),
                queued_at=minute,
                preferred_id=former,
            )
            for i, (risk, boost, front, former) in enumerate(arrivals)
        ]
        found = next_in_line(waiting, hand_out + phase, "res_1")
        assert found is not None
        waiting.remove(found[0])
        helped.append(found[0].id)
    assert {one.id for one in patient} <= set(helped[: 5 * len(patient)])
