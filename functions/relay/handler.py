"""The outbox: what the table says happened goes to whoever must act on it."""

from __future__ import annotations

from functools import cache
from typing import Any

from functions.relay.forwarding import Relay
from shared.runtime.aws import client
from shared.runtime.invocation import invocation
from shared.runtime.settings import required


@cache
def _relay() -> Relay:
    return Relay(
        client("sqs"),
        publish_queue=required("PUBLISH_QUEUE_URL"),
        push_queue=required("PUSH_QUEUE_URL"),
        deliver_queue=required("DELIVER_QUEUE_URL"),
    )


@invocation("relay")
def handler(event: dict[str, Any], context: Any) -> None:
    _relay().forward(event["Records"])
