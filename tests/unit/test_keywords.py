"""What the line itself must understand of what a texter writes."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.domain.keywords import Consent, consent_in, match_keyword

OPT_OUT_WORDS = [
    *("STOP", "STOPALL", "UNSUBSCRIBE", "CANCEL", "END", "QUIT", "REVOKE"),
    *("OPT OUT", "OPTOUT", "OPT-OUT", "ARRET", "TD", "REMOVE"),
]
OPT_IN_WORDS = ["START", "YES", "UNSTOP"]


@pytest.mark.parametrize("word", OPT_OUT_WORDS)
@pytest.mark.parametrize("form", ["{}", " {} ", "{}.", "“{}!!”", "\n{}\t", "({})"])
def test_an_opt_out_word_alone_is_an_opt_out_however_it_is_dressed(word: str, form: str) -> None:
    assert consent_in(form.format(word)) is Consent.OPT_OUT
    assert consent_in(form.format(word.lower())) is Consent.OPT_OUT
    assert consent_in(form.format(word.title())) is Consent.OPT_OUT


@pytest.mark.parametrize("word", OPT_IN_WORDS)
def test_an_opt_in_word_alone_is_an_opt_in(word: str) -> None:
    assert consent_in(f" {word.lower()}! ") is Consent.OPT_IN


@pytest.mark.parametrize(
    "text",
    [
        "Stop him hitting me",
        "please don't text me again",
        "stop stop",
        "I want to end it",
        "stopping",
        "nonstop",
        "yes please help",
        "",
        "...",
        "opt",
        "out",
    ],
)
def test_a_sentence_goes_to_a_person(text: str) -> None:
    assert consent_in(text) is Consent.NONE


@given(st.sampled_from(OPT_OUT_WORDS), st.text(st.characters(categories=("L", "N")), min_size=1, max_size=20))
def test_an_opt_out_word_with_anything_to_say_beside_it_is_none(word: str, more: str) -> None:
    if f"{word} {more}".casefold() not in {one.casefold() for one in OPT_OUT_WORDS}:
        assert consent_in(f"{word} {more}") is Consent.NONE
        assert consent_in(f"{more} {word}") is Consent.NONE


@given(st.text(max_size=200))
def test_no_text_is_too_strange(text: str) -> None:
    assert consent_in(text) in Consent
    match_keyword(text, {"help": 1})


KEYWORDS = {"help": "crisis", "help me": "whole", "straße": "street"}


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("HELP", "crisis"),
        ("  help!  ", "crisis"),
        ("Help, I am alone", "crisis"),
        ("help   ME", "whole"),
        ("help me now", "crisis"),
        ("STRASSE", None),
        ("I need help", None),
        ("helpless", None),
        ("", None),
        ("!!!", None),
    ],
)
def test_a_keyword_counts_as_the_whole_message_before_it_counts_as_the_first_word(text: str, found: str | None) -> None:
    assert match_keyword(text, KEYWORDS) == found


def test_keywords_are_compared_case_folded_not_lower_cased() -> None:
    assert match_keyword("STRASSE", {"Straße".casefold(): "street"}) == "street"
    assert match_keyword("straße", {"Straße".casefold(): "street"}) == "street"
