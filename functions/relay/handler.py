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
        client("sns"),
        client("sqs"),
        facts_topic=required("FACTS_TOPIC"),
        deliver_queue=required("DELIVER_QUEUE_URL"),
    )


@invocation("relay")
def handler(event: dict[str, Any], context: Any) -> None:
    _relay().forward(event["Records"])
