"""Whatever somebody sends, the lexicon answers, and in work that grows with the length only."""

from __future__ import annotations

import cProfile
import re

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from shared.domain.risk.levels import Risk
from shared.domain.risk.lexicon import assess_lexicon, without_harmless
from shared.domain.risk.words import in_plain_spelling, words_of

_SPICES = """i want to die kill myself not my friend said "no" , . ! ? lol 2 k 1 @ $ * ' _ - “ ” ago ten years song
pills gun me muero de risa tonight now suicide cut 💀 a b c"""
_SPICE = st.sampled_from(sorted({*re.split(r"\s", _SPICES), "\n"}))
_texts = st.one_of(st.text(max_size=300), st.lists(_SPICE, max_size=80).map(" ".join), st.lists(_SPICE).map("".join))


def _calls(text: str) -> int:
    """How many calls reading takes: a measure of work that is the same on every machine."""
    assess_lexicon("warm")
    profile = cProfile.Profile()
    profile.enable()
    assess_lexicon(text)
    without_harmless(text)
    profile.disable()
    return sum(entry.callcount for entry in profile.getstats())


@given(_texts)
@example("\x00\ufffd\u200d")
@example("ﬁ Ⅷ İ ß ŉ")
@settings(max_examples=300, deadline=None)
def test_given_any_text_when_it_is_read_then_the_answer_is_whole(text: str) -> None:
    found = assess_lexicon(text)
    assert all(reason.phrase and reason.phrase in text for reason in found.reasons)
    assert found.level is (found.reasons[0].level if found.reasons else Risk.LOW)
    assert all(reason.level is not Risk.LOW for reason in found.reasons)
    assert all(0 <= word.start < word.end <= len(text) for word in words_of(text))
    assert isinstance(in_plain_spelling(without_harmless(text)), str)


@given(_texts.filter(lambda text: len(text) > 5))
@settings(max_examples=60, deadline=None)
def test_given_any_text_many_times_over_when_there_are_four_times_as_many_then_the_work_is_about_fourfold(
    text: str,
) -> None:
    assert _calls(f"{text} " * 16) <= 5 * _calls(f"{text} " * 4) + 2_000


@pytest.mark.parametrize(
    "piece",
    [
        "i want to die ",
        "kill ",
        "k i l l ",
        '"',
        "“ ",
        "a",
        "a b ",
        "not ",
        "no reason to ",
        "want to want to ",
        "1",
        "$@!",
        "'",
        "aaaa ",
        "hahaha",
        "lol",
        "i took all my pills tonight ",
        ". ",
        "\n",
        "my friend my friend ",
    ],
)
def test_given_a_text_made_to_be_slow_when_it_is_four_times_as_long_then_the_work_is_at_most_fivefold(
    piece: str,
) -> None:
    short = piece * (1600 // len(piece))
    assert _calls(short * 4) <= 5 * _calls(short) + 1_000
