"""Labelled messages that nothing was trained on, and how well the readers do on them.

`dev.jsonl` may be looked at while rules and sentences are written; of `final.jsonl` only the figures.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from shared.ai.risk_model import SemanticRisk
from shared.domain.risk.assessment import Assessment, combine
from shared.domain.risk.levels import Category, Risk
from shared.domain.risk.lexicon import assess_lexicon

HERE = Path(__file__).parent
SETS = ("dev", "final")


@dataclass(frozen=True)
class Labelled:
    """`band` is the level a person gave it; `origin` the set it is from."""

    text: str
    language: str
    band: Risk
    categories: tuple[Category, ...]
    kind: str
    origin: str

    @property
    def dangerous(self) -> bool:
        return self.band.rank >= Risk.HIGH.rank


@dataclass(frozen=True)
class Rated:
    message: Labelled
    lexicon: Assessment
    both: Assessment


@dataclass(frozen=True)
class Figures:
    """`recall`: of the high and critical ones, rated so. `alarms`: of the low ones, rated high or critical.

    `overrated`: of the medium ones. None where there is nothing to count.
    """

    dangerous: int
    harmless: int
    recall: float | None
    alarms: float | None
    overrated: float | None


def messages() -> list[Labelled]:
    return [one for origin in SETS for one in _read(origin)]


def _read(origin: str) -> Iterator[Labelled]:
    for line in (HERE / f"{origin}.jsonl").read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        categories = tuple(Category(name) for name in row["categories"])
        yield Labelled(row["text"], row["language"], Risk(row["level"]), categories, row["kind"], origin)


def rate(labelled: Iterable[Labelled], semantic: SemanticRisk) -> list[Rated]:
    found = []
    for message in labelled:
        quick = assess_lexicon(message.text)
        found.append(Rated(message, quick, combine(quick, semantic.assess(message.text))))
    return found


def figures(rated: Iterable[Rated], *, lexicon_only: bool = False) -> Figures:
    rows = [(one.message, _raised(one.lexicon if lexicon_only else one.both)) for one in rated]
    dangerous = [raised for message, raised in rows if message.dangerous]
    harmless = [raised for message, raised in rows if message.band is Risk.LOW]
    between = [raised for message, raised in rows if message.band is Risk.MEDIUM]
    return Figures(len(dangerous), len(harmless), _share(dangerous), _share(harmless), _share(between))


def _raised(assessment: Assessment) -> bool:
    return assessment.level.rank >= Risk.HIGH.rank


def _share(hits: list[bool]) -> float | None:
    return sum(hits) / len(hits) if hits else None
