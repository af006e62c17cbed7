"""Erasure receipts: canonical JSON, signed by a key that nobody can take out of KMS, checked with its public half.

ECDSA over P-256 with SHA-256. The signature is over the canonical JSON of `receipt`: members sorted by name, no spaces,
UTF-8, nothing escaped that need not be; numbers are whole.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Mapping
from typing import Any, Protocol

ALGORITHM = "ECDSA_SHA_256"


class NotGenuine(Exception):
    """The document was not signed by this key, or was altered since. The text says what is wrong with it."""


class Signer(Protocol):
    """Signs receipts."""

    def sign(self, message: bytes) -> bytes:
        """The DER signature over a message: ECDSA over P-256 with SHA-256."""
        ...


class KmsSigner:
    """`kms` is a KMS client; `key_id` names an ECC_NIST_P256 key for signing."""

    def __init__(self, kms: Any, key_id: str) -> None:
        self._kms = kms
        self._key_id = key_id

    def sign(self, message: bytes) -> bytes:
        # KMS takes 4,096 bytes; a receipt counts and lists nothing, so that it has some 1,500.
        signature: bytes = self._kms.sign(
            KeyId=self._key_id, Message=message, MessageType="RAW", SigningAlgorithm=ALGORITHM
        )["Signature"]
        return signature


def canonical(receipt: Mapping[str, Any]) -> bytes:
    """The bytes that are signed."""
    return json.dumps(receipt, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False).encode()


def signed(receipt: Mapping[str, Any], signer: Signer) -> dict[str, Any]:
    """The document that is handed out: `{receipt, algorithm, signature}`."""
    signature = signer.sign(canonical(receipt))
    return {"receipt": dict(receipt), "algorithm": ALGORITHM, "signature": base64.b64encode(signature).decode()}


def verify(document: object, public_key: bytes) -> dict[str, Any]:
    """The receipt of a document; `public_key` is DER, as KMS's GetPublicKey gives it. Raises `NotGenuine`."""
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec

    if not isinstance(document, dict) or not isinstance(document.get("receipt"), dict):
        raise NotGenuine("it is no receipt")
    if document.get("algorithm") != ALGORITHM:
        raise NotGenuine(f"it is not signed by {ALGORITHM}")
    key = serialization.load_der_public_key(public_key)
    if not isinstance(key, ec.EllipticCurvePublicKey) or key.curve.name != "secp256r1":
        raise NotGenuine("that is not the key receipts are signed with")
    try:
        signature = base64.b64decode(str(document.get("signature")), validate=True)
        key.verify(signature, canonical(document["receipt"]), ec.ECDSA(hashes.SHA256()))
    except (ValueError, InvalidSignature):
        raise NotGenuine("the signature does not match") from None
    receipt: dict[str, Any] = document["receipt"]
    return receipt
