"""One attempt: an event, signed, over the guarded client."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from datetime import datetime
from email.utils import parsedate_to_datetime
from typing import Protocol

from shared.channels.guarded_http import NotDelivered, Reply
from shared.contracts.hooks import HookTask
from shared.domain.signing import HEADER, signature
from shared.domain.webhooks import PING
from shared.store.hook_deliveries import Outcome

#: Bytes of an answer's body that are read, and forgotten.
_BODY_READ = 1024


class Http(Protocol):
    def post(
        self, url: str, body: bytes, headers: Mapping[str, str], timeout: float = ..., *, most: int = ...
    ) -> Reply: ...


def post(
    http: Http, url: str, task: HookTask, delivery: str, secrets: Sequence[str], now: datetime
) -> tuple[Outcome, int | None]:
    """What came of it, and for how many seconds the receiver asked to be left alone, if it did.

    The outcome's `error` is None for a success, which is any status from 200 to 299.
    """
    body = task.payload.encode()
    headers = {
        "Content-Type": "application/json",
        "User-Agent": "Holdfast-Webhooks/1",
        "X-Event-Type": task.kind,
        "X-Delivery-Id": delivery,
        HEADER: signature(secrets, int(now.timestamp()), body),
    }
    began = time.perf_counter()
    try:
        reply = http.post(url, body, headers, most=_BODY_READ)
    except NotDelivered as failure:
        return Outcome(error=failure.code, duration_ms=_since(began)), None
    return Outcome(reply.status, _error(reply.status), _since(began)), asked_to_wait(reply, now)


def asked_to_wait(reply: Reply, now: datetime) -> int | None:
    """`Retry-After`, in seconds or as a date (RFC 9110); None where there is none that makes sense."""
    text = reply.headers.get("retry-after", "").strip()
    if text.isascii() and text.isdigit() and len(text) < 10:
        return int(text)
    try:
        return max(0, round((parsedate_to_datetime(text) - now).total_seconds()))
    except (TypeError, ValueError):
        return None


def attempts_allowed(task: HookTask, most: int) -> int:
    """A test is for somebody who is looking: it is tried once."""
    return 1 if task.kind == PING else most


def _error(status: int) -> str | None:
    if 200 <= status < 300:
        return None
    return "redirected" if 300 <= status < 400 else "refused_by_receiver"


def _since(began: float) -> int:
    return round((time.perf_counter() - began) * 1000)
