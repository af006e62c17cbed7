"""How many SMS segments a text takes (3GPP 23.038 and 23.040).

GSM-7: 160 septets in one segment, 153 each when split; an extension character costs two septets
that stay together. Any other character makes the whole message UCS-2: 70 code units in one
segment, 67 each when split; a surrogate pair stays together.
"""

from __future__ import annotations

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
