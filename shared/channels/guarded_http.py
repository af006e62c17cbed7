"""Posting to addresses that somebody outside chose: to the public internet only, once, and not for long.

    NotDelivered
    ├── NeverLeft         nothing of the request was sent: trying again is safe
    │   └── Refused       and useless until the address, or what its name resolves to, changes
    └── MayHaveArrived    the request was (partly) written and no answer came

The name is resolved once, every address it resolves to is checked, and the connection goes to a checked address
itself, with the name in TLS and `Host`: what a second look-up would say does not matter. Proxies named in the
environment are not used, since a proxy resolves for itself. Redirects are answers like any other: nobody follows them.
"""

from __future__ import annotations

import http.client
import io
import socket
import ssl
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from shared.channels.targets import LOOPBACK_ALLOWED as LOOPBACK_ALLOWED
from shared.channels.targets import Target, is_open

TIMEOUT_SECONDS = 5.0
#: Bytes of an answer's body that are read.
BODY_HEAD = 4096
#: Of a name's addresses, how many are tried.
_TRIED = 4

#: From a name and a port to addresses as text. Raises `OSError`.
Resolve = Callable[[str, int], Sequence[str]]


class NotDelivered(Exception):
    """No answer came. `code` is an enum, fit for logs: it never quotes the address."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class NeverLeft(NotDelivered):
    """`name_not_found`, `no_connection`, `tls_failed`, `timed_out`."""


class Refused(NeverLeft):
    """`bad_url`, `address_refused`: we will not post there."""


class MayHaveArrived(NotDelivered):
    """`timed_out`, `connection_lost`, `not_http`."""


@dataclass(frozen=True)
class Reply:
    """An answer, whatever its status. Header names are in lower case; `body_head` may be cut anywhere."""

    status: int
    headers: Mapping[str, str]
    body_head: bytes


def resolve(host: str, port: int) -> Sequence[str]:
    """What the system's resolver says."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(one[4][0]) for one in found))


class GuardedHttp:
    """`loopback` lets this machine be posted to, without TLS if need be: for the local cloud alone.

    `trust` and `resolve` are the system's unless a test brings its own.
    """

    def __init__(
        self, *, loopback: bool = False, trust: ssl.SSLContext | None = None, resolve: Resolve = resolve
    ) -> None:
        self._loopback = loopback
        self._trust = trust
        self._resolve = resolve

    def post(
        self,
        url: str,
        body: bytes,
        headers: Mapping[str, str],
        timeout: float = TIMEOUT_SECONDS,
        *,
        most: int = BODY_HEAD,
    ) -> Reply:
        """Post once. `timeout` in seconds is for all of it, from the name's look-up to the answer's last byte.

        Reads no more than `most` bytes of the answer's body. Raises `NotDelivered`.
        """
        until = time.monotonic() + timeout
        try:
            target = Target.of(url, loopback=self._loopback)
        except ValueError:
            raise Refused("bad_url") from None
        try:
            connected = self._connect(target, until)
        except TimeoutError:
            raise NeverLeft("timed_out") from None
        with connected:
            return _exchange(_Timed(connected, until), target, body, headers, most)

    def _connect(self, target: Target, until: float) -> socket.socket:
        """A connection to an address that was checked, over which nothing was sent; raises `TimeoutError`, too."""
        connected = _reach(self._addresses(target, until), target.port, until)
        # Without TLS this machine only: the public internet is never spoken to in the open.
        if target.scheme == "http":
            return connected
        try:
            connected.settimeout(_left(until))
            return self._context().wrap_socket(connected, server_hostname=target.host)
        except TimeoutError:
            connected.close()
            raise
        except (OSError, ValueError):
            connected.close()
            raise NeverLeft("tls_failed") from None

    def _addresses(self, target: Target, until: float) -> Sequence[str]:
        addresses = self._look_up(target, until)
        if not addresses:
            raise NeverLeft("name_not_found")
        # One closed address among open ones is a trick or a mistake: neither is posted to.
        if not all(is_open(one, loopback=self._loopback) for one in addresses):
            raise Refused("address_refused")
        if target.scheme == "http" and any(is_open(one) for one in addresses):
            raise Refused("address_refused")
        return addresses[:_TRIED]

    def _look_up(self, target: Target, until: float) -> Sequence[str]:
        """The system's resolver knows no time-out: it is asked from a thread that may be left behind."""
        found: list[Sequence[str]] = []

        def ask() -> None:
            try:
                found.append(self._resolve(target.host, target.port))
            except (OSError, UnicodeError):  # the latter for a label that IDNA cannot encode
                found.append(())

        asking = threading.Thread(target=ask, daemon=True)
        asking.start()
        asking.join(_left(until))
        if not found:
            raise NeverLeft("timed_out")
        return found[0]

    def _context(self) -> ssl.SSLContext:
        if self._trust is None:
            import certifi

            self._trust = ssl.create_default_context(cafile=certifi.where())
        return self._trust


class _Timed(io.RawIOBase):
    """What `http.client` needs of a socket, and its file: one deadline for all that is written and read.

    Closing it closes nothing: that is done by whoever made the connection.
    """

    def __init__(self, connected: socket.socket, until: float) -> None:
        self._connected = connected
        self._until = until
        self.began = False

    def sendall(self, data: Any) -> None:
        rest = memoryview(data)
        while rest:
            self._connected.settimeout(_left(self._until))
            self.began = True
            rest = rest[self._connected.send(rest) :]

    def makefile(self, _: str) -> io.BufferedReader:
        return io.BufferedReader(self)

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        self._connected.settimeout(_left(self._until))
        return self._connected.recv_into(buffer)

    def close(self) -> None:
        pass


def _reach(addresses: Sequence[str], port: int, until: float) -> socket.socket:
    """The first of the addresses that answers. Each gets an equal part of the time that is left."""
    failure: OSError = OSError()
    for number, address in enumerate(addresses):
        try:
            return socket.create_connection((address, port), timeout=_left(until) / (len(addresses) - number))
        except OSError as error:
            failure = error
    if isinstance(failure, TimeoutError):
        raise failure
    raise NeverLeft("no_connection")


def _exchange(timed: _Timed, target: Target, body: bytes, headers: Mapping[str, str], most: int) -> Reply:
    connection = http.client.HTTPConnection(target.host, target.port)
    connection.sock = timed
    try:
        connection.request("POST", target.path, body, {"Host": target.authority, "Connection": "close", **headers})
        answer = connection.getresponse()
    except TimeoutError:
        raise _lost(timed, "timed_out") from None
    except OSError:
        raise _lost(timed, "connection_lost") from None
    except http.client.HTTPException:
        raise _lost(timed, "not_http") from None
    found = {name.lower(): value for name, value in answer.getheaders()}
    return Reply(answer.status, found, _head(answer, most))


def _left(until: float) -> float:
    """Seconds until the deadline; raises `TimeoutError` once there are none."""
    left = until - time.monotonic()
    if left <= 0:
        raise TimeoutError
    return left


def _lost(timed: _Timed, code: str) -> NotDelivered:
    return MayHaveArrived(code) if timed.began else NeverLeft(code)


def _head(answer: http.client.HTTPResponse, most: int) -> bytes:
    """The body's beginning, as much of it as comes in time: the status, which decides, has been read."""
    head = b""
    try:
        while len(head) < most and (piece := answer.read1(most - len(head))):
            head += piece
    except (OSError, http.client.HTTPException):
        pass
    return head
