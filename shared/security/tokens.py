"""Access tokens (JWT, 15 minutes) and the secrets a session is renewed with."""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from shared.domain.errors import NotSignedIn

ACCESS_LIFETIME = timedelta(minutes=15)
#: A session nobody refreshes ends after a long shift.
SESSION_LIFETIME = timedelta(hours=12)
_ISSUER = "holdfast"


@dataclass(frozen=True)
class Claims:
    user_id: str
    affiliate_id: str
    session_id: str
    expires_at: datetime


class AccessTokens:
    """Signs and checks tokens with one symmetric key (at least 32 bytes)."""

    def __init__(self, key: str) -> None:
        self._key = key

    def issue(self, user_id: str, affiliate_id: str, session_id: str, now: datetime) -> tuple[str, datetime]:
        import jwt  # here and below: whoever only hashes or makes a secret does not wait for it

        expires = now + ACCESS_LIFETIME
        claims = {
            "iss": _ISSUER,
            "sub": user_id,
            "aff": affiliate_id,
            "sid": session_id,
            "iat": int(now.timestamp()),
            "exp": int(expires.timestamp()),
        }
        return jwt.encode(claims, self._key, algorithm="HS256"), expires

    def verify(self, token: str) -> Claims:
        """Raises `NotSignedIn` for anything that is not ours, altered or expired."""
        import jwt

        try:
            claims = jwt.decode(
                token,
                self._key,
                algorithms=["HS256"],
                issuer=_ISSUER,
                options={"require": ["sub", "aff", "sid", "exp"]},
            )
        except jwt.PyJWTError:
            raise NotSignedIn("The token is not valid or has expired", code="token_invalid") from None
        return Claims(claims["sub"], claims["aff"], claims["sid"], datetime.fromtimestamp(claims["exp"]).astimezone())


def new_secret() -> str:
    """256 random bits, URL-safe."""
    return secrets.token_urlsafe(32)


def hash_secret(secret: str) -> str:
    """SHA-256, hex. Enough for values with 256 random bits; passwords use argon2id."""
    return hashlib.sha256(secret.encode()).hexdigest()
