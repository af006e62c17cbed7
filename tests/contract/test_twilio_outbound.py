"""What Twilio, or the network, does with a message, and what Holdfast may do next."""

from __future__ import annotations

import base64
import http.server
import json
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs

import pytest

from shared.channels.outbound import Accepted, OutboundMessage, OutcomeUnknown, Refused, TryLater
from shared.channels.twilio import sender as twilio_outbound
from shared.channels.twilio.sender import TwilioProvider

# Everything here stays on loopback.
pytestmark = pytest.mark.enable_socket

ACCOUNT = "AC00000000000000000000000000000001"
MESSAGE = OutboundMessage("+12025550100", "+12025550142", "I am here & I ✓ listen", "con_1.5.2", "req-1")


@dataclass
class PretendTwilio:
    """Answers every request the same way and keeps what it was sent."""

    status: int = 201
    body: bytes = b'{"sid": "SM1", "status": "queued"}'
    delay: float = 0
    hang_up: bool = False
    seen: list[tuple[str, dict[str, str], dict[str, list[str]]]] = field(default_factory=list)
    url: str = ""


@contextmanager
def serving(twilio: PretendTwilio) -> Iterator[PretendTwilio]:
    class Handler(http.server.BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            raw = self.rfile.read(int(self.headers["Content-Length"]))
            twilio.seen.append((self.path, dict(self.headers), parse_qs(raw.decode(), keep_blank_values=True)))
            time.sleep(twilio.delay)
            if twilio.hang_up:
                self.connection.shutdown(socket.SHUT_RDWR)
                return
            self.send_response(twilio.status)
            if twilio.status == 307:
                self.send_header("Location", f"{twilio.url}/elsewhere")
            self.send_header("Content-Length", str(len(twilio.body)))
            self.end_headers()
            self.wfile.write(twilio.body)

        def log_message(self, format: str, *args: Any) -> None:  # noqa: A002
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.handle_error = lambda *_: None  # type: ignore[method-assign]
    twilio.url = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield twilio
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def send(url: str) -> object:
    return TwilioProvider(ACCOUNT, "the-token", api_url=url + "/", public_url="https://line.example.org/").send(MESSAGE)


def answer_to(status: int, body: object = None) -> object:
    raw = body if isinstance(body, bytes) else json.dumps(body).encode()
    with serving(PretendTwilio(status, raw)) as twilio:
        return send(twilio.url)


def test_a_message_goes_out_as_twilio_wants_it_with_a_callback_that_names_the_attempt() -> None:
    with serving(PretendTwilio()) as twilio:
        assert send(twilio.url) == Accepted("SM1")
    ((path, headers, form),) = twilio.seen
    assert path == f"/2010-04-01/Accounts/{ACCOUNT}/Messages.json"
    assert {name: values[0] for name, values in form.items()} == {
        "To": "+12025550142",
        "From": "+12025550100",
        "Body": "I am here & I ✓ listen",
        "StatusCallback": "https://line.example.org/api/webhooks/twilio/status?attempt=con_1.5.2",
    }
    assert base64.b64decode(headers["Authorization"].removeprefix("Basic ")).decode() == f"{ACCOUNT}:the-token"
    assert headers["X-Request-ID"] == "req-1"


@pytest.mark.parametrize("status", [200, 201])
def test_accepted_is_what_names_its_message(status: int) -> None:
    assert answer_to(status, {"sid": "SM2"}) == Accepted("SM2")


@pytest.mark.parametrize("body", [b"", b"<html>", b"[]", b"{}", b'{"sid": null}', b'"SM1"'])
def test_given_twilio_says_yes_but_does_not_name_the_message_then_the_outcome_is_unknown(body: bytes) -> None:
    assert isinstance(answer_to(201, body), OutcomeUnknown)


@pytest.mark.parametrize(
    ("status", "code", "opted_out"), [(400, 21211, False), (400, 21610, True), (404, 20404, False)]
)
def test_a_refusal_is_for_good_and_carries_twilios_code(status: int, code: int, opted_out: bool) -> None:
    assert answer_to(status, {"code": code, "message": "no", "status": status}) == Refused(str(code), opted_out)


def test_a_refusal_without_a_code_carries_the_status() -> None:
    assert answer_to(400, b"nonsense") == Refused("400")
    assert answer_to(404, []) == Refused("404")


@pytest.mark.parametrize("status", [401, 403])
def test_given_our_credentials_are_wrong_then_the_message_waits_until_they_are_right(status: int) -> None:
    assert answer_to(status, {"code": 20003, "message": "Authenticate", "status": status}) == TryLater("20003")


@pytest.mark.parametrize("status", [429, 500, 502, 503, 504])
def test_what_twilio_did_not_take_is_tried_later(status: int) -> None:
    assert isinstance(answer_to(status, {"code": 20429, "status": status}), TryLater)
    assert answer_to(status, b"") == TryLater(str(status))


def test_a_redirect_is_not_followed_with_the_credentials() -> None:
    with serving(PretendTwilio(307, b"")) as twilio:
        assert not isinstance(send(twilio.url), Accepted)
    assert len(twilio.seen) == 1


def test_given_nobody_listens_then_nothing_left_and_it_is_tried_later() -> None:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        port = unused.getsockname()[1]
    assert send(f"http://127.0.0.1:{port}") == TryLater("no_connection")


def test_given_no_answer_comes_then_it_may_have_been_sent_and_is_not_repeated(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(twilio_outbound, "_READ_SECONDS", 0.1)
    with serving(PretendTwilio(delay=0.5)) as twilio:
        assert isinstance(send(twilio.url), OutcomeUnknown)
    assert len(twilio.seen) == 1


def test_given_the_connection_breaks_after_the_request_left_then_the_outcome_is_unknown() -> None:
    with serving(PretendTwilio(hang_up=True)) as twilio:
        assert isinstance(send(twilio.url), OutcomeUnknown)
    assert len(twilio.seen) == 1


def test_given_a_kept_connection_was_closed_meanwhile_then_the_message_is_sent_once_at_most() -> None:
    with serving(PretendTwilio()) as twilio:
        provider = TwilioProvider(ACCOUNT, "t", api_url=twilio.url, public_url="https://line.example.org")
        assert isinstance(provider.send(MESSAGE), Accepted)
        twilio.hang_up = True
        assert isinstance(provider.send(MESSAGE), OutcomeUnknown)
    assert len(twilio.seen) == 2
