"""The REST API of identity."""

from __future__ import annotations

import base64
from functools import cache
from typing import Any

from functions.auth.house import operations
from shared.domain.clockwork import RandomIds, SystemClock
from shared.runtime import staff_api
from shared.runtime.aws import client
from shared.runtime.invocation import invocation
from shared.runtime.secret import Secret
from shared.runtime.settings import required


@cache
def _codes() -> Secret:
    return Secret(client("secretsmanager"), required("CODES_SECRET"))


def _code_key() -> bytes:
    return base64.b64decode(_codes().value()["code_key"])


@cache
def _api() -> Any:
    return staff_api.staff_api(
        "auth",
        operations(
            staff_api.tables(),
            staff_api.directory(),
            staff_api.identity(),
            staff_api.pairs(),
            SystemClock(),
            RandomIds(),
            sqs=lambda: client("sqs"),
            push_queue_url=required("PUSH_QUEUE_URL"),
            comms_queue_url=required("COMMS_QUEUE_URL"),
            code_key=_code_key,
            websocket_url=required("WEBSOCKET_URL"),
        ),
    )


@invocation("auth")
def handler(event: dict[str, Any], context: Any) -> Any:
    return _api().resolve(event, context)
