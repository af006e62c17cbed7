"""A receipt holds for as long as nobody touches it."""

from __future__ import annotations

import copy
import json
from typing import Any

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec
from hypothesis import given
from hypothesis import strategies as st

from shared.security.receipts import KmsSigner, NotGenuine, canonical, signed, verify
from tests.unit import aws
from tests.unit.erasure_house import PUBLIC_KEY, OwnSigner
from tests.unit.world import World

RECEIPT = {
    "erasureId": "era_1",
    "texterId": "tex_1",
    "erased": {"conversations": 2, "keys": 3},
    "carriers": {"asked": [{"channel": "twilio", "deleted": 4}], "finishedAt": None},
}

_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=8,
)


def shuffled(value: Any) -> Any:
    """The same, written by somebody who orders members differently."""
    if isinstance(value, dict):
        return {name: shuffled(value[name]) for name in reversed(list(value))}
    return [shuffled(one) for one in value] if isinstance(value, list) else value


@given(st.dictionaries(st.text(max_size=5), _VALUES, max_size=5))
def test_whatever_it_says_it_verifies_after_any_way_of_writing_it_down(receipt: dict[str, Any]) -> None:
    document = json.loads(json.dumps(shuffled(signed(receipt, OwnSigner())), indent=3))
    assert verify(document, PUBLIC_KEY) == receipt


@pytest.mark.parametrize(
    "forge",
    [
        lambda d: d["receipt"].update(texterId="tex_2"),
        lambda d: d["receipt"]["erased"].update(keys=30),
        lambda d: d["receipt"]["carriers"]["asked"].clear(),
        lambda d: d["receipt"].update(more=1),
        lambda d: d["receipt"].pop("erasureId"),
        lambda d: d.update(signature="AAAA"),
        lambda d: d.update(signature="not base64!"),
        lambda d: d.pop("signature"),
        lambda d: d.update(algorithm="none"),
        lambda d: d.update(receipt="all of it"),
    ],
)
def test_given_anything_was_changed_then_it_is_not_genuine(forge: Any) -> None:
    document = copy.deepcopy(signed(RECEIPT, OwnSigner()))
    forge(document)
    with pytest.raises(NotGenuine):
        verify(document, PUBLIC_KEY)


def test_another_key_did_not_sign_it() -> None:
    other = ec.generate_private_key(ec.SECP256R1()).public_key()
    der = other.public_bytes(serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo)
    with pytest.raises(NotGenuine):
        verify(signed(RECEIPT, OwnSigner()), der)


def test_kms_signs_what_its_public_key_verifies(world: World) -> None:
    key = aws.client("kms").create_key(KeySpec="ECC_NIST_P256", KeyUsage="SIGN_VERIFY")["KeyMetadata"]["KeyId"]
    document = signed(RECEIPT, KmsSigner(world.kms, key))
    assert verify(document, world.kms.get_public_key(KeyId=key)["PublicKey"]) == RECEIPT


def test_what_is_signed_is_sorted_and_has_no_spaces() -> None:
    assert canonical({"b": [1, None], "a": "é"}) == '{"a":"é","b":[1,null]}'.encode()
