"""The pretend carrier's state, and the only door through which it posts to anybody."""

from __future__ import annotations

import asyncio
import json
import logging
import uuid
from collections.abc import Coroutine, Mapping
from dataclasses import dataclass, field

import aiohttp
from aiohttp import web
from yarl import URL

from localstack.carrier.config import CarrierConfig, WatchedConfig, is_loopback_url
from localstack.carrier.faults import Faults
from localstack.carrier.ledger import Ledger
from localstack.carrier.signing import SIGNATURE_HEADER, sign

log = logging.getLogger("localstack.carrier")

# Twilio gives a webhook fifteen seconds.
WEBHOOK_TIMEOUT_SECONDS = 15


class NoAnswer(Exception):
    """The posted-to URL could not be reached, or said nothing in time."""


@dataclass(slots=True)
class Carrier:
    """`opted_out` holds (line, number) pairs; it only fills and counts while the `carrier_opt_out` setting is on."""

    config: WatchedConfig[CarrierConfig]
    session: aiohttp.ClientSession
    receipt_delay: float
    ledger: Ledger = field(default_factory=Ledger)
    faults: Faults = field(default_factory=Faults)
    opted_out: set[tuple[str, str]] = field(default_factory=set)
    _tasks: set[asyncio.Task[None]] = field(default_factory=set)

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

    async def post_signed(self, url: str, params: Mapping[str, str], token: str | None) -> int:
        """Post a form as Twilio does and return the HTTP status; `token` None leaves the signature out.

        The URL goes out byte for byte, without its fragment (Twilio's connection overrides live there and are not
        signed; this carrier ignores them). Raises NoAnswer, and ValueError for a host that is not this machine.
        """
        if not is_loopback_url(url):
            raise ValueError("refusing to post to another machine")
        exact = url.partition("#")[0]
        headers = {"I-Twilio-Idempotency-Token": str(uuid.uuid4()), "User-Agent": "pretend-carrier"}
        if token is not None:
            headers[SIGNATURE_HEADER] = sign(token, exact, params)
        timeout = aiohttp.ClientTimeout(total=WEBHOOK_TIMEOUT_SECONDS)
        try:
            async with self.session.post(
                URL(exact, encoded=True), data=dict(params), headers=headers, timeout=timeout, allow_redirects=False
            ) as response:
                await response.read()
                return response.status
        except (aiohttp.ClientError, TimeoutError, OSError) as failed:
            raise NoAnswer(type(failed).__name__) from failed


CARRIER = web.AppKey("carrier", Carrier)


def log_event(event: str, **ids: str | int | None) -> None:
    """One JSON line of ids, codes and statuses: never a number, never words."""
    log.info("%s", json.dumps({"event": event} | ids))
