"""How often somebody may try. All of it is counted for addresses that nobody has just the same.

An account that was tried too often is closed for a while and answers as if the password were wrong, in the same time:
who guesses learns nothing. A source that was is told so.
"""

from __future__ import annotations

from dataclasses import dataclass

from shared.domain.errors import NotSignedIn, TooManyRequests
from shared.domain.lockout import FREE, FREE_OF_SOURCE, closed_for
from shared.domain.ports import Clock
from shared.domain.roles import PLATFORM
from shared.runtime.http import Request
from shared.runtime.metrics import count
from shared.security.one_time import address_key
from shared.security.tokens import hash_secret
from shared.store.audit import SYSTEM, Audit
from shared.store.failures import Failures, Standing
from shared.store.models import LoginItem
from shared.store.sessions import Sessions

#: Attempts to sign in per address and per source in five minutes.
EMAIL_ATTEMPTS = 10
SOURCE_ATTEMPTS = 300
#: Codes and links that are asked for, likewise.
EMAIL_MAILS = 3
SOURCE_MAILS = 30
#: Refreshes per source in five minutes: a whole call centre may be behind one.
SOURCE_REFRESHES = 1000


@dataclass(frozen=True)
class Try:
    """One attempt at an address. `closed`: whatever comes with it, nobody is let in."""

    email: str
    source: str
    standing: Standing
    source_standing: Standing

    @property
    def closed(self) -> bool:
        return self.standing.closed_for > 0


class Gate:
    def __init__(self, sessions: Sessions, failures: Failures, audit: Audit, clock: Clock) -> None:
        self._clock = clock
        self._sessions = sessions
        self._failures = failures
        self._audit = audit

    def let_try(self, request: Request, email: str) -> Try:
        """Raises `TooManyRequests` where the address or the source tries too often, whoever's address it is."""
        address, source = _address(email), _source(request)
        self._sessions.count_attempt(address, EMAIL_ATTEMPTS)
        self._sessions.count_attempt(source, SOURCE_ATTEMPTS)
        return Try(email, source, self._failures.standing(address), self._of_source(source))

    def let_try_token(self, request: Request) -> str:
        """For what nobody guesses: limits the source only, which is returned."""
        source = _source(request)
        self._sessions.count_attempt(source, SOURCE_ATTEMPTS)
        self._of_source(source)
        return source

    def let_ask(self, request: Request, email: str) -> None:
        """Whether a code or a link may be asked for; raises `TooManyRequests`."""
        self._sessions.count_attempt(f"mails#{_address(email)}", EMAIL_MAILS)
        self._sessions.count_attempt(f"mails#{_source(request)}", SOURCE_MAILS)

    def let_refresh(self, request: Request) -> None:
        self._sessions.count_attempt(f"refresh#{_source(request)}", SOURCE_REFRESHES)

    def refuse(self, attempt: Try, login: LoginItem | None, refusal: NotSignedIn, request_id: str) -> NotSignedIn:
        """Count a wrong attempt; what to raise. An account that closes by it is put on record."""
        failures = self._failures.count(_address(attempt.email), attempt.standing)
        self._failures.count(self._hourly(attempt.source), attempt.source_standing)
        if not attempt.closed and closed_for(failures, FREE):
            count("AccountClosed")
            # An address nobody has closes the same way, and is written down where platform admins look.
            whose = (login.affiliate_id, f"user:{login.user_id}") if login is not None else (PLATFORM, "user:nobody")
            detail = {"failures": str(failures), "seconds": str(closed_for(failures, FREE))}
            self._audit.record(whose[0], SYSTEM, "sign_in.locked", whose[1], request_id, detail=detail)
        return refusal

    def refuse_token(self, source: str, refusal: NotSignedIn) -> NotSignedIn:
        key = self._hourly(source)
        self._failures.count(key, self._failures.standing(key, FREE_OF_SOURCE))
        return refusal

    def let_in(self, email: str) -> None:
        """Somebody proved who they are: what was wrong before is forgotten."""
        self._sessions.forget_attempts(_address(email))
        self._failures.forget(_address(email))

    def _of_source(self, source: str) -> Standing:
        standing = self._failures.standing(self._hourly(source), FREE_OF_SOURCE)
        if standing.closed_for:
            wait = standing.closed_for
            raise TooManyRequests(f"Too many wrong attempts. Try again in {wait} seconds", retry_after=wait)
        return standing

    def _hourly(self, source: str) -> str:
        """By the hour: where many people are behind one source, somebody is always wrong."""
        return f"{source}#{int(self._clock.now().timestamp()) // 3600}"


def _address(email: str) -> str:
    return f"email#{address_key(email)}"


def _source(request: Request) -> str:
    return f"source#{hash_secret(request.source_ip)[:32]}"
