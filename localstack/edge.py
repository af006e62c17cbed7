"""The local edge: CloudFront's part on one machine, one origin for the console, the API and the WebSocket.

`python -m localstack.edge --port 8080 --config PATH`, PATH a JSON file `{site_dir, http_api_url, websocket_url}` that
is read again when it changes. `/api/*`, `/healthz`, `/readyz` and `/metrics` go to the HTTP API, `/ws` to the WebSocket
API, everything else is a file of the site. Loopback only.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from pathlib import Path
from typing import Annotated, Any
from urllib.parse import unquote

import aiohttp
from aiohttp import WSCloseCode, WSMsgType, web
from multidict import CIMultiDict
from pydantic import BaseModel, Field
from yarl import URL

from localstack.carrier.config import WatchedConfig
from localstack.carrier.problems import problem, problem_for
from localstack.edge_files import serve_file

MAX_BODY_BYTES = 2 * 1024 * 1024
MAX_FRAME_BYTES = 1024 * 1024
# A little more than API Gateway grants an integration.
UPSTREAM_TIMEOUT_SECONDS = 35
MAX_HEADER_BYTES = 32 * 1024
# How it is to be served: compressed uploads pass unchanged, headers may be as large as CloudFront's.
SERVER_OPTIONS: dict[str, Any] = {"auto_decompress": False, "max_field_size": MAX_HEADER_BYTES}

_PROXIED = frozenset({"/api", "/healthz", "/readyz", "/metrics"})
_HOP_BY_HOP = frozenset(
    {"connection", "content-length", "expect", "host", "keep-alive", "proxy-authenticate", "proxy-authorization"}
    | {"proxy-connection", "te", "trailer", "transfer-encoding", "upgrade"}
)
_CLIENT_DEFAULTS = ("Accept", "Accept-Encoding", "Content-Type", "User-Agent")

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]
Socket = web.WebSocketResponse[bool] | aiohttp.ClientWebSocketResponse[bool]


class EdgeConfig(BaseModel):
    """Where the parts are. `site_dir` may be relative to the working directory; the URLs end before the path."""

    site_dir: Path
    http_api_url: Annotated[str, Field(pattern=r"^https?://")]
    websocket_url: Annotated[str, Field(pattern=r"^wss?://")]


CONFIG = web.AppKey("config", WatchedConfig[EdgeConfig])
SESSION = web.AppKey("session", aiohttp.ClientSession)
TURNS = web.AppKey("turns", asyncio.Semaphore)

#: The local cloud starts a process for each request that finds none idle. Waiting a moment is faster than that.
MOST_AT_ONCE = 4
SOCKETS = web.AppKey("sockets", set[web.WebSocketResponse])


def build_app(config_path: Path) -> web.Application:
    """The edge's application, to be served with SERVER_OPTIONS."""

    async def with_session(app: web.Application) -> AsyncIterator[None]:
        app[SESSION] = aiohttp.ClientSession(
            cookie_jar=aiohttp.DummyCookieJar(),
            connector=aiohttp.TCPConnector(limit=0),
            auto_decompress=False,
            skip_auto_headers=_CLIENT_DEFAULTS,
            timeout=aiohttp.ClientTimeout(total=UPSTREAM_TIMEOUT_SECONDS),
            max_field_size=MAX_HEADER_BYTES,
        )
        yield
        await app[SESSION].close()

    async def close_sockets(app: web.Application) -> None:
        sockets = app[SOCKETS]
        for socket in list(sockets):
            await socket.close(code=WSCloseCode.GOING_AWAY, message=b"the edge is stopping")

    app = web.Application(middlewares=[_logged], client_max_size=MAX_BODY_BYTES)
    app[CONFIG] = WatchedConfig(config_path, EdgeConfig)
    app[SOCKETS] = set()
    app[TURNS] = asyncio.Semaphore(MOST_AT_ONCE)
    app.cleanup_ctx.append(with_session)
    app.on_shutdown.append(close_sockets)
    app.router.add_route("*", "/{path:.*}", _route)
    return app


@web.middleware
async def _logged(request: web.Request, handler: Handler) -> web.StreamResponse:
    """One JSON line per request. The query stays out of it: it may hold a one-time ticket."""
    started, status = time.monotonic(), 500
    try:
        response = await handler(request)
        status = response.status
        return response
    except web.HTTPException as error:
        response = problem_for(error)
        status = response.status
        return response
    except ConnectionError:
        status = 499  # the client went away
        raise
    finally:
        ms = round((time.monotonic() - started) * 1000)
        line = {"method": request.method, "path": _raw_path(request), "status": status, "ms": ms}
        print(json.dumps(line), flush=True)


def _raw_path(request: web.Request) -> str:
    return request.raw_path.partition("?")[0]


async def _route(request: web.Request) -> web.StreamResponse:
    config = request.app[CONFIG].current()
    if config is None:
        return problem(503, "starting", "The local cloud is still starting.", headers={"Retry-After": "1"})
    raw_path = _raw_path(request)
    if not raw_path.startswith("/") or ".." in unquote(raw_path).replace("\\", "/").split("/"):
        return problem(400, "bad_path", "The path is not valid.")
    if raw_path in _PROXIED or raw_path.startswith("/api/"):
        return await _proxy_http(request, config)
    if raw_path == "/ws":
        return await _proxy_websocket(request, config)
    return serve_file(request, config.site_dir, _raw_path(request))


def _end_to_end(headers: Mapping[str, str]) -> CIMultiDict[str]:
    """Without the headers that concern one connection only, those named by `Connection` included."""
    hop = _HOP_BY_HOP | {name.strip().lower() for name in headers.get("Connection", "").split(",")}
    return CIMultiDict((name, value) for name, value in headers.items() if name.lower() not in hop)


def _upstream_headers(request: web.Request) -> CIMultiDict[str]:
    """The request's headers, and what a proxy adds: X-Forwarded-For, -Host and -Proto."""
    headers = _end_to_end(request.headers)
    forwarded = [*request.headers.getall("X-Forwarded-For", []), request.remote or "unknown"]
    headers["X-Forwarded-For"] = ", ".join(forwarded)
    headers["X-Forwarded-Host"] = request.host
    headers["X-Forwarded-Proto"] = request.scheme
    return headers


async def _proxy_http(request: web.Request, config: EdgeConfig) -> web.StreamResponse:
    body = await request.read()  # 413 past MAX_BODY_BYTES
    # encoded=True: the client's percent-escapes go out as they came in.
    url = URL(config.http_api_url.rstrip("/") + request.raw_path, encoded=True)
    announced = body or "Content-Length" in request.headers
    try:
        headers, data = _upstream_headers(request), body if announced else None
        async with (
            request.app[TURNS],
            request.app[SESSION].request(
                request.method, url, headers=headers, data=data, allow_redirects=False
            ) as upstream,
        ):
            content = await upstream.read()
    except TimeoutError:
        return problem(504, "upstream_timeout", "The API did not answer in time.")
    except aiohttp.ClientError:
        return problem(502, "upstream_unreachable", "The API cannot be reached.")
    response = web.Response(status=upstream.status, reason=upstream.reason, body=content)
    # web.Response made up a type of its own; only what the API said may go out.
    response.headers.clear()
    response.headers.extend(_end_to_end(upstream.headers))
    if request.method == "HEAD" and "Content-Length" in upstream.headers:
        response.headers["Content-Length"] = upstream.headers["Content-Length"]
    return response


async def _proxy_websocket(request: web.Request, config: EdgeConfig) -> web.StreamResponse:
    if request.headers.get("Upgrade", "").lower() != "websocket":
        return problem(426, "upgrade_required", "This address speaks WebSocket.", headers={"Upgrade": "websocket"})
    _, mark, query = request.raw_path.partition("?")
    headers = _upstream_headers(request)
    for name in [name for name in headers if name.lower().startswith("sec-websocket-")]:
        headers.popall(name, None)
    offered = [name.strip() for name in request.headers.get("Sec-WebSocket-Protocol", "").split(",") if name.strip()]
    try:
        upstream = await request.app[SESSION].ws_connect(
            URL(config.websocket_url + mark + query, encoded=True),
            headers=headers,
            protocols=offered,
            autoclose=False,
            autoping=False,
            max_msg_size=MAX_FRAME_BYTES,
        )
    except aiohttp.WSServerHandshakeError as refused:
        status = refused.status if refused.status >= 400 else 502
        return problem(status, "websocket_refused", "The WebSocket API refused the connection.")
    except (aiohttp.ClientError, TimeoutError):
        return problem(502, "upstream_unreachable", "The WebSocket API cannot be reached.")
    chosen = [upstream.protocol] if upstream.protocol else []
    client = web.WebSocketResponse(
        protocols=chosen, autoclose=False, autoping=False, compress=False, max_msg_size=MAX_FRAME_BYTES
    )
    try:
        await client.prepare(request)
        request.app[SOCKETS].add(client)
        await _relay(client, upstream)
    finally:
        request.app[SOCKETS].discard(client)
        await upstream.close(code=WSCloseCode.GOING_AWAY)
    return client


async def _relay(client: Socket, upstream: Socket) -> None:
    """Frames both ways until one side closes; the other is then closed with the same code and reason."""
    pumps = [
        asyncio.create_task(_pump(client, upstream, lost=WSCloseCode.GOING_AWAY)),
        asyncio.create_task(_pump(upstream, client, lost=WSCloseCode.INTERNAL_ERROR)),
    ]
    done, pending = await asyncio.wait(pumps, return_when=asyncio.FIRST_COMPLETED)
    for task in pending:
        task.cancel()
    await asyncio.gather(*pumps, return_exceptions=True)
    code, reason = next(iter(done)).result()
    await asyncio.gather(upstream.close(code=code, message=reason), client.close(code=code, message=reason))


async def _pump(source: Socket, sink: Socket, *, lost: int) -> tuple[int, bytes]:
    """Pass frames on until `source` closes; returns the close code and reason, `lost` when it vanished."""
    try:
        while True:
            frame = await source.receive()
            if frame.type is WSMsgType.TEXT:
                await sink.send_str(frame.data)
            elif frame.type is WSMsgType.BINARY:
                await sink.send_bytes(frame.data)
            elif frame.type is WSMsgType.PING:
                await sink.ping(frame.data)
            elif frame.type is WSMsgType.PONG:
                await sink.pong(frame.data)
            elif frame.type is WSMsgType.CLOSE:
                # A close frame without a code reads as 0, and 1005 may not be sent.
                return frame.data or WSCloseCode.OK, (frame.extra or "").encode()
            else:
                return (WSCloseCode.MESSAGE_TOO_BIG if source.close_code == 1009 else lost), b""
    except (ConnectionError, aiohttp.ClientError):
        return lost, b""


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m localstack.edge", description="The local edge, loopback only")
    parser.add_argument("--port", type=int, default=8080)
    parser.add_argument("--config", type=Path, required=True, help="JSON; read again when it changes; may come later")
    options = parser.parse_args()
    quiet: dict[str, Any] = {"access_log": None, "print": None, "shutdown_timeout": 1}
    web.run_app(build_app(options.config), host="127.0.0.1", port=options.port, **SERVER_OPTIONS, **quiet)


if __name__ == "__main__":
    main()
