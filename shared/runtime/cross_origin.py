"""Which web sites may talk with the web chat, and what a browser is told about it.

No cookies and no credentials: a token in a header is all there is, so what matters is who is given one.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from shared.domain.errors import Forbidden
from shared.domain.web_chat import ChatSession

_EXPOSED = "Retry-After, X-Request-ID"
_PREFLIGHT = {
    "Access-Control-Allow-Methods": "GET, POST",
    "Access-Control-Allow-Headers": "authorization, content-type, x-request-id",
    "Access-Control-Max-Age": "600",
}


class OriginNotAllowed(Forbidden):
    """The web site is not on the program's list, or is not the one the session was opened from."""

    code = "origin_not_allowed"
    title = "This web site may not show this chat"


def plain_origin(origin: str) -> str:
    """An origin as a browser writes it: lower case, no slash at the end."""
    return origin.strip().rstrip("/").casefold()


def origin_of(headers: Mapping[str, str]) -> str | None:
    """Where a browser says the request comes from; None for what is no browser, and for a page's reads of its own site.

    `headers` have lower-case names.
    """
    given = headers.get("origin")
    return plain_origin(given) if given is not None else None


def require_origin(session: ChatSession, headers: Mapping[str, str]) -> None:
    """Raises `OriginNotAllowed` when the request comes from another web site than the one that opened the session."""
    origin = origin_of(headers)
    if origin is not None and origin != session.origin:
        raise OriginNotAllowed


def lets_read(answer: dict[str, Any], origin: str | None) -> dict[str, Any]:
    """The answer, readable by a page of that origin. None: by no other page than its own site's."""
    answer["headers"]["Vary"] = "Origin"
    if origin is not None:
        answer["headers"] |= {"Access-Control-Allow-Origin": origin, "Access-Control-Expose-Headers": _EXPOSED}
    return answer


def preflight(answer: dict[str, Any], origin: str | None) -> dict[str, Any]:
    """The answer to a browser that asks whether it may ask."""
    lets_read(answer, origin)
    if origin is not None:
        answer["headers"] |= _PREFLIGHT
    return answer
