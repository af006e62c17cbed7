"""Small servers on loopback: the emulated AWS for other processes, a pretend carrier, a receiver of events."""

from __future__ import annotations

import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl

from botocore.awsrequest import AWSPreparedRequest
from botocore.compat import HTTPHeaders
from moto.core.models import botocore_stubber

from tests.bench.emulated import REGION

#: Services whose host is not called as their signature is.
_HOSTS = {"ses": "email"}


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    # Headers and body are two writes: without this each answer waits 40 ms for an acknowledgement.
    disable_nagle_algorithm = True

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        status, headers, reply = self.reply(body)
        self.send_response(status)
        for name, value in headers.items():
            if name.lower() not in ("content-length", "date", "server", "connection"):
                self.send_header(name, value)
        self.send_header("Content-Length", str(len(reply)))
        self.end_headers()
        self.wfile.write(reply)

    do_GET = do_DELETE = do_POST  # noqa: N815 - http.server's names

    def reply(self, body: bytes) -> tuple[int, dict[str, str], bytes]:
        raise NotImplementedError

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the base class's name
        """Say nothing."""


class _Server:
    def __init__(self, handler: type[_Handler]) -> None:
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
        self._server.daemon_threads = True
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._server.server_address[1]}"

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()


class AwsOnLoopback(_Server):
    """Hands every request to moto's own dispatcher, so that this process and its children see the same account.

    moto's server would do the same, but wants Flask.
    """

    def __init__(self) -> None:
        one_at_a_time = threading.Lock()

        class Handler(_Handler):
            def reply(self, body: bytes) -> tuple[int, dict[str, str], bytes]:
                # Credential=<key>/<day>/<region>/<service>/aws4_request
                scope = self.headers["Authorization"].split("Credential=", 1)[1].split(",", 1)[0]
                signed_as = scope.split("/")[3]
                host = f"{_HOSTS.get(signed_as, signed_as)}.{REGION}.amazonaws.com"
                headers = HTTPHeaders()
                for name, value in self.headers.items():
                    headers[name] = host if name.lower() == "host" else value
                request = AWSPreparedRequest(self.command, f"https://{host}{self.path}", headers, body, False)
                with one_at_a_time:
                    answer = botocore_stubber.process_request(request)
                if answer is None:
                    return 404, {}, b"moto does not know this"
                status, given, text = answer
                return (
                    int(status),
                    {str(name): str(value) for name, value in given.items()},
                    text.encode() if isinstance(text, str) else text,
                )

        super().__init__(Handler)


class PretendCarrier(_Server):
    """Takes every message. `taken` holds, per message, its provider id and the form it came in."""

    def __init__(self) -> None:
        self.taken: list[tuple[str, dict[str, str]]] = []
        taken = self.taken

        class Handler(_Handler):
            def reply(self, body: bytes) -> tuple[int, dict[str, str], bytes]:
                sid = f"SM{len(taken) + 1:032x}"
                taken.append((sid, dict(parse_qsl(body.decode()))))
                reply = json.dumps({"sid": sid, "status": "queued"})
                return 201, {"Content-Type": "application/json"}, reply.encode()

        super().__init__(Handler)


class PretendReceiver(_Server):
    """An affiliate's own system: it takes every event."""

    def __init__(self) -> None:
        class Handler(_Handler):
            def reply(self, body: bytes) -> tuple[int, dict[str, str], bytes]:
                return 204, {}, b""

        super().__init__(Handler)
