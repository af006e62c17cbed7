"""The layer of the risk model, as a bare interpreter finds it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from infra.bundle import ROOT, modules_of, risk_layer

LIMIT = 250 * 1024 * 1024
#: What the common layer may take beside it; it takes some 50 MB.
COMMON = 80 * 1024 * 1024

PROGRAM = """
import sys
sys.path[:0] = sys.argv[1:3]
from pathlib import Path
from shared.ai.risk_model import SemanticRisk
found = SemanticRisk(Path(sys.argv[3])).assess("i want to end my life tonight")
print(found.level.rank >= 2, sorted(name for name in ("torch", "tokenizers", "scipy") if name in sys.modules))
"""


@pytest.fixture(scope="module")
def layer() -> Path:
    out = ROOT / ".local" / "build" / "test-risk"
    risk_layer("local", out)
    return out / "layer-risk"


def test_given_the_built_layer_and_a_bare_interpreter_when_a_message_is_read_then_it_is_rated(layer: Path) -> None:
    places = [str(layer / "python"), str(ROOT), str(layer / "models" / "minilm")]
    command = [sys.executable, "-I", "-S", "-c", PROGRAM, *places]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "True []"


def test_given_the_built_layer_when_it_is_weighed_then_it_fits_into_lambda_beside_the_common_one(layer: Path) -> None:
    assert sum(path.stat().st_size for path in layer.rglob("*")) < LIMIT - COMMON


def test_given_the_built_layer_when_it_is_searched_then_it_carries_no_tests_and_no_training_data(layer: Path) -> None:
    assert [path.name for path in layer.rglob("tests")] == []
    assert [path.name for path in layer.rglob("*.txt") if path.parent.name == "data"] == []


def test_given_the_readers_modules_when_they_are_followed_then_training_stays_at_home() -> None:
    names = {path.name for path in modules_of("shared.ai.risk_model.semantic")}
    assert {"encoder.py", "lexicon.py"} <= names
    assert names.isdisjoint({"train.py", "prepare.py", "corpus.py"})
