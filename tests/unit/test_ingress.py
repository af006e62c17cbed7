"""The front door seals to a public key; only who can unwrap reads it."""

from __future__ import annotations

import base64
from collections.abc import Callable

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec

from shared.security import ingress
from shared.security.ingress import IngressOpener, IngressSealer
from shared.security.sealing import CannotOpen
from tests.unit.wire import ingress_public_key, ingress_unwrap


class CountedUnwrap:
    """KMS's part, counted."""

    def __init__(self) -> None:
        self.calls = 0

    def __call__(self, wrapped: bytes) -> bytes:
        self.calls += 1
        return ingress_unwrap(wrapped)


@pytest.fixture
def passing(monkeypatch: pytest.MonkeyPatch) -> Callable[[float], None]:
    """Lets seconds pass."""
    now = [1000.0]
    monkeypatch.setattr(ingress.time, "monotonic", lambda: now[0])

    def go_on(seconds: float) -> None:
        now[0] += seconds

    return go_on


def wrapped_key(sealed: str) -> bytes:
    blob = base64.b64decode(sealed)
    return blob[2 : 2 + int.from_bytes(blob[:2], "big")]


def test_what_the_front_door_sealed_opens_with_the_private_key() -> None:
    sealed = IngressSealer(ingress_public_key()).seal(b"words", "key-1")
    assert b"words" not in base64.b64decode(sealed)
    assert IngressOpener(ingress_unwrap).open(sealed, "key-1") == b"words"


def test_an_envelope_opens_under_its_own_message_key_only() -> None:
    sealed = IngressSealer(ingress_public_key()).seal(b"words", "key-1")
    with pytest.raises(CannotOpen):
        IngressOpener(ingress_unwrap).open(sealed, "key-2")


def test_an_altered_envelope_does_not_open() -> None:
    blob = bytearray(base64.b64decode(IngressSealer(ingress_public_key()).seal(b"words", "k")))
    blob[-1] ^= 1
    with pytest.raises(CannotOpen):
        IngressOpener(ingress_unwrap).open(base64.b64encode(blob).decode(), "k")


@pytest.mark.parametrize("text", ["not base64!", "ÿ", "=a="])
def test_what_is_not_base64_does_not_open(text: str) -> None:
    with pytest.raises(CannotOpen):
        IngressOpener(ingress_unwrap).open(text, "k")


def test_one_key_seals_many_messages_and_is_unwrapped_once() -> None:
    sealer, unwrap = IngressSealer(ingress_public_key()), CountedUnwrap()
    opener = IngressOpener(unwrap)
    for number in range(20):
        assert opener.open(sealer.seal(b"%d" % number, "k"), "k") == b"%d" % number
    assert unwrap.calls == 1


def test_given_the_key_was_used_as_often_as_it_may_then_the_next_message_gets_a_new_one(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(ingress, "_MAX_USES", 3)
    sealer = IngressSealer(ingress_public_key())
    keys = [wrapped_key(sealer.seal(b"w", "k")) for _ in range(7)]
    assert [keys.index(key) for key in keys] == [0, 0, 0, 3, 3, 3, 6]


def test_given_the_key_is_an_hour_old_then_the_next_message_gets_a_new_one(passing: Callable[[float], None]) -> None:
    sealer = IngressSealer(ingress_public_key())
    first = wrapped_key(sealer.seal(b"w", "k"))
    passing(3599)
    assert wrapped_key(sealer.seal(b"w", "k")) == first
    passing(2)
    assert wrapped_key(sealer.seal(b"w", "k")) != first


def test_given_an_unwrapped_key_is_an_hour_old_then_it_is_asked_for_again(passing: Callable[[float], None]) -> None:
    sealed, unwrap = IngressSealer(ingress_public_key()).seal(b"w", "k"), CountedUnwrap()
    opener = IngressOpener(unwrap)
    opener.open(sealed, "k")
    passing(3599)
    opener.open(sealed, "k")
    assert unwrap.calls == 1
    passing(2)
    opener.open(sealed, "k")
    assert unwrap.calls == 2


def test_the_opener_keeps_a_bounded_number_of_keys() -> None:
    unwrap = CountedUnwrap()
    opener = IngressOpener(unwrap, most=2)
    a, b, c = (IngressSealer(ingress_public_key()).seal(b"w", "k") for _ in range(3))
    for sealed in (a, b, a, c):  # c pushes out b, the one not used for longest
        opener.open(sealed, "k")
    assert unwrap.calls == 3
    opener.open(a, "k")
    assert unwrap.calls == 3
    opener.open(b, "k")
    assert unwrap.calls == 4


def test_only_an_rsa_key_is_taken() -> None:
    curve = ec.generate_private_key(ec.SECP256R1()).public_key()
    der = curve.public_bytes(serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo)
    with pytest.raises(ValueError, match="RSA"):
        IngressSealer(der)
