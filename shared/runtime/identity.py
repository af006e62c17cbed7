"""Who is calling: a token, its session, and the person as the directory knows them right now."""

from __future__ import annotations

from dataclasses import dataclass

from shared.domain.errors import NotSignedIn
from shared.domain.ports import Clock
from shared.security.tokens import AccessTokens
from shared.store.database import Database
from shared.store.directory import Affiliate, Directory, StaffMember
from shared.store.models import SessionItem


@dataclass(frozen=True)
class Principal:
    """A signed-in member of staff. The affiliate comes from the token, never from input."""

    member: StaffMember
    affiliate: Affiliate
    session_id: str

    @property
    def user_id(self) -> str:
        return self.member.id

    @property
    def role(self) -> str:
        return self.member.role

    @property
    def program_ids(self) -> tuple[str, ...]:
        """The programs this person works in; those who are bound to none (admins) reach all of the affiliate's."""
        return self.member.program_ids or tuple(sorted(self.affiliate.programs))


class Identity:
    def __init__(self, database: Database, directory: Directory, tokens: AccessTokens, clock: Clock) -> None:
        self._clock = clock
        self._database = database
        self._directory = directory
        self._tokens = tokens

    def from_header(self, authorization: str | None) -> Principal:
        """`Bearer <token>` → principal; raises `NotSignedIn`."""
        scheme, _, token = (authorization or "").partition(" ")
        if scheme.casefold() != "bearer" or not token:
            raise NotSignedIn
        claims = self._tokens.verify(token.strip())
        # Read each time, so that signing out ends a session at once.
        session = self._database.get(SessionItem, f"S#{claims.session_id}", "SESSION")
        if session is None or session.user_id != claims.user_id or not self.lasts(session):
            raise NotSignedIn("The session has ended", code="session_ended")
        return self.of(claims.affiliate_id, claims.user_id, claims.session_id)

    def lasts(self, session: SessionItem) -> bool:
        """Whether the session has not expired. DynamoDB deletes what has within days, not at once."""
        return int(session.expires_at) > self._clock.now().timestamp()

    def of(self, affiliate_id: str, user_id: str, session_id: str) -> Principal:
        """The person behind a session; raises `NotSignedIn` once they or their affiliate are deactivated."""
        affiliate = self._directory.affiliate(affiliate_id)
        member = affiliate.staff.get(user_id) if affiliate is not None else None
        if affiliate is None or member is None or not member.active or not affiliate.active:
            raise NotSignedIn("This account is not active", code="session_ended")
        return Principal(member, affiliate, session_id)
