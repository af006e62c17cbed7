"""The document on comms says what the tables of texts, variables and notices say."""

from __future__ import annotations

import re

import pytest

from shared.contracts.notices import WAYS, Way
from shared.domain.spoken import MOST_COUNTED, people_ahead
from shared.domain.templates import STAFF_VARIABLES, TEXTS, VARIABLES, Text
from shared.store.notices import TEXTED_EVERY
from tests.infra.synthesis import ROOT

COMMS = (ROOT / "docs" / "comms.md").read_text()


def rows(cells: int) -> dict[str, list[str]]:
    """The rows of all tables with that many cells after a name between backticks."""
    found = re.findall(rf"^\| `(\w+)` \|((?:[^|\n]*\|){{{cells}}})$", COMMS, re.M)
    return {name: [cell.strip() for cell in row.split("|")[:-1]] for name, row in found}


def named(cell: str) -> tuple[str, ...]:
    return tuple(re.findall(r"`(\w+)`", cell))


def media(cell: str) -> tuple[str, ...]:
    return tuple(word.strip() for word in cell.split(",") if word.strip())


@pytest.mark.parametrize(("name", "text"), TEXTS.items(), ids=TEXTS)
def test_it_says_what_a_text_may_and_must_speak_of(name: str, text: Text) -> None:
    _, may, must, otherwise = rows(4)[name]
    assert (named(may), named(must)) == (text.may, text.must)
    assert named(otherwise) == ((text.otherwise,) if text.otherwise else ())


def test_it_names_every_text_and_every_variable_and_no_others() -> None:
    assert set(rows(4)) == set(TEXTS)
    assert set(rows(1)) == set(VARIABLES)


@pytest.mark.parametrize(("kind", "way"), WAYS.items(), ids=WAYS)
def test_it_says_by_what_staff_hear_of_a_notice(kind: str, way: Way) -> None:
    supervisors, if_away, person, at_once, says = rows(5)[kind]
    assert (media(supervisors), media(if_away), media(person)) == (way.supervisors, way.if_away, way.person)
    assert (at_once == "yes", named(says)) == (way.at_once, way.says)


def test_it_names_every_notice_and_only_variables_that_staff_may_be_told() -> None:
    assert set(rows(5)) == set(WAYS)
    assert {name for row in rows(5).values() for name in named(row[4])} < set(STAFF_VARIABLES)


def test_it_quotes_places_in_line_as_they_are_said() -> None:
    for count in (0, 1, 3, MOST_COUNTED + 1):
        assert f"*{people_ahead(count, 'en')}*" in COMMS
    assert TEXTED_EVERY.total_seconds() == 600
    assert "every ten minutes" in COMMS
