"""Puts the pretend carrier together."""

from __future__ import annotations

import time
from collections.abc import AsyncIterator
from pathlib import Path

import aiohttp
from aiohttp import web

from localstack.carrier import aws_api, control, handset_page, partner, pretend_sns, sample_site, twilio_api
from localstack.carrier.carrier import CARRIER, Carrier
from localstack.carrier.config import CarrierConfig, WatchedConfig, is_loopback_url
from localstack.carrier.events import Handler, call_of
from localstack.carrier.listener import Listener
from localstack.carrier.problems import Rejected, problem, problem_for
from localstack.carrier.silence import UNANSWERED

RECEIPT_DELAY_SECONDS = 0.15
#: How late what is told to be late is, which the fault catalogue tells in words: long enough to be missed in a console.
LATE_SECONDS = 10.0
MAX_REQUEST_BYTES = 1024 * 1024


@web.middleware
async def _answer_with_problems(request: web.Request, handler: Handler) -> web.StreamResponse:
    # A page of some other site must not be able to text through, or break, a developer's local cloud.
    origin = request.headers.get("Origin")
    if origin is not None and not is_loopback_url(origin):
        return problem(403, "foreign_origin", "Only pages of this machine may use the pretend carrier.")
    try:
        return await handler(request)
    except Rejected as rejected:
        return rejected.response
    except web.HTTPException as error:
        return problem_for(error)


@web.middleware
async def _note_calls(request: web.Request, handler: Handler) -> web.StreamResponse:
    call, began = call_of(request), time.monotonic()
    response = await handler(request)
    if call is not None:
        trouble = request.get(UNANSWERED, "")
        request.app[CARRIER].events.called(*call, began, None if trouble else response.status, trouble)
    return response


def build_app(
    config_path: Path,
    receipt_delay: float = RECEIPT_DELAY_SECONDS,
    listener: Listener | None = None,
    late_seconds: float = LATE_SECONDS,
) -> web.Application:
    """The carrier's application. `receipt_delay`: seconds between a message's steps queued, sent, delivered.

    `late_seconds`: by how much webhooks and receipts that are told to be late come late. `listener` is what it is
    served through; without one it cannot be told to be down.
    """

    async def with_carrier(app: web.Application) -> AsyncIterator[None]:
        session = aiohttp.ClientSession(cookie_jar=aiohttp.DummyCookieJar())
        watched = WatchedConfig(config_path, CarrierConfig)
        app[CARRIER] = Carrier(watched, session, receipt_delay, late_seconds, listener or Listener())
        yield
        await app[CARRIER].close()

    app = web.Application(middlewares=[_note_calls, _answer_with_problems], client_max_size=MAX_REQUEST_BYTES)
    app.cleanup_ctx.append(with_carrier)
    for part in (twilio_api, aws_api, pretend_sns, partner, control, handset_page, sample_site):
        app.add_routes(part.routes())
    return app
