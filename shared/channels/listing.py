"""Getting one page of a list that a provider keeps."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import requests

from shared.channels.history import NotListed

_TIMEOUT = (3.05, 15.0)
#: Bytes of a page: more than a thousand of the longest messages have.
MOST = 16_000_000


def get_page(
    session: requests.Session,
    url: str,
    *,
    query: Mapping[str, str | int] | None = None,
    headers: Mapping[str, str] | None = None,
) -> dict[str, Any]:
    """The JSON object there. Redirects are not followed: what we authenticate with is for this address.

    Raises `NotListed` for everything else.
    """
    try:
        with session.get(
            url, params=query, headers=headers, timeout=_TIMEOUT, allow_redirects=False, stream=True
        ) as reply:
            if reply.status_code != 200:
                raise NotListed(str(reply.status_code))
            raw = b""
            for piece in reply.iter_content(65_536):
                raw += piece
                if len(raw) > MOST:
                    raise NotListed("too_large")
    except requests.RequestException:
        raise NotListed("no_answer") from None
    try:
        page = json.loads(raw)
    except (ValueError, RecursionError):
        page = None
    if not isinstance(page, dict):
        raise NotListed("unreadable")
    return page
