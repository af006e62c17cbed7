"""Health, readiness and the OpenAPI document."""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

from shared.runtime.aws import client
from shared.runtime.invocation import invocation, note
from shared.runtime.settings import required


@cache
def _openapi() -> str:
    return (Path(__file__).parent / "openapi.json").read_text()


def _checks() -> dict[str, str]:
    """What the line stands on, each `ok` or the kind of its error."""
    probes: dict[str, Callable[[], object]] = {
        "directory": lambda: client("dynamodb").get_item(
            TableName=f"{required('TABLE_PREFIX')}-directory", Key={"pk": {"S": "READY"}, "sk": {"S": "READY"}}
        ),
        "inbound": lambda: client("sqs").get_queue_attributes(
            QueueUrl=required("INBOUND_QUEUE_URL"), AttributeNames=["ApproximateNumberOfMessages"]
        ),
        "secrets": lambda: client("secretsmanager").describe_secret(SecretId=required("INGRESS_SECRET")),
    }
    checks: dict[str, str] = {}
    for name, probe in probes.items():
        try:
            probe()
            checks[name] = "ok"
        except Exception as error:
            checks[name] = type(error).__name__
    return checks


@invocation("ops")
def handler(event: dict[str, Any], context: Any) -> dict[str, Any]:
    request_id = event["requestContext"]["requestId"]
    note(requestId=request_id, route=event["rawPath"])
    headers = {"Content-Type": "application/json", "X-Request-ID": request_id, "Cache-Control": "no-store"}
    if event["rawPath"] == "/api/openapi.json":
        return {"statusCode": 200, "headers": headers, "body": _openapi()}
    checks = _checks() if event["rawPath"] == "/readyz" else {}
    ready = all(state == "ok" for state in checks.values())
    body = json.dumps({"requestId": request_id, "status": "ok" if ready else "unready", "checks": checks})
    return {"statusCode": 200 if ready else 503, "headers": headers, "body": body}
