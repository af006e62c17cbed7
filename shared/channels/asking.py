"""What a failed request over `requests` tells: whether anything can have left."""

from __future__ import annotations

import requests
from urllib3.exceptions import NewConnectionError


def never_connected(error: requests.ConnectionError) -> bool:
    """Whether the connection was never made: then nothing was sent, and trying again is safe."""
    reason = getattr(error.args[0], "reason", None) if error.args else None
    return isinstance(reason, NewConnectionError)
