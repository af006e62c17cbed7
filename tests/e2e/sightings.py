"""Looking for words that should not be there: plain, URL-encoded, base64-encoded, and one inside another."""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Iterable, Iterator
from typing import Any
from urllib.parse import unquote_to_bytes

# Long enough to hold a phone number's ten digits.
_BASE64 = re.compile(rb"[A-Za-z0-9+/_-]{12,}={0,2}")
_DEPTH = 3


def sightings(thing: str | bytes, needles: Iterable[str]) -> list[str]:
    """Those of `needles` that can be read out of `thing`, whatever the case. `needles` are ASCII."""
    wanted = [(needle, needle.lower().encode()) for needle in needles]
    text = b"\n".join(_readings(thing.encode() if isinstance(thing, str) else thing, _DEPTH)).lower()
    return [needle for needle, pattern in wanted if pattern in text]


def leaves(value: Any) -> Iterator[bytes]:
    """Every string, number and binary within a decoded JSON document or a DynamoDB item, names included."""
    if isinstance(value, dict):
        for name, one in value.items():
            yield str(name).encode()
            yield from leaves(one)
    elif isinstance(value, list | tuple | set):
        for one in value:
            yield from leaves(one)
    else:
        yield value if isinstance(value, bytes) else str(value).encode()


def _readings(text: bytes, depth: int) -> Iterator[bytes]:
    """The text, and what it says when its escapes and its base64 are undone."""
    yield text
    if depth == 0:
        return
    if b"%" in text:
        yield from _readings(unquote_to_bytes(text.replace(b"+", b" ")), depth - 1)
    if b"\\" in text:
        yield text.replace(b"\\/", b"/").replace(b'\\"', b'"')
    decoded = b"\n".join(plain for run in _BASE64.findall(text) for plain in _undone(run))
    if decoded:
        yield from _readings(decoded, depth - 1)


def _undone(run: bytes) -> Iterator[bytes]:
    """A run of base64 letters decoded, from each of the four places it may really begin at."""
    run = run.rstrip(b"=").translate(bytes.maketrans(b"-_", b"+/"))
    for start in range(min(4, len(run))):
        part = run[start:]
        part = part[: len(part) - (len(part) % 4 == 1)]
        try:
            yield base64.b64decode(part + b"=" * (-len(part) % 4))
        except binascii.Error:  # pragma: no cover - the lengths above always fit
            continue
