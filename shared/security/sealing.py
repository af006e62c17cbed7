"""Field encryption: AES-256-GCM bound to its affiliate, owner and purpose.

A sealed field is `version (1 byte) | nonce (12) | ciphertext and tag`. Moving it to another owner, field
or affiliate makes it unopenable, because those names are the associated data.
"""

from __future__ import annotations

import os
from dataclasses import dataclass

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

_VERSION = b"\x01"
_NONCE = 12
_TAG = 16
KEY_BYTES = 32


class CannotOpen(Exception):
    """The ciphertext does not belong to this key, owner or field, or was altered."""


@dataclass(frozen=True)
class Context:
    """What a ciphertext is bound to, for example `Context("aff_1", "conv_9", "message#4")`."""

    affiliate_id: str
    owner_id: str
    purpose: str

    def to_bytes(self) -> bytes:
        # Lengths in front keep ("a", "bc") and ("ab", "c") apart.
        parts = (self.affiliate_id, self.owner_id, self.purpose)
        return b"".join(len(part.encode()).to_bytes(2, "big") + part.encode() for part in parts)


def new_key() -> bytes:
    """32 random bytes."""
    return os.urandom(KEY_BYTES)


def seal(key: bytes, plain: bytes, context: Context) -> bytes:
    nonce = os.urandom(_NONCE)
    return _VERSION + nonce + AESGCM(key).encrypt(nonce, plain, context.to_bytes())


def unseal(key: bytes, sealed: bytes, context: Context) -> bytes:
    """The plain bytes; raises `CannotOpen`."""
    if sealed[:1] != _VERSION or len(sealed) < 1 + _NONCE + _TAG:
        raise CannotOpen("not a sealed field")
    try:
        return AESGCM(key).decrypt(sealed[1 : 1 + _NONCE], sealed[1 + _NONCE :], context.to_bytes())
    except InvalidTag:
        raise CannotOpen("wrong key, owner or field") from None
