"""Unit tests open no socket. Those that use AWS do so in memory."""

from __future__ import annotations

import functools
from collections.abc import Iterator

import boto3
import botocore
import botocore.session
import moto.kms.models
import pytest
from moto import mock_aws
from pytest_socket import disable_socket

from shared.runtime import aws as runtime_aws
from tests.environments import forget_what_staff_functions_share
from tests.unit.wire import Wire
from tests.unit.world import World

# Reading the services' descriptions anew takes most of a test's time; they never change.
botocore.session.create_loader = functools.cache(botocore.session.create_loader)
# moto gives every key an RSA pair, also those that never use it.
moto.kms.models.generate_private_key = functools.cache(moto.kms.models.generate_private_key)


@pytest.hookimpl(trylast=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    """Whoever needs a socket says so with `enable_socket`."""
    if item.get_closest_marker("enable_socket") is None:
        disable_socket(allow_unix_socket=True)


@pytest.fixture(scope="session")
def attached() -> Iterator[Wire]:
    """Clients are made once per process, because that is slow; moto serves them anew for each test."""
    recording = Wire()
    botocore.register_initializer(recording.attach)
    boto3.DEFAULT_SESSION = None
    yield recording
    botocore.unregister_initializer(recording.attach)
    boto3.DEFAULT_SESSION = None
    runtime_aws.session.cache_clear()
    runtime_aws.client.cache_clear()
    runtime_aws.connections_client.cache_clear()


@pytest.fixture
def wire(attached: Wire, monkeypatch: pytest.MonkeyPatch) -> Iterator[Wire]:
    """AWS in memory, and every request to it."""
    for name, value in {
        "AWS_DEFAULT_REGION": "us-east-1",
        "AWS_REGION": "us-east-1",
        "AWS_ACCESS_KEY_ID": "testing",
        "AWS_SECRET_ACCESS_KEY": "testing",
        "AWS_SESSION_TOKEN": "testing",
    }.items():
        monkeypatch.setenv(name, value)
    for name in ("AWS_ENDPOINT_URL", "AWS_PROFILE"):
        monkeypatch.delenv(name, raising=False)
    attached.forget()
    forget_what_staff_functions_share()
    with mock_aws():
        yield attached
    forget_what_staff_functions_share()


@pytest.fixture
def world(wire: Wire) -> World:
    """Two affiliates with programs and staff, empty queues, nobody waiting."""
    return World(wire)
