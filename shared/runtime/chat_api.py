"""The HTTP side of the web chat: its routes, the session's token, and which web sites' pages may read an answer."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from shared.contracts.api import Reply
from shared.contracts.routes import ROUTES
from shared.domain.errors import NotSignedIn
from shared.domain.ports import Clock
from shared.domain.web_chat import ChatSession
from shared.runtime.cross_origin import lets_read, origin_of, preflight, require_origin
from shared.runtime.http import Answer, Api, Operation, Request
from shared.runtime.identity import Caller
from shared.security.chat_tokens import ChatTokens
from shared.store.scope import work_for


class ChatApi:
    """Serves the routes of one of the web chat's functions. `operations` are named by `operation`.

    `knows` says whether a web site may ask for a session at all; a function without such routes has none.
    """

    def __init__(
        self,
        function: str,
        operations: Mapping[str, Operation],
        tokens: ChatTokens,
        clock: Clock,
        knows: Callable[[str], bool] | None = None,
    ) -> None:
        self._tokens = tokens
        self._clock = clock
        self._knows = knows
        routes = [
            (route, _of_one_site(operations[route.operation]) if "texter" in route.who else operations[route.operation])
            for route in ROUTES
            if route.function == function
        ]
        self._api = Api(routes, lambda: self._authenticate)

    def answer(self, event: dict[str, Any], context: Any) -> dict[str, Any]:
        """The answer to an HTTP API event (payload format 2.0)."""
        found = self._api.resolve(event, context)
        headers = {name.lower(): value for name, value in (event.get("headers") or {}).items()}
        origin = origin_of(headers)
        if origin is not None and (found["statusCode"] == 403 or not self._may_read(origin, headers)):
            origin = None
        asked = event["requestContext"]["http"]["method"] == "OPTIONS"
        return preflight(found, origin) if asked else lets_read(found, origin)

    def _may_read(self, origin: str, headers: Mapping[str, str]) -> bool:
        """Also an expired token names the web site it was given to: its page must learn that it has expired."""
        given = headers.get("authorization")
        if given is not None:
            session = self._tokens.read(_bearer(given))
            return session is not None and session.origin == origin
        return self._knows is not None and self._knows(origin)

    def _authenticate(self, caller: Caller) -> ChatSession:
        token = _bearer(caller.headers.get("authorization", ""))
        if not token:
            raise NotSignedIn("This chat has no session")
        session = self._tokens.verify(token, self._clock.now())
        work_for(session.affiliate_id)
        return session


def _bearer(authorization: str) -> str:
    scheme, _, token = authorization.partition(" ")
    return token.strip() if scheme.casefold() == "bearer" else ""


def _of_one_site(operation: Operation) -> Operation:
    def guarded(request: Request) -> Reply | Answer | None:
        require_origin(request.chat, request.headers)
        return operation(request)

    return guarded
