"""How SNS is asked for its certificate, over real sockets: once, nowhere else, not for long, and only if TLS holds."""

from __future__ import annotations

import http.server
import socket
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from shared.channels.aws import trust
from shared.channels.aws.trust import get_once
from tests.contract.receiver import certified

# Everything here stays on loopback.
pytestmark = pytest.mark.enable_socket


@contextmanager
def serving(
    status: int, body: bytes, tls: ssl.SSLContext | None = None, **headers: str
) -> Iterator[tuple[str, list[str]]]:
    """A server that answers everything alike; its address, and the paths it was asked for."""
    asked: list[str] = []

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_response(status)
            for name, value in {"Content-Length": str(len(body)), **headers}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: Any) -> None:  # noqa: A002
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.handle_error = lambda *_: None  # type: ignore[method-assign]
    if tls is not None:
        server.socket = tls.wrap_socket(server.socket, server_side=True)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield f"{'https' if tls else 'http'}://127.0.0.1:{server.server_port}/", asked
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def test_what_is_there_is_read_with_its_path_and_query() -> None:
    with serving(200, b"a certificate") as (url, asked):
        assert get_once(f"{url}a/b.pem?Action=x&Token=y") == (200, b"a certificate")
    assert asked == ["/a/b.pem?Action=x&Token=y"]


@pytest.mark.parametrize("status", [301, 302, 307, 308])
def test_a_redirect_is_an_answer_and_nobody_follows_it(status: int) -> None:
    with serving(200, b"elsewhere") as (other, asked), serving(status, b"", Location=other) as (url, _):
        assert get_once(url) == (status, b"")
    assert not asked


def test_a_proxy_that_the_environment_names_is_not_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    with serving(200, b"the proxy's") as (proxy, asked), serving(200, b"its own") as (url, _):
        for name in ("http_proxy", "HTTP_PROXY", "https_proxy", "ALL_PROXY"):
            monkeypatch.setenv(name, proxy)
        assert get_once(url) == (200, b"its own")
    assert not asked


def test_more_than_a_certificate_could_have_is_not_read_on() -> None:
    with serving(200, b"x" * 20_000) as (url, _), pytest.raises(OSError, match="more, or less"):
        get_once(url)


def test_given_a_name_that_tls_does_not_vouch_for_then_nothing_is_read(tmp_path: Path) -> None:
    server, _ = certified(tmp_path, "sns.us-east-1.amazonaws.com")
    with serving(200, b"a certificate", server) as (url, asked), pytest.raises(ssl.SSLCertVerificationError):
        get_once(url)
    assert not asked


def test_given_the_answer_breaks_off_then_it_is_none() -> None:
    with serving(200, b"half a cert", **{"Content-Length": "100"}) as (url, _), pytest.raises(OSError, match="or less"):
        get_once(url)


def test_given_no_answer_comes_then_it_is_not_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(trust, "_SECONDS", 0.2)
    with socket.create_server(("127.0.0.1", 0)) as silent, pytest.raises(TimeoutError):
        get_once(f"http://127.0.0.1:{silent.getsockname()[1]}/")


def test_given_what_answers_does_not_speak_http_then_that_is_no_answer() -> None:
    with serving(200, b"", **{"Transfer-Encoding": "chunked"}) as (url, _), pytest.raises(OSError):
        get_once(url)
