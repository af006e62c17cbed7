"""The pretend carrier's state, and the only door through which it posts to anybody."""

from __future__ import annotations

import asyncio
import json
import logging
import time
from collections.abc import Coroutine, Mapping
from dataclasses import dataclass, field
from functools import cached_property

import aiohttp
from aiohttp import web
from yarl import URL

from localstack.carrier.config import CarrierConfig, WatchedConfig, is_loopback_url
from localstack.carrier.events import Errand, Events, Posted
from localstack.carrier.faults import Faults
from localstack.carrier.ledger import Ledger, Provider
from localstack.carrier.listener import Listener
from localstack.carrier.phones import Phones
from localstack.carrier.sns_signing import SigningKey

log = logging.getLogger("localstack.carrier")

# Twilio and SNS give a webhook fifteen seconds.
WEBHOOK_TIMEOUT_SECONDS = 15


class NoAnswer(Exception):
    """The posted-to URL could not be reached, or said nothing in time."""


@dataclass
class Carrier:
    """`opted_out` holds (line, number) pairs; it only fills and counts while the `carrier_opt_out` setting is on.

    `confirmations` are the visits to the pretend SNS's subscription addresses, oldest first. `overtakable` has, for a
    (line, number), what the text waits for that a later one is to pass.
    """

    config: WatchedConfig[CarrierConfig]
    session: aiohttp.ClientSession
    receipt_delay: float
    late_seconds: float
    listener: Listener
    ledger: Ledger = field(default_factory=Ledger)
    phones: Phones = field(default_factory=Phones)
    events: Events = field(default_factory=Events)
    faults: dict[Provider, Faults] = field(default_factory=lambda: {provider: Faults() for provider in Provider})
    opted_out: set[tuple[str, str]] = field(default_factory=set)
    confirmations: list[dict[str, str]] = field(default_factory=list)
    overtakable: dict[tuple[str, str], asyncio.Event] = field(default_factory=dict)
    _tasks: set[asyncio.Task[None]] = field(default_factory=set)

    @cached_property
    def sns_key(self) -> SigningKey:
        """Made when first needed, and this carrier's own until it ends."""
        return SigningKey.new()

    def run_in_background(self, work: Coroutine[None, None, None]) -> None:
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def close(self) -> None:
        tasks = list(self._tasks)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        await self.session.close()

    async def post(self, url: str, body: bytes | Mapping[str, str], headers: Mapping[str, str], errand: Errand) -> int:
        """Post bytes, or a form, and return the HTTP status. The URL goes out byte for byte.

        Raises NoAnswer, and ValueError for a host that is not this machine.
        """
        if not is_loopback_url(url):
            raise ValueError("refusing to post to another machine")
        timeout = aiohttp.ClientTimeout(total=WEBHOOK_TIMEOUT_SECONDS)
        posted, began = Posted.of(url, body, headers), time.monotonic()
        try:
            async with self.session.post(
                URL(url, encoded=True),
                data=body if isinstance(body, bytes) else dict(body),
                headers={"User-Agent": "pretend-carrier", **headers},
                timeout=timeout,
                allow_redirects=False,
            ) as response:
                await response.read()
        except (aiohttp.ClientError, TimeoutError, OSError) as failed:
            self.events.posted(errand, posted, began, None, "no answer")
            raise NoAnswer(type(failed).__name__) from failed
        self.events.posted(errand, posted, began, response.status)
        return response.status


CARRIER = web.AppKey("carrier", Carrier)


def own_origin(request: web.Request) -> str:
    """The carrier's own origin: the loopback address and port the request came to, whatever name it was called by."""
    assert request.transport is not None
    host, port = request.transport.get_extra_info("sockname")[:2]
    return f"http://{host}:{port}"


def log_event(event: str, **ids: str | int | None) -> None:
    """One JSON line of ids, codes and statuses: never a number, never words."""
    log.info("%s", json.dumps({"event": event} | ids))
