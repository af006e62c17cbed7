"""Sealing at the front door.

Each environment makes an AES key, wraps it with one public key and sends the wrapped key beside every
ciphertext. The front door so needs neither KMS nor the vault, and cannot read what it posted. Only
`intake` may unwrap, through KMS, and keeps what it unwrapped for a while.
"""

from __future__ import annotations

import base64
import time
from collections import OrderedDict
from collections.abc import Callable

from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding, rsa

from shared.security.sealing import CannotOpen, Context, new_key, seal, unseal

#: RSAES_OAEP_SHA_256 in KMS's words.
_OAEP = padding.OAEP(mgf=padding.MGF1(hashes.SHA256()), algorithm=hashes.SHA256(), label=None)
_MAX_USES = 100_000
_MAX_AGE_SECONDS = 3600.0


def _context(purpose: str) -> Context:
    return Context("ingress", "front-door", purpose)


class IngressSealer:
    """Seals to a public key (DER). The AES key is replaced after an hour or 100,000 uses."""

    def __init__(self, public_key: bytes) -> None:
        key = serialization.load_der_public_key(public_key)
        if not isinstance(key, rsa.RSAPublicKey):
            raise ValueError("the ingress key must be RSA")
        self._public = key
        self._uses = _MAX_USES
        self._born = 0.0
        self._key = b""
        self._wrapped = b""

    def seal(self, plain: bytes, purpose: str) -> str:
        """Base64 of `wrapped length (2 bytes) | wrapped key | sealed`."""
        if self._uses >= _MAX_USES or time.monotonic() - self._born > _MAX_AGE_SECONDS:
            self._key, self._uses, self._born = new_key(), 0, time.monotonic()
            self._wrapped = self._public.encrypt(self._key, _OAEP)
        self._uses += 1
        blob = len(self._wrapped).to_bytes(2, "big") + self._wrapped + seal(self._key, plain, _context(purpose))
        return base64.b64encode(blob).decode()


class IngressOpener:
    """Opens what `IngressSealer` sealed. `unwrap` asks KMS; its answers are kept, bounded in number and age."""

    def __init__(self, unwrap: Callable[[bytes], bytes], *, most: int = 1000, max_age: float = 3600.0) -> None:
        self._unwrap = unwrap
        self._most = most
        self._max_age = max_age
        self._known: OrderedDict[bytes, tuple[bytes, float]] = OrderedDict()

    def open(self, sealed: str, purpose: str) -> bytes:
        """The plain bytes; raises `CannotOpen` for anything altered."""
        try:
            blob = base64.b64decode(sealed, validate=True)
        except ValueError:
            raise CannotOpen("not base64") from None
        length = int.from_bytes(blob[:2], "big")
        wrapped, body = blob[2 : 2 + length], blob[2 + length :]
        return unseal(self._key(wrapped), body, _context(purpose))

    def _key(self, wrapped: bytes) -> bytes:
        now = time.monotonic()
        known = self._known.get(wrapped)
        if known is not None and now - known[1] < self._max_age:
            self._known.move_to_end(wrapped)
            return known[0]
        key = self._unwrap(wrapped)
        self._known[wrapped] = (key, now)
        while len(self._known) > self._most:
            self._known.popitem(last=False)
        return key
