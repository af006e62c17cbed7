"""A post to an address that somebody outside chose, over real sockets: pinned, bounded, and honest about what left."""

from __future__ import annotations

import socket
from contextlib import suppress
from pathlib import Path

import pytest

from shared.channels.guarded_http import GuardedHttp, MayHaveArrived, NeverLeft, NotDelivered, Refused, Reply
from tests.contract.receiver import OK, Act, Receiver, answering, certified, hanging_up, receiving, silent

# Everything here stays on loopback.
pytestmark = pytest.mark.enable_socket

HERE = GuardedHttp(loopback=True)
#: Seconds until a post that gets no answer gives up.
SOON = 0.3


def post(receiver: Receiver, timeout: float = 10.0, **more: int) -> Reply:
    return HERE.post(f"http://127.0.0.1:{receiver.port}/hooks?a=b", b'{"a":1}', {"X-Delivery-Id": "d"}, timeout, **more)


def failure_of(act: Act, timeout: float) -> NotDelivered:
    with receiving(act) as receiver:
        with pytest.raises(NotDelivered) as failure:
            post(receiver, timeout)
        assert len(receiver.requests) == 1
    return failure.value


def test_a_post_carries_its_body_and_headers_once_and_reads_the_answer() -> None:
    with receiving(answering(b"HTTP/1.1 202 Accepted\r\nRetry-After: 7\r\nContent-Length: 2\r\n\r\nok")) as receiver:
        reply = post(receiver)
    assert reply == Reply(202, {"retry-after": "7", "content-length": "2"}, b"ok")
    assert receiver.head()[0] == "POST /hooks?a=b HTTP/1.1"
    assert {f"Host: 127.0.0.1:{receiver.port}", "X-Delivery-Id: d", "Content-Length: 7"} <= set(receiver.head())
    assert receiver.requests[0].endswith(b'\r\n\r\n{"a":1}')


def test_given_a_name_then_the_checked_address_is_connected_to_and_the_name_is_what_tls_and_host_say(
    tmp_path: Path,
) -> None:
    server, trust = certified(tmp_path, "hooks.example.org")
    asked: list[str] = []

    def rebinding(host: str, port: int) -> list[str]:
        """A name that leads elsewhere when it is asked for again."""
        asked.append(host)
        return ["127.0.0.1"] if len(asked) == 1 else ["10.0.0.1"]

    with receiving(answering(OK), server) as receiver:
        guarded = GuardedHttp(loopback=True, trust=trust, resolve=rebinding)
        reply = guarded.post(f"https://hooks.example.org:{receiver.port}/", b"{}", {})
    assert reply.status == 200
    assert asked == ["hooks.example.org"]
    assert receiver.names == ["hooks.example.org"]
    assert f"Host: hooks.example.org:{receiver.port}" in receiver.head()


def test_given_a_certificate_for_another_name_then_nothing_is_sent(tmp_path: Path) -> None:
    server, trust = certified(tmp_path, "other.example.org")
    with receiving(answering(OK), server) as receiver:
        guarded = GuardedHttp(loopback=True, trust=trust, resolve=lambda *_: ["127.0.0.1"])
        with pytest.raises(NeverLeft) as failure:
            guarded.post(f"https://hooks.example.org:{receiver.port}/", b"{}", {})
    assert (failure.value.code, receiver.requests) == ("tls_failed", [])


def test_given_a_certificate_nobody_vouches_for_then_nothing_is_sent(tmp_path: Path) -> None:
    server, _ = certified(tmp_path, "hooks.example.org")
    with receiving(answering(OK), server) as receiver:
        guarded = GuardedHttp(loopback=True, resolve=lambda *_: ["127.0.0.1"])
        with pytest.raises(NeverLeft) as failure:
            guarded.post(f"https://hooks.example.org:{receiver.port}/", b"{}", {})
    assert (failure.value.code, receiver.requests) == ("tls_failed", [])


def test_given_this_machine_is_not_allowed_then_it_is_not_even_connected_to() -> None:
    with receiving(answering(OK)) as receiver:
        for host in ("localhost", "127.1", "2130706433", "0x7f000001", "127.0.0.1", "[::1]", "[::ffff:127.0.0.1]"):
            with pytest.raises(Refused):
                GuardedHttp().post(f"https://{host}:{receiver.port}/", b"{}", {})
    assert receiver.connections == 0


def test_a_redirect_is_an_answer_and_nobody_follows_it() -> None:
    with receiving(answering(OK)) as elsewhere:
        location = f"Location: http://127.0.0.1:{elsewhere.port}/\r\n".encode()
        with receiving(answering(b"HTTP/1.1 307 Go\r\n" + location + b"Content-Length: 0\r\n\r\n")) as receiver:
            reply = post(receiver)
    assert (reply.status, receiver.connections, elsewhere.connections) == (307, 1, 0)


def test_given_an_endless_body_then_only_its_head_is_read() -> None:
    def endless(connection: socket.socket) -> None:
        connection.sendall(b"HTTP/1.1 200 OK\r\n\r\n")
        while True:
            connection.sendall(b"x" * 65536)

    with receiving(endless) as receiver:
        assert post(receiver, most=100).body_head == b"x" * 100
        assert receiver.finished.wait(10), "the connection was not closed"


def test_given_a_body_that_drips_then_the_status_counts_when_time_is_up() -> None:
    def dripping(connection: socket.socket) -> None:
        connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\nx")
        silent(connection)

    with receiving(dripping) as receiver:
        assert post(receiver, SOON) == Reply(200, {"content-length": "1000"}, b"x")


def test_given_headers_that_drip_then_the_post_ends_in_its_time_all_the_same() -> None:
    def dripping(connection: socket.socket) -> None:
        connection.settimeout(0.05)
        for _ in range(200):
            connection.sendall(b"H")
            with suppress(TimeoutError):
                if not connection.recv(1):
                    return

    failure = failure_of(dripping, SOON)
    assert (type(failure), failure.code) == (MayHaveArrived, "timed_out")


@pytest.mark.parametrize(
    ("act", "timeout", "code"),
    [
        (silent, SOON, "timed_out"),
        (hanging_up, 10, "connection_lost"),
        (answering(b"SSH-2.0-OpenSSH_9.6\r\n"), 10, "not_http"),
        (answering(b"HTTP/1.1 200 OK\r\n" + b"A: b\r\n" * 200), 10, "not_http"),
        (answering(b"HTTP/1.1 100 Continue\r\n\r\n"), 10, "connection_lost"),
    ],
)
def test_given_the_request_was_written_and_no_answer_came_then_it_may_have_arrived(
    act: Act, timeout: float, code: str
) -> None:
    failure = failure_of(act, timeout)
    assert (type(failure), failure.code) == (MayHaveArrived, code)


def test_given_nobody_listens_then_nothing_left() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        port = listening.getsockname()[1]
    with pytest.raises(NeverLeft) as failure:
        HERE.post(f"http://127.0.0.1:{port}/", b"{}", {})
    assert (failure.value.code, isinstance(failure.value, Refused)) == ("no_connection", False)


def test_given_a_server_that_does_not_finish_tls_then_nothing_left(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as mute, pytest.raises(NeverLeft) as failure:
        HERE.post(f"https://127.0.0.1:{mute.getsockname()[1]}/", b"{}", {}, SOON)
    assert failure.value.code == "timed_out"


def test_given_the_first_of_a_names_addresses_does_not_answer_then_the_next_is_tried() -> None:
    with receiving(answering(OK)) as receiver:
        guarded = GuardedHttp(loopback=True, resolve=lambda *_: ["127.0.0.2", "127.0.0.1"])
        assert guarded.post(f"http://hooks.example.org:{receiver.port}/", b"{}", {}).status == 200


def test_given_a_proxy_in_the_environment_then_it_is_not_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    with receiving(answering(OK)) as proxy, receiving(answering(OK)) as receiver:
        for name in ("http_proxy", "HTTP_PROXY", "https_proxy", "ALL_PROXY"):
            monkeypatch.setenv(name, f"http://127.0.0.1:{proxy.port}")
        assert post(receiver).status == 200
    assert (receiver.connections, proxy.connections) == (1, 0)
