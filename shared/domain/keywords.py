"""Words a texter sends that the line itself must understand.

Opt-out words: 47 CFR 64.1200(a)(10)-(12) and the CTIA guidelines. Only the whole message counts:
"stop him hitting me" is somebody asking for help. Whoever asks for no more texts in a sentence asks a person.
"""

from __future__ import annotations

import re
import string
import unicodedata
from collections.abc import Mapping
from enum import StrEnum
from functools import cache
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

#: How much of a message is searched for a sentence that asks for no more texts, in characters.
_LOOKED_AT = 600
_PARTS = r"[.!?;,\n…]+|\s+(?:and|but|so|because|bc|cuz|y|pero|asi que|porque)\s+"
#: What may stand before the request in its part of the sentence. Anybody else's name there makes it somebody else's.
_BEFORE = (
    r"(?:(?:please|pls|plz|ok|okay|hey|hi|yo|no|just|then|yall|you guys|can you|could you|can u|would you|will you"
    r"|i said|i told you(?: to)?|im asking you to|i (?:want|need|would like) you(?: guys)? to"
    r"|por favor|porfa|porfavor|xfa|ya|oye|oigan|les pido que|te pido que|quiero que) )*"
)
_TEXTS = r"(?:texts?|txts?|messages?|msgs?|sms|texting)"
_ENDS = r"(?: (?:please|pls|plz|ok|thanks|thank you|now|from you))*$"
_REVOCATIONS = (
    r"(?:stop|quit) (?:texting|txting|messaging|msging|contacting|writing(?: to)?|bothering|spamming) me\b",
    rf"(?:stop|quit) (?:texting|txting|messaging|contacting){_ENDS}",
    rf"(?:stop|quit) sending(?: me)?(?: (?:these|those|any|all|more|your))* {_TEXTS}\b",
    rf"(?:stop|quit) (?:the|these|those|all|your|ur)(?: (?:these|those|your))? {_TEXTS}\b",
    r"(?:do not|dont|never)(?: ever)? (?:text|txt|message|msg|contact|write(?: to)?|bother) me\b",
    rf"no more {_TEXTS}{_ENDS}",
    r"i (?:dont|do not|no longer) want(?: to (?:get|receive|be sent))?(?: (?:any|these|those|your|ur|more|anymore))* "
    rf"{_TEXTS}\b",
    r"(?:take|remove) (?:me|my (?:phone )?number) (?:off|from)(?: of)? (?:your|ur|this|the|that) "
    r"(?:list|system|contacts?|database|phone)\b",
    r"(?:delete|remove|erase|lose|forget) my (?:phone |cell )?number\b",
    r"unsubscribe me\b|opt me out\b|sign me out\b",
    r"(?:i (?:want|wanna|would like|need|wish)|id like|how (?:do|can) i)(?: to)? (?:opt out|unsubscribe)"
    rf"(?:{_ENDS}| (?:of|from) (?:these|your|all|any|the|this list|this service)\b)",
    rf"how (?:do|can) i (?:stop|cancel|turn off)(?: (?:these|those|the|getting|your))* {_TEXTS}\b",
    r"(?:no me|no quiero que me) (?:escrib(?:as?|an)|(?:mand|envi|texte|contact|molest)(?:es?|en))\b",
    r"(?:deja|deje|dejen|para|paren) de (?:escribir|mandar|enviar|textear|contactar|molestar)me\b",
    r"no quiero(?: recibir)?(?: mas)? (?:mensajes|textos)\b|no mas (?:mensajes|textos)\b",
    r"(?:quita|quite|quiten|saca|saque|saquen|borra|borre|borren|elimina|eliminen)me de (?:la|su|esta|tu) lista\b",
    r"(?:borra|borre|borren|elimina|elimine|eliminen|olviden) mi numero\b",
)
#: Said alone this is meant for us; in a sentence it may be about anybody.
_ALONE = rf"{_BEFORE}(?:leave me alone|dejame en paz|dejenme en paz)"
#: Without one of these there is nothing to look for.
_HINTS = (
    "text", "txt", "messag", "msg", "sms", "contact", "writ", "bother", "spam", "number", "list", "remove me",
    "subscribe", "opt", "sign me", "me alone", "escrib", "mand", "envi", "molest", "mensaje", "numero", "en paz",
)  # fmt: skip
#: What comes next was said by, or to, somebody else.
_REPORTS = r"(?:\b(?:said|says|saying|told|texted|texts|wrote|like|goes|dijo|dice|escribio)(?: \w+)?|[\"“«])$"

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


def asks_to_stop(text: str) -> bool:
    """Whether somebody asks in a sentence of their own for no more texts, as in "please don't text me again".

    For a person to look at, never an opt-out by itself: "tell him to stop texting me" is not for us, and whatever this
    misses a responder reads all the same.
    """
    plain = _plain(text[:_LOOKED_AT])
    if not any(hint in plain for hint in _HINTS):
        return False
    # Compiled when they are needed first, which is rarely: `intake` starts sooner for it.
    if re.fullmatch(_ALONE, plain.strip(_STRIP)):
        return True
    before = ""
    for part in re.split(_PARTS, plain):
        if _revokes().match(part.strip()) and not re.search(_REPORTS, before):
            return True
        before = part.strip() or before
    return False


@cache
def _revokes() -> re.Pattern[str]:
    return re.compile(f"{_BEFORE}(?:{'|'.join(_REVOCATIONS)})")


def _plain(text: str) -> str:
    """In lower case, without accents and apostrophes, one blank between words; line ends stay."""
    wide = unicodedata.normalize("NFKD", text.casefold())
    bare = "".join(one for one in wide if not unicodedata.combining(one) and one not in "'’‘`´")
    return "\n".join(" ".join(line.split()) for line in bare.splitlines())


def _whole(text: str) -> str:
    return " ".join(text.strip(_STRIP).casefold().split())


def match_keyword(text: str, keywords: Mapping[str, T]) -> T | None:
    """The entry for the whole message, else for its first word; keys of `keywords` are case-folded."""
    folded = " ".join(text.casefold().split()).strip(_STRIP)
    if folded in keywords:
        return keywords[folded]
    first = folded.split(" ", 1)[0].strip(_STRIP)
    return keywords.get(first)
