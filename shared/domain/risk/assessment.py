"""What a reader of a message found, and how the findings of two readers become one.

A `Reason` holds words of the texter: it is plaintext. It lives in memory only; the store seals it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from shared.domain.risk.levels import Category, Risk, higher

Source = Literal["rule", "prototype"]


@dataclass(frozen=True)
class Reason:
    """Why a message was rated. `phrase` is cut from the texter's own words, spelled as they spelled it.

    `level` is what this reason alone amounts to, after negation, person, tense and irony were weighed. `why` names the
    rule of the lexicon (`en.wish_to_die`) or the prototype that is nearest in meaning (`suicide.214`), never the
    texter's words.
    """

    category: Category
    level: Risk
    phrase: str
    source: Source
    why: str


@dataclass(frozen=True)
class Assessment:
    """One reader's rating of one message. `reasons` come with the most dangerous first.

    `model` names the reader and its version (`lexicon-1`), or both when two were combined (`lexicon-1+minilm-1`).
    """

    level: Risk
    reasons: tuple[Reason, ...]
    model: str

    @property
    def categories(self) -> tuple[Category, ...]:
        """The kinds of danger found above low, each once, the most dangerous first."""
        return tuple(dict.fromkeys(reason.category for reason in self.reasons if reason.level is not Risk.LOW))


def combine(one: Assessment, other: Assessment) -> Assessment:
    """The higher level of two readers, with the reasons of both: neither can lower what the other found (law 7)."""
    reasons = sorted({*one.reasons, *other.reasons}, key=_order)
    models = dict.fromkeys([*one.model.split("+"), *other.model.split("+")])
    return Assessment(higher(one.level, other.level), tuple(reasons), "+".join(models))


def _order(reason: Reason) -> tuple[int, str, str, str]:
    return (-reason.level.rank, reason.category, reason.why, reason.phrase)
