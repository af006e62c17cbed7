"""How well the readers do on messages nothing was trained on. The floors may rise and never fall."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.risk.measuring import HERE, SETS, Rated, figures

FLOORS = json.loads((HERE / "floors.json").read_text())
ROWS = [(reader, part, floor) for reader, parts in FLOORS.items() for part, floor in parts.items()]

#: What the product promises whatever the floors say.
LEAST_RECALL, MOST_ALARMS = 0.90, 0.05


def _part(rated: list[Rated], part: str) -> list[Rated]:
    if part == "all":
        return rated
    if part in SETS:
        return [one for one in rated if one.message.origin == part]
    return [one for one in rated if part in (one.message.kind, *one.message.categories)]


@pytest.mark.parametrize(("reader", "part", "floor"), ROWS, ids=[f"{reader}-{part}" for reader, part, _ in ROWS])
def test_given_messages_nobody_trained_on_when_they_are_rated_then_the_figures_hold_their_floor(
    rated: list[Rated], reader: str, part: str, floor: dict[str, Any]
) -> None:
    measured = figures(_part(rated, part), lexicon_only=reader == "lexicon")
    reached = {name: getattr(measured, name) for name in floor}
    assert None not in reached.values(), "nothing to measure"
    fallen = {
        name: share
        for name, share in reached.items()
        if (share < floor[name] if name == "recall" else share > floor[name])
    }
    assert fallen == {}


def test_given_all_messages_when_both_readers_rate_them_then_the_promise_is_kept(rated: list[Rated]) -> None:
    measured = figures(rated)
    assert measured.recall is not None and measured.recall >= LEAST_RECALL
    assert measured.alarms is not None and measured.alarms <= MOST_ALARMS


def test_given_any_message_when_the_second_reader_comes_in_then_no_rating_falls(rated: list[Rated]) -> None:
    assert [one.message.text for one in rated if one.both.level.rank < one.lexicon.level.rank] == []


def test_given_every_reason_when_it_is_shown_then_it_is_cut_from_the_texters_own_words(rated: list[Rated]) -> None:
    strange = [
        one.message.text for one in rated for reason in one.both.reasons if reason.phrase not in one.message.text
    ]
    assert strange == []
