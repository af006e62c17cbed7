"""A browser's session: its two tokens in cookies no script can read, and one that a script reads to prove it is ours.

`__Host-` keeps them to this host over TLS, and to the path `/`; `SameSite=Lax` keeps them out of other sites' posts.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta

ACCESS, REFRESH, CSRF = "__Host-holdfast-access", "__Host-holdfast-refresh", "__Host-holdfast-csrf"
#: By which a client says, when it signs in, that it wants its tokens in cookies: `X-Session: cookie`.
WISH = "x-session"
#: What comes with everything that changes something, beside the cookies.
CSRF_HEADER = "x-csrf-token"

_RULES = "Secure; SameSite=Lax; Path=/"


def set_cookies(access: str, refresh: str, csrf: str, now: datetime, expires: datetime, ends: datetime) -> list[str]:
    """Whole `Set-Cookie` values. The access token goes when it `expires`, the rest when the session `ends`."""
    short, long = _seconds(expires - now), _seconds(ends - now)
    return [
        f"{ACCESS}={access}; Max-Age={short}; HttpOnly; {_RULES}",
        f"{REFRESH}={refresh}; Max-Age={long}; HttpOnly; {_RULES}",
        f"{CSRF}={csrf}; Max-Age={long}; {_RULES}",
    ]


def cleared() -> list[str]:
    """The same, to have them forgotten."""
    return [f"{ACCESS}=; Max-Age=0; HttpOnly; {_RULES}", f"{REFRESH}=; Max-Age=0; HttpOnly; {_RULES}",
            f"{CSRF}=; Max-Age=0; {_RULES}"]  # fmt: skip


def wants_cookies(headers: Mapping[str, str]) -> bool:
    return headers.get(WISH, "").strip().casefold() == "cookie"


def _seconds(span: timedelta) -> int:
    return max(0, int(span.total_seconds()))
