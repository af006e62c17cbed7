"""The labelled sentences the head is trained on, from `data/*.txt`.

A line that begins with `##` says what the following ones are: level, categories (or `none`), kind, and the language
when it is not English. Every other line is one sentence as a texter might write it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from shared.domain.risk.levels import Category, Risk

DATA = Path(__file__).parent / "data"


@dataclass(frozen=True)
class Sentence:
    """`id` is the file and the line in it (`suicide.214`); `kind` says in what manner it is said."""

    id: str
    text: str
    level: Risk
    categories: tuple[Category, ...]
    kind: str
    language: str


def sentences(folder: Path = DATA) -> list[Sentence]:
    """All sentences, by file and line. Raises `ValueError` naming the line that is not understood."""
    return [sentence for path in sorted(folder.glob("*.txt")) for sentence in _read(path)]


def checksum(known: list[Sentence]) -> str:
    """SHA-256 over what training reads of the sentences, in order."""
    digest = hashlib.sha256()
    for one in known:
        digest.update("\0".join((one.text, one.level, *one.categories)).encode() + b"\n")
    return digest.hexdigest()


def _read(path: Path) -> Iterator[Sentence]:
    heading: tuple[Risk, tuple[Category, ...], str, str] | None = None
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        text = line.strip()
        if text.startswith("##"):
            heading = _heading(text, f"{path.name}:{number}")
        elif text:
            if heading is None:
                raise ValueError(f"{path.name}:{number} stands under no heading")
            yield Sentence(f"{path.stem}.{number}", text, *heading)


def _heading(line: str, place: str) -> tuple[Risk, tuple[Category, ...], str, str]:
    level, categories, kind, language = (*line[2:].split(), "en")[:4]
    try:
        named = () if categories == "none" else tuple(Category(name) for name in categories.split(","))
        return Risk(level), named, kind, language
    except ValueError:
        raise ValueError(f"{place} names no level or category we know") from None
