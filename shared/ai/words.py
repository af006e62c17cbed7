"""Reading words without a model: folding, sentences, cues, and which language."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from functools import cache

from shared.ai import stop_words
from shared.ai.vocabulary import TAGS

_SENTENCE = re.compile(r"(?<=[.!?…])\s+|\n+")
_DENIALS = frozenset({"not", "never", "nor", "isnt", "arent", "wasnt", "dont", "doesnt", "didnt", "nunca", "jamas"})
_SPANISH_ONLY = stop_words.SPANISH - stop_words.ENGLISH
_ENGLISH_ONLY = stop_words.ENGLISH - stop_words.SPANISH


def fold(text: str) -> str:
    """`text` in lower case without accents and apostrophes."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    return "".join(char for char in plain if not unicodedata.combining(char) and char not in "'’`")


def words(text: str) -> list[str]:
    """The folded words of `text`."""
    return re.findall(r"\w+", fold(text))


def sentences(text: str) -> list[str]:
    """The sentences of `text` as they were written, but for blanks; a text without full stops is one."""
    return [" ".join(part.split()) for part in _SENTENCE.split(text) if part.strip()]


def hits(said: Sequence[str], cues: tuple[str, ...]) -> int:
    """How many different `cues` occur in the words `said`, not counting those that are denied just before."""
    line = " ".join(said)
    # Most cues are nowhere near, and looking for that is quicker than making an expression of them all.
    if not any(cue.rstrip("*") in line for cue in cues):
        return 0
    return len({found[0] for found in _any_of(cues).finditer(line) if not _denied(line[: found.start()].split()[-2:])})


def tags_in(said: Sequence[str]) -> dict[str, int]:
    """The tags whose cues occur in the words `said`, with how many different cues did."""
    return {tag: found for tag, cues in TAGS.items() if (found := hits(said, cues))}


def is_spanish(texts: Iterable[str]) -> bool:
    """Whether most of the small words are Spanish."""
    said = [word for text in texts for word in words(text)]
    spanish, english = (sum(word in own for word in said) for own in (_SPANISH_ONLY, _ENGLISH_ONLY))
    return spanish > english


@cache
def _any_of(cues: tuple[str, ...]) -> re.Pattern[str]:
    parts = (cue[:-1] + r"\w*" if cue.endswith("*") else cue for cue in cues)
    return re.compile(rf"\b(?:{'|'.join(parts)})\b")


def _denied(before: Sequence[str]) -> bool:
    """Whether the two words before deny what follows: "not really" does, the "no" in "no, I want to die" does not."""
    return not _DENIALS.isdisjoint(before) or before[-1:] in (["no"], ["sin"])
