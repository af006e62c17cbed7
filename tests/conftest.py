"""The one local cloud that the end-to-end and the browser tests share, and the people who use it."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from localstack.stack import Stack, StackError
from tests.e2e.carrier import PretendCarrier
from tests.e2e.line import Line
from tests.e2e.people import Responder, Supervisor, TexterFactory

#: Before any test is read, so that it holds for all: no example fails for being slow, and every run has the same.
settings.register_profile("holdfast", deadline=None, derandomize=True, max_examples=100, database=None)
settings.load_profile("holdfast")

REPOSITORY = Path(__file__).resolve().parents[1]


@pytest.fixture(scope="session")
def line(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Line]:
    """A whole line, started for this run on free ports and stopped after it.

    HOLDFAST_HOME names a stack that runs already instead (`make up`): quicker to begin, and left running.
    """
    running = os.environ.get("HOLDFAST_HOME")
    if running:
        home = Path(running).resolve()
        yield Line(json.loads((home / "outputs.json").read_text()), home)
        return
    stack = Stack(REPOSITORY / ".local" / "test", cloud_port=0, edge_port=0, carrier_port=0, say=lambda _: None)
    try:
        outputs = stack.up()
    except StackError as trouble:
        pytest.exit(f"the local cloud did not start: {trouble}", returncode=1)
    try:
        yield Line(outputs, stack.places.home)
    finally:
        stack.down()


@pytest.fixture(scope="session")
def carrier(line: Line) -> PretendCarrier:
    return PretendCarrier(line)


@pytest.fixture(scope="session")
def texters(line: Line) -> TexterFactory:
    """Makes texters nobody has met, with numbers of their own; what they were and wrote is kept for the canary."""
    return TexterFactory(line)


@pytest.fixture(scope="session")
def vera(line: Line) -> Supervisor:
    """Harbor's supervisor."""
    return Supervisor(line, "vera@harbor.example")


@pytest.fixture(scope="session")
def omar(line: Line) -> Supervisor:
    """Meadow's supervisor."""
    return Supervisor(line, "omar@meadow.example")


def _on_shift(line: Line, email: str) -> Iterator[Responder]:
    responder = Responder.on(line, email)
    yield responder
    responder.close_everything()


@pytest.fixture
def rosa(line: Line) -> Iterator[Responder]:
    """A responder of Harbor; free again after each test."""
    yield from _on_shift(line, "rosa@harbor.example")


@pytest.fixture
def sam(line: Line) -> Iterator[Responder]:
    """The other responder of Harbor; free again after each test."""
    yield from _on_shift(line, "sam@harbor.example")


@pytest.fixture
def mia(line: Line) -> Iterator[Responder]:
    """The responder of Meadow, another affiliate; free again after each test."""
    yield from _on_shift(line, "mia@meadow.example")


@pytest.fixture
def nobody_waits(rosa: Responder, sam: Responder) -> None:
    """Harbor's queue is empty when the test begins."""
    rosa.empty_the_queue()
    assert sam.queue()["depth"] == 0


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The canary looks at what all the others left behind: it comes last."""
    items.sort(key=lambda item: "e2e/test_canary.py" in item.nodeid)
