"""The local edge in front of a tiny upstream: what it passes on unchanged, what it serves itself, what it refuses."""

from __future__ import annotations

import asyncio
import gzip
import http.client
import json
import os
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
import requests
import websocket
from aiohttp import WSMsgType, web

from localstack.edge import MAX_BODY_BYTES, SERVER_OPTIONS, build_app

pytestmark = pytest.mark.enable_socket

INVOKE = "/_aws/execute-api/api1/$default"


@contextmanager
def served(app: web.Application, **options: Any) -> Iterator[str]:
    """The application on a free loopback port, in a loop and thread of its own; yields `127.0.0.1:port`."""
    ready, port = threading.Event(), [0]
    loop = asyncio.new_event_loop()
    stop = asyncio.Event()

    async def run() -> None:
        runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.5, **options)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        port[0] = runner.addresses[0][1]
        ready.set()
        await stop.wait()
        await runner.cleanup()

    thread = threading.Thread(target=loop.run_until_complete, args=(run(),), daemon=True)
    thread.start()
    assert ready.wait(5)
    try:
        yield f"127.0.0.1:{port[0]}"
    finally:
        loop.call_soon_threadsafe(stop.set)
        thread.join(5)
        loop.close()


@dataclass
class Seen:
    target: str
    method: str
    headers: dict[str, str]
    body: bytes


@dataclass
class Upstream:
    """Keeps the last requests; its WebSocket echoes, and closes as its path's client asks."""

    requests: list[Seen] = field(default_factory=list)
    socket_target: str = ""
    socket_headers: dict[str, str] = field(default_factory=dict)
    pings: list[bytes] = field(default_factory=list)
    client_close_code: int | None = None
    closed: threading.Event = field(default_factory=threading.Event)

    def app(self) -> web.Application:
        app = web.Application(client_max_size=8 * 1024 * 1024)
        app.router.add_get("/_aws/execute-api/ws1/prod", self._echo)
        app.router.add_route("*", "/{path:.*}", self._take)
        return app

    async def _take(self, request: web.Request) -> web.Response:
        body = await request.read()
        self.requests.append(Seen(request.raw_path, request.method, dict(request.headers), body))
        if request.path.endswith("/api/gone"):
            return web.Response(status=204)
        if request.path.endswith("/api/packed"):
            headers = {"Content-Encoding": "gzip", "Content-Type": "application/json"}
            return web.Response(body=gzip.compress(b'{"a":1}'), headers=headers)
        response = web.json_response(
            {"ok": True}, status=418, headers={"X-Request-ID": "r1", "Keep-Alive": "timeout=9"}
        )
        response.headers.add("Set-Cookie", "a=1; Path=/; HttpOnly")
        response.headers.add("Set-Cookie", "b=2; Path=/")
        return response

    async def _echo(self, request: web.Request) -> web.StreamResponse:
        self.socket_target, self.socket_headers = request.raw_path, dict(request.headers)
        if "ticket=bad" in request.raw_path:
            return web.json_response({"message": "Unauthorized"}, status=401)
        sock = web.WebSocketResponse(protocols=["holdfast"], autoping=False)
        await sock.prepare(request)
        async for frame in sock:
            if frame.type is WSMsgType.TEXT and frame.data == "leave":
                await sock.close(code=4002, message=b"told to")
            elif frame.type is WSMsgType.TEXT:
                await sock.send_str(f"echo {frame.data}")
            elif frame.type is WSMsgType.BINARY:
                await sock.send_bytes(frame.data[::-1])
            elif frame.type is WSMsgType.PING:
                self.pings.append(frame.data)
                await sock.pong(frame.data)
        self.client_close_code = sock.close_code
        self.closed.set()
        return sock


@dataclass
class Edge:
    host: str
    upstream: Upstream
    config_path: Path
    site: Path
    upstream_host: str

    def url(self, path: str) -> str:
        return f"http://{self.host}{path}"

    def get(self, path: str, **options: Any) -> requests.Response:
        return requests.get(self.url(path), timeout=5, **options)

    def raw(self, target: str, method: str = "GET") -> http.client.HTTPResponse:
        """A request whose target is sent as written; requests would tidy it up."""
        connection = http.client.HTTPConnection(self.host, timeout=5)
        connection.putrequest(method, target, skip_accept_encoding=True)
        connection.endheaders()
        return connection.getresponse()

    def configure(self, **changes: str) -> None:
        config = {
            "site_dir": str(self.site),
            "http_api_url": f"http://{self.upstream_host}{INVOKE}",
            "websocket_url": f"ws://{self.upstream_host}/_aws/execute-api/ws1/prod",
        }
        draft = self.config_path.with_suffix(".draft")
        draft.write_text(json.dumps(config | changes))
        os.replace(draft, self.config_path)

    def socket(self, query: str = "", **options: Any) -> websocket.WebSocket:
        return websocket.create_connection(f"ws://{self.host}/ws{query}", timeout=5, **options)


@pytest.fixture
def edge(tmp_path: Path) -> Iterator[Edge]:
    site = tmp_path / "site"
    files = {
        "index.html": "<!doctype html><title>console</title>",
        "assets/app-1a2b3c.js": "export {}",
        "assets/app-1a2b3c.css": "body {}",
        "assets/face.woff2": "wOF2",
        "favicon.svg": "<svg/>",
        "site.webmanifest": "{}",
        "widget/index.html": "<!doctype html><title>widget</title>",
        ".env": "SECRET=1",
    }
    for name, content in files.items():
        (site / name).parent.mkdir(parents=True, exist_ok=True)
        (site / name).write_text(content)
    (tmp_path / "outside.txt").write_text("outside")
    (site / "link.txt").symlink_to(tmp_path / "outside.txt")
    config_path, upstream = tmp_path / "edge.json", Upstream()
    edge_app = build_app(config_path)
    with served(upstream.app(), auto_decompress=False) as upstream_host, served(edge_app, **SERVER_OPTIONS) as host:
        edge = Edge(host, upstream, config_path, site, upstream_host)
        edge.configure()
        yield edge


def is_problem(answer: requests.Response, status: int, code: str) -> bool:
    kind = answer.headers["Content-Type"]
    return answer.status_code == status and answer.json()["code"] == code and kind == "application/problem+json"


# --- the API ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "target",
    [
        "/api/conversations?state=waiting&limit=2",
        "/api/keywords/a%2Fb%20c%252F?q=%2B1202&x=a+b&empty=&&flag",
        "/api/texters/%E2%9C%93?q=%E2%9C%93&sig=a/b==;c",
        "/api",
        "/healthz",
        "/readyz",
        "/metrics?x=1",
    ],
)
def test_paths_and_queries_reach_the_api_byte_for_byte(edge: Edge, target: str) -> None:
    assert edge.raw(target).status == 418
    assert edge.upstream.requests[-1].target == INVOKE + target


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE", "OPTIONS"])
def test_method_headers_and_body_reach_the_api(edge: Edge, method: str) -> None:
    headers = {"Authorization": "Bearer t", "Content-Type": "application/json", "X-Custom": "kept", "User-Agent": "ua"}
    hop = {"Connection": "keep-alive, X-Hop", "X-Hop": "1", "TE": "trailers", "X-Forwarded-Proto": "gopher"}
    requests.request(method, edge.url("/api/x"), data=b'{"n": 1}', headers=headers | hop, timeout=5)
    seen = edge.upstream.requests[-1]
    assert (seen.method, seen.body) == (method, b'{"n": 1}')
    assert headers.items() <= seen.headers.items()
    assert not {"X-Hop", "TE"} & seen.headers.keys()
    assert seen.headers["Host"] == edge.upstream_host
    assert seen.headers["X-Forwarded-Host"] == edge.host
    assert seen.headers["X-Forwarded-Proto"] == "http" and seen.headers["X-Forwarded-For"] == "127.0.0.1"


def test_nothing_is_added_that_the_client_did_not_send(edge: Edge) -> None:
    edge.raw("/api/x")
    added = edge.upstream.requests[-1].headers.keys() - {"Host"}
    assert added == {"X-Forwarded-For", "X-Forwarded-Host", "X-Forwarded-Proto"}


def test_a_compressed_upload_stays_compressed(edge: Edge) -> None:
    packed = gzip.compress(b"hello")
    requests.post(edge.url("/api/x"), data=packed, headers={"Content-Encoding": "gzip"}, timeout=5)
    seen = edge.upstream.requests[-1]
    assert seen.body == packed and seen.headers["Content-Encoding"] == "gzip"


def test_status_headers_and_cookies_come_back(edge: Edge) -> None:
    answer = edge.get("/api/x")
    assert answer.status_code == 418 and answer.json() == {"ok": True}
    assert answer.headers["X-Request-ID"] == "r1" and "Keep-Alive" not in answer.headers
    assert answer.headers["Content-Type"] == "application/json; charset=utf-8"
    assert answer.raw.headers.getlist("Set-Cookie") == ["a=1; Path=/; HttpOnly", "b=2; Path=/"]
    assert "Content-Security-Policy" not in answer.headers


def test_empty_head_and_compressed_answers_come_back_as_they_are(edge: Edge) -> None:
    gone = edge.get("/api/gone")
    assert gone.status_code == 204 and gone.content == b"" and "Content-Type" not in gone.headers
    head = requests.head(edge.url("/api/x"), timeout=5)
    assert head.headers["Content-Length"] == str(len('{"ok": true}')) and head.content == b""
    packed = edge.get("/api/packed", stream=True)
    assert packed.headers["Content-Encoding"] == "gzip" and packed.json() == {"a": 1}


def test_a_body_past_two_megabytes_is_refused(edge: Edge) -> None:
    fits = requests.post(edge.url("/api/x"), data=b"x" * MAX_BODY_BYTES, timeout=10)
    assert fits.status_code == 418
    assert is_problem(requests.post(edge.url("/api/x"), data=b"x" * (MAX_BODY_BYTES + 1), timeout=10), 413, "too_large")
    assert len(edge.upstream.requests) == 1


def test_an_upstream_that_is_away_is_a_502(edge: Edge) -> None:
    with socket.create_server(("127.0.0.1", 0)) as closed:
        port = closed.getsockname()[1]
    edge.configure(http_api_url=f"http://127.0.0.1:{port}", websocket_url=f"ws://127.0.0.1:{port}")
    assert is_problem(edge.get("/healthz"), 502, "upstream_unreachable")
    with pytest.raises(websocket.WebSocketBadStatusException) as refused:
        edge.socket()
    assert refused.value.status_code == 502


@pytest.mark.parametrize("path", ["/api/../admin", "/api/%2e%2e/admin", "/assets/..%2f..%2foutside.txt", "/..%5cx.txt"])
def test_paths_that_climb_are_refused(edge: Edge, path: str) -> None:
    assert edge.raw(path).status == 400
    assert edge.upstream.requests == []


# --- the WebSocket -----------------------------------------------------------------------------------------------


def test_frames_pass_both_ways_with_query_origin_and_subprotocol(edge: Edge) -> None:
    sock = edge.socket("?ticket=a%2Bb&x=", subprotocols=["other", "holdfast"], origin="http://console.test")
    assert sock.getsubprotocol() == "holdfast"
    sock.send("héllo")
    assert sock.recv() == "echo héllo"
    sock.send_binary(b"\x00\x01\xff")
    assert sock.recv() == b"\xff\x01\x00"
    sock.ping("are you there")
    opcode, frame = sock.recv_data_frame(control_frame=True)
    assert opcode == websocket.ABNF.OPCODE_PONG and frame.data == b"are you there"
    assert edge.upstream.pings == [b"are you there"]
    assert edge.upstream.socket_target == "/_aws/execute-api/ws1/prod?ticket=a%2Bb&x="
    assert edge.upstream.socket_headers["Origin"] == "http://console.test"
    assert edge.upstream.socket_headers["X-Forwarded-Host"] == edge.host
    sock.close(status=4001)
    assert edge.upstream.closed.wait(5) and edge.upstream.client_close_code == 4001


def test_a_close_from_the_api_reaches_the_client_with_code_and_reason(edge: Edge) -> None:
    sock = edge.socket()
    sock.send("leave")
    opcode, frame = sock.recv_data_frame(control_frame=True)
    assert opcode == websocket.ABNF.OPCODE_CLOSE
    assert int.from_bytes(frame.data[:2], "big") == 4002 and frame.data[2:] == b"told to"


def test_a_client_that_vanishes_is_closed_upstream(edge: Edge) -> None:
    sock = edge.socket()
    sock.send("x")
    assert sock.recv() == "echo x"
    assert sock.sock is not None
    sock.sock.shutdown(socket.SHUT_RDWR)
    assert edge.upstream.closed.wait(5) and edge.upstream.client_close_code == 1001


def test_a_refused_handshake_keeps_its_status(edge: Edge) -> None:
    with pytest.raises(websocket.WebSocketBadStatusException) as refused:
        edge.socket("?ticket=bad")
    assert refused.value.status_code == 401
    assert is_problem(edge.get("/ws"), 426, "upgrade_required")


# --- the site ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("path", "kind", "caching"),
    [
        ("/", "text/html; charset=utf-8", "no-cache"),
        ("/queue/next?program=p", "text/html; charset=utf-8", "no-cache"),
        ("/apiary", "text/html; charset=utf-8", "no-cache"),
        ("/widget/", "text/html; charset=utf-8", "no-cache"),
        ("/assets/app-1a2b3c.js", "text/javascript; charset=utf-8", "public, max-age=31536000, immutable"),
        ("/assets/app-1a2b3c.css", "text/css; charset=utf-8", "public, max-age=31536000, immutable"),
        ("/assets/face.woff2", "font/woff2", "public, max-age=31536000, immutable"),
        ("/favicon.svg", "image/svg+xml", "no-cache"),
        ("/site.webmanifest", "application/manifest+json", "no-cache"),
    ],
)
def test_files_have_their_type_caching_and_security_headers(edge: Edge, path: str, kind: str, caching: str) -> None:
    answer = edge.get(path)
    assert (answer.status_code, answer.headers["Content-Type"]) == (200, kind)
    assert answer.headers["Cache-Control"] == caching
    policy = answer.headers["Content-Security-Policy"]
    assert policy.startswith("default-src 'none'; script-src 'self';") and "unsafe" not in policy
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Referrer-Policy"] == "no-referrer"
    assert answer.headers["Cross-Origin-Opener-Policy"] == "same-origin"


def test_paths_without_an_extension_get_the_console_and_folders_their_own_page(edge: Edge) -> None:
    assert "console" in edge.get("/conversations/c1").text
    assert "widget" in edge.get("/widget/").text


@pytest.mark.parametrize(
    "path", ["/assets/gone.js", "/.env", "/.git/config", "/link.txt", "/x%00.js", "/" + "a" * 300 + ".js"]
)
def test_what_is_not_a_file_of_the_site_is_not_found(edge: Edge, path: str) -> None:
    assert is_problem(edge.get(path), 404, "not_found")


def test_files_are_revalidated_and_only_read(edge: Edge) -> None:
    etag = edge.get("/").headers["ETag"]
    assert edge.get("/", headers={"If-None-Match": etag}).status_code == 304
    head = requests.head(edge.url("/"), timeout=5)
    assert head.status_code == 200 and head.headers["Content-Length"] == "37"
    assert is_problem(requests.post(edge.url("/"), timeout=5), 405, "method_not_allowed")


# --- configuration and log ---------------------------------------------------------------------------------------


def test_it_is_starting_until_its_configuration_exists_and_follows_its_changes(edge: Edge, tmp_path: Path) -> None:
    edge.config_path.unlink()
    assert is_problem(edge.get("/"), 503, "starting") and is_problem(edge.get("/healthz"), 503, "starting")
    other = tmp_path / "other"
    other.mkdir()
    (other / "index.html").write_text("another site")
    edge.configure(site_dir=str(other))
    assert edge.get("/").text == "another site"


def test_the_log_has_a_line_per_request_without_its_query(edge: Edge, capsys: pytest.CaptureFixture[str]) -> None:
    edge.get("/api/search?q=very-private")
    edge.get("/assets/gone.js")
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [(line["method"], line["path"], line["status"]) for line in lines] == [
        ("GET", "/api/search", 418),
        ("GET", "/assets/gone.js", 404),
    ]
    assert all(isinstance(line["ms"], int) and len(line) == 4 for line in lines)
