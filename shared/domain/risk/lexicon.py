"""The lexicon: the quick reader. Rules over words, with what stands around them taken into account.

`intake` runs it on every message, so it imports next to nothing, is put together on first use and kept.

| what stands around a phrase | what becomes of it |
| --- | --- |
| a negation before it ("I don't want to …", "not suicidal") | low |
| somebody else's ("my friend wants to …") | medium at most, unless it is danger to a life now |
| long past ("ten years ago", "when I was 15") | medium at most |
| quoted, a title, a song, a game | low |
| laughter, where a phrase is often a joke | medium at most |
| kitchen, razor, sport, where it may be an accident | low |
| a time close by, where it is an intent | critical |
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import pairwise

from shared.domain.risk import context, surroundings
from shared.domain.risk.assessment import Assessment, Reason
from shared.domain.risk.levels import Category, Risk, higher, lower
from shared.domain.risk.phrases import Phrases
from shared.domain.risk.rule import Rule
from shared.domain.risk.words import Word, words_of

MODEL = "lexicon-1"

#: Reasons kept of one message, the most dangerous first.
MOST_REASONS = 8

_IGNORE = -1
_SOON = frozenset({"tonight", "tomorrow", "today", "rn", "hoy", "manana"})


@dataclass(frozen=True)
class _Around:
    """What is found out once of a message: whether it laughs, and which of its sentences speak of a time close by."""

    laughing: bool
    soon: frozenset[int]


@dataclass(frozen=True)
class LexiconEntry:
    """A tenant's own phrase. With `ignore`, it is an expression that is harmless there and hides what lies in it.

    `phrase` is one or more words; case, accents, repeated letters and so on do not matter. Only whole words match.
    `category` and `level` are not read of an entry to ignore.
    """

    phrase: str
    category: Category = Category.IMMEDIATE_CRISIS
    level: Risk = Risk.HIGH
    ignore: bool = False


def assess_lexicon(text: str, extensions: Sequence[LexiconEntry] = ()) -> Assessment:
    """Rate what a texter wrote. `extensions` are the tenant's own entries, tried beside the built-in ones."""
    return _read(text, extensions)[0]


def without_harmless(text: str, extensions: Sequence[LexiconEntry] = ()) -> str:
    """The text less what the lexicon knows to be harmless there: idioms, denials, titles, what is another's or past.

    For a reader that hears the words and not what stands around them.
    """
    parts: list[str] = []
    before = 0
    for start, end in sorted(_read(text, extensions)[1]):
        if start >= before:
            parts += [text[before:start], " "]
        before = max(before, end)
    return " ".join("".join([*parts, text[before:]]).split())


def _read(text: str, extensions: Sequence[LexiconEntry]) -> tuple[Assessment, list[tuple[int, int]]]:
    words = words_of(text)
    around = _Around(context.laughing(text), _soon(words))
    matches, idioms = _matches(words, extensions)
    found: dict[str, Reason] = {}
    harmless = [(words[start].start, words[end - 1].end) for start, end in idioms]
    for rule, start, end in matches:
        level, first = _weighed(rule, words, start, end, around)
        if level.rank < min(rule.level.rank, Risk.HIGH.rank):
            harmless.append((words[first].start, words[end - 1].end))
        if level is Risk.LOW:
            continue
        reason = Reason(rule.category, level, text[words[start].start : words[end - 1].end], "rule", rule.id)
        known = found.get(rule.id)
        if known is None or (level.rank, len(reason.phrase)) > (known.level.rank, len(known.phrase)):
            found[rule.id] = reason
    reasons = sorted(found.values(), key=lambda reason: (-reason.level.rank, reason.why))
    level = reasons[0].level if reasons else Risk.LOW
    return Assessment(level, tuple(reasons[:MOST_REASONS]), MODEL), harmless


def _weighed(rule: Rule, words: Sequence[Word], start: int, end: int, around: _Around) -> tuple[Risk, int]:
    """What a match amounts to, and the word from which on that is so: a negation comes before the phrase."""
    denial = context.denial(words, start) if rule.denied else None
    if denial is not None:
        return Risk.LOW, denial
    if context.cited(words, start) or (rule.mishap and context.mishap(words, start)):
        return Risk.LOW, start
    played = context.playing(words, start)
    if played and not rule.own:
        return Risk.LOW, start
    level = rule.level
    if rule.intent and words[start].sentence in around.soon:
        level = higher(level, Risk.CRITICAL)
    elsewhere = (
        played
        or (rule.own and context.of_somebody_else(words, start, end, rule.id.startswith("es.")))
        or (rule.past and context.long_past(words, start, end))
        or (rule.light and around.laughing)
    )
    return (lower(level, Risk.MEDIUM) if elsewhere else level), start


def _soon(words: Sequence[Word]) -> frozenset[int]:
    """The sentences that speak of a time close by."""
    now = {two.sentence for one, two in pairwise(words) if (one.text, two.text) == ("right", "now")}
    return frozenset(now | {word.sentence for word in words if word.text in _SOON})


_Spans = list[tuple[int, int]]


def _matches(words: Sequence[Word], extensions: Sequence[LexiconEntry]) -> tuple[list[tuple[Rule, int, int]], _Spans]:
    """What fires, but for what lies mostly inside an idiom; and where the idioms are."""
    found = _fired(_built_in(), words)
    if extensions:
        found += _fired(_of_tenant(tuple(extensions)), words)
    idioms = [(start, end) for rule, start, end in found if rule is None]
    harmless = [(-1, -1)] * len(words)
    for start, end in idioms:
        for place in range(start, end):
            if end - start > harmless[place][1] - harmless[place][0]:
                harmless[place] = (start, end)
    fired = [
        (rule, start, end)
        for rule, start, end in found
        if rule is not None and not _is_idiom(harmless[start:end], start, end)
    ]
    return fired, idioms


def _is_idiom(harmless: Sequence[tuple[int, int]], start: int, end: int) -> bool:
    """Whether a match is part of an idiom: of one that goes beyond it, or that covers half of it.

    `harmless` says for each word of the match in which idiom it stands. A match that holds a whole idiom and more was
    written with it in mind.
    """
    covering = [idiom for idiom in harmless if idiom[0] >= 0]
    beyond = any(idiom[0] < start or idiom[1] > end for idiom in covering)
    return beyond or 2 * len(covering) >= end - start


def _fired(table: tuple[Phrases, tuple[Rule, ...]], words: Sequence[Word]) -> list[tuple[Rule | None, int, int]]:
    phrases, rules = table
    return [(rules[meaning] if meaning >= 0 else None, start, end) for start, end, meaning in phrases.find(words)]


@cache
def _built_in() -> tuple[Phrases, tuple[Rule, ...]]:
    from shared.domain.risk.rules import (
        classes,
        english_harm,
        english_idioms,
        english_imminent,
        english_mentions,
        english_suicide,
        english_violence,
        english_wish,
        spanish,
        spanish_idioms,
    )

    tables = (
        english_suicide,
        english_wish,
        english_imminent,
        english_harm,
        english_violence,
        english_mentions,
        spanish,
    )
    rules = tuple(rule for table in tables for rule in table.RULES)
    phrases = Phrases(classes.CLASSES, barriers=surroundings.BARRIERS)
    for number, rule in enumerate(rules):
        for pattern in rule.patterns:
            phrases.add(pattern, number)
    for pattern in (*english_idioms.IDIOMS, *spanish_idioms.IDIOMS):
        phrases.add(pattern, _IGNORE)
    return phrases, rules


@lru_cache(maxsize=64)
def _of_tenant(entries: tuple[LexiconEntry, ...]) -> tuple[Phrases, tuple[Rule, ...]]:
    phrases = Phrases({})
    rules: list[Rule] = []
    for entry in entries:
        words = [word.text for word in words_of(entry.phrase)]
        if not words:
            continue
        phrases.add_words(words, _IGNORE if entry.ignore else len(rules))
        if not entry.ignore:
            rules.append(Rule(f"tenant.{len(rules) + 1}", entry.category, entry.level, (entry.phrase,), own=False))
    return phrases, tuple(rules)
