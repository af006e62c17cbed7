"""What only the end-to-end tests need: the AWS API, and a tap on the event bus."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.e2e.aws import Aws
from tests.e2e.carrier import PretendCarrier
from tests.e2e.event_tap import EventTap
from tests.e2e.line import Line


@pytest.fixture(scope="session")
def aws(line: Line) -> Aws:
    return Aws(line)


@pytest.fixture(scope="session")
def event_tap(aws: Aws) -> EventTap:
    return EventTap(aws)


@pytest.fixture
def troubled_carrier(carrier: PretendCarrier) -> Iterator[PretendCarrier]:
    """The carrier with nothing on its way, to be told to fail; well again after the test."""
    carrier.settle()
    yield carrier
    carrier.recover()
