"""Ways not to answer a call."""

from __future__ import annotations

import asyncio

from aiohttp import web

#: Set on a request that is not answered: in which way.
UNANSWERED = web.RequestKey("unanswered", str)
# Longer than any client waits; then the socket is closed unanswered.
UNANSWERED_SECONDS = 300


async def never_answer(request: web.Request) -> web.StreamResponse:
    """Hold the call until the client gives up; the socket is then closed without a byte."""
    for _ in range(UNANSWERED_SECONDS * 5):
        if request.transport is None or request.transport.is_closing():
            break
        await asyncio.sleep(0.2)
    unanswered = cut(request)
    request[UNANSWERED] = "never answered"
    return unanswered


def cut(request: web.Request) -> web.StreamResponse:
    """Close the socket at once."""
    request[UNANSWERED] = "connection cut"
    if request.transport is not None:
        request.transport.abort()
    return web.Response(status=500)  # never written: the socket is gone
