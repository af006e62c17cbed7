"""The commonest passwords of leaked collections. See `data/NOTICE` for where the list is from."""

from __future__ import annotations

import gzip
from functools import cache
from pathlib import Path

_FILE = Path(__file__).parent / "data" / "common_passwords.txt.gz"


@cache
def common_passwords() -> frozenset[str]:
    """The 10,000 commonest, in lower case. Read on first use."""
    return frozenset(gzip.decompress(_FILE.read_bytes()).decode().split())
