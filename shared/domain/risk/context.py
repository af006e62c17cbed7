"""What stands around a phrase and changes what it means: negation, whose it is, when, quotation, laughter, mishap.

Each function looks at a bounded number of words near the phrase, or at words of the message found once.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from shared.domain.risk import surroundings as near
from shared.domain.risk.words import Word

#: How many words back each looks.
_NEGATION_REACH, _PERSON_REACH, _TITLE_REACH, _SENTENCE_REACH = 5, 8, 6, 30

_YEAR = re.compile(r"(?:19|20)\d\d")
_LAUGHTER = re.compile(
    r"\b(?:l+o+l+|lmf?ao+|rofl|jk|j/k|(?:ha){2,}h?|(?:ja){2,}|(?:je){2,}|hehe|xd)\b|[😂🤣💀😆😅😹]", re.I
)


def denial(words: Sequence[Word], start: int) -> int | None:
    """The place of a negation shortly before the phrase that takes it back, if there is one."""
    if words[start].comma:
        return None
    place = start - 1
    while place >= 0 and start - place <= _NEGATION_REACH and words[place].sentence == words[start].sentence:
        word = words[place]
        following = words[place + 1].text
        if word.text in near.TURNS:
            return None
        if word.text in near.NEGATIONS:
            asked = place > 0 and words[place - 1].text in near.QUESTIONS
            return None if following in near.NOT_DENIED or asked else place
        if word.comma:
            return None
        place -= 1
    return None


def of_somebody_else(words: Sequence[Word], start: int, end: int, spanish: bool) -> bool:
    """Whether the nearest person named before or in the phrase is not the texter. "He" is a person in English only."""
    if any(word.text in near.FIRST for word in words[start:end]):
        return False
    place = start - 1
    while place >= 0 and start - place <= _PERSON_REACH and words[place].sentence == words[start].sentence:
        text = words[place].text
        if text in near.OTHERS and not (spanish and text == "he"):
            return True
        # "My" belongs to what follows, often to somebody else.
        if text in near.FIRST and text not in ("my", "mi"):
            return False
        place -= 1
    return False


def long_past(words: Sequence[Word], start: int, end: int) -> bool:
    """Whether its sentence speaks of a time long gone, and of nothing present beside it."""
    first, last = _sentence(words, start)
    stop = next(
        (place for place in range(end, last) if words[place].comma or words[place].text in near.TURNS_AFTER), last
    )
    said = [word.text for word in words[first:stop]]
    if any(text in near.PRESENT for text in said):
        return False
    pairs = list(pairwise(said))
    if any(pair in near.PAST_PAIRS for pair in pairs) or any(
        (text in near.PAST and before != "at") or _YEAR.fullmatch(text)
        for before, text in zip(["", *said], said, strict=False)
    ):
        return True
    return any(one in ("was", "at", "age", "tenia") and other in near.AGE for one, other in pairs)


def cited(words: Sequence[Word], start: int) -> bool:
    """Whether it is a title, a line of a song, or what somebody else was quoted with."""
    if words[start].quoted:
        return any(not word.quoted for word in words)
    place = start - 1
    while place >= 0 and start - place <= _TITLE_REACH and words[place].sentence == words[start].sentence:
        if words[place].text in near.TITLES:
            return True
        speaks = words[place].text in ("i", "im")
        reported = place > 0 and words[place - 1].text in near.REPORTING | near.TITLES
        if words[place].text in near.TURNS or (speaks and not reported):
            return False
        place -= 1
    return False


def laughing(text: str) -> bool:
    """Whether the message laughs."""
    return _LAUGHTER.search(text) is not None


def mishap(words: Sequence[Word], start: int) -> bool:
    """Whether its sentence is about a kitchen, a razor or a sport."""
    first, last = _sentence(words, start)
    return any(word.text in near.MISHAPS for word in words[first:last])


def playing(words: Sequence[Word], start: int) -> bool:
    """Whether its sentence is about a game or a contest."""
    first, last = _sentence(words, start)
    said = [word.text for word in words[first:last]]
    return any(text in near.GAMES for text in said) or any(pair in near.PLAYED_PAIRS for pair in pairwise(said))


def _sentence(words: Sequence[Word], place: int) -> tuple[int, int]:
    """First word and the one after the last, at most `_SENTENCE_REACH` words to either side."""
    number = words[place].sentence
    first, last = place, place
    while first > 0 and words[first - 1].sentence == number and place - first < _SENTENCE_REACH:
        first -= 1
    while last < len(words) and words[last].sentence == number and last - place < _SENTENCE_REACH:
        last += 1
    return first, last
