"""Secrets that are good once: codes that a person types, and tokens in links.

Codes have 6 digits and are kept as a keyed hash: whoever reads the table cannot try all million of them. Tokens have
256 random bits; they name the address they were made for by its hash, so that the next takes the place of the last.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets

from shared.security.tokens import hash_secret, new_secret

CODE_DIGITS = 6


def new_code() -> str:
    """Six digits, each as likely as any other."""
    return f"{secrets.randbelow(10**CODE_DIGITS):0{CODE_DIGITS}}"


def code_hash(key: bytes, challenge_id: str, code: str) -> str:
    """HMAC-SHA-256, hex. The same code has another hash the next time it is made."""
    return hmac.new(key, f"{challenge_id}:{code}".encode(), hashlib.sha256).hexdigest()


def address_key(email: str) -> str:
    """Under what things are kept about an address: it is not kept itself, and exists for addresses nobody has."""
    return hash_secret(email.strip().casefold())[:32]


def new_link_token(email: str) -> str:
    """What stands in a link that is mailed to this address."""
    return f"{address_key(email)}.{new_secret()}"


def same(one: str | None, other: str | None) -> bool:
    """Whether two hashes are equal, in the same time whatever they are; what is missing equals nothing."""
    equal = hmac.compare_digest((one or "-").encode(), (other or "+").encode())
    return equal and one is not None and other is not None
