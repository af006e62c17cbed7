"""Who is let in. Unknown users take the same time and get the same answer as wrong passwords."""

from __future__ import annotations

from shared.contracts import api
from shared.domain.errors import NotSignedIn
from shared.domain.ports import Clock, Ids
from shared.runtime.http import Request
from shared.runtime.identity import Identity, Principal
from shared.runtime.invocation import note
from shared.security.passwords import password_matches
from shared.security.tokens import AccessTokens, hash_secret, new_secret
from shared.store.directory import Directory, StaffMember
from shared.store.sessions import Sessions

#: Attempts per e-mail address and per source address in five minutes.
EMAIL_ATTEMPTS = 10
SOURCE_ATTEMPTS = 100

_WRONG = "The e-mail address or the password is wrong"


class Door:
    def __init__(
        self,
        sessions: Sessions,
        directory: Directory,
        identity: Identity,
        tokens: AccessTokens,
        clock: Clock,
        ids: Ids,
        *,
        websocket_url: str,
    ) -> None:
        self._sessions = sessions
        self._directory = directory
        self._identity = identity
        self._tokens = tokens
        self._clock = clock
        self._ids = ids
        self._websocket_url = websocket_url

    def login(self, request: Request) -> api.Tokens:
        body = request.parsed(api.LoginRequest)
        email = hash_secret(body.email.casefold())[:32]
        self._sessions.count_attempt(f"email#{email}", EMAIL_ATTEMPTS)
        self._sessions.count_attempt(f"source#{hash_secret(request.source_ip)[:32]}", SOURCE_ATTEMPTS)
        login = self._directory.login(body.email)
        matches = password_matches(body.password, login.password_hash if login is not None else None)
        if login is None or not matches:
            raise NotSignedIn(_WRONG, code="wrong_login")
        session_id, refresh = self._ids.new("ses"), new_secret()
        try:
            principal = self._identity.of(login.affiliate_id, login.user_id, session_id)
        except NotSignedIn:
            raise NotSignedIn(_WRONG, code="wrong_login") from None
        self._sessions.start(session_id, principal.user_id, principal.affiliate.id, hash_secret(refresh))
        self._sessions.forget_attempts(f"email#{email}")
        note(userId=principal.user_id)
        return self._pair(principal, refresh)

    def refresh(self, request: Request) -> api.Tokens:
        """Exchange a refresh token; one that was used before ends its whole session."""
        session_id, _, secret = request.parsed(api.RefreshRequest).refresh_token.partition(".")
        fresh = new_secret()
        session = self._sessions.rotate(session_id, hash_secret(secret), hash_secret(fresh))
        if session is None:
            raise NotSignedIn("The refresh token is not valid", code="refresh_invalid")
        principal = self._identity.of(session.affiliate_id, session.user_id, session_id)
        note(userId=principal.user_id)
        return self._pair(principal, fresh)

    def logout(self, request: Request) -> None:
        self._sessions.end(request.principal.session_id)

    def profile(self, request: Request) -> api.Profile:
        return _profile(request.principal.member)

    def update_profile(self, request: Request) -> api.Profile:
        """Change one's own name; visible everywhere within seconds."""
        principal = request.principal
        name = request.parsed(api.ProfileUpdate).name
        self._directory.rename(principal.affiliate.id, principal.user_id, name, self._ids.new("stamp"))
        member = principal.member
        return _profile(
            StaffMember(
                member.id,
                member.affiliate_id,
                member.email,
                name,
                member.role,
                member.program_ids,
                member.max_concurrent,
                member.active,
            )
        )

    def ticket(self, request: Request) -> api.RealtimeTicket:
        """A one-time ticket: tokens never travel in a URL."""
        principal, ticket = request.principal, new_secret()
        self._sessions.issue_ticket(
            hash_secret(ticket), principal.user_id, principal.affiliate.id, principal.session_id
        )
        return api.RealtimeTicket(ticket=ticket, url=f"{self._websocket_url}?ticket={ticket}")

    def _pair(self, principal: Principal, refresh: str) -> api.Tokens:
        token, expires = self._tokens.issue(
            principal.user_id, principal.affiliate.id, principal.session_id, self._clock.now()
        )
        member = principal.member
        return api.Tokens(
            token=token,
            refresh_token=f"{principal.session_id}.{refresh}",
            expires_at=expires,
            user=api.User(
                id=member.id,
                name=member.name,
                role=_role(member),
                affiliate_id=member.affiliate_id,
                program_ids=list(member.program_ids),
            ),
        )


def _profile(member: StaffMember) -> api.Profile:
    return api.Profile(
        id=member.id,
        name=member.name,
        role=_role(member),
        affiliate_id=member.affiliate_id,
        program_ids=list(member.program_ids),
        email=member.email,
        max_concurrent=member.max_concurrent,
    )


def _role(member: StaffMember) -> api.Role:
    match member.role:
        case "responder" | "supervisor" | "admin":
            return member.role
        case other:
            raise ValueError(f"unknown role {other}")
