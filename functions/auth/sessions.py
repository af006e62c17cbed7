"""The sessions somebody has: going on with one, seeing them, ending them."""

from __future__ import annotations

from functions.auth.gate import Gate
from functions.auth.views import tokens
from shared.contracts import api, identity_api
from shared.domain.errors import FieldError, InvalidInput, NotFound, RuleBroken
from shared.runtime.http import Answer, Request
from shared.runtime.identity import Identity
from shared.runtime.invocation import note
from shared.runtime.renewal import Renewal
from shared.runtime.session_cookies import REFRESH, cleared
from shared.runtime.sockets import Sockets
from shared.security.tokens import SessionTokens, hash_secret, new_secret
from shared.store.sessions import Sessions


class SessionDesk:
    def __init__(
        self,
        sessions: Sessions,
        identity: Identity,
        renewal: Renewal,
        gate: Gate,
        session_tokens: SessionTokens,
        sockets: Sockets,
        *,
        websocket_url: str,
    ) -> None:
        self._sessions = sessions
        self._identity = identity
        self._renewal = renewal
        self._gate = gate
        self._tokens = session_tokens
        self._sockets = sockets
        self._websocket_url = websocket_url

    def refresh(self, request: Request) -> Answer:
        """Exchange a refresh token, of the body or of a cookie; one that was used up ends its session for everybody."""
        self._gate.let_refresh(request)
        given = request.parsed(api.RefreshRequest).refresh_token
        by_cookie = given is None
        token = request.cookies.get(REFRESH) if given is None else given
        if not token:
            raise InvalidInput(errors=(FieldError("refreshToken", "Field required"),))
        if by_cookie:
            self._identity.require_csrf(self._tokens.read(token).session_id, request.headers)
        pair = self._renewal.renew(token, request.request_id)
        note(userId=pair.principal.user_id)
        return tokens(pair, in_cookies=by_cookie)

    def logout(self, request: Request) -> Answer:
        principal = request.principal
        self._sessions.end(principal.session_id)
        self._cut(request, principal.session_id)
        return Answer(None, tuple(cleared()) if "authorization" not in request.headers else ())

    def current(self, request: Request) -> identity_api.CurrentSession:
        principal = request.principal
        return self._shown(principal.session_id, principal.active_program_id)

    def work_in(self, request: Request) -> identity_api.CurrentSession:
        """Say in which program one works: lists and the queue show it where nothing else is asked for."""
        principal, wanted = request.principal, request.parsed(identity_api.ActiveProgram).active_program_id
        if wanted is not None and wanted not in principal.program_ids:
            raise RuleBroken(errors=(FieldError("activeProgramId", "is none of your programs"),))
        self._sessions.work_in(principal.session_id, wanted)
        return self._shown(principal.session_id, wanted)

    def list(self, request: Request) -> identity_api.SessionList:
        principal = request.principal
        return identity_api.SessionList(
            items=[
                identity_api.SessionEntry(
                    id=one.session_id,
                    created_at=one.created_at,
                    last_seen_at=one.rotated_at,
                    device=one.device,
                    medium=one.medium,
                    current=one.session_id == principal.session_id,
                )
                for one in self._sessions.of_user(principal.user_id)
            ]
        )

    def end_all(self, request: Request) -> Answer:
        principal, keep = request.principal, request.query.get("keep")
        if keep not in (None, "current"):
            raise InvalidInput(errors=(FieldError("keep", "must be current"),))
        kept = principal.session_id if keep is not None else None
        ended = self._sessions.end_all(principal.user_id, kept)
        # The kept one's sockets too: its page connects again.
        self._cut(request)
        note(sessions=ended)
        return Answer(None, tuple(cleared()) if kept is None and "authorization" not in request.headers else ())

    def end(self, request: Request) -> None:
        wanted = request.path["id"]
        session = self._sessions.session(wanted)
        if session is None or session.user_id != request.principal.user_id:
            raise NotFound
        self._sessions.end(wanted)
        self._cut(request, wanted)

    def ticket(self, request: Request) -> api.RealtimeTicket:
        """A one-time ticket: tokens never travel in a URL."""
        principal, ticket = request.principal, new_secret()
        self._sessions.issue_ticket(
            hash_secret(ticket), principal.user_id, principal.affiliate.id, principal.session_id
        )
        return api.RealtimeTicket(ticket=ticket, url=f"{self._websocket_url}?ticket={ticket}")

    def _cut(self, request: Request, session_id: str | None = None) -> None:
        member = request.principal.member
        self._sockets.cut(member.affiliate_id, member.id, session_id, request.request_id)

    def _shown(self, session_id: str, program_id: str | None) -> identity_api.CurrentSession:
        csrf = self._tokens.csrf(session_id)
        return identity_api.CurrentSession(id=session_id, active_program_id=program_id, csrf_token=csrf)
