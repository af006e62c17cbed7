"""HTTP answers for functions that do without the validation library and the resolver."""

from __future__ import annotations

import json
from typing import Any

from shared.domain.errors import HoldfastError, InvalidInput
from shared.runtime.invocation import note

#: Bytes of a request's body; more is answered 413.
MAX_BODY = 64 * 1024


def problem_answer(error: HoldfastError, rid: str) -> dict[str, Any]:
    """An error as the problem document `contracts.api.Problem` describes, in API Gateway's shape."""
    note(status=error.status, code=error.code)
    document: dict[str, Any] = {
        "type": "about:blank",
        "title": error.title,
        "status": error.status,
        "code": error.code,
        "detail": error.detail,
        "requestId": rid,
    }
    if isinstance(error, InvalidInput) and error.errors:
        document["errors"] = [{"field": e.field, "message": e.message} for e in error.errors]
    return answer(error.status, rid, json.dumps(document), "application/problem+json")


def answer(status: int, rid: str, body: str, content_type: str = "application/json") -> dict[str, Any]:
    """An answer nobody may cache, with the request's id."""
    headers = {"Content-Type": content_type, "X-Request-ID": rid, "Cache-Control": "no-store"}
    return {"statusCode": status, "headers": headers, "body": body}
