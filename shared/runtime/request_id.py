"""The id that follows a request from the edge to the provider and back."""

from __future__ import annotations

import re
from typing import Any

_WELL_FORMED = re.compile(r"[A-Za-z0-9._-]{1,128}")


def request_id(event: dict[str, Any]) -> str:
    """The caller's X-Request-ID when it is well-formed, else API Gateway's."""
    headers = event.get("headers") or {}
    given = next((value for name, value in headers.items() if name.lower() == "x-request-id"), "")
    return given if _WELL_FORMED.fullmatch(given) else str(event["requestContext"]["requestId"])
