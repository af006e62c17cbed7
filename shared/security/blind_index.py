"""Keyed hashes: finding a texter again without keeping their number.

Thread and texter ids are hashed under one key, consents under another: erasing a texter must not
forget that they said STOP.
"""

from __future__ import annotations

import base64
import hashlib
import hmac


def keyed_hash(key: bytes, *parts: str) -> str:
    """HMAC-SHA256 over the parts, lengths first, as 32 lower-case base32 characters (160 bits)."""
    message = b"".join(len(part.encode()).to_bytes(4, "big") + part.encode() for part in parts)
    digest = hmac.new(key, message, hashlib.sha256).digest()
    return base64.b32encode(digest[:20]).decode().lower()


def message_key(channel: str, account: str, provider_id: str) -> str:
    """The permanent identity of a provider's message: SHA-256, hex."""
    return hashlib.sha256("\x1f".join((channel, account, provider_id)).encode()).hexdigest()
