"""Canned responses are filled in with what is true at the moment, and never sent with a hole."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from shared.domain.canned import CANNED_VARIABLES, MOST_LETTERS, Moment, filled, wrong_with
from shared.domain.hours import Hours

#: A Monday.
NOON = datetime(2026, 9, 14, 12, 0, tzinfo=UTC)
NINE_TO_FIVE = Hours.of({"week": {"monday": ["09:00-17:00"], "tuesday": ["09:00-17:00"]}}, "UTC")
ANA = Moment("The Line", "Ana Maria Lopez", NOON, NINE_TO_FIVE)


@pytest.mark.parametrize(
    ("text", "language", "said"),
    [
        ("Plain words.", "en", "Plain words."),
        ("{responder} of {line}, {line}!", "en", "Ana of The Line, The Line!"),
        # It is open.
        ("We open {opens}.", "en", None),
        ("A stray { brace", "en", None),
        ("{texter}", "en", None),
    ],
)
def test_given_a_text_then_it_is_filled_in_or_not_at_all(text: str, language: str, said: str | None) -> None:
    assert filled(text, ANA, language) == said


@pytest.mark.parametrize(
    ("language", "said"),
    [("en", "We open tomorrow at 9:00 AM UTC."), ("es", "We open mañana a las 9:00 a. m. UTC.")],
)
def test_given_the_line_is_closed_then_it_says_when_it_opens_in_the_texts_language(language: str, said: str) -> None:
    evening = Moment("The Line", "Ana", NOON.replace(hour=20), NINE_TO_FIVE)
    assert filled("We open {opens}.", evening, language) == said


def test_given_a_line_that_never_closes_then_there_is_nothing_to_say_about_when_it_opens() -> None:
    assert filled("We open {opens}.", Moment("The Line", "Ana", NOON), "en") is None


def test_given_nobodys_name_or_too_many_letters_then_it_is_not_filled_in() -> None:
    assert filled("{responder}", Moment("The Line", "  ", NOON), "en") is None
    assert filled("{line}", Moment("x" * (MOST_LETTERS + 1), "Ana", NOON), "en") is None


@pytest.mark.parametrize("name", CANNED_VARIABLES)
def test_every_variable_there_is_may_be_used(name: str) -> None:
    assert wrong_with(f"Hello {{{name}}}") is None


@pytest.mark.parametrize("text", ["Hello {texter}", "Hello {Line}", "Hello {line", "Hello }"])
def test_what_is_no_variable_is_refused_with_those_there_are(text: str) -> None:
    why = wrong_with(text)
    assert why is not None
    assert all(f"{{{name}}}" in why for name in CANNED_VARIABLES)
