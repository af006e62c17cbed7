"""What the line itself must understand of what a texter writes."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.domain.keywords import Consent, asks_to_stop, consent_in, match_keyword

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
    assert asks_to_stop(text) in (True, False)
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


class TestAskingForNoMoreTextsInASentence:
    @pytest.mark.parametrize(
        "text",
        [
            "please don't text me again",
            "Please stop texting me",
            "stop texting",
            "dont txt me anymore",
            "Do not contact me",
            "can you stop sending me messages",
            "quit messaging me",
            "I don't want these texts",
            "i dont want to get any more messages",
            "no more texts please",
            "no more texts",
            "take me off your list",
            "remove my number from this list",
            "lose my number",
            "delete my number",
            "unsubscribe me pls",
            "how do i unsubscribe",
            "how do I stop these messages",
            "leave me alone",
            "Please leave me alone!!",
            "im fine now so please stop texting me",
            "I'm ok. Don't message me anymore.",
            "i told you stop texting me",
            "ya no me escriban",
            "por favor no me manden mas mensajes",
            "dejen de escribirme",
            "no quiero recibir mensajes",
            "borren mi número",
            "sáquenme de su lista",
            "no quiero que me escriban mas",
            "never text me again",
            "wrong person, stop bothering me",
            "déjenme en paz",
        ],
    )
    def test_it_is_heard_and_is_no_opt_out_by_itself(self, text: str) -> None:
        assert asks_to_stop(text)
        assert consent_in(text) is Consent.NONE

    @pytest.mark.parametrize(
        "text",
        [
            "tell him to stop texting me",
            "my ex won't stop texting me",
            "he keeps texting me and i want him to stop",
            "how do i make him stop texting me",
            "she said don't text me again",
            "she told me, don't text me again",
            "he said: dont contact me",
            '"don\'t text me again" is what she wrote',
            "i want it all to stop",
            "stop him hitting me",
            "please make it stop",
            "i don't want to live anymore",
            "nobody texts me",
            "no one messages me anymore",
            "why don't you text me back",
            "leave me alone is what i tell my brother",
            "they wont leave me alone",
            "i wish the voices would leave me alone",
            "get me out of here",
            "take me off this planet",
            "i deleted my number so he cant find me",
            "i dont want more pills",
            "no more pain",
            "i cant stop",
            "I quit my job",
            "my mom took me off my meds",
            "no me quiere nadie",
            "no me escribe nadie",
            "mi ex no deja de escribirme",
            "no quiero vivir mas",
            "quiero que pare",
            "mi novio me dijo no me escribas",
            "please stop",
            "i want to opt out of life",
            "do not leave me alone",
        ],
    )
    def test_what_is_about_somebody_else_or_something_else_is_not(self, text: str) -> None:
        assert not asks_to_stop(text)

    def test_however_long_the_message_is_only_its_beginning_is_searched(self) -> None:
        assert asks_to_stop("please stop texting me. " + "x" * 100_000)
        assert not asks_to_stop("x " * 100_000 + ". please stop texting me")
