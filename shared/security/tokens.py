"""Access tokens (JWT, 15 minutes) and the secrets a session is renewed with."""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from shared.domain.errors import NotSignedIn

ACCESS_LIFETIME = timedelta(minutes=15)
#: A session nobody refreshes ends after a long shift.
SESSION_LIFETIME = timedelta(hours=12)
#: However often it is refreshed, a session ends after a week.
LONGEST_SESSION = timedelta(days=7)
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


@dataclass(frozen=True)
class RefreshToken:
    """What somebody presents to stay signed in: which session, its which token, and the proof that we made it."""

    session_id: str
    generation: int
    proof: str


class SessionTokens:
    """What goes with a session: refresh tokens, each derived from its number, the CSRF token, its person's draft key.

    Derived, so that the same number gives the same token again: two tabs that refresh at once both go on.
    """

    def __init__(self, key: str) -> None:
        self._key = key.encode()

    def refresh_token(self, session_id: str, nonce: str, generation: int) -> str:
        """`<session>.<number>.<HMAC>`. `nonce` is the session's own secret: nobody with our key alone can make one."""
        return f"{session_id}.{generation}.{self._proof('refresh', session_id, nonce, str(generation))}"

    def read(self, token: str) -> RefreshToken:
        """Its parts, unproven; raises `NotSignedIn` for what does not look like one."""
        session_id, _, rest = token.partition(".")
        generation, _, proof = rest.partition(".")
        if not session_id or not proof or not (generation.isascii() and generation.isdigit()) or len(generation) > 9:
            raise NotSignedIn("The refresh token is not valid", code="refresh_invalid")
        return RefreshToken(session_id, int(generation), proof)

    def genuine(self, token: RefreshToken, nonce: str) -> bool:
        """Whether we made it, compared in constant time."""
        right = self._proof("refresh", token.session_id, nonce, str(token.generation))
        return hmac.compare_digest(right.encode(), token.proof.encode())

    def csrf(self, session_id: str) -> str:
        """What a browser that is signed in by cookie says with everything that changes something."""
        return self._proof("csrf", session_id)

    def is_csrf(self, session_id: str, given: str | None) -> bool:
        return hmac.compare_digest(self.csrf(session_id).encode(), (given or "").encode())

    def draft_key(self, affiliate_id: str, user_id: str) -> str:
        """The key under which somebody's browsers keep what they are writing: 256 bits, base64url without padding.

        The same for a person from session to session, so that a draft outlives one; it opens nothing of ours.
        """
        return base64.urlsafe_b64encode(self._mac("draft-key", affiliate_id, user_id)).decode().rstrip("=")

    def _proof(self, *parts: str) -> str:
        return self._mac(*parts).hex()

    def _mac(self, *parts: str) -> bytes:
        # None of the parts has the separator in it.
        return hmac.new(self._key, "\x1f".join(parts).encode(), hashlib.sha256).digest()


def new_secret() -> str:
    """256 random bits, URL-safe."""
    return secrets.token_urlsafe(32)


def hash_secret(secret: str) -> str:
    """SHA-256, hex. Enough for values with 256 random bits; passwords use argon2id."""
    return hashlib.sha256(secret.encode()).hexdigest()
