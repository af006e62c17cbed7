"""Reading a survey's answer out of what somebody wrote.

Strict on purpose: "he hit me 3 times" is not a three, and somebody who writes that wants a person, not the next
question. So a number or a choice counts only on its own, among words that say nothing ("I'd say", "creo que"), or
before a pause ("4, because …").
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass


def _words(*lines: str) -> list[str]:
    return " ".join(lines).split()


_COUNTED = (
    _words("zero one two three four five six seven eight nine ten eleven twelve"),
    _words("cero uno dos tres cuatro cinco seis siete ocho nueve diez once doce"),
)
_NUMBERS = {word: number for words in _COUNTED for number, word in enumerate(words)} | {"una": 1, "none": 0}
_FILLERS = frozenset(
    _words(
        "a about an and answer are around as at be choose feel feeling for give go guess hm hmm honestly i id im in is",
        "it its just kinda like maybe me mine my now number ok okay option out pick please pretty probably rate really",
        "right say so solidly still thank thanks the think this to today um uh ur u with would you",
        "ahora como con creo de diria digo el en es esta estoy gracias hoy la le lo me mi numero opcion pues por favor",
        "que quizas seria siento tal un vez y yo",
    )
)
# Only around a choice's whole label: "a bit better" is "Better", and not "Much better".
_DEGREES = frozenset(_words("bit little lot much quite very slightly somewhat poco mucho bastante"))
_SKIPS = frozenset(
    {
        "skip",
        "skip it",
        "skip this",
        "skip this one",
        "skip this question",
        "skip please",
        "please skip",
        "pass",
        "next",
    }
    | {"no thanks", "no thank you", "prefer not to say", "i prefer not to say", "id rather not say", "rather not say"}
    | {"saltar", "omitir", "paso", "pasar", "siguiente", "no gracias", "prefiero no decir", "prefiero no decirlo"}
)
# Skips where a number or a choice is asked for; words of their own where words are.
_SHRUGS = frozenset({"no", "nope", "nah", "n/a", "na", "idk", "i dont know", "dont know", "no se", "ns", "nose"})
_PAUSE = frozenset({",", ".", ";", ":", "!", "?", "\n", "–", "—", "(", "because", "bc", "cuz", "cause", "porque"})
_TOKEN = re.compile(r"(?<![\w.,])-?\d+(?:[.,]\d+)?(?![\w%])|\w+|[^\w\s]|\n")
_WHOLE = re.compile(r"-?\d{1,4}(?:[.,]0)?")
_DIGITS = re.compile(r"-?\d+(?:[.,]\d+)?")
_SCALE_OF = ({"/"}, {"of"}, {"de"}, {"sobre"})


@dataclass(frozen=True)
class Reading:
    """What a text says in answer to a question.

    `value` is the number on the scale or the choice's index from 0, None when the text gives none. `attempted` says
    that the text is meant as an answer all the same: a number, though out of range. `more` says that the text goes on
    beyond the answer.
    """

    value: int | None
    attempted: bool
    more: bool = False


_NOTHING = Reading(None, False)


def fold(text: str) -> str:
    """`text` without case, accents, apostrophes and the dress of keycap emoji; blanks made one."""
    plain = unicodedata.normalize("NFKD", text.replace("’", "'"))
    plain = "".join(char for char in plain if not unicodedata.combining(char) and char not in "'\ufe0f\u20e3")
    return re.sub(r"[^\S\n]+", " ", plain.casefold()).strip()


def wants_to_skip(text: str, *, open_question: bool = False) -> bool:
    """Whether the whole message passes over the question. "No" and "idk" do, but are words to an open question."""
    phrase = _phrase(fold(text))
    return phrase in _SKIPS or (phrase in _SHRUGS and not open_question)


def read_scale(text: str, least: int, most: int) -> Reading:
    """Read a whole number from `least` to `most`."""
    found = _read_number(_TOKEN.findall(fold(text)), most)
    if found is None:
        return _NOTHING
    number, more = found
    if number is None or not least <= number <= most:
        return Reading(None, True)
    return Reading(number, True, more)


def read_choice(text: str, choices: Sequence[str], *, lettered: bool) -> Reading:
    """Read which of `choices` is meant, by label, by mark, or by a part of a label that fits no other.

    `lettered` says that the choices were listed as A, B, C, because labels that begin with a digit would make
    numbers ambiguous; then only letters are marks.
    """
    folded, exact = fold(text), [fold(choice) for choice in choices]
    phrase, labels = _phrase(folded), [_phrase(choice) for choice in exact]
    for said, asked in ((folded, exact), (phrase, labels)):
        if said and said in asked:
            return Reading(asked.index(said), True)
    letter = _letter(phrase, len(choices))
    if lettered and letter is not None:
        return Reading(letter, True)

    head, goes_on = _before_the_pause(folded)
    core = _without(head, _FILLERS) or head
    found = _containing(core, labels) | _called(core, labels)
    numbered = _read_number(_TOKEN.findall(folded), len(choices))
    if numbered and not lettered:
        number, goes_on = numbered
        found |= {number - 1} if number is not None and 1 <= number <= len(choices) else set()
    if not found and not wants_to_skip(text):
        found = _beginning(core, labels) | ({letter} if letter is not None else set())
    if len(found) == 1:
        return Reading(found.pop(), True, goes_on)
    return Reading(None, bool(found or numbered))


def _read_number(tokens: list[str], most: int) -> tuple[int | None, bool] | None:
    """The one number meant and whether the text goes on; (None, …) for a number that is on no scale of ours."""
    at = next((i for i, token in enumerate(tokens) if _is_number(token)), None)
    if at is None or _saying(tokens[:at]):
        return None
    rest = tokens[at + 1 :]
    if rest and _is_number(rest[-1]) and len(rest) in (2, 3) and set(rest[:-1]) - {"out"} in _SCALE_OF:
        if _number(rest[-1]) != most:
            return None, False
        rest = []
    said = _saying(rest)
    if not said:
        return _number(tokens[at]), False
    if all(_is_number(token) for token in said) or _PAUSE.isdisjoint(rest[: rest.index(said[0])]):
        return None
    return _number(tokens[at]), True


def _is_number(token: str) -> bool:
    return token in _NUMBERS or bool(_DIGITS.fullmatch(token))


def _number(token: str) -> int | None:
    if token in _NUMBERS:
        return _NUMBERS[token]
    return int(re.split("[.,]", token)[0]) if _WHOLE.fullmatch(token) else None


def _saying(tokens: list[str]) -> list[str]:
    """The tokens that say something: no punctuation, no filler."""
    return [token for token in tokens if _is_number(token) or (token.isalnum() and token not in _FILLERS | _PAUSE)]


def _phrase(folded: str) -> str:
    """The words alone, with one blank between them."""
    return " ".join(re.findall(r"[\w/]+", folded))


def _before_the_pause(folded: str) -> tuple[str, bool]:
    """The words before the first pause, and whether words that say something come after it."""
    tokens = _TOKEN.findall(folded)
    at = next((i for i, token in enumerate(tokens) if token in _PAUSE and i), len(tokens))
    return " ".join(token for token in tokens[:at] if token.isalnum()), bool(_saying(tokens[at:]))


def _without(phrase: str, words: frozenset[str]) -> str:
    return " ".join(word for word in phrase.split() if word not in words)


def _called(core: str, labels: list[str]) -> set[int]:
    """Labels that `core` is, but for words of degree."""
    bare = _without(core, _DEGREES)
    return {i for i, label in enumerate(labels) if bare and bare in (label, _without(label, _FILLERS))}


def _containing(core: str, labels: list[str]) -> set[int]:
    """Labels that hold `core` as whole words."""
    return {i for i, label in enumerate(labels) if core and f" {core} " in f" {label} "}


def _beginning(core: str, labels: list[str]) -> set[int]:
    """Labels that begin like `core`; or that hold a word which does, for three letters and more."""
    inside = f" {core}" if len(core) >= 3 else None
    return {i for i, label in enumerate(labels) if core and (label.startswith(core) or (inside and inside in label))}


def _letter(phrase: str, many: int) -> int | None:
    at = ord(phrase) - ord("a") if len(phrase) == 1 else -1
    return at if 0 <= at < many else None
