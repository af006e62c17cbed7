"""Words a texter sends that the line itself must understand.

Opt-out words: 47 CFR 64.1200(a)(10)-(12) and the CTIA guidelines. Only the whole message counts:
"stop him hitting me" is somebody asking for help.
"""

from __future__ import annotations

import string
from collections.abc import Mapping
from enum import StrEnum
from typing import TypeVar

OPT_OUT = frozenset(
    {
        "stop",
        "stopall",
        "unsubscribe",
        "cancel",
        "end",
        "quit",
        "revoke",
        "opt out",
        "optout",
        "opt-out",
        "arret",
        "td",
        "remove",
    }
)
#: The carriers' word for information about a service; also what a person in need may write.
HELP = frozenset({"help", "info"})
OPT_IN = frozenset({"start", "yes", "unstop"})

_STRIP = string.punctuation + string.whitespace + "‘’“”…¡¿"

T = TypeVar("T")


class Consent(StrEnum):
    """What a message says about being texted at all."""

    OPT_OUT = "opt_out"
    OPT_IN = "opt_in"
    NONE = "none"


def consent_in(text: str) -> Consent:
    """Whether the whole message, stripped of punctuation and case, is an opt-out or opt-in word."""
    word = _whole(text)
    if word in OPT_OUT:
        return Consent.OPT_OUT
    if word in OPT_IN:
        return Consent.OPT_IN
    return Consent.NONE


def asks_for_help(text: str) -> bool:
    """Whether the whole message is the carriers' word HELP or INFO."""
    return _whole(text) in HELP


def _whole(text: str) -> str:
    return " ".join(text.strip(_STRIP).casefold().split())


def match_keyword(text: str, keywords: Mapping[str, T]) -> T | None:
    """The entry for the whole message, else for its first word; keys of `keywords` are case-folded."""
    folded = " ".join(text.casefold().split()).strip(_STRIP)
    if folded in keywords:
        return keywords[folded]
    first = folded.split(" ", 1)[0].strip(_STRIP)
    return keywords.get(first)
