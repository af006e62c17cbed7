"""Calls every function once, harmlessly, so that the first texter does not wait for a cold start."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from infra.catalogue import FUNCTIONS, Function
from shared.contracts.routes import ROUTES

_SERVES_HTTP = {route.function for route in ROUTES}


def warm(lambda_client: Any, prefix: str) -> list[str]:
    """Invoke all functions; answers the names of those that failed."""

    def invoke(row: Function) -> str | None:
        reply = lambda_client.invoke(FunctionName=f"{prefix}-{row.name}", Payload=json.dumps(_event(row.name)))
        return row.name if "FunctionError" in reply else None

    # Two at a time: each start unpacks the layer, and a laptop has few cores.
    with ThreadPoolExecutor(max_workers=2) as pool:
        return [name for name in pool.map(invoke, FUNCTIONS) if name is not None]


def _event(name: str) -> dict[str, Any]:
    """An event that makes the function load all it needs and changes nothing."""
    if name == "realtime":
        return {"requestContext": {"connectionId": "warm", "routeKey": "$default"}, "body": '{"action":"ping"}'}
    if name in _SERVES_HTTP:
        http = {"method": "GET", "path": "/warm", "sourceIp": "127.0.0.1"}
        return {
            "version": "2.0", "routeKey": "$default", "rawPath": "/warm", "rawQueryString": "", "headers": {},
            "requestContext": {"requestId": "warm", "stage": "$default", "http": http}, "isBase64Encoded": False,
        }  # fmt: skip
    if name == "jobs":
        return {"job": "queue_watch"}
    return {"Records": []}
