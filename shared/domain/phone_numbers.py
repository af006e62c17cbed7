"""Phone numbers as they are shown where nobody needs all of one."""

from __future__ import annotations

import re

_E164 = re.compile(r"\+[1-9][0-9]{6,14}")
#: ITU-T E.164: the country codes of one and of two digits. Every other has three.
_SHORT_CODES = frozenset(
    [
        "1",
        "7",
        "20",
        "27",
        "30",
        "31",
        "32",
        "33",
        "34",
        "36",
        "39",
        "40",
        "41",
        "43",
        "44",
        "45",
        "46",
        "47",
        "48",
        "49",
        "51",
        "52",
        "53",
        "54",
        "55",
        "56",
        "57",
        "58",
        "60",
        "61",
        "62",
        "63",
        "64",
        "65",
        "66",
        "81",
        "82",
        "84",
        "86",
        "90",
        "91",
        "92",
        "93",
        "94",
        "95",
        "98",
    ]
)


def masked(number: str) -> str:
    """`+13125550142` → `+1 ••• ••• ••42`: the country and the last two digits, and not how many there are between.

    Of what is no number in E.164, such as a partner's own name for somebody, the last two characters of at least eight.
    """
    if _E164.fullmatch(number):
        digits = number[1:]
        code = next((digits[:size] for size in (1, 2) if digits[:size] in _SHORT_CODES), digits[:3])
        return f"+{code} ••• ••• ••{digits[-2:]}"
    return f"••••••{number[-2:]}" if len(number) >= 8 else "••••••••"
