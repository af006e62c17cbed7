"""Two readers' findings become one, and never less."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from shared.domain.risk.assessment import Assessment, Reason, combine
from shared.domain.risk.levels import Category, Risk, higher, lower

_levels = st.sampled_from(Risk)
_reasons = st.builds(Reason, st.sampled_from(Category), _levels, st.text(max_size=5), st.just("rule"), st.just("en.x"))
_assessments = st.builds(
    Assessment, _levels, st.lists(_reasons, max_size=4).map(tuple), st.sampled_from(["lexicon-1", "minilm-1"])
)


@given(_levels, _levels)
def test_given_two_levels_when_they_are_compared_then_higher_and_lower_are_one_each(one: Risk, other: Risk) -> None:
    assert {higher(one, other), lower(one, other)} == {one, other}
    assert higher(one, other).rank >= lower(one, other).rank


@given(_assessments, _assessments)
def test_given_two_assessments_when_they_are_combined_then_nothing_is_lowered_and_nothing_is_lost(
    one: Assessment, other: Assessment
) -> None:
    both = combine(one, other)
    assert both.level.rank == max(one.level.rank, other.level.rank)
    assert set(both.reasons) == {*one.reasons, *other.reasons}
    ranks = [reason.level.rank for reason in both.reasons]
    assert ranks == sorted(ranks, reverse=True)


@given(_assessments, _assessments)
def test_given_two_assessments_when_they_change_places_then_level_and_reasons_are_the_same(
    one: Assessment, other: Assessment
) -> None:
    assert combine(one, other).level == combine(other, one).level
    assert combine(one, other).reasons == combine(other, one).reasons


def test_given_two_readers_when_they_are_combined_then_both_are_named_once() -> None:
    quick, meant = Assessment(Risk.LOW, (), "lexicon-1"), Assessment(Risk.LOW, (), "minilm-1")
    assert combine(combine(quick, meant), quick).model == "lexicon-1+minilm-1"


def test_given_reasons_of_low_when_the_kinds_of_danger_are_asked_for_then_they_are_not_among_them() -> None:
    reasons = (
        Reason(Category.SELF_HARM, Risk.HIGH, "a", "rule", "en.x"),
        Reason(Category.SELF_HARM, Risk.MEDIUM, "b", "rule", "en.y"),
        Reason(Category.SUBSTANCE_ABUSE, Risk.LOW, "c", "rule", "en.z"),
    )
    assert Assessment(Risk.HIGH, reasons, "lexicon-1").categories == (Category.SELF_HARM,)
