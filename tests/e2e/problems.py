"""What every error of the API looks like (RFC 9457)."""

from __future__ import annotations

from typing import Any

import requests


def problem(answer: requests.Response, status: int, code: str) -> dict[str, Any]:
    """The problem document, after checking what must hold of every one."""
    assert (answer.status_code, answer.headers.get("Content-Type", "").split(";")[0]) == (
        status,
        "application/problem+json",
    ), answer.text
    document: dict[str, Any] = answer.json()
    assert (document["status"], document["code"]) == (status, code)
    assert document["title"]
    assert document["requestId"]
    assert document["requestId"] == answer.headers["X-Request-ID"]
    assert not [trace for trace in ("Traceback", ".py", "botocore", "pydantic") if trace in answer.text]
    return document


def fields(document: dict[str, Any]) -> list[str]:
    return [one["field"] for one in document.get("errors") or []]
