"""What only the end-to-end tests need: the AWS API, and a tap on the event bus."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.e2e.aws import Aws
from tests.e2e.carrier import PretendCarrier
from tests.e2e.event_tap import EventTap
from tests.e2e.line import Line
from tests.e2e.people import Responder, Supervisor
from tests.e2e.tide import Tide, settle
from tests.e2e.workflow import Workflow


@pytest.fixture(scope="session")
def aws(line: Line) -> Aws:
    return Aws(line)


@pytest.fixture(scope="session")
def workflow(line: Line, aws: Aws) -> Workflow:
    return Workflow(aws, str(line.outputs["state_machine_arn"]))


@pytest.fixture(scope="session")
def tide(line: Line, aws: Aws) -> Tide:
    """The affiliate whose timers last seconds."""
    return settle(line, aws)


@pytest.fixture
def ana(tide: Tide) -> Responder:
    return tide.responder("ana")


@pytest.fixture
def ben(tide: Tide) -> Responder:
    return tide.responder("ben")


@pytest.fixture
def iris(tide: Tide) -> Supervisor:
    """Tide's supervisor."""
    return tide.supervisor()


@pytest.fixture(scope="session")
def event_tap(aws: Aws) -> EventTap:
    return EventTap(aws)


@pytest.fixture
def troubled_carrier(carrier: PretendCarrier) -> Iterator[PretendCarrier]:
    """The carrier with nothing on its way, to be told to fail; well again after the test."""
    carrier.settle()
    yield carrier
    carrier.recover()
