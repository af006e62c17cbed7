"""Letting somebody in who has proved who they are: always into a new session, whatever they came with."""

from __future__ import annotations

from collections.abc import Callable

from functions.auth.devices import device
from functions.auth.gate import Gate
from functions.auth.views import tokens
from shared.domain.errors import NotSignedIn, Unavailable
from shared.domain.ports import Ids
from shared.runtime.http import Answer, Request
from shared.runtime.identity import Identity
from shared.runtime.invocation import note
from shared.runtime.renewal import Cut, Pairs, Renewal
from shared.runtime.session_cookies import REFRESH, wants_cookies
from shared.security.tokens import new_secret
from shared.store.audit import Actor, Audit
from shared.store.database import Cancelled, Database, Key, Transaction
from shared.store.models import UserItem
from shared.store.sessions import Sessions

_TRIES = 6

#: Puts into the transaction what was proved, so that it fails when that is not so any more.
Proof = Callable[[Transaction], None]


class Entering:
    def __init__(
        self,
        database: Database,
        sessions: Sessions,
        identity: Identity,
        pairs: Pairs,
        renewal: Renewal,
        gate: Gate,
        audit: Audit,
        ids: Ids,
        cut: Cut,
    ) -> None:
        self._database = database
        self._sessions = sessions
        self._identity = identity
        self._pairs = pairs
        self._renewal = renewal
        self._gate = gate
        self._audit = audit
        self._ids = ids
        self._cut = cut

    def enter(
        self, request: Request, affiliate_id: str, user_id: str, medium: str, proof: Proof, refusal: NotSignedIn,
        *, requires_user: bool = True, then: Callable[[str], None] | None = None, by_cookie: bool = False,
    ) -> Answer:  # fmt: skip
        """The answer with the tokens of a new session, after the one the browser came with has ended.

        Raises `refusal` for who is not active, and when what was proved is not so any more. `requires_user` is False
        where `proof` itself writes the user; `then` is called with the new session once it has begun.
        """
        session_id = self._ids.new("ses")
        try:
            principal = self._identity.of(affiliate_id, user_id, session_id)
        except NotSignedIn:
            raise refusal from None
        member = principal.member
        for _ in range(_TRIES):
            writes = Transaction(self._database)
            proof(writes)
            if requires_user:
                active = UserItem.active == True  # noqa: E712
                writes.require("user", Key(UserItem, f"A#{affiliate_id}", f"U#{user_id}"), active)
            session = self._sessions.start(
                session_id, user_id, affiliate_id, new_secret(), medium,
                device(request.headers.get("user-agent", "")), writes,
            )  # fmt: skip
            entry = self._audit.entry(
                affiliate_id, Actor(user_id, member.role), "sign_in.succeeded", f"user:{user_id}",
                request.request_id, detail={"medium": medium, "session": session_id},
            )  # fmt: skip
            writes.put("audit", entry)
            try:
                writes.commit()
            except Cancelled as cancelled:
                if cancelled.labels:
                    raise refusal from None
                continue
            break
        else:
            raise Unavailable("the account is being changed")
        self._end_presented(request)
        if then is not None:
            then(session_id)
        self._gate.let_in(member.email)
        note(userId=user_id, medium=medium)
        pair = self._pairs.of(principal, session)
        return tokens(pair, in_cookies=by_cookie or wants_cookies(request.headers))

    def _end_presented(self, request: Request) -> None:
        """Whoever planted a session in somebody's browser is not signed in with them."""
        presented = request.cookies.get(REFRESH)
        if not presented:
            return
        try:
            session = self._renewal.session_of(presented)
        except NotSignedIn:
            return
        if session is not None:
            self._sessions.end(session.session_id)
            self._cut(session.affiliate_id, session.user_id, session.session_id, request.request_id)
