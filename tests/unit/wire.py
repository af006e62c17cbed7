"""Every request to AWS as it would leave the process, and the faults a test lays in its way."""

from __future__ import annotations

import base64
import json
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any

from botocore.awsrequest import AWSPreparedRequest, AWSResponse
from botocore.exceptions import ClientError
from botocore.session import Session
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding, rsa

INGRESS_KEY_ID = "ingress-key"
_OAEP = padding.OAEP(mgf=padding.MGF1(hashes.SHA256()), algorithm=hashes.SHA256(), label=None)
_PRIVATE_KEY = rsa.generate_private_key(65537, 2048)


def ingress_public_key() -> bytes:
    """DER, as KMS's GetPublicKey answers."""
    return _PRIVATE_KEY.public_key().public_bytes(
        serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo
    )


def ingress_unwrap(wrapped: bytes) -> bytes:
    """What KMS's Decrypt does with the ingress key."""
    return _PRIVATE_KEY.decrypt(wrapped, _OAEP)


def client_error(code: str, operation: str, **more: Any) -> ClientError:
    return ClientError({"Error": {"Code": code, "Message": "laid by a test"}, **more}, operation)


class Died(BaseException):
    """The process died: nothing in it can catch that."""


@dataclass(frozen=True)
class Sent:
    """One request. `body` is what stands on the wire."""

    service: str
    operation: str
    url: str
    headers: dict[str, str]
    body: bytes

    def json(self) -> Any:
        return json.loads(self.body)


@dataclass
class Wire:
    """Attach to botocore sessions; moto answers behind it."""

    sent: list[Sent] = field(default_factory=list)
    _refused: set[str] = field(default_factory=set)
    _left: int | None = None
    _before: dict[str, list[Callable[[], None]]] = field(default_factory=lambda: defaultdict(list))

    def attach(self, session: Session) -> None:
        session.get_component("event_emitter").register_first("before-send", self._pass)

    def forget(self) -> None:
        """Begin anew."""
        self.sent.clear()
        self._refused.clear()
        self._left = None
        self._before.clear()

    @property
    def operations(self) -> list[str]:
        return [one.operation for one in self.sent]

    def before(self, operation: str, act: Callable[[], None]) -> None:
        """Let `act` run once, just before the next request of that operation; it may raise."""
        self._before[operation].append(act)

    def fail(self, operation: str, code: str, **more: Any) -> None:
        """Make the next request of that operation fail without reaching AWS."""

        def act() -> None:
            raise client_error(code, operation, **more)

        self.before(operation, act)

    def die_after(self, requests: int) -> None:
        """Let the process die once it has made so many more requests, just before the next."""
        self._left = requests

    def live_on(self) -> None:
        """Nothing dies any more."""
        self._left = None

    @contextmanager
    def refusing(self, *services: str) -> Iterator[None]:
        """While this lasts, these services answer nothing but a refusal."""
        self._refused |= set(services)
        try:
            yield
        finally:
            self._refused -= set(services)

    @contextmanager
    def watching(self) -> Iterator[list[Sent]]:
        """The requests made while this lasts."""
        seen: list[Sent] = []
        start = len(self.sent)
        try:
            yield seen
        finally:
            seen += self.sent[start:]

    def _pass(self, request: AWSPreparedRequest, event_name: str, **_: Any) -> AWSResponse | None:
        _, service, operation = event_name.split(".")
        if self._left is not None:
            if self._left == 0:
                self._left = None
                raise Died
            self._left -= 1
        body = request.body or b""
        raw = body.encode() if isinstance(body, str) else bytes(body) if isinstance(body, bytes) else body.read()
        if hasattr(body, "seek"):
            body.seek(0)  # whoever sends it reads it, too
        self.sent.append(Sent(service, operation, request.url, {k: _text(v) for k, v in request.headers.items()}, raw))
        waiting = self._before.get(operation)
        if waiting:
            waiting.pop(0)()
        if service in self._refused:
            raise client_error("AccessDeniedException", operation)
        if operation == "Decrypt" and json.loads(raw).get("KeyId") == INGRESS_KEY_ID:
            # moto's KMS decrypts with symmetric keys only.
            return _json_answer(request.url, _decrypt_rsa(json.loads(raw)))
        return None


def _decrypt_rsa(request: dict[str, Any]) -> dict[str, Any]:
    if request["EncryptionAlgorithm"] != "RSAES_OAEP_SHA_256":
        raise AssertionError("the ingress key is used with OAEP and SHA-256 only")
    plain = ingress_unwrap(base64.b64decode(request["CiphertextBlob"]))
    return {"KeyId": INGRESS_KEY_ID, "Plaintext": base64.b64encode(plain).decode()}


def _json_answer(url: str, document: dict[str, Any]) -> AWSResponse:
    class Raw(BytesIO):
        def stream(self, **_: Any) -> Iterator[bytes]:
            yield self.read()

    return AWSResponse(url, 200, {}, Raw(json.dumps(document).encode()))  # type: ignore[arg-type]


def _text(value: Any) -> str:
    return value.decode("latin-1") if isinstance(value, bytes) else str(value)
