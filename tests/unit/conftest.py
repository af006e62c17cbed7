"""Unit tests open no socket. Those that use AWS do so in memory."""

from __future__ import annotations

from collections.abc import Iterator

import boto3
import botocore
import pytest
from hypothesis import settings
from moto import mock_aws
from pytest_socket import disable_socket

from shared.runtime import aws as runtime_aws
from tests.unit.world import World
from tests.unit.wire import Wire

settings.register_profile("holdfast", deadline=None, derandomize=True, max_examples=100, database=None)
settings.load_profile("holdfast")


@pytest.hookimpl(trylast=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    """Whoever needs a socket says so with `enable_socket`."""
    if item.path.is_relative_to(__file__.rsplit("/", 1)[0]) and not (
        item.get_closest_marker("enable_socket") or "socket_enabled" in getattr(item, "fixturenames", ())
    ):
        disable_socket(allow_unix_socket=True)


@pytest.fixture
def wire(monkeypatch: pytest.MonkeyPatch) -> Iterator[Wire]:
    """AWS in memory, and every request to it."""
    for name, value in {
        "AWS_DEFAULT_REGION": "us-east-1",
        "AWS_REGION": "us-east-1",
        "AWS_ACCESS_KEY_ID": "testing",
        "AWS_SECRET_ACCESS_KEY": "testing",
        "AWS_SESSION_TOKEN": "testing",
    }.items():
        monkeypatch.setenv(name, value)
    monkeypatch.delenv("AWS_ENDPOINT_URL", raising=False)
    monkeypatch.delenv("AWS_PROFILE", raising=False)
    monkeypatch.setattr(boto3, "DEFAULT_SESSION", None)
    forget_clients()
    with mock_aws():
        recording = Wire()
        botocore.register_initializer(recording.attach)
        try:
            yield recording
        finally:
            botocore.unregister_initializer(recording.attach)
            forget_clients()


@pytest.fixture
def world(wire: Wire) -> World:
    """Two affiliates with programs and staff, empty queues, nobody waiting."""
    return World(wire)


def forget_clients() -> None:
    runtime_aws.client.cache_clear()
    runtime_aws.connections_client.cache_clear()
