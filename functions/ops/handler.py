"""Health, readiness, the OpenAPI document, and the answer to addresses that lead nowhere."""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

from shared.domain.errors import NotFound
from shared.runtime.aws import client
from shared.runtime.invocation import invocation, note
from shared.runtime.plain_http import answer, problem_answer
from shared.runtime.request_id import request_id
from shared.runtime.secret import FILLED_TAG
from shared.runtime.settings import required


@cache
def _openapi() -> str:
    return (Path(__file__).parent / "openapi.json").read_text()


class NotFilled(Exception):
    """A secret still holds what it was created with: the operator's bootstrap has not run."""


def _require_filled_secrets() -> None:
    for name in ("INGRESS_SECRET", "INDEX_SECRET", "AUTH_SECRET", "PROVIDERS_SECRET"):
        tags = client("secretsmanager").describe_secret(SecretId=required(name)).get("Tags") or []
        if not any(tag["Key"] == FILLED_TAG for tag in tags):
            raise NotFilled(name)


def _checks() -> dict[str, str]:
    """What the line stands on, each `ok` or the kind of its error."""
    probes: dict[str, Callable[[], object]] = {
        "directory": lambda: client("dynamodb").get_item(
            TableName=f"{required('TABLE_PREFIX')}-directory", Key={"pk": {"S": "READY"}, "sk": {"S": "READY"}}
        ),
        "inbound": lambda: client("sqs").get_queue_attributes(
            QueueUrl=required("INBOUND_QUEUE_URL"), AttributeNames=["ApproximateNumberOfMessages"]
        ),
        "secrets": _require_filled_secrets,
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
    rid = request_id(event)
    note(requestId=rid)
    match event["rawPath"]:
        case "/api/openapi.json":
            return answer(200, rid, _openapi())
        case "/healthz":
            return answer(200, rid, _health(rid, {}))
        case "/readyz":
            checks = _checks()
            ready = all(state == "ok" for state in checks.values())
            return answer(200 if ready else 503, rid, _health(rid, checks))
    # API Gateway sends here whatever the route table does not name.
    return problem_answer(NotFound("There is no such route"), rid)


def _health(rid: str, checks: dict[str, str]) -> str:
    status = "ok" if all(state == "ok" for state in checks.values()) else "unready"
    return json.dumps({"requestId": rid, "status": status, "checks": checks})
