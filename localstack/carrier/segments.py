"""How many SMS segments a text takes (3GPP TS 23.038): GSM 03.38 septets when every character fits, else UTF-16."""

from __future__ import annotations

from collections.abc import Iterable

_GSM_BASIC = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
_GSM_EXTENDED = frozenset("\f^{}\\[~]|€")


def fits_gsm(body: str) -> bool:
    """Whether every character is in the GSM alphabet or its extension."""
    return all(char in _GSM_BASIC or char in _GSM_EXTENDED for char in body)


def count_segments(body: str) -> int:
    """Segments of `body`; an empty text is one. 160/153 septets or 70/67 UTF-16 units; no character is ever split."""
    if fits_gsm(body):
        return _pack((2 if char in _GSM_EXTENDED else 1 for char in body), single=160, each=153)
    return _pack((2 if ord(char) > 0xFFFF else 1 for char in body), single=70, each=67)


def _pack(sizes: Iterable[int], *, single: int, each: int) -> int:
    units = list(sizes)
    if sum(units) <= single:
        return 1
    segments, used = 1, 0
    for size in units:
        if used + size > each:
            segments, used = segments + 1, 0
        used += size
    return segments
