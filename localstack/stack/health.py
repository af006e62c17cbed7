"""Asking a local server how it is."""

from __future__ import annotations

import urllib.error
import urllib.request

# Loopback is never reached through a proxy, whatever the environment says.
_DIRECT = urllib.request.build_opener(urllib.request.ProxyHandler({}))


def status_of(url: str, seconds: float = 2.0) -> int | None:
    """The HTTP status of a GET; None when nothing answers in time."""
    try:
        with _DIRECT.open(url, timeout=seconds) as response:
            return int(response.status)
    except urllib.error.HTTPError as error:
        error.close()
        return int(error.code)
    except (OSError, ValueError):
        return None
