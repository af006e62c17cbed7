"""Codes and links to sign in with, without a password.

What is asked for is asked for by the same calls whether or not there is such an account: `comms` makes and sends it, or
does not.
"""

from __future__ import annotations

from collections.abc import Callable

from functions.auth.entering import Entering
from functions.auth.gate import Gate
from shared.contracts import identity_api
from shared.contracts.notices import EMAIL, SMS
from shared.contracts.sign_in import SIGN_IN_CODE, SIGN_IN_LINK
from shared.domain.errors import NotSignedIn
from shared.runtime.http import Answer, Request
from shared.runtime.sign_in_mail import SignInMail
from shared.security.one_time import code_hash, same
from shared.security.tokens import hash_secret
from shared.store.challenges import Challenges
from shared.store.directory import Directory
from shared.store.models import ChallengeItem


class Codes:
    """`key` gives the key under which codes are kept."""

    def __init__(
        self,
        directory: Directory,
        challenges: Challenges,
        gate: Gate,
        entering: Entering,
        mail: SignInMail,
        key: Callable[[], bytes],
    ) -> None:
        self._directory = directory
        self._challenges = challenges
        self._gate = gate
        self._entering = entering
        self._mail = mail
        self._key = key

    def request_code(self, request: Request) -> identity_api.Asked:
        body = request.parsed(identity_api.CodeRequest)
        return self.asked(request, SIGN_IN_CODE, body.email, SMS if body.medium == "sms" else EMAIL)

    def verify_code(self, request: Request) -> Answer:
        body = request.parsed(identity_api.CodeVerification)
        attempt = self._gate.let_try(request, body.email)
        found = self._challenges.tried(SIGN_IN_CODE, body.email)
        login = self._directory.login(body.email)
        given = code_hash(self._key(), found.challenge_id if found is not None else "", body.code)
        matches = same(found.secret_hash if found is not None else None, given)
        wrong = NotSignedIn("The code is wrong, or was used, or is too old", code="wrong_code")
        if found is None or login is None or not matches or attempt.closed or login.user_id != found.user_id:
            raise self._gate.refuse(attempt, login, wrong, request.request_id)
        medium = "sms_code" if found.medium == SMS else "email_code"
        return self._enter(request, found, medium, wrong)

    def request_link(self, request: Request) -> identity_api.Asked:
        return self.asked(request, SIGN_IN_LINK, request.parsed(identity_api.AddressRequest).email)

    def verify_link(self, request: Request) -> Answer:
        source = self._gate.let_try_token(request)
        token = request.parsed(identity_api.TokenRequest).token
        found = opened(self._challenges, SIGN_IN_LINK, token)
        if found is None:
            raise self._gate.refuse_token(source, bad_link())
        return self._enter(request, found, "link", bad_link())

    def asked(self, request: Request, kind: str, email: str, medium: str = EMAIL) -> identity_api.Asked:
        """Have a secret of this kind sent to the address, if it is somebody's."""
        self._gate.let_ask(request, email)
        login = self._directory.login(email)
        whose = (login.affiliate_id, login.user_id) if login is not None else None
        self._mail.ask(kind, email, whose, request.request_id, medium)
        return identity_api.Asked()

    def _enter(self, request: Request, found: ChallengeItem, medium: str, refusal: NotSignedIn) -> Answer:
        return self._entering.enter(
            request,
            str(found.affiliate_id),
            str(found.user_id),
            medium,
            lambda writes: self._challenges.use_up(writes, found),
            refusal,
        )


def opened(challenges: Challenges, kind: str, token: str) -> ChallengeItem | None:
    """The challenge that a link's token opens."""
    found = challenges.of_token(kind, token)
    matches = same(found.secret_hash if found is not None else None, hash_secret(token))
    return found if matches else None


def bad_link() -> NotSignedIn:
    return NotSignedIn("The link was used, or is too old, or another was sent after it", code="bad_link")
