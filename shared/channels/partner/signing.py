"""How a partner and we sign for each other: `X-Signature: t=<unix seconds>,v1=<hex>[,v1=<hex>…]`.

Each `v1` is the HMAC-SHA256 of `t`, a full stop and the body's bytes, under one of the secrets both sides hold: while a
secret is exchanged for another there are two, and one that fits is enough.
"""

from __future__ import annotations

import hmac
import re
from collections.abc import Sequence
from datetime import datetime

from shared.channels.inbound import fresh_enough
from shared.domain.signing import digest, signature

#: In lower case, as the front door gives headers.
HEADER = "x-signature"
#: Seconds for which a signature is good, either way: what is replayed later is refused.
WINDOW = 300

_STAMP = re.compile(r"[0-9]{1,12}", re.ASCII)
_DIGEST = re.compile(r"[0-9a-f]{64}", re.ASCII)
#: More signatures than anybody rotates through would only be guesses.
_MOST = 8


def sign(secrets: Sequence[str], body: bytes, now: datetime) -> str:
    """The header's value for `body`, with a signature under each of the secrets."""
    return signature(secrets, int(now.timestamp()), body)


def is_genuine(secrets: Sequence[str], given: str, body: bytes, now: datetime) -> bool:
    """Whether `given` was made for `body` within the window under any of the secrets."""
    parts = [part.strip().partition("=")[::2] for part in given.split(",")]
    stamps = [value for name, value in parts if name == "t"]
    digests = [value for name, value in parts if name == "v1" and _DIGEST.fullmatch(value)]
    if len(stamps) != 1 or not _STAMP.fullmatch(stamps[0]) or len(digests) > _MOST:
        return False
    if not fresh_enough(int(stamps[0]), now, WINDOW):
        return False
    wanted = [digest(secret, stamps[0], body) for secret in secrets if secret]
    # Compare all of them, so that the time taken says nothing.
    return sum(hmac.compare_digest(one, other) for one in wanted for other in digests) > 0
