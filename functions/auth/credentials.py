"""Giving somebody a password, and what follows from it: they are signed out everywhere, and told."""

from __future__ import annotations

from pynamodb.expressions.condition import Condition

from functions.auth.gate import Gate
from shared.contracts.sign_in import PASSWORD_CHANGED
from shared.domain.passwords import check_password
from shared.runtime.sign_in_mail import SignInMail
from shared.runtime.sockets import Sockets
from shared.security.common_passwords import common_passwords
from shared.security.passwords import hash_password
from shared.store.audit import Actor, Audit
from shared.store.challenges import Challenges
from shared.store.database import Transaction
from shared.store.directory import StaffMember
from shared.store.models import LoginItem
from shared.store.sessions import Sessions


class Credentials:
    def __init__(
        self,
        sessions: Sessions,
        challenges: Challenges,
        gate: Gate,
        audit: Audit,
        mail: SignInMail,
        sockets: Sockets,
    ) -> None:
        self._sessions = sessions
        self._challenges = challenges
        self._gate = gate
        self._audit = audit
        self._mail = mail
        self._sockets = sockets

    def checked(self, password: str, member: StaffMember, field: str = "password", name: str | None = None) -> str:
        """Its hash; raises `RuleBroken` for a password that is too easy to guess."""
        check_password(password, (member.email, member.name, name or ""), common_passwords(), field)
        return hash_password(password)

    def write(
        self, writes: Transaction, member: StaffMember, hashed: str, action: str, request_id: str, given: Condition
    ) -> None:
        """The password, and that it was given, as `action`; only while what was `given` holds of the login."""
        item = LoginItem(f"L#{member.email.strip().casefold()}", "LOGIN")
        theirs = (LoginItem.user_id == member.id) & (LoginItem.affiliate_id == member.affiliate_id)
        writes.update("login", item, [LoginItem.password_hash.set(hashed)], theirs & given)
        entry = self._audit.entry(
            member.affiliate_id, Actor(member.id, member.role), action, f"user:{member.id}", request_id
        )
        writes.put("password", entry)

    def follow(self, member: StaffMember, request_id: str, but: str | None = None, *, tell: bool = True) -> None:
        """Once it is written: every session but one ends, WebSockets included, and no link sent before opens."""
        self._sessions.end_all(member.id, but)
        self._challenges.forget(member.email)
        self._gate.let_in(member.email)
        self._sockets.cut(member.affiliate_id, member.id, request_id=request_id)
        if tell:
            self._mail.ask(PASSWORD_CHANGED, member.email, (member.affiliate_id, member.id), request_id)
