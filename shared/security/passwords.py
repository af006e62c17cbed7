"""Passwords: argon2id with RFC 9106's second recommended parameters, lighter on memory for Lambda."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from shared.domain.passwords import normal

if TYPE_CHECKING:
    from argon2 import PasswordHasher

#: The hash of a password that nobody knows. Written down, so that no environment's first look takes longer.
_NOBODY = "$argon2id$v=19$m=19456,t=2,p=1$MYiTjU0VF1Chm1S4+5aZcQ$xIeOlqn7R7EPJwUWCtfjJaerlvNV0bUhLbJAOgPAHUA"


@cache
def _hasher() -> PasswordHasher:
    from argon2 import PasswordHasher  # whoever is signed in already does not wait for it

    # OWASP's equivalent to 46 MiB × 1: 19 MiB, two passes, one lane.
    return PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)


def hash_password(password: str) -> str:
    return _hasher().hash(normal(password))


def password_matches(password: str, hashed: str | None) -> bool:
    """Whether the password is right. Takes the same time when there is no such user or password (`hashed` is None)."""
    from argon2.exceptions import InvalidHashError, VerificationError

    try:
        return _hasher().verify(hashed if hashed is not None else _NOBODY, normal(password)) and hashed is not None
    except (VerificationError, InvalidHashError):
        return False
