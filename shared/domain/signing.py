"""How a request over the internet proves who made it: an HMAC over the moment and the body.

    X-Signature: t=<unix seconds>,v1=<hex HMAC-SHA256(secret, "<t>.<body>")>

While a secret is being replaced there is one `v1` for each.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Sequence

HEADER = "X-Signature"


def signature(secrets: Sequence[str], at: int, body: bytes) -> str:
    """The header's value. `at` is in unix seconds; the newest of the `secrets` comes first."""
    return ",".join((f"t={at}", *(f"v1={digest(secret, at, body)}" for secret in secrets)))


def digest(secret: str, at: int | str, body: bytes) -> str:
    """Hex, in lower case. `at` as it stands in the header."""
    return hmac.new(secret.encode(), f"{at}.".encode() + body, hashlib.sha256).hexdigest()
