"""How many SMS segments a text takes (3GPP 23.038 and 23.040).

GSM-7: 160 septets in one segment, 153 each when split; an extension character costs two septets
that stay together. Any other character makes the whole message UCS-2: 70 code units in one
segment, 67 each when split; a surrogate pair stays together.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

_BASIC = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
_EXTENSION = frozenset("\f^{}\\[~]|€")


@dataclass(frozen=True)
class SegmentCount:
    """`units` are septets for GSM-7 and 16-bit code units for UCS-2."""

    encoding: Literal["GSM-7", "UCS-2"]
    units: int
    segments: int


def count_segments(text: str) -> SegmentCount:
    """Count the segments of `text`; the empty text takes none."""
    if all(char in _BASIC or char in _EXTENSION for char in text):
        costs = [2 if char in _EXTENSION else 1 for char in text]
        return SegmentCount("GSM-7", sum(costs), _split(costs, 160, 153))
    costs = [2 if ord(char) > 0xFFFF else 1 for char in text]
    return SegmentCount("UCS-2", sum(costs), _split(costs, 70, 67))


#: Carriers put a text together again from so many segments; longer ones they cut off or refuse.
MOST_SEGMENTS = 10


def split_message(text: str, most: int = MOST_SEGMENTS) -> list[str]:
    """The text in messages of at most `most` segments each, cut between words where there are any.

    Nothing but the blanks at a cut is lost. What belongs to the character before it stays with it.
    """
    parts: list[str] = []
    rest = text
    while count_segments(rest).segments > most:
        cut = _cut(rest, _longest(rest, most))
        parts.append(rest[:cut].rstrip())
        rest = rest[cut:].lstrip()
    return [*parts, rest] if rest or not parts else parts


def _longest(text: str, most: int) -> int:
    """The length of the longest beginning of `text` that fits; at least one character."""
    fits, too_long = 1, len(text)
    while too_long - fits > 1:
        middle = (fits + too_long) // 2
        if count_segments(text[:middle]).segments <= most:
            fits = middle
        else:
            too_long = middle
    return fits


def _cut(text: str, most: int) -> int:
    """Where to cut at or before `most`: behind a blank in the second half, else between two characters."""
    blank = max(text.rfind(" ", 0, most + 1), text.rfind("\n", 0, most + 1))
    if blank > most // 2:
        return blank
    cut = most
    while cut > 1 and (_clings(text[cut]) or text[cut - 1] == _JOINER):
        cut -= 1
    return cut if cut > 1 else most


_JOINER = "\u200d"


def _clings(char: str) -> bool:
    """Whether the character is part of the one before it: an accent, a joiner, a skin tone, a variation."""
    return (
        unicodedata.combining(char) > 0
        or char == _JOINER
        or 0xFE00 <= ord(char) <= 0xFE0F
        or 0x1F3FB <= ord(char) <= 0x1F3FF
    )


def _split(costs: Iterable[int], single: int, part: int) -> int:
    costs = list(costs)
    total = sum(costs)
    if total <= single:
        return 1 if total else 0
    segments, used = 1, 0
    for cost in costs:
        if used + cost > part:
            segments, used = segments + 1, 0
        used += cost
    return segments
