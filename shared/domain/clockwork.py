"""The real clock and the real ids. Tests and the simulation bring their own."""

from __future__ import annotations

import secrets
import time
from datetime import UTC, datetime

_ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"


class SystemClock:
    def now(self) -> datetime:
        return datetime.now(UTC)


class RandomIds:
    """`prefix_` and 26 characters: 48 bits of milliseconds, then 80 random bits, in Crockford's base 32."""

    def new(self, prefix: str) -> str:
        number = (time.time_ns() // 1_000_000) << 80 | secrets.randbits(80)
        return f"{prefix}_{''.join(_ALPHABET[(number >> shift) & 31] for shift in range(125, -1, -5))}"
