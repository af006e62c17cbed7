"""Going on with a session: from its refresh token to a fresh pair. A token that was used up before ends it for all."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime

from shared.domain.errors import NotSignedIn
from shared.domain.ports import Clock
from shared.runtime.identity import Identity, Principal
from shared.runtime.invocation import note
from shared.runtime.metrics import count
from shared.runtime.session_cookies import set_cookies
from shared.security.tokens import AccessTokens, SessionTokens
from shared.store.audit import SYSTEM, Audit
from shared.store.models import SessionItem
from shared.store.sessions import Reused, Sessions


@dataclass(frozen=True)
class Pair:
    """What a client goes on with. `ends_at`: until when the refresh token is good."""

    principal: Principal
    token: str
    expires_at: datetime
    refresh_token: str
    csrf_token: str
    issued_at: datetime
    ends_at: datetime

    def cookies(self) -> list[str]:
        return set_cookies(
            self.token, self.refresh_token, self.csrf_token, self.issued_at, self.expires_at, self.ends_at
        )


class Pairs:
    """Makes pairs of tokens for sessions."""

    def __init__(self, access: AccessTokens, tokens: SessionTokens, clock: Clock) -> None:
        self._access = access
        self._clock = clock
        self.tokens = tokens

    def of(self, principal: Principal, session: SessionItem) -> Pair:
        now, name = self._clock.now(), session.session_id
        # The affiliate of the person, also of a platform admin who acts for another.
        token, expires = self._access.issue(principal.user_id, principal.member.affiliate_id, name, now)
        refresh = self.tokens.refresh_token(name, session.nonce, int(session.generation))
        ends = datetime.fromtimestamp(int(session.expires_at), UTC)
        return Pair(principal, token, expires, refresh, self.tokens.csrf(name), now, ends)


#: Cuts the WebSockets of a session: affiliate, user, session, request id.
Cut = Callable[[str, str, str, str], None]


class Renewal:
    """`audit` makes the record when there is something to put on it; `cut` cuts a session's WebSockets."""

    def __init__(
        self, sessions: Sessions, identity: Identity, pairs: Pairs, audit: Callable[[], Audit], cut: Cut
    ) -> None:
        self._sessions = sessions
        self._identity = identity
        self._pairs = pairs
        self._audit = audit
        self._cut = cut

    def session_of(self, refresh_token: str) -> SessionItem | None:
        """The session of a token that we made, current or not; None for one that is over or was never ours."""
        given = self._pairs.tokens.read(refresh_token)
        session = self._sessions.session(given.session_id)
        if session is None or not self._pairs.tokens.genuine(given, session.nonce):
            return None
        return session

    def renew(self, refresh_token: str, request_id: str) -> Pair:
        """The next pair. Raises `NotSignedIn` for a token that is not ours, or was used up: that ends the session."""
        session = self.session_of(refresh_token)
        if session is None:
            raise _invalid()
        try:
            rotated = self._sessions.rotate(session, self._pairs.tokens.read(refresh_token).generation)
        except Reused:
            self._revoke(session, request_id)
            raise _invalid() from None
        if rotated is None:
            raise _invalid()
        principal = self._identity.of(rotated.affiliate_id, rotated.user_id, rotated.session_id)
        return self._pairs.of(principal, rotated)

    def _revoke(self, session: SessionItem, request_id: str) -> None:
        """Somebody has a copy of a used token, and who of the two is the thief nobody knows: none keeps the session."""
        self._sessions.end(session.session_id)
        count("SessionReused")
        note(outcome="session_reused", userId=session.user_id)
        self._audit().record(
            session.affiliate_id,
            SYSTEM,
            "session.reused",
            f"user:{session.user_id}",
            request_id,
            detail={"session": session.session_id},
        )
        self._cut(session.affiliate_id, session.user_id, session.session_id, request_id)


def _invalid() -> NotSignedIn:
    return NotSignedIn("The refresh token is not valid", code="refresh_invalid")
