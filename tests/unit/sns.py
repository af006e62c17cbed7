"""An SNS of one's own: it signs as the real one does, and its certificate lies where the real one's would."""

from __future__ import annotations

import base64
import json
from datetime import UTC, datetime
from functools import cache
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding, rsa

from shared.channels.aws.door import Door
from shared.channels.inbound import Accounts, Arrival, NotGenuine, Webhook
from tests.unit.builders import LINE, NOON, TEXTER, http_event

ACCOUNT = "main"
TOPIC = "arn:aws:sns:us-east-1:123456789012:holdfast-texts"
ENDPOINT = "https://sns.us-east-1.amazonaws.com/"
CERTIFICATE = f"{ENDPOINT}SimpleNotificationService-0123456789abcdef0123456789abcdef.pem"
TOKEN = "2336412f37fb687f5d51e6e2425c464d"
SUBSCRIBE = f"{ENDPOINT}?Action=ConfirmSubscription&TopicArn={TOPIC}&Token={TOKEN}"
NOW = "2025-11-20T12:00:00.000Z"

SMS = {
    "originationNumber": TEXTER,
    "destinationNumber": LINE,
    "messageKeyword": "KEYWORD_123456789012",
    "messageBody": "I am scared",
    "inboundMessageId": "cae173d2-66b9-564c-8309-21f858e9fb84",
}
EVENT = {
    "eventType": "TEXT_DELIVERED",
    "eventVersion": "1.0",
    "isFinal": True,
    "originationPhoneNumber": LINE,
    "destinationPhoneNumber": TEXTER,
    "messageId": "862a8790-60c0-4430-9b2b-658bd0000000",
    "messageStatus": "DELIVERED",
    "messageStatusDescription": "Message has been accepted by phone",
    "context": {"attempt": "con_1.5.1"},
}


@cache
def a_key(bits: int = 2048) -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(public_exponent=65537, key_size=bits)


def a_certificate(
    name: str = "sns.amazonaws.com",
    *,
    key: Any = None,
    since: datetime = datetime(2025, 6, 1, tzinfo=UTC),
    until: datetime = datetime(2026, 6, 1, tzinfo=UTC),
) -> bytes:
    subject = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, name)])
    key = key or a_key()
    built = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(since)
        .not_valid_after(until)
        .sign(key, hashes.SHA256())
    )
    return built.public_bytes(serialization.Encoding.PEM)


class Sns:
    """What is found at SNS's addresses; `asked` are those that were asked for."""

    def __init__(self) -> None:
        self.pages: dict[str, tuple[int, bytes]] = {CERTIFICATE: (200, a_certificate()), SUBSCRIBE: (200, b"<ok/>")}
        self.asked: list[str] = []
        self.is_down = False

    def __call__(self, url: str) -> tuple[int, bytes]:
        self.asked.append(url)
        if self.is_down:
            raise ConnectionRefusedError
        return self.pages.get(url, (403, b"<Error/>"))


def sign(text: str, version: str = "2", key: rsa.RSAPrivateKey | None = None) -> str:
    digest = {"1": hashes.SHA1(), "2": hashes.SHA256()}.get(version, hashes.SHA512())
    return base64.b64encode((key or a_key()).sign(text.encode(), padding.PKCS1v15(), digest)).decode()


def notification(message: object = SMS, *, key: rsa.RSAPrivateKey | None = None, **changes: Any) -> dict[str, Any]:
    """Signed after the changes, as whoever made it would have."""
    envelope = {
        "Type": "Notification",
        "MessageId": "22b80b92-fdea-4c2c-8f9d-bdfb0c7bf324",
        "TopicArn": TOPIC,
        "Message": message if isinstance(message, str) else json.dumps(message),
        "Timestamp": NOW,
        "SignatureVersion": "2",
        "SigningCertURL": CERTIFICATE,
        "UnsubscribeURL": f"{ENDPOINT}?Action=Unsubscribe&SubscriptionArn={TOPIC}:1",
    } | changes
    return _signed(envelope, ("Message", "MessageId", "Subject", "Timestamp", "TopicArn", "Type"), key)


def confirmation(kind: str = "SubscriptionConfirmation", **changes: Any) -> dict[str, Any]:
    envelope = {
        "Type": kind,
        "MessageId": "165545c9-2a5c-472c-8df2-7ff2be2b3b1b",
        "Token": TOKEN,
        "TopicArn": TOPIC,
        "Message": f"You have chosen to subscribe to the topic {TOPIC}.\nTo confirm the subscription, visit …",
        "SubscribeURL": SUBSCRIBE,
        "Timestamp": NOW,
        "SignatureVersion": "2",
        "SigningCertURL": CERTIFICATE,
    } | changes
    return _signed(envelope, ("Message", "MessageId", "SubscribeURL", "Timestamp", "Token", "TopicArn", "Type"))


def _signed(envelope: dict[str, Any], names: tuple[str, ...], key: rsa.RSAPrivateKey | None = None) -> dict[str, Any]:
    text = "".join(f"{name}\n{envelope[name]}\n" for name in names if name in envelope)
    return {"Signature": sign(text, envelope["SignatureVersion"], key), **envelope}


def posted(envelope: object) -> dict[str, Any]:
    """The request as API Gateway hands it over."""
    body = envelope if isinstance(envelope, bytes) else json.dumps(envelope, indent=2).encode()
    return http_event("POST", "/api/webhooks/aws", body=body, headers={"content-type": "text/plain; charset=UTF-8"})


ACCOUNTS = {"other": {"topics": ["arn:aws:sns:us-east-1:123456789012:another"]}, ACCOUNT: {"topics": [TOPIC]}}


class Desk:
    """The door alone, with SNS in reach."""

    def __init__(self, **settings: str) -> None:
        self.sns = Sns()
        self.door = Door(settings.get, self.sns)

    def receive(self, envelope: object, now: datetime = NOON, rest: tuple[str, ...] = ()) -> Arrival:
        body = envelope if isinstance(envelope, bytes) else json.dumps(envelope).encode()
        path = "/api/webhooks/aws"
        return self.door.receive(Webhook(path, path, rest, "", {}, body, "req"), Accounts(lambda _: ACCOUNTS), now)

    def refuses(self, envelope: object, now: datetime = NOON) -> bool:
        try:
            self.receive(envelope, now)
        except NotGenuine:
            return True
        return False
