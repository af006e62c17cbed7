"""A texter's words as both readers see them: one spelling for each word, and where it stood.

Case, accents, typographic quotes, repeated letters, digits for letters (`su1c1de`) and common misspellings are undone.
Everything is one pass over the text; nothing backtracks.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache

from shared.domain.risk.spelling import FUZZY, MEANT, SLANG

_WORD = re.compile(r"[@$]?[^\W_]+(?:['’`´‘@$*!][^\W_]+)*")
_RUN = re.compile(r"(.)\1{2,}")
_APOSTROPHES = str.maketrans("", "", "'’`´‘*")
_LEET = str.maketrans("01345789@$!", "oieastbgasi")
#: Cyrillic letters that look like Latin ones.
_LOOKALIKES = str.maketrans("аеорсухкмтнвіѕјԁ", "aeopcyxkmthbisjd")
_FULL = {"ll": "will", "d": "would", "ve": "have", "re": "are"}
_ENDS = re.compile(r"[.!?…;\n]|--|—")
_QUOTES = {'"': '"', "“": "”", "«": "»", "‟": "”"}
#: Two words said in one; the rules are written with the short form.
_JOINED = {
    ("i", "am"): "im",
    ("i", "m"): "im",
    ("do", "not"): "dont",
    ("does", "not"): "doesnt",
    ("did", "not"): "didnt",
    ("can", "not"): "cant",
    ("could", "not"): "couldnt",
    ("would", "not"): "wouldnt",
    ("will", "not"): "wont",
    ("is", "not"): "isnt",
    ("was", "not"): "wasnt",
    ("my", "self"): "myself",
    ("him", "self"): "himself",
    ("her", "self"): "herself",
    ("over", "dose"): "overdose",
    ("over", "dosed"): "overdosed",
    ("un", "alive"): "unalive",
    ("sewer", "slide"): "suicide",
    ("any", "more"): "anymore",
    ("no", "more"): "anymore",
    ("a", "live"): "alive",
    ("with", "out"): "without",
}
_LETTERS = re.compile(r"(?<![^\W_])(?:[^\W_][ .\-_*]{1,3}){2,}[^\W_](?![^\W_])")
_FEWEST_LETTERS = 3
_LONGEST_KNOWN = 14
_SPELLED_OUT = frozenset(["i", "my", "me", "hang", "harm", "cut", "die", "wish", "to", "a", "end", "hurt"])
#: After these, "2" says "to".
_BEFORE_TO = {"want", "going", "need", "have", "try", "trying", "ready", "used", "way", "like", "how", "about", "able"}
_LONGEST_QUOTE = 200


@dataclass(frozen=True, slots=True)
class Word:
    """`text` is the one spelling. `start` and `end` are offsets in the original; words made of one share them.

    `sentence` counts from 0. `comma`: a comma, colon or dash stands before it. `quoted`: it stands between quotes.
    """

    text: str
    start: int
    end: int
    sentence: int
    comma: bool
    quoted: bool


def words_of(text: str) -> list[Word]:
    """The words of a message in order."""
    quotes = _quoted(text)
    found: list[Word] = []
    sentence = before = 0
    for match in _WORD.finditer(text):
        between = text[before : match.start()]
        # Dots between single letters spell a word; they end no sentence.
        spelling = len(match.group()) == 1 and len(between) == 1
        if found and not spelling and _ENDS.search(between):
            sentence += 1
        comma = any(mark in between for mark in ",:-–(")
        quoted = any(start < match.start() < end for start, end in quotes)
        for number, part in enumerate(_spelled(match.group())):
            _add(found, Word(part, match.start(), match.end(), sentence, comma and not number, quoted))
        before = match.end()
    return _closed_up(found, text)


def in_plain_spelling(text: str) -> str:
    """The text with misspellings and slang written out, for a reader that knows only standard words."""
    text = _LETTERS.sub(_joined, text)
    parts: list[str] = []
    before = 0
    for match in _WORD.finditer(text):
        word = match.group()
        spelled = " ".join(_spelled(word))
        plain = SLANG.get(spelled, spelled)
        unchanged = plain == _folded(word).translate(_APOSTROPHES)
        parts += [text[before : match.start()], word if unchanged else plain]
        before = match.end()
    return " ".join("".join([*parts, text[before:]]).split())


def _joined(match: re.Match[str]) -> str:
    return " ".join(_segmented("".join(_WORD.findall(match.group())))) or match.group()


def _add(found: list[Word], word: Word) -> None:
    if word.text == "2" and found and found[-1].text in _BEFORE_TO:
        word = replace(word, text="to")
    if found and found[-1].sentence == word.sentence and not word.comma:
        joined = _JOINED.get((found[-1].text, word.text))
        if joined:
            last = found[-1]
            found[-1] = Word(joined, last.start, word.end, last.sentence, last.comma, last.quoted)
            return
    found.append(word)


def _closed_up(words: list[Word], text: str) -> list[Word]:
    """Words that were spelled out, as in "k i l l", put together where they make words we know."""
    if sum(_is_letter(word) for word in words) < _FEWEST_LETTERS:
        return words
    found: list[Word] = []
    place = 0
    while place < len(words):
        end = place
        while end < len(words) and _is_letter(words[end]):
            end += 1
        spelled = []
        if end - place >= _FEWEST_LETTERS:
            spelled = _segmented("".join(text[word.start : word.end] for word in words[place:end]))
        if spelled:
            first, last = words[place], words[end - 1]
            found += [Word(part, first.start, last.end, first.sentence, first.comma, first.quoted) for part in spelled]
        else:
            end = max(end, place + 1)
            found += words[place:end]
        place = end
    return found


def _is_letter(word: Word) -> bool:
    return word.end - word.start == 1


def _segmented(letters: str) -> list[str]:
    """Run-together letters as words we know, the longest first; nothing when they are not."""
    folded, known = letters.lower(), _known() | _SPELLED_OUT
    found: list[str] = []
    place = 0
    while place < len(folded):
        longest = min(_LONGEST_KNOWN, len(folded) - place)
        length = next((size for size in range(longest, 0, -1) if folded[place : place + size] in known), 0)
        if not length:
            return []
        found.append(folded[place : place + length])
        place += length
    return found


def _quoted(text: str) -> list[tuple[int, int]]:
    """Where something stands between quotation marks; a mark that is never closed quotes nothing."""
    spans: list[tuple[int, int]] = []
    opened, closing = -1, ""
    for place, character in enumerate(text):
        if opened >= 0 and character == closing:
            if place - opened <= _LONGEST_QUOTE:
                spans.append((opened, place))
            opened = -1
        elif opened < 0 and character in _QUOTES:
            opened, closing = place, _QUOTES[character]
    return spans[:50]


def _folded(word: str) -> str:
    if word.isascii():
        return word.lower()
    wide = unicodedata.normalize("NFKD", word.casefold())
    if any(character.isascii() for character in wide):
        wide = wide.translate(_LOOKALIKES)
    return "".join(character for character in wide if not unicodedata.combining(character))


def _spelled(word: str) -> list[str]:
    """The words that one written word stands for; nearly always itself."""
    folded = _folded(word).replace("’", "'").replace("`", "'").replace("´", "'").replace("‘", "'")
    if "'" in folded:
        stem, _, tail = folded.rpartition("'")
        if tail in _FULL and stem:
            return [*_spelled(stem), _FULL[tail]]
    bare = folded.translate(_APOSTROPHES)
    if bare in MEANT:
        return MEANT[bare].split()
    for candidate in _candidates(bare):
        if candidate in MEANT:
            return MEANT[candidate].split()
        if candidate in _known():
            return [candidate]
    return [_near(bare) or _RUN.sub(r"\1", bare)]


def _candidates(word: str) -> Iterator[str]:
    """What the word may have been before letters were drawn out or replaced by digits."""
    if _RUN.search(word):
        yield _RUN.sub(r"\1\1", word)
        yield _RUN.sub(r"\1", word)
    if not word.isalpha() and any(character.isalpha() for character in word):
        yield word.translate(_LEET)
        yield _RUN.sub(r"\1", word.translate(_LEET))


@cache
def _known() -> frozenset[str]:
    """Words a disguised one may turn out to be: the ones misspellings stand for."""
    return frozenset(word for meant in MEANT.values() for word in meant.split()) | frozenset(FUZZY)


def _near(word: str) -> str | None:
    """A long dangerous word that this one misses by one letter."""
    if len(word) < 6 or not word.isalpha():
        return None
    table = _deletions()
    for shape in (word, *_without_one(word)):
        meant = table.get(shape)
        if meant is not None and meant[0] == word[0] and abs(len(meant) - len(word)) <= 1:
            return meant
    return None


@cache
def _deletions() -> dict[str, str]:
    return {shape: word for word in FUZZY for shape in (word, *_without_one(word))}


def _without_one(word: str) -> Iterator[str]:
    if len(word) <= 20:
        for place in range(1, len(word)):
            yield word[:place] + word[place + 1 :]
