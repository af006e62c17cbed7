"""Staying signed in by using it: an answer to somebody whose access token ends soon carries a fresh pair.

By cookie it comes as cookies; to a client that sends its refresh token as `X-Refresh-Token`, as headers. Whatever goes
wrong, the answer is as it was: the client refreshes by itself then, or signs in.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from shared.contracts.route import Route
from shared.domain.errors import NotSignedIn
from shared.domain.ports import Clock
from shared.runtime.http import Request
from shared.runtime.identity import Principal
from shared.runtime.invocation import note
from shared.runtime.session_cookies import ACCESS, REFRESH
from shared.security.tokens import AccessTokens

if TYPE_CHECKING:
    from shared.runtime.renewal import Renewal

#: An access token that lasts no longer than this is renewed.
SOON = timedelta(minutes=5)
REFRESH_HEADER = "x-refresh-token"


class Renewing:
    """`renewal` makes what renews when somebody is to be renewed: most requests need none."""

    def __init__(self, access: Callable[[], AccessTokens], renewal: Callable[[], Renewal], clock: Clock) -> None:
        self._access = access
        self._renewal = renewal
        self._clock = clock

    def __call__(self, route: Route, request: Request, answered: dict[str, Any]) -> dict[str, Any]:
        if not isinstance(request.signed_in, Principal):
            return answered
        authorization = request.headers.get("authorization")
        by_cookie = authorization is None
        refresh = request.cookies.get(REFRESH) if by_cookie else request.headers.get(REFRESH_HEADER)
        if not refresh:
            return answered
        token = request.cookies.get(ACCESS, "") if by_cookie else (authorization or "").partition(" ")[2].strip()
        claims = self._access().verify(token)
        # Another session's token beside this one's is somebody's mistake, or somebody's trick.
        if claims.expires_at - self._clock.now() > SOON or not refresh.startswith(f"{claims.session_id}."):
            return answered
        try:
            pair = self._renewal().renew(refresh, request.request_id)
        except NotSignedIn:
            return answered
        note(renewed=True)
        if by_cookie:
            answered["cookies"] = [*answered.get("cookies", ()), *pair.cookies()]
        else:
            answered["headers"] |= {
                "X-Access-Token": pair.token,
                "X-Refresh-Token": pair.refresh_token,
                "X-Token-Expires-At": pair.expires_at.isoformat(),
            }
        return answered
