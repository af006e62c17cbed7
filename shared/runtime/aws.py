"""AWS clients and the database, made on first use from one session an environment.

botocore's own session, not boto3's on top of it: the front door's start is measured, and boto3 adds to it what no
function uses.
"""

from __future__ import annotations

from functools import cache
from typing import Any

import botocore.session
from botocore.config import Config


@cache
def session() -> botocore.session.Session:
    """The environment's session. Sharing it is what keeps a second client cheap."""
    return botocore.session.get_session()


@cache
def client(service: str, *, once: bool = False) -> Any:
    """A client with short time-outs: a function that waits for AWS is a texter who waits.

    With `once` it repeats no request by itself, for what must not happen twice.
    """
    tries = {"total_max_attempts": 1} if once else {"max_attempts": 3}
    config = Config(connect_timeout=2, read_timeout=8, retries={"mode": "standard", **tries})
    return session().create_client(service, config=config)


@cache
def connections_client(endpoint: str) -> Any:
    """The client that posts to WebSocket connections; `endpoint` is the API's management address.

    It repeats nothing by itself: one slow connection must not keep the others waiting.
    """
    config = Config(connect_timeout=2, read_timeout=3, retries={"mode": "standard", "total_max_attempts": 1})
    return session().create_client("apigatewaymanagementapi", endpoint_url=endpoint, config=config)
