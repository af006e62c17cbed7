"""AWS clients, one per service and environment, made on first use."""

from __future__ import annotations

from functools import cache
from typing import Any

import boto3
from botocore.config import Config


@cache
def client(service: str) -> Any:
    """A client with short time-outs: a function that waits for AWS is a texter who waits."""
    config = Config(connect_timeout=2, read_timeout=8, retries={"mode": "standard", "max_attempts": 3})
    return boto3.client(service, config=config)


@cache
def connections_client(endpoint: str) -> Any:
    """The client that posts to WebSocket connections; `endpoint` is the API's management address."""
    config = Config(connect_timeout=2, read_timeout=5, retries={"mode": "standard", "max_attempts": 2})
    return boto3.client("apigatewaymanagementapi", endpoint_url=endpoint, config=config)
