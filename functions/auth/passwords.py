"""Signing in with a password, and changing it. Unknown users take the same time and get the same answer."""

from __future__ import annotations

from functions.auth.credentials import Credentials
from functions.auth.entering import Entering
from functions.auth.gate import Gate
from shared.contracts import api, identity_api
from shared.domain.errors import NotSignedIn
from shared.runtime.http import Answer, Request
from shared.security.passwords import password_matches
from shared.store.database import Key, Transaction
from shared.store.directory import Directory
from shared.store.models import LoginItem

_WRONG = "The e-mail address or the password is wrong"


class Passwords:
    def __init__(self, directory: Directory, gate: Gate, entering: Entering, credentials: Credentials) -> None:
        self._directory = directory
        self._gate = gate
        self._entering = entering
        self._credentials = credentials

    def login(self, request: Request) -> Answer:
        body = request.parsed(api.LoginRequest)
        login = self._right(request, body.email, body.password, NotSignedIn(_WRONG, code="wrong_login"))

        def proof(writes: Transaction) -> None:
            # Changed in this moment, it is not the right one any more.
            writes.require("login", Key(LoginItem, login.pk, login.sk), LoginItem.password_hash == login.password_hash)

        return self._entering.enter(
            request, login.affiliate_id, login.user_id, "password", proof, NotSignedIn(_WRONG, code="wrong_login")
        )

    def change(self, request: Request) -> Answer:
        """Choose another, knowing the one so far. Every session ends; the caller goes on in a new one."""
        member, body = request.principal.member, request.parsed(identity_api.PasswordChange)
        wrong = NotSignedIn("The password is wrong", code="wrong_password")
        login = self._right(request, member.email, body.current, wrong)
        hashed = self._credentials.checked(body.new, member, "new")

        def proof(writes: Transaction) -> None:
            unchanged = LoginItem.password_hash == login.password_hash
            self._credentials.write(writes, member, hashed, "password.changed", request.request_id, unchanged)

        return self._entering.enter(
            request,
            member.affiliate_id,
            member.id,
            "password",
            proof,
            wrong,
            then=lambda session: self._credentials.follow(member, request.request_id, but=session),
            by_cookie="authorization" not in request.headers,
        )

    def _right(self, request: Request, email: str, password: str, refusal: NotSignedIn) -> LoginItem:
        """The login this is the password of; raises `refusal`, in the same time whatever is wrong."""
        attempt = self._gate.let_try(request, email)
        login = self._directory.login(email)
        matches = password_matches(password, login.password_hash if login is not None else None)
        if login is None or not matches or attempt.closed:
            raise self._gate.refuse(attempt, login, refusal, request.request_id)
        return login
