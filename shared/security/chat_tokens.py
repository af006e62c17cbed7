"""Web chat's session tokens (JWT, a day): bound to one session, its program and the web site it was opened from.

They are signed with a key of their own and name their audience, so that neither a member of staff's token opens a
chat nor a texter's token anything else. Whoever holds the token holds the chat: there is nothing to look up.
"""

from __future__ import annotations

import base64
import secrets
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import jwt

from shared.domain.errors import NotSignedIn
from shared.domain.web_chat import ChatSession

LIFETIME = timedelta(hours=24)
#: A chat that goes on is given fresh tokens, and no longer than this after it was opened.
LONGEST = timedelta(days=7)
_ISSUER, _AUDIENCE = "holdfast", "holdfast-webchat"
_REQUIRED = ["sub", "prg", "aff", "org", "beg", "exp", "aud", "iss"]


def new_session_id() -> str:
    """`chat_` and 32 characters of 160 random bits."""
    return f"chat_{base64.b32encode(secrets.token_bytes(20)).decode().lower()}"


class ChatTokens:
    """Signs and checks tokens with one symmetric key (at least 32 bytes)."""

    def __init__(self, key: str) -> None:
        self._key = key

    def open(
        self, session_id: str, program_id: str, affiliate_id: str, origin: str, now: datetime
    ) -> tuple[str, datetime]:
        """The first token of a session, and when it expires."""
        return self._issue(ChatSession(session_id, program_id, affiliate_id, origin, now, now + LIFETIME))

    def renew(self, session: ChatSession, now: datetime) -> tuple[str, datetime] | None:
        """A fresh token for a session whose own is past half its time; None when it is not, or no longer may be."""
        expires = min(now + LIFETIME, session.started_at + LONGEST)
        if session.expires_at - now > LIFETIME / 2 or expires <= session.expires_at:
            return None
        return self._issue(replace(session, expires_at=expires))

    def verify(self, token: str, now: datetime) -> ChatSession:
        """Raises `NotSignedIn` for anything that is not ours, altered, meant for something else or expired."""
        session = self.read(token)
        if session is None or session.expires_at <= now:
            raise NotSignedIn("The token is not valid or has expired", code="token_invalid")
        return session

    def read(self, token: str) -> ChatSession | None:
        """What a token of ours says, expired or not; None for anything else."""
        try:
            claims = jwt.decode(
                token,
                self._key,
                algorithms=["HS256"],
                issuer=_ISSUER,
                audience=_AUDIENCE,
                # The clock is ours to choose, so the moment is not compared here.
                options={"require": _REQUIRED, "verify_exp": False},
            )
            return ChatSession(
                claims["sub"],
                claims["prg"],
                claims["aff"],
                claims["org"],
                datetime.fromtimestamp(claims["beg"], UTC),
                datetime.fromtimestamp(claims["exp"], UTC),
            )
        except (jwt.PyJWTError, TypeError, ValueError, OverflowError):
            return None

    def _issue(self, session: ChatSession) -> tuple[str, datetime]:
        claims = {
            "iss": _ISSUER,
            "aud": _AUDIENCE,
            "sub": session.id,
            "prg": session.program_id,
            "aff": session.affiliate_id,
            "org": session.origin,
            "beg": int(session.started_at.timestamp()),
            "exp": int(session.expires_at.timestamp()),
        }
        return jwt.encode(claims, self._key, algorithm="HS256"), session.expires_at.replace(microsecond=0)
