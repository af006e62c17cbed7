"""How many segments a text takes: the rules of 3GPP 23.038, as properties."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.domain.segments import count_segments, split_message

_BASIC = (
    "abcdefghijklmnopqrstuvwxyzABCXYZ0123456789 @£$¥èéùìòÇØøÅåΔΦΓΛΩΠΨΣΘΞÆæßÉ!\"#¤%&'()*+,-./:;<=>?¡ÄÖÑÜ§¿äöñüà\n\r_"
)
_EXTENSION = "^{}\\[~]|€\f"
gsm = st.text(st.sampled_from(_BASIC + _EXTENSION), max_size=700)
anything = st.text(max_size=400)


def test_no_text_takes_no_segment() -> None:
    assert count_segments("").segments == 0


@given(gsm)
def test_gsm_characters_cost_one_septet_and_extensions_two(text: str) -> None:
    count = count_segments(text)
    assert count.encoding == "GSM-7"
    assert count.units == len(text) + sum(char in _EXTENSION for char in text)


@given(st.text(st.sampled_from(_BASIC), min_size=161, max_size=900))
def test_plain_gsm_text_is_split_in_parts_of_153(text: str) -> None:
    assert count_segments(text).segments == math.ceil(len(text) / 153)


@given(st.text(st.characters(min_codepoint=0x400, max_codepoint=0xD7FF), min_size=71, max_size=400))
def test_text_without_surrogates_is_split_in_parts_of_67(text: str) -> None:
    count = count_segments(text)
    assert (count.encoding, count.segments) == ("UCS-2", math.ceil(len(text) / 67))


@given(gsm, st.sampled_from("ж漢😜`’"))
def test_one_foreign_character_makes_all_of_it_ucs2(text: str, foreign: str) -> None:
    count = count_segments(text + foreign)
    assert count.encoding == "UCS-2"
    assert count.units == len((text + foreign).encode("utf-16-le")) // 2


@given(anything, st.text(max_size=20))
def test_a_longer_text_never_takes_fewer_segments(text: str, more: str) -> None:
    assert count_segments(text + more).segments >= count_segments(text).segments


@given(anything)
def test_the_parts_hold_the_units_and_waste_less_than_a_pair_each(text: str) -> None:
    count = count_segments(text)
    single, part = (160, 153) if count.encoding == "GSM-7" else (70, 67)
    if count.units <= single:
        assert count.segments == min(1, count.units)
    else:
        assert math.ceil(count.units / part) <= count.segments <= math.ceil(count.units / (part - 1))


@pytest.mark.parametrize(
    ("text", "segments"),
    [
        # 152 septets, then a pair that would straddle the border, so the first part stays short.
        ("a" * 152 + "€" + "a" * 151, 2),
        ("a" * 152 + "€" + "a" * 152, 3),
        ("ж" * 66 + "😜" + "ж" * 65, 2),
        ("ж" * 66 + "😜" + "ж" * 66, 3),
    ],
)
def test_a_pair_is_never_torn_apart(text: str, segments: int) -> None:
    assert count_segments(text).segments == segments


@given(st.text(min_size=1, max_size=600, alphabet=st.sampled_from([*"ab é ñ\n😀👍🏽 ", "\u0301", "\u200d"])))
def test_a_split_text_fits_in_every_part_and_loses_nothing_but_blanks(text: str) -> None:
    parts = split_message(text, 2)
    assert all(count_segments(part).segments <= 2 for part in parts)
    assert "".join("".join(parts).split()) == "".join(text.split())


def test_a_long_text_is_cut_between_words() -> None:
    text = " ".join(["somewhere"] * 300)
    parts = split_message(text)
    assert len(parts) == 2
    assert all(set(part.split(" ")) == {"somewhere"} for part in parts)


def test_a_word_without_end_is_cut_all_the_same() -> None:
    assert [len(part) for part in split_message("a" * 4000)] == [1530, 1530, 940]


def test_what_fits_stays_as_it_is() -> None:
    assert split_message("  two words ") == ["  two words "]


def test_an_emoji_and_its_skin_tone_are_not_parted() -> None:
    parts = split_message("👍🏽" * 60, 1)
    assert all(not part.startswith("🏽") for part in parts)
