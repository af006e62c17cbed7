"""The model as setup has made it, read once."""

from __future__ import annotations

import os
from pathlib import Path

# Before numpy comes in: on a busy machine its threads wait for each other longer than they work.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import pytest

from infra.bundle import MODEL
from shared.ai.risk_model import SemanticRisk
from tests.risk.measuring import Rated, messages, rate


@pytest.fixture(scope="session")
def model_folder() -> Path:
    return MODEL


@pytest.fixture(scope="session")
def semantic(model_folder: Path) -> SemanticRisk:
    return SemanticRisk(model_folder)


@pytest.fixture(scope="session")
def rated(semantic: SemanticRisk) -> list[Rated]:
    """Every labelled message with what both readers made of it."""
    return rate(messages(), semantic)
