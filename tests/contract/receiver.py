"""A server of one's own on loopback, with TLS if asked, that does what a test tells it and keeps what it was sent."""

from __future__ import annotations

import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

OK = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"

#: What a server does with a connection on which a request has come: it is given the connection.
Act = Callable[[socket.socket], None]


@dataclass
class Receiver:
    """`requests` holds each request's bytes, `names` what TLS was told, `connections` how many there were."""

    port: int
    requests: list[bytes] = field(default_factory=list)
    names: list[str | None] = field(default_factory=list)
    connections: int = 0
    finished: threading.Event = field(default_factory=threading.Event)

    def head(self) -> list[str]:
        """The only request's lines before its body."""
        (request,) = self.requests
        return request.split(b"\r\n\r\n")[0].decode().split("\r\n")


def answering(raw: bytes) -> Act:
    return lambda connection: connection.sendall(raw)


def silent(connection: socket.socket) -> None:
    """Says nothing until the other side gives up."""
    with suppress(OSError):
        connection.recv(1)


def hanging_up(connection: socket.socket) -> None:
    """Closes without a word."""


@contextmanager
def receiving(act: Act, tls: ssl.SSLContext | None = None) -> Iterator[Receiver]:
    listening = socket.create_server(("127.0.0.1", 0))
    receiver = Receiver(listening.getsockname()[1])
    if tls is not None:
        tls.sni_callback = lambda _, name, __: receiver.names.append(name)

    def serve() -> None:
        while True:
            try:
                connection, _ = listening.accept()
            except OSError:
                return
            receiver.connections += 1
            with connection, suppress(OSError):
                connection.settimeout(30)
                with tls.wrap_socket(connection, server_side=True) if tls is not None else connection as speaking:
                    receiver.requests.append(_request(speaking))
                    act(speaking)
            receiver.finished.set()

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    try:
        yield receiver
    finally:
        # Closing alone does not wake a thread that waits in accept.
        with suppress(OSError):
            listening.shutdown(socket.SHUT_RDWR)
        listening.close()
        thread.join(10)


def _request(connection: socket.socket) -> bytes:
    """The whole of one request."""
    raw = b""
    while b"\r\n\r\n" not in raw:
        raw += _more(connection)
    head, _, body = raw.partition(b"\r\n\r\n")
    length = next(int(one.split(b":")[1]) for one in head.split(b"\r\n") if one.lower().startswith(b"content-length"))
    while len(body) < length:
        body += _more(connection)
    return head + b"\r\n\r\n" + body


def _more(connection: socket.socket) -> bytes:
    piece = connection.recv(65536)
    if not piece:
        raise ConnectionError("the sender is gone")
    return piece


def certified(folder: Path, name: str) -> tuple[ssl.SSLContext, ssl.SSLContext]:
    """TLS for a server called `name`, and for clients who trust it."""
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(name)]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    public, private = folder / f"{name}.pem", folder / f"{name}.key"
    public.write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
    private.write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
    server = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    server.load_cert_chain(public, private)
    return server, ssl.create_default_context(cafile=str(public))
