"""One spelling for each word, and where it stood."""

from __future__ import annotations

import pytest

from shared.domain.risk.words import in_plain_spelling, words_of


def _texts(text: str) -> list[str]:
    return [word.text for word in words_of(text)]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Don’t  STOP", ["dont", "stop"]),
        ("I am / I'm / im", ["im", "im", "im"]),
        ("can not, cannot", ["cant", "cannot"]),
        ("pleaseeee heeelp", ["please", "help"]),
        ("ya no aguanto más", ["ya", "no", "aguanto", "mas"]),
        ("gonna su1c1de", ["going", "to", "suicide"]),
        ("2nd grade at 10pm", ["2nd", "grade", "at", "10pm"]),
        ("he'd rather we'll", ["he", "would", "rather", "we", "will"]),
        ("s u i c i d e", ["suicide"]),
        ("a b c", ["a", "be", "c"]),
        ("", []),
    ],
)
def test_given_a_text_when_its_words_are_taken_then_each_has_its_one_spelling(text: str, words: list[str]) -> None:
    assert _texts(text) == words


def test_given_words_when_they_are_placed_then_the_original_is_found_there() -> None:
    text = "ok… I wanna DIE."
    assert [text[word.start : word.end] for word in words_of(text)] == ["ok", "I", "wanna", "wanna", "DIE"]


def test_given_sentences_commas_and_quotes_when_words_are_taken_then_each_knows_where_it_stands() -> None:
    words = {word.text: word for word in words_of('She said "never again". Well, maybe')}
    assert words["never"].quoted and not words["said"].quoted
    assert words["well"].sentence == words["said"].sentence + 1
    assert words["maybe"].comma and not words["well"].comma


def test_given_a_quotation_mark_that_is_never_closed_when_words_are_taken_then_nothing_is_quoted() -> None:
    assert not any(word.quoted for word in words_of("5'10\" tall and proud of it"))


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("i wanna kil myslef", "i want to kill myself"),
        ("It's fine, REALLY.", "It's fine, REALLY."),
        ("im gonna unalive", "i'm going to end my life"),
        ("k i l l myself", "kill myself"),
    ],
)
def test_given_slang_when_it_is_written_out_then_only_what_was_spelled_oddly_changes(text: str, plain: str) -> None:
    assert in_plain_spelling(text) == plain
