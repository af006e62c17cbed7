"""Who is calling: a token, its session, and the person as the directory knows them right now."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from shared.domain.break_glass import Grant
from shared.domain.errors import Forbidden, NotFound, NotSignedIn
from shared.domain.ports import Clock
from shared.domain.roles import ADMIN, PLATFORM_ADMIN
from shared.runtime.session_cookies import ACCESS, CSRF_HEADER
from shared.security.tokens import AccessTokens, SessionTokens
from shared.store.audit import Actor
from shared.store.database import Database
from shared.store.directory import Affiliate, Directory, StaffMember
from shared.store.models import SessionItem

#: What changes nothing: no other web site gains anything by having a browser send it.
_SAFE = frozenset({"GET", "HEAD"})


class ForgedRequest(Forbidden):
    """A browser sent its cookies, and not the token that only our own pages know."""

    code = "csrf"
    title = "This request did not come from our own pages"


@dataclass(frozen=True)
class Caller:
    """What a request says about who sends it. Header names are lower case."""

    method: str
    headers: Mapping[str, str]
    query: Mapping[str, str] = field(default_factory=dict)
    cookies: Mapping[str, str] = field(default_factory=dict)
    path: str = ""
    request_id: str = ""


@dataclass(frozen=True)
class Principal:
    """A signed-in member of staff. The affiliate comes from the token, never from input.

    Only a platform admin, who belongs to none, may name the `affiliate` they act for. By a `grant` of break-glass they
    read as its admins do.
    """

    member: StaffMember
    affiliate: Affiliate
    session_id: str
    active_program_id: str | None = None
    grant: Grant | None = None

    @property
    def user_id(self) -> str:
        return self.member.id

    @property
    def role(self) -> str:
        return self.member.role if self.grant is None else ADMIN

    @property
    def actor(self) -> Actor:
        """How the audit names them."""
        return Actor(self.user_id, self.role)

    @property
    def program_ids(self) -> tuple[str, ...]:
        """The programs this person works in; those who are bound to none (admins) reach all of the affiliate's."""
        return self.member.program_ids or tuple(sorted(self.affiliate.programs))

    @property
    def working_program_ids(self) -> tuple[str, ...]:
        """The program they said they work in at the moment, else all of theirs: what is shown where they name none."""
        chosen = self.active_program_id
        return (chosen,) if chosen is not None and chosen in self.program_ids else self.program_ids


class Identity:
    """Without `session_tokens` nobody is signed in by cookie."""

    def __init__(
        self,
        database: Database,
        directory: Directory,
        tokens: AccessTokens,
        clock: Clock,
        session_tokens: SessionTokens | None = None,
    ) -> None:
        self._session_tokens = session_tokens
        self._clock = clock
        self._database = database
        self._directory = directory
        self._tokens = tokens

    def of_caller(self, caller: Caller) -> Principal:
        """Who calls, and for which affiliate, by the `Authorization` header or else by cookie.

        Raises `NotSignedIn`; `ForgedRequest` for a change by cookie without its CSRF token; and `NotFound` for an
        affiliate not theirs.
        """
        authorization, cookie = caller.headers.get("authorization"), caller.cookies.get(ACCESS)
        if authorization is not None or cookie is None or self._session_tokens is None:
            return self.acting(self.from_header(authorization), caller)
        principal = self.from_token(cookie)
        if caller.method not in _SAFE:
            self.require_csrf(principal.session_id, caller.headers)
        return self.acting(principal, caller)

    def require_csrf(self, session_id: str, headers: Mapping[str, str]) -> None:
        """Raises `ForgedRequest` unless the session's CSRF token is among the headers. Compared in constant time."""
        tokens = self._session_tokens
        if tokens is None or not tokens.is_csrf(session_id, headers.get(CSRF_HEADER)):
            raise ForgedRequest

    def acting(self, principal: Principal, caller: Caller) -> Principal:
        """Whom they act for: a platform admin for the affiliate they name. Raises `NotFound` for one not theirs."""
        wanted = caller.query.get("affiliateId")
        if wanted is None or wanted == principal.affiliate.id:
            return principal
        found = self._directory.affiliate(wanted) if principal.role == PLATFORM_ADMIN else None
        if found is None:
            raise NotFound
        return replace(principal, affiliate=found)

    def from_header(self, authorization: str | None) -> Principal:
        """`Bearer <token>` → principal; raises `NotSignedIn`."""
        scheme, _, token = (authorization or "").partition(" ")
        if scheme.casefold() != "bearer" or not token:
            raise NotSignedIn
        return self.from_token(token.strip())

    def from_token(self, token: str) -> Principal:
        """An access token → principal; raises `NotSignedIn`."""
        claims = self._tokens.verify(token)
        # Read each time, so that signing out ends a session at once.
        session = self._database.get(SessionItem, f"S#{claims.session_id}", "SESSION")
        if session is None or session.user_id != claims.user_id or not self.lasts(session):
            raise NotSignedIn("The session has ended", code="session_ended")
        principal = self.of(claims.affiliate_id, claims.user_id, claims.session_id)
        return replace(principal, active_program_id=session.active_program_id)

    def lasts(self, session: SessionItem) -> bool:
        """Whether the session has not expired. DynamoDB deletes what has within days, not at once."""
        return int(session.expires_at) > self._clock.now().timestamp()

    def of(self, affiliate_id: str, user_id: str, session_id: str) -> Principal:
        """The person behind a session; raises `NotSignedIn` once they or their affiliate are deactivated."""
        affiliate = self._directory.affiliate(affiliate_id)
        if affiliate is not None and user_id not in affiliate.staff:
            # Somebody who was added a moment ago.
            affiliate = self._directory.affiliate(affiliate_id, now=True)
        member = affiliate.staff.get(user_id) if affiliate is not None else None
        if affiliate is None or member is None or not member.active or not affiliate.active:
            raise NotSignedIn("This account is not active", code="session_ended")
        return Principal(member, affiliate, session_id)
