"""What a texter means, as far as nearness to sentences of known meaning tells it: the slow reader.

It reads the message without what the lexicon knows to be harmless there, in standard spelling, as a whole and, if it is
long, in windows of a few sentences. It can only raise: `combine` takes the higher of the two readers.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np
import numpy.typing as npt

from shared.ai.risk_model import head as heads
from shared.ai.risk_model import safetensors
from shared.ai.risk_model.encoder import Encoder
from shared.ai.risk_model.head import Head, Prototypes, nearness
from shared.ai.risk_model.safetensors import BadModelFile
from shared.domain.risk.assessment import Assessment, Reason
from shared.domain.risk.levels import Category, Risk
from shared.domain.risk.lexicon import LexiconEntry, without_harmless
from shared.domain.risk.words import in_plain_spelling

Vectors = npt.NDArray[np.float32]

HEAD, PROTOTYPES = "head.safetensors", "prototypes.safetensors"

#: From which probability on a level is given.
THRESHOLDS = {Risk.CRITICAL: 0.5, Risk.HIGH: 0.6, Risk.MEDIUM: 0.5}
#: The same for a window of a long message: there are more of them, and each lacks what stands around it.
WINDOW_THRESHOLDS = {Risk.CRITICAL: 0.7, Risk.HIGH: 0.8, Risk.MEDIUM: 0.8}
#: A tenant's sentence counts when a message is this near to it, and nearer than to every harmless sentence.
NEAR = 0.5

#: Order numbers, links, ids: they say nothing, and a reader of meanings makes something of them all the same. Words
#: that were spelled with a digit have been written out before.
_CODE = re.compile(
    r"https?://\S+|\S+@\S+\.\S+|\b(?=\w*[^\W\d_])(?=(?:\w*\d){2})\w{6,}\b|\b[0-9a-f]{8,}\b|\b\d{5,}\b", re.IGNORECASE
)
_SENTENCE = re.compile(r"[^.!?…\n]+[.!?…\n]*")
#: Words of a window at least, and the length of a message from which on windows are read.
_WINDOW, _LONG = 8, 25
_MOST_WINDOWS = 24


@dataclass(frozen=True)
class Prototype:
    """A tenant's own sentence and what it stands for. `id` is what a reason names; `level` is above low."""

    id: str
    text: str
    category: Category
    level: Risk


class SemanticRisk:
    """Reads the model once; `assess` is then some 10 ms for a short message."""

    def __init__(self, folder: Path) -> None:
        """`folder`: what `prepare` made. Raises `BadModelFile`, also for a head that belongs to other prototypes."""
        self._encoder = Encoder(folder)
        self._head = Head.read(folder / HEAD)
        tensors, metadata = safetensors.read(folder / PROTOTYPES)
        if metadata.get("trained_on") != self._head.trained_on:
            raise BadModelFile(f"{HEAD} was not trained on the sentences of {PROTOTYPES}")
        self._known = Prototypes(tensors["rows"].astype(np.float32), tensors["centre"], tensors["spread"])
        self._levels = tensors["levels"]
        self._ids = metadata["ids"].split("\n")
        self._texts = metadata["texts"].split("\n")
        self._extra: dict[str, Vectors] = {}

    @property
    def model(self) -> str:
        """Name and version, as assessments carry it."""
        return self._head.version

    def prototype(self, name: str) -> str | None:
        """The sentence behind a reason's `why`, to show to a person; None when it is a tenant's or unknown."""
        return self._sentences.get(name)

    def assess(
        self, text: str, prototypes_extra: Sequence[Prototype] = (), extensions: Sequence[LexiconEntry] = ()
    ) -> Assessment:
        """Rate what a texter wrote. `extensions`: the tenant's lexicon, for what it says is harmless."""
        pieces = _windows(text)
        spoken = [_without_codes(in_plain_spelling(without_harmless(piece, extensions))) for piece in pieces]
        heard = [
            (piece, plain, THRESHOLDS if number == 0 else WINDOW_THRESHOLDS)
            for number, (piece, plain) in enumerate(zip(pieces, spoken, strict=True))
            if _says_something(plain)
        ]
        if not heard:
            return Assessment(Risk.LOW, (), self.model)
        rows = self._known.standardise(self._encoder.features([plain for _, plain, _ in heard]))
        near = nearness(rows, self._known.rows)
        reasons = [
            reason
            for (piece, _, limits), row, chances in zip(heard, near, self._head.probabilities(near), strict=True)
            if (reason := self._reason(piece.strip(), row, chances, limits)) is not None
        ]
        if prototypes_extra:
            reasons += self._of_tenant([piece.strip() for piece, _, _ in heard], rows, near, prototypes_extra)
        reasons.sort(key=lambda reason: -reason.level.rank)
        level = reasons[0].level if reasons else Risk.LOW
        # Of one level the first is enough: windows overlap.
        shown = {(reason.level, reason.category): reason for reason in reversed(reasons) if reason.level is level}
        return Assessment(level, tuple(shown.values()), self.model)

    @cached_property
    def _sentences(self) -> dict[str, str]:
        return dict(zip(self._ids, self._texts, strict=True))

    def _reason(self, piece: str, near: Vectors, chances: Vectors, limits: Mapping[Risk, float]) -> Reason | None:
        level = _level(chances, limits)
        if level is Risk.LOW:
            return None
        category = heads.CATEGORIES[int(np.argmax(chances[len(heads.LEVELS) :]))]
        alike = np.where(self._levels >= Risk.MEDIUM.rank, near, 0)
        return Reason(category, level, piece, "prototype", self._ids[int(np.argmax(alike))])

    def _of_tenant(self, pieces: list[str], rows: Vectors, near: Vectors, extra: Sequence[Prototype]) -> list[Reason]:
        known = [one for one in extra if one.level is not Risk.LOW]
        if not known:
            return []
        own = nearness(rows, self._rows_of([one.text for one in known]))
        harmless = np.where(self._levels == Risk.LOW.rank, near, 0).max(axis=1)
        found = []
        for piece, nearest, limit in zip(pieces, own, harmless, strict=True):
            best = int(np.argmax(nearest))
            if nearest[best] >= NEAR and nearest[best] > limit:
                found.append(Reason(known[best].category, known[best].level, piece, "prototype", known[best].id))
        return found

    def _rows_of(self, texts: list[str]) -> Vectors:
        """Standardised features of a tenant's sentences, kept as long as they are in use."""
        missing = [text for text in dict.fromkeys(texts) if text not in self._extra]
        if missing:
            rows = self._known.standardise(self._encoder.features([in_plain_spelling(text) for text in missing]))
            self._extra |= dict(zip(missing, rows, strict=True))
            self._extra = {text: self._extra[text] for text in [*self._extra][-2000:] if text in self._extra}
        return np.stack([self._extra[text] for text in texts])


def _level(chances: Vectors, limits: Mapping[Risk, float]) -> Risk:
    """The highest level whose own chance, and that of every level below it, is over its threshold."""
    level = Risk.LOW
    for question, one in enumerate(heads.LEVELS):
        if chances[question] < limits[one]:
            break
        level = one
    return level


def _windows(text: str) -> list[str]:
    """The message, and when it is long its sentences, short ones together with the next."""
    found = [text]
    if len(text.split()) < _LONG:
        return found
    window = ""
    for match in _SENTENCE.finditer(text):
        window += match.group()
        if len(window.split()) >= _WINDOW:
            found.append(window)
            window = ""
    return [*found, window][: 1 + _MOST_WINDOWS] if window.strip() else found[: 1 + _MOST_WINDOWS]


def _says_something(text: str) -> bool:
    return any(character.isalpha() for character in text)


def _without_codes(text: str) -> str:
    return " ".join(_CODE.sub(" ", text).split())
