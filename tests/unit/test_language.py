"""Which language a texter writes: measured on labelled messages, and never guessed from too little."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.domain.language import LANGUAGES, heard, language_of
from tests.unit.language_messages import ENGLISH, MESSAGES, SPANISH, UNDECIDED

#: Messages of people in danger, labelled for the risk readers: nobody thought of this reader when they were written.
RISK_SETS = Path(__file__).parent.parent / "risk"


def measured(rows: list[tuple[str, str | None]]) -> tuple[float, list[str]]:
    """The share that is read as labelled, and what is taken for the other language."""
    read = [(text, label, language_of(text)) for text, label in rows]
    right = sum(found == label for _, label, found in read)
    wrong = [text for text, label, found in read if label is not None and found not in (None, label)]
    return right / len(rows), wrong


def test_on_our_own_messages_nineteen_of_twenty_are_read_right_and_none_is_taken_for_the_other_language() -> None:
    assert len(MESSAGES) >= 100
    assert len(set(MESSAGES)) == len(MESSAGES)
    share, wrong = measured(list(MESSAGES))
    assert wrong == []
    assert share >= 0.95


@pytest.mark.parametrize("messages", [SPANISH, ENGLISH, UNDECIDED], ids=["Spanish", "English", "undecided"])
def test_no_kind_of_message_is_read_much_worse_than_the_others(messages: tuple[str, ...]) -> None:
    labels = dict(MESSAGES)
    share, _ = measured([(text, labels[text]) for text in messages])
    assert share >= 0.9


@pytest.mark.parametrize("name", ["dev", "final"])
def test_on_messages_made_for_another_purpose_none_is_taken_for_the_other_language(name: str) -> None:
    rows = [json.loads(line) for line in (RISK_SETS / f"{name}.jsonl").read_text().splitlines()]
    share, wrong = measured([(row["text"], row["language"]) for row in rows])
    assert len(rows) > 300
    assert wrong == []
    assert share >= 0.94


@pytest.mark.parametrize(
    "text",
    [
        "TENGO MUCHO MIEDO",
        "tengo muchooooo miedooo",
        "tengo mucho miedo!!!",
        "  tengo\nmucho\tmiedo  ",
        "tengo, mucho; miedo",
        "Tengo mucho miedo 😭",
    ],
)
def test_case_drawn_out_letters_and_punctuation_change_nothing(text: str) -> None:
    assert language_of(text) == "es"


@pytest.mark.parametrize(("with_accents", "without"), [("¿quién está ahí?", "quien esta ahi"), ("mañana", "manana")])
def test_accents_help_and_are_not_needed_where_there_are_words_enough(with_accents: str, without: str) -> None:
    assert language_of(with_accents) == "es"
    assert language_of(f"{without} no se que hacer") == "es"


def test_only_whole_words_count() -> None:
    # "quemada" begins like "que", "thermos" like "the": parts of words say nothing.
    assert language_of("xquex xconx xporx") is None
    assert language_of("xthex xandx xyoux") is None


class TestWhatWasDecidedStays:
    def test_the_first_message_that_is_clear_decides(self) -> None:
        assert heard("hola", None) is None
        assert heard("tengo miedo", None) == "es"

    def test_what_is_short_or_mixed_changes_nothing(self) -> None:
        for text in (*UNDECIDED, "help me", "i am here"):
            assert heard(text, "es") == "es"

    def test_a_message_that_is_plainly_in_the_other_language_does(self) -> None:
        assert heard("do you speak english? i dont know what to say in spanish", "es") == "en"
        assert heard("la verdad prefiero hablar en español porque no sé inglés", "en") == "es"

    @given(st.sampled_from([None, *LANGUAGES]), st.text(max_size=200))
    def test_it_is_never_forgotten(self, before: str | None, text: str) -> None:
        assert heard(text, before) in (LANGUAGES if before is not None else (None, *LANGUAGES))


@given(st.text(max_size=3000))
def test_no_text_is_too_strange(text: str) -> None:
    assert language_of(text) in (None, *LANGUAGES)


@given(st.sampled_from(SPANISH), st.sampled_from(ENGLISH))
def test_as_much_of_one_as_of_the_other_is_undecided_or_what_there_is_more_of(spanish: str, english: str) -> None:
    both = language_of(f"{spanish} {english}")
    assert both == language_of(f"{english} {spanish}")
