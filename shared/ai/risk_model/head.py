"""The head: kernel ridge regression over the features of all training sentences, calibrated on what it leaves out.

Each training sentence is a prototype with a weight per question ("at least medium?", … "is it self-harm?"). A text's
score is the sum of those weights, each multiplied by how near the text is to that sentence. The solution is closed, so
is its leave-one-out score, and the calibration is fitted on the latter: no sentence judges itself.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from shared.ai.risk_model import safetensors
from shared.ai.risk_model.safetensors import BadModelFile, Tensor
from shared.domain.risk.levels import Category, Risk

Vectors = npt.NDArray[np.float32]

#: What the head answers, each with a probability: one question a level above low, then one a category.
LEVELS = (Risk.MEDIUM, Risk.HIGH, Risk.CRITICAL)
CATEGORIES = tuple(Category)
QUESTIONS = len(LEVELS) + len(CATEGORIES)

#: How fast nearness falls off, and how much the fit is held back. Chosen by leave-one-out and the development set.
GAMMA, RIDGE = 0.7, 0.1


@dataclass(frozen=True)
class Prototypes:
    """Features of the training sentences, float16, standardised; `centre` and `spread` standardise others alike."""

    rows: Tensor
    centre: Vectors
    spread: Vectors

    @classmethod
    def of(cls, features: Vectors) -> Prototypes:
        centre, spread = features.mean(axis=0), features.std(axis=0) + np.float32(1e-6)
        return cls(((features - centre) / spread).astype(np.float16), centre, spread)

    def standardise(self, features: Vectors) -> Vectors:
        result: Vectors = (features - self.centre) / self.spread
        return result


def nearness(one: Tensor, other: Tensor) -> Vectors:
    """1 for the same features, towards 0 with distance. Shape (rows of one, rows of other); both standardised."""
    one, other = one.astype(np.float32, copy=False), other.astype(np.float32, copy=False)
    squares = (one * one).sum(axis=1)[:, None] + (other * other).sum(axis=1)[None] - 2 * one @ other.T
    result: Vectors = np.exp(np.maximum(squares, 0) * np.float32(-GAMMA / one.shape[1]))
    return result


@dataclass(frozen=True)
class Head:
    """`weights` (prototypes, QUESTIONS); `slope` and `offset` (QUESTIONS) turn scores into probabilities."""

    weights: Vectors
    slope: Vectors
    offset: Vectors
    version: str
    trained_on: str

    def probabilities(self, near: Vectors) -> Vectors:
        """Of nearness to the prototypes, shape (texts, prototypes): a probability for each question."""
        scores = near @ self.weights
        result: Vectors = 1 / (1 + np.exp(-(scores * self.slope + self.offset)))
        return result

    def write(self, path: Path) -> None:
        tensors = {"weights": self.weights, "slope": self.slope, "offset": self.offset}
        safetensors.write(path, tensors, {"version": self.version, "trained_on": self.trained_on})

    @classmethod
    def read(cls, path: Path) -> Head:
        """Raises `BadModelFile`, `OSError`."""
        tensors, metadata = safetensors.read(path)
        try:
            return cls(
                tensors["weights"], tensors["slope"], tensors["offset"], metadata["version"], metadata["trained_on"]
            )
        except KeyError as error:
            raise BadModelFile(f"{path.name} lacks {error}") from None


def fit(rows: Tensor, answers: Vectors, version: str, trained_on: str) -> Head:
    """Train on standardised features (n, FEATURES) and answers (n, QUESTIONS), each -1 or 1. Always the same result."""
    weights, left_out = solve(rows, answers)
    pairs = [_calibrate(left_out[:, question], answers[:, question] > 0) for question in range(QUESTIONS)]
    slope, offset = np.array(pairs, np.float32).T
    return Head(weights.astype(np.float32), slope.copy(), offset.copy(), version, trained_on)


def solve(rows: Tensor, answers: Vectors) -> tuple[Tensor, Tensor]:
    """The weights, and for each sentence the scores of a head trained without it. Both (n, QUESTIONS)."""
    kernel = nearness(rows, rows).astype(np.float64)
    inverse = np.linalg.inv(kernel + RIDGE * np.eye(len(kernel)))
    weights = inverse @ answers
    return weights, answers - weights / np.diag(inverse)[:, None]


def _calibrate(scores: Tensor, truth: npt.NDArray[np.bool_]) -> tuple[float, float]:
    """Platt's two numbers, by Newton's method on the log-likelihood."""
    points = np.stack([scores, np.ones_like(scores)], axis=1)
    found = np.zeros(2)
    for _ in range(50):
        probability = 1 / (1 + np.exp(-points @ found))
        gradient = points.T @ (probability - truth)
        curvature = (points * (probability * (1 - probability))[:, None]).T @ points + 1e-9 * np.eye(2)
        step = np.linalg.solve(curvature, gradient)
        found -= step
        if np.abs(step).max() < 1e-10:
            break
    return float(found[0]), float(found[1])
