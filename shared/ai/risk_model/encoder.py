"""all-MiniLM-L6-v2 in numpy: six transformer layers, pooled over the pieces of a text.

Weights are kept as they are stored (float16 halves the layer's size); all computing is in float32.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt

from shared.ai.risk_model import safetensors
from shared.ai.risk_model.safetensors import BadModelFile, Tensor
from shared.ai.risk_model.wordpiece import WordPiece

Vectors = npt.NDArray[np.float32]

DIMENSION = 384
WEIGHTS, VOCABULARY = "weights.safetensors", "vocab.txt"
#: Pieces read of one text; an SMS of 1,600 characters is some 400, and is read in windows.
LIMIT = 128
_LAYERS, _HEADS, _EPSILON = 6, 12, 1e-12
#: The layers whose states the head reads, counted from 0.
_READ_LAYERS = (1, 3, 5)
FEATURES = 2 * len(_READ_LAYERS) * DIMENSION
_BATCH = 8


class Encoder:
    """Turns texts into vectors; texts that say the same in a like way lie close together."""

    def __init__(self, folder: Path) -> None:
        """`folder` holds `weights.safetensors` and `vocab.txt`. Raises `BadModelFile`, `OSError`."""
        tensors, _ = safetensors.read(folder / WEIGHTS)
        self._words = WordPiece.read(folder / VOCABULARY)
        try:
            self._embeddings = tensors.pop("embeddings.word_embeddings.weight")
            self._weights = {name: tensor.astype(np.float32) for name, tensor in tensors.items()}
            self._layers = [_Layer(self._weights, number) for number in range(_LAYERS)]
        except KeyError as error:
            raise BadModelFile(f"{WEIGHTS} lacks {error}") from None

    def encode(self, texts: Sequence[str]) -> Vectors:
        """The model's own sentence vectors, of length 1. Shape (len(texts), DIMENSION)."""
        return self._in_batches(texts, DIMENSION, lambda layers, mask: _unit(_mean(layers[-1], mask)))

    def features(self, texts: Sequence[str]) -> Vectors:
        """What the head reads: mean and maximum over the pieces, of an early, a middle and the last layer.

        The sentence vector alone says what a text is about ("dying"); the earlier layers still know how it is said.
        Shape (len(texts), FEATURES); each of the six blocks has length 1.
        """

        def pooled(layers: list[Tensor], mask: Tensor) -> Vectors:
            chosen = [layers[number] for number in _READ_LAYERS]
            return np.concatenate(
                [_unit(part) for states in chosen for part in (_mean(states, mask), _maximum(states, mask))], axis=1
            )

        return self._in_batches(texts, FEATURES, pooled)

    def _in_batches(
        self, texts: Sequence[str], width: int, pooled: Callable[[list[Tensor], Tensor], Vectors]
    ) -> Vectors:
        ids = [self._words.encode(text, LIMIT) for text in texts]
        rows = np.zeros((len(texts), width), np.float32)
        # Neighbours in length together, so that little is padding.
        order = sorted(range(len(texts)), key=lambda index: len(ids[index]))
        for start in range(0, len(order), _BATCH):
            chosen = order[start : start + _BATCH]
            rows[chosen] = pooled(*self._forward([ids[index] for index in chosen]))
        return rows

    def _forward(self, batch: list[list[int]]) -> tuple[list[Tensor], Tensor]:
        """The states after each layer, each (batch, pieces, dimension), and the mask: 1 for a piece, 0 for padding."""
        longest = max(len(row) for row in batch)
        ids = np.zeros((len(batch), longest), np.int64)
        mask = np.zeros((len(batch), longest), np.float32)
        for number, row in enumerate(batch):
            ids[number, : len(row)] = row
            mask[number, : len(row)] = 1
        states = self._embeddings[ids].astype(np.float32)
        states += self._weights["embeddings.position_embeddings.weight"][:longest]
        states += self._weights["embeddings.token_type_embeddings.weight"][0]
        states = _normalise(states, self._weights, "embeddings.LayerNorm")
        hidden = (mask[:, None, None, :] - 1) * np.float32(1e9)
        found = []
        for layer in self._layers:
            states = layer(states, hidden)
            found.append(states)
        return found, mask


def _mean(states: Tensor, mask: Tensor) -> Tensor:
    result: Tensor = (states * mask[:, :, None]).sum(axis=1) / mask.sum(axis=1, keepdims=True)
    return result


def _maximum(states: Tensor, mask: Tensor) -> Tensor:
    result: Tensor = np.where(mask[:, :, None] > 0, states, np.float32(-1e9)).max(axis=1)
    return result


def _unit(rows: Tensor) -> Vectors:
    return np.asarray(rows / np.linalg.norm(rows, axis=1, keepdims=True), np.float32)


class _Layer:
    def __init__(self, weights: dict[str, Tensor], number: int) -> None:
        self._weights = weights
        self._name = f"encoder.layer.{number}"
        attention = f"{self._name}.attention.self"
        # One product instead of three.
        self._qkv = np.concatenate([weights[f"{attention}.{part}.weight"] for part in ("query", "key", "value")]).T
        self._qkv_bias = np.concatenate([weights[f"{attention}.{part}.bias"] for part in ("query", "key", "value")])

    def __call__(self, states: Tensor, hidden: Tensor) -> Tensor:
        """`states` (batch, pieces, dimension); `hidden` is added to the scores: 0, or far below for padding."""
        attended = self._dense(self._attention(states, hidden), "attention.output.dense")
        states = _normalise(states + attended, self._weights, f"{self._name}.attention.output.LayerNorm")
        wide = _gelu(self._dense(states, "intermediate.dense"))
        return _normalise(states + self._dense(wide, "output.dense"), self._weights, f"{self._name}.output.LayerNorm")

    def _attention(self, states: Tensor, hidden: Tensor) -> Tensor:
        batch, pieces, _ = states.shape
        size = DIMENSION // _HEADS
        three = (states @ self._qkv + self._qkv_bias).reshape(batch, pieces, 3, _HEADS, size).transpose(2, 0, 3, 1, 4)
        query, key, value = three
        scores = query @ key.transpose(0, 1, 3, 2) / np.float32(size**0.5) + hidden
        scores = np.exp(scores - scores.max(axis=-1, keepdims=True))
        scores /= scores.sum(axis=-1, keepdims=True)
        result: Tensor = (scores @ value).transpose(0, 2, 1, 3).reshape(batch, pieces, DIMENSION)
        return result

    def _dense(self, states: Tensor, part: str) -> Tensor:
        name = f"{self._name}.{part}"
        result: Tensor = states @ self._weights[f"{name}.weight"].T + self._weights[f"{name}.bias"]
        return result


def _normalise(states: Tensor, weights: dict[str, Tensor], name: str) -> Tensor:
    centred = states - states.mean(axis=-1, keepdims=True)
    spread = np.sqrt((centred * centred).mean(axis=-1, keepdims=True) + _EPSILON)
    result: Tensor = centred / spread * weights[f"{name}.weight"] + weights[f"{name}.bias"]
    return result


def _gelu(x: Tensor) -> Tensor:
    result: Tensor = np.float32(0.5) * x * (1 + _erf(x * np.float32(0.5**0.5)))
    return result


def _erf(x: Tensor) -> Tensor:
    """Abramowitz and Stegun 7.1.26; off by at most 1.5e-7, which is what float32 resolves."""
    size = np.abs(x)
    t = 1 / (1 + np.float32(0.3275911) * size)
    series: Tensor = np.zeros_like(t)
    for factor in (1.061405429, -1.453152027, 1.421413741, -0.284496736, 0.254829592):
        series = (series + np.float32(factor)) * t
    result: Tensor = np.sign(x) * (1 - series * np.exp(-size * size))
    return result
