"""A sealed field opens for its own key, owner, affiliate and purpose, and for nothing else."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.security.sealing import CannotOpen, Context, new_key, seal, unseal

KEY = new_key()
CONTEXT = Context("aff_1", "con_1", "content#4")
PLAIN = b"words of a texter"


@given(st.binary(max_size=500), st.text(max_size=20), st.text(max_size=20), st.text(max_size=20))
def test_what_was_sealed_opens_again(plain: bytes, affiliate: str, owner: str, purpose: str) -> None:
    context = Context(affiliate, owner, purpose)
    sealed = seal(KEY, plain, context)
    assert unseal(KEY, sealed, context) == plain
    assert len(plain) < 8 or plain not in sealed


@pytest.mark.parametrize(
    "other",
    [
        replace(CONTEXT, affiliate_id="aff_2"),
        replace(CONTEXT, owner_id="con_2"),
        replace(CONTEXT, purpose="content#5"),
        replace(CONTEXT, purpose="media#4"),
        # The same letters, cut elsewhere.
        Context("aff_1c", "on_1", "content#4"),
        Context("aff_1", "con_1content", "#4"),
    ],
)
def test_given_a_ciphertext_moved_elsewhere_then_it_does_not_open(other: Context) -> None:
    with pytest.raises(CannotOpen):
        unseal(KEY, seal(KEY, PLAIN, CONTEXT), other)


def test_another_key_does_not_open_it() -> None:
    with pytest.raises(CannotOpen):
        unseal(new_key(), seal(KEY, PLAIN, CONTEXT), CONTEXT)


def test_given_any_single_bit_is_altered_then_it_does_not_open() -> None:
    sealed = seal(KEY, PLAIN, CONTEXT)
    for bit in range(len(sealed) * 8):
        altered = bytearray(sealed)
        altered[bit // 8] ^= 1 << bit % 8
        with pytest.raises(CannotOpen):
            unseal(KEY, bytes(altered), CONTEXT)


def test_the_same_words_never_look_the_same_twice() -> None:
    assert len({seal(KEY, PLAIN, CONTEXT) for _ in range(50)}) == 50


def test_given_the_end_is_cut_off_then_it_does_not_open() -> None:
    sealed = seal(KEY, PLAIN, CONTEXT)
    for length in range(13, len(sealed)):
        with pytest.raises(CannotOpen):
            unseal(KEY, sealed[:length], CONTEXT)


@pytest.mark.parametrize("length", range(1, 9))
def test_given_not_even_the_nonce_is_whole_then_it_does_not_open(length: int) -> None:
    with pytest.raises(CannotOpen):
        unseal(KEY, seal(KEY, PLAIN, CONTEXT)[:length], CONTEXT)
