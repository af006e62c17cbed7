"""The assistant that is always there: no model, no network, the same answer to the same conversation.

Its summary quotes the texter and invents nothing: each sentence is weighed by place, by how much it shares with the
rest, and by the feelings, needs and dangers it names. Its replies are templates (`templates`).
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from shared.ai import stop_words, templates
from shared.ai.port import AssistantUnavailable, Draft, Reason, Summary, Turn, recent
from shared.ai.templates import Template
from shared.ai.vocabulary import FEELINGS, NEEDS, RELIEF, SAFETY
from shared.ai.words import fold, hits, is_spanish, sentences, tags_in, words

MODEL = "embedded-extractive-1"

LONGEST_SUMMARY = 600
LONGEST_QUOTE = 160
MOST_TOPICS = 5
MOST_TAGS = 6
#: The texter's last messages that a reply answers.
ANSWERED = 3


@dataclass(frozen=True)
class _Sentence:
    at: int
    message: int
    text: str
    words: tuple[str, ...]
    tags: tuple[str, ...]


class EmbeddedAssistant:
    """See `port.Assistant`. Raises AssistantUnavailable only where the texter has not written a word."""

    def summarise(self, turns: Sequence[Turn]) -> Summary:
        said = _said(turns)
        found = list(_sentences(said))
        chosen = _choose(found)
        counts = Counter(tag for sentence in found for tag in sentence.tags)
        tags = sorted(counts, key=lambda tag: (tag not in SAFETY, -counts[tag], tag))[:MOST_TAGS]
        quotes = " ".join(f"“{_short(sentence.text)}”" for sentence in chosen)
        return Summary(f"The texter wrote: {quotes}", _topics(said), tuple(tags), MODEL)

    def draft_reply(self, turns: Sequence[Turn]) -> Draft:
        texts = _said(turns)
        spanish = is_spanish(texts[-2 * ANSWERED :])
        sent = {turn.text.strip() for turn in turns if turn.speaker == "responder"}
        candidates = list(_replies(words(" \n ".join(texts[-ANSWERED:])), spanish))
        unsaid = [text for text in candidates if text not in sent]
        return Draft((unsaid or candidates)[0], templates.VERSION)


def _said(turns: Sequence[Turn]) -> list[str]:
    texts = [turn.text for turn in recent(turns) if turn.speaker == "texter"]
    if not texts:
        raise AssistantUnavailable(Reason.NOTHING_TO_READ)
    return texts


def _sentences(texts: Sequence[str]) -> Iterator[_Sentence]:
    at = 0
    for message, text in enumerate(texts):
        for sentence in sentences(text):
            said = words(sentence)
            yield _Sentence(at, message, sentence, tuple(said), tuple(tags_in(said)))
            at += 1


def _choose(found: Sequence[_Sentence]) -> list[_Sentence]:
    """The weightiest sentences that fit, in the order they were written."""
    counts = Counter(word for one in found for word in set(one.words) - stop_words.ALL)
    room = LONGEST_SUMMARY - len("The texter wrote: ")
    chosen: list[_Sentence] = []
    seen: set[tuple[str, ...]] = set()
    for one in sorted(found, key=lambda one: (-_weight(one, counts, found[-1]), one.at)):
        size = len(_short(one.text)) + 3
        if one.words in seen or size > room or (chosen and not _says_something(one)):
            continue
        seen.add(one.words)
        chosen.append(one)
        room -= size
    return sorted(chosen, key=lambda one: one.at)


def _weight(one: _Sentence, counts: Counter[str], last: _Sentence) -> float:
    telling = _telling(one)
    weight = sum(math.log1p(counts[word]) for word in set(telling)) / math.sqrt(len(one.words) or 1)
    weight += 4 * any(tag in SAFETY for tag in one.tags) + min(len(one.tags), 2)
    weight += min(sum(hits(one.words, cues) > 0 for _, _, cues in FEELINGS), 2)
    weight += 1.5 * (hits(one.words, NEEDS) > 0)
    # What somebody opens with is why they came; what they say last is where they are.
    weight += 1.0 * (one.message == 0) + 1.5 * (one.message == last.message) + one.at / (last.at + 1)
    return weight - 2 * (not _says_something(one))


def _telling(one: _Sentence) -> list[str]:
    return [word for word in one.words if word not in stop_words.ALL]


def _says_something(one: _Sentence) -> bool:
    """Whether it does more than greet or agree: "i just want someone to talk to" does, in small words only."""
    return bool(_telling(one) or hits(one.words, NEEDS) or hits(one.words, RELIEF))


def _short(text: str) -> str:
    if len(text) <= LONGEST_QUOTE:
        return text
    cut = text[: LONGEST_QUOTE - 1]
    return (cut.rsplit(" ", 1)[0] if " " in cut[40:] else cut) + "…"


def _topics(texts: Sequence[str]) -> tuple[str, ...]:
    """Key phrases by RAKE (Rose et al. 2010): runs of telling words, weighed by the company their words keep."""
    phrases = Counter(phrase for text in texts for phrase in _phrases(text))
    frequency: Counter[str] = Counter()
    degree: Counter[str] = Counter()
    for phrase, count in phrases.items():
        for word in phrase:
            frequency[word] += count
            degree[word] += count * len(phrase)
    # By how often as well: what somebody comes back to is what it is about.
    weight = {
        phrase: sum(degree[word] / frequency[word] for word in phrase) * count + 2 * bool(tags_in(phrase))
        for phrase, count in phrases.items()
    }
    topics: list[tuple[str, ...]] = []
    # A word on its own that is said once is as likely a verb as a topic.
    phrases = Counter({phrase: n for phrase, n in phrases.items() if len(phrase) > 1 or n > 1 or tags_in(phrase)})
    for phrase in sorted(phrases, key=lambda phrase: (-weight[phrase], phrase)):
        if not any(set(phrase) & set(taken) for taken in topics):
            topics.append(phrase)
    return tuple(" ".join(phrase) for phrase in topics[:MOST_TOPICS])


def _phrases(text: str) -> Iterator[tuple[str, ...]]:
    for part in re.split(r"[^\w\s'’`-]+|\n", text.lower()):
        run: list[str] = []
        for word in [*re.findall(r"[^\W\d_]+(?:['’`-][^\W\d_]+)*|\w+", part), ""]:
            plain = fold(word)
            if len(plain) > 2 and plain.isalpha() and plain not in stop_words.ALL:
                run.append(word)
                continue
            if 0 < len(run) <= 3:
                yield tuple(run)
            run = []


def _replies(said: Sequence[str], spanish: bool) -> Iterator[str]:
    """Every template that answers `said`, the most fitting first; there is always one."""
    tags = tags_in(said)
    fitting = [(template, "") for tag in templates.BY_TAG if tag in tags for template in templates.BY_TAG[tag]]
    if not set(tags) & set(SAFETY) and hits(said, RELIEF):
        fitting = [(template, "") for template in templates.RELIEF]
    for english, other, cues in FEELINGS:
        if hits(said, cues):
            fitting += [(template, other if spanish else english) for template in templates.FEELING]
    fitting += [(template, "") for template in templates.ANYTHING]
    for template, feeling in fitting:
        yield _say(template, spanish).format(feeling=feeling)


def _say(template: Template, spanish: bool) -> str:
    return template.spanish if spanish else template.english
