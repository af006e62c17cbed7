"""What the pretend carrier posted and was asked, for a developer to see: in memory, bounded, without words."""

from __future__ import annotations

import re
import shlex
import time
from collections.abc import Awaitable, Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Literal
from urllib.parse import urlencode

from aiohttp import web

from localstack.carrier.ledger import Provider, now

CAPACITY = 500
_ACCOUNT = re.compile(r"/2010-04-01/Accounts/[^/]+")

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


@dataclass(frozen=True, slots=True)
class Errand:
    """Why something is posted: in whose name, what it tells of, of which message, and what is odd about it."""

    provider: Provider
    what: str
    sid: str | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Posted:
    """A request as it left: it holds a texter's words and number, and is shown only as the command that repeats it."""

    url: str
    headers: Mapping[str, str]
    body: bytes

    @classmethod
    def of(cls, url: str, body: bytes | Mapping[str, str], headers: Mapping[str, str]) -> Posted:
        if isinstance(body, bytes):
            return cls(url, headers, body)
        form = {"Content-Type": "application/x-www-form-urlencoded", **headers}
        return cls(url, form, urlencode(body).encode())

    def as_curl(self) -> str:
        """A command for a POSIX shell. A partner's signature is good for five minutes, SNS's for an hour."""
        headers = (f"--header {shlex.quote(f'{name}: {value}')}" for name, value in self.headers.items())
        parts = [f"curl --include {shlex.quote(self.url)}", *headers]
        return " \\\n  ".join([*parts, f"--data-raw {shlex.quote(self.body.decode())}"])


@dataclass(frozen=True, slots=True)
class Event:
    """`webhook`: the carrier posted; `call`: it was called; `told`: it was told to behave otherwise.

    `status` is the HTTP answer, None where there was none, and `trouble` then says why. `took_ms` in milliseconds.
    """

    seq: int
    at: datetime
    kind: Literal["webhook", "call", "told"]
    what: str
    provider: Provider | None = None
    status: int | None = None
    trouble: str = ""
    took_ms: int | None = None
    sid: str | None = None
    note: str = ""
    posted: Posted | None = None

    def item(self) -> dict[str, object]:
        return {
            "seq": self.seq,
            "at": self.at.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z"),
            "kind": self.kind,
            "provider": self.provider.value if self.provider else None,
            "what": self.what,
            "status": self.status,
            "trouble": self.trouble,
            "tookMs": self.took_ms,
            "sid": self.sid,
            "note": self.note,
            "canRepeat": self.posted is not None,
        }


@dataclass
class Events:
    """The latest events, oldest first; `seq` counts from 1."""

    capacity: int = CAPACITY
    latest: int = 0
    _kept: dict[int, Event] = field(default_factory=dict)

    def posted(self, errand: Errand, posted: Posted, began: float, status: int | None, trouble: str = "") -> None:
        """`began` is of `time.monotonic()`."""
        self._keep(
            Event(
                seq=self._next(),
                at=now(),
                kind="webhook",
                what=errand.what,
                provider=errand.provider,
                status=status,
                trouble=trouble,
                took_ms=_since(began),
                sid=errand.sid,
                note=errand.note,
                posted=posted,
            )
        )

    def called(self, provider: Provider, what: str, began: float, status: int | None, trouble: str = "") -> None:
        self._keep(Event(self._next(), now(), "call", what, provider, status, trouble, _since(began)))

    def told(self, what: str, provider: Provider | None = None) -> None:
        self._keep(Event(self._next(), now(), "told", what, provider))

    def after(self, seq: int) -> Iterator[Event]:
        return (event for event in self._kept.values() if event.seq > seq)

    def find(self, seq: int) -> Event | None:
        return self._kept.get(seq)

    def _next(self) -> int:
        self.latest += 1
        return self.latest

    def _keep(self, event: Event) -> None:
        self._kept[event.seq] = event
        while len(self._kept) > self.capacity:
            del self._kept[next(iter(self._kept))]


def _since(began: float) -> int:
    return round((time.monotonic() - began) * 1000)


def call_of(request: web.Request) -> tuple[Provider, str] | None:
    """Whose API a request is for and what it asks, without its query; None for the carrier's own surface."""
    path, method = request.path, request.method
    if _ACCOUNT.match(path):
        return Provider.TWILIO, f"{method} {_ACCOUNT.sub('', path).lstrip('/')}"
    if path == "/" and method == "POST":
        return Provider.AWS, request.headers.get("X-Amz-Target", "POST /").rpartition(".")[2]
    if path.startswith("/partner/"):
        return Provider.PARTNER, f"{method} {path.rpartition('/')[2]}"
    if path.startswith("/pretend-sns/") and path.endswith(".pem"):
        return Provider.AWS, "GET the certificate of SNS"
    if path == "/pretend-sns/":
        return Provider.AWS, request.query.get("Action", "GET /")
    return None
