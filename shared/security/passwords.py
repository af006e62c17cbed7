"""Passwords: argon2id with RFC 9106's second recommended parameters, lighter on memory for Lambda."""

from __future__ import annotations

from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError


@cache
def _hasher() -> PasswordHasher:
    # OWASP's equivalent to 46 MiB × 1: 19 MiB, two passes, one lane.
    return PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)


@cache
def _nobody() -> str:
    return _hasher().hash("nobody has this password")


def hash_password(password: str) -> str:
    return _hasher().hash(password)


def password_matches(password: str, hashed: str | None) -> bool:
    """Whether the password is right. Takes the same time when there is no such user (`hashed` is None)."""
    try:
        return _hasher().verify(hashed if hashed is not None else _nobody(), password) and hashed is not None
    except (VerificationError, InvalidHashError):
        return False
