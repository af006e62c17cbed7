"""`X-Signature: t=<unix seconds>,v1=<hex HMAC-SHA256 of "t.what">`: how a partner and the line sign for each other."""

from __future__ import annotations

import hashlib
import hmac
import time

SIGNATURE_HEADER = "X-Signature"
#: Seconds a request may be old, or ahead of our clock.
WINDOW_SECONDS = 300


def sign(secret: str, signed: bytes, at: int | None = None) -> str:
    """The header over a request's body, or over its path and query when it has none."""
    at = int(time.time()) if at is None else at
    return f"t={at},v1={_digest(secret, at, signed)}"


def genuine(secret: str, header: str, signed: bytes) -> bool:
    """Whether the header was made with this secret, over this, within the window. One of several `v1` is enough."""
    parts = [part.partition("=")[::2] for part in header.split(",")]
    stamps = [value for name, value in parts if name.strip() == "t"]
    if len(stamps) != 1 or not stamps[0].isascii() or not stamps[0].isdigit() or len(stamps[0]) > 12:
        return False
    at = int(stamps[0])
    if abs(time.time() - at) > WINDOW_SECONDS:
        return False
    expected = _digest(secret, at, signed).encode()
    return any(name.strip() == "v1" and hmac.compare_digest(value.encode(), expected) for name, value in parts)


def _digest(secret: str, at: int, signed: bytes) -> str:
    return hmac.new(secret.encode(), f"{at}.".encode() + signed, hashlib.sha256).hexdigest()
