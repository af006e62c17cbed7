"""Trains the head: `python -m shared.ai.risk_model.train [FOLDER]`

FOLDER holds the encoder's files (default: `.local/models/minilm`). The result is always the same; it goes to
`head.safetensors` beside this file, and is committed. Retrain after every change of `data/`.
"""

from __future__ import annotations

import os
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np

from shared.ai.risk_model import head as heads
from shared.ai.risk_model import safetensors
from shared.ai.risk_model.corpus import Sentence, checksum, sentences
from shared.ai.risk_model.encoder import Encoder
from shared.ai.risk_model.head import Head, Prototypes, Vectors, fit
from shared.ai.risk_model.semantic import HEAD, PROTOTYPES
from shared.domain.risk.words import in_plain_spelling

VERSION = "minilm-1"
_PART = 64
COMMITTED = Path(__file__).parent / HEAD
MODEL = Path(__file__).parents[3] / ".local" / "models" / "minilm"


def prototypes(encoder: Encoder, known: list[Sentence]) -> Prototypes:
    """The features of all sentences, as the reader sees them; on all processors, for there are thousands."""
    texts = [in_plain_spelling(one.text) for one in known]
    parts = [texts[start : start + _PART] for start in range(0, len(texts), _PART)]
    with ThreadPoolExecutor(os.cpu_count()) as workers:
        return Prototypes.of(np.concatenate(list(workers.map(encoder.features, parts))))


def answers(known: list[Sentence]) -> Vectors:
    """What the head should say of each sentence: 1 or -1, shape (len(known), QUESTIONS)."""
    said = [
        [one.level.rank >= level.rank for level in heads.LEVELS]
        + [category in one.categories for category in heads.CATEGORIES]
        for one in known
    ]
    return np.array(said, np.float32) * 2 - 1


def train(rows: Prototypes, known: list[Sentence]) -> Head:
    return fit(rows.rows, answers(known), VERSION, checksum(known))


def write_prototypes(folder: Path, rows: Prototypes, known: list[Sentence]) -> None:
    """What the reader needs of the sentences beside the head, into `folder`."""
    tensors = {
        "rows": rows.rows,
        "centre": rows.centre,
        "spread": rows.spread,
        "levels": np.array([one.level.rank for one in known], np.int8),
    }
    metadata = {
        "trained_on": checksum(known),
        "ids": "\n".join(one.id for one in known),
        "texts": "\n".join(one.text for one in known),
    }
    safetensors.write(folder / PROTOTYPES, tensors, metadata)


def main() -> None:
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else MODEL
    known = sentences()
    rows = prototypes(Encoder(folder), known)
    train(rows, known).write(COMMITTED)
    write_prototypes(folder, rows, known)
    (folder / HEAD).write_bytes(COMMITTED.read_bytes())


if __name__ == "__main__":
    main()
