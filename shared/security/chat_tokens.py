"""Web chat's session tokens, good for a day: bound to one session, its program and the web site it was opened from.

`<claims>.<signature>`, both base64url: the claims as JSON, the signature HMAC-SHA256 over them and over what they are
for. They are signed with a key of their own, so that neither a member of staff's token opens a chat nor a texter's
token anything else. Whoever holds the token holds the chat: there is nothing to look up.

Standard library only: one algorithm and nothing to choose, and the front door starts without a library for it.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import secrets
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from shared.domain.errors import NotSignedIn
from shared.domain.web_chat import ChatSession

LIFETIME = timedelta(hours=24)
#: A chat that goes on is given fresh tokens, and no longer than this after it was opened.
LONGEST = timedelta(days=7)
_PURPOSE = b"holdfast webchat session 1\x00"


def new_session_id() -> str:
    """`chat_` and 32 characters of 160 random bits."""
    return f"chat_{base64.b32encode(secrets.token_bytes(20)).decode().lower()}"


class ChatTokens:
    """Signs and checks tokens with one symmetric key (at least 32 bytes)."""

    def __init__(self, key: str) -> None:
        self._key = key.encode()

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
        claims, _, signature = token.partition(".")
        if not token.isascii() or not hmac.compare_digest(signature, self._sign(claims)):
            return None
        try:
            said = json.loads(base64.urlsafe_b64decode(claims + "=" * (-len(claims) % 4)))
            return ChatSession(
                said["session"],
                said["program"],
                said["affiliate"],
                said["origin"],
                datetime.fromtimestamp(said["began"], UTC),
                datetime.fromtimestamp(said["expires"], UTC),
            )
        except (KeyError, TypeError, ValueError, OverflowError, OSError):
            return None

    def _issue(self, session: ChatSession) -> tuple[str, datetime]:
        said = {
            "session": session.id,
            "program": session.program_id,
            "affiliate": session.affiliate_id,
            "origin": session.origin,
            "began": int(session.started_at.timestamp()),
            "expires": int(session.expires_at.timestamp()),
        }
        claims = _base64url(json.dumps(said, separators=(",", ":")).encode())
        return f"{claims}.{self._sign(claims)}", session.expires_at.replace(microsecond=0)

    def _sign(self, claims: str) -> str:
        return _base64url(hmac.digest(self._key, _PURPOSE + claims.encode(), hashlib.sha256))


def _base64url(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()
