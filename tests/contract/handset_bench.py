"""What tests of the pretend carrier's handset share: each provider spoken to and read in its own way."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl

import boto3
import requests
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.x509 import load_pem_x509_certificate
from twilio.request_validator import RequestValidator

from localstack.carrier.app import build_app
from localstack.carrier.listener import Listener
from localstack.carrier.partner_signing import genuine, sign
from localstack.carrier.sns_signing import string_to_sign
from tests.contract.pretend_bench import (
    AWS_LINE,
    PARTNER,
    RECEIPT_DELAY,
    SECRET,
    TEXTER,
    TWILIO_LINE,
    TWILIO_SID,
    TWILIO_TOKEN,
    Bench,
    Webhook,
    served,
)
from tests.contract.pretend_bench import Posted as Received

LATE = 0.5
PROVIDERS = ("twilio", "aws", "partner")
LINES = {"twilio": TWILIO_LINE, "aws": AWS_LINE, "partner": PARTNER}


@contextmanager
def late_providers(folder: Path) -> Iterator[Bench]:
    """All of them, configured; what is told to be late is so by `LATE` seconds."""
    webhook, config_path, listener = Webhook(), folder / "carrier.json", Listener()
    app = build_app(config_path, RECEIPT_DELAY, listener, LATE)
    with served(webhook.app()) as webhook_url, served(app, listener) as carrier_url:
        webhook.url = webhook_url
        bench = Bench(carrier_url, webhook, config_path)
        bench.configure()
        yield bench


def text_in(bench: Bench, provider: str, words: str = "hello", **more: Any) -> requests.Response:
    return bench.text_in(provider, body=words, to=LINES[provider], **more)


def send(bench: Bench, provider: str, read_timeout: float = 5) -> None:
    """What the line does to text a texter, as each provider wants it."""
    if provider == "twilio":
        form = {"To": TEXTER, "From": TWILIO_LINE, "Body": "we are here", "StatusCallback": f"{bench.webhook.url}/s"}
        url = f"{bench.url}/2010-04-01/Accounts/{TWILIO_SID}/Messages.json"
        assert requests.post(url, data=form, auth=(TWILIO_SID, TWILIO_TOKEN), timeout=read_timeout).ok
    elif provider == "aws":
        keys = {"aws_access_key_id": "test", "aws_secret_access_key": "test", "region_name": "us-east-1"}
        client = boto3.client("pinpoint-sms-voice-v2", endpoint_url=bench.url, **keys)
        client.send_text_message(DestinationPhoneNumber=TEXTER, OriginationIdentity=AWS_LINE, MessageBody="we are here")
    else:
        body = json.dumps({"id": "msg_1", "to": TEXTER, "message": "we are here"}).encode()
        headers = {"X-Signature": sign(SECRET, body)}
        assert requests.post(f"{bench.url}/partner/{PARTNER}/messages", data=body, headers=headers, timeout=5).ok


def receipts(bench: Bench, provider: str) -> list[tuple[str, str | None]]:
    """Each status the line was told of, with the provider's code."""
    return [_receipt(provider, post) for post in bench.webhook.posts]


def _receipt(provider: str, post: Received) -> tuple[str, str | None]:
    if provider == "twilio":
        form = dict(parse_qsl(post.body.decode()))
        return form["MessageStatus"], form.get("ErrorCode")
    if provider == "aws":
        event = json.loads(post.json()["Message"])
        return event["messageStatus"], event["eventType"]
    return post.json()["status"], post.json().get("errorCode")


def words_of(provider: str, post: Received) -> str:
    """What a texter wrote, in a webhook."""
    if provider == "twilio":
        return dict(parse_qsl(post.body.decode()))["Body"]
    return str(json.loads(post.json()["Message"])["messageBody"] if provider == "aws" else post.json()["message"])


def is_genuine(bench: Bench, provider: str, post: Received) -> bool:
    """Whether the webhook is signed by whom it comes from, as the provider's documentation has it checked."""
    if provider == "twilio":
        form = dict(parse_qsl(post.body.decode(), keep_blank_values=True))
        url = f"{bench.webhook.url}{post.path}"
        return bool(RequestValidator(TWILIO_TOKEN).validate(url, form, post.headers["x-twilio-signature"]))
    if provider == "partner":
        return genuine(SECRET, post.headers["x-signature"], post.body)
    envelope = post.json()
    certificate = load_pem_x509_certificate(requests.get(envelope["SigningCertURL"], timeout=5).content)
    key = certificate.public_key()
    assert isinstance(key, rsa.RSAPublicKey)
    signed = string_to_sign(envelope).encode()
    try:
        key.verify(base64.b64decode(envelope["Signature"]), signed, padding.PKCS1v15(), hashes.SHA256())
    except InvalidSignature:
        return False
    return True


def put(bench: Bench, state: str) -> requests.Response:
    return requests.post(f"{bench.url}/phones", json={"number": TEXTER, "state": state}, timeout=5)


def look(bench: Bench, *numbers: str, after: int = 0) -> dict[str, Any]:
    """What the page is told."""
    asked = {"numbers": numbers, "after": after}
    answer = requests.post(f"{bench.url}/handset/now", json=asked, timeout=5)
    assert answer.status_code == 200, answer.text
    told: dict[str, Any] = answer.json()
    return told


def happened(bench: Bench, kind: str) -> list[dict[str, Any]]:
    items = requests.get(f"{bench.url}/events", timeout=5).json()["items"]
    return [one for one in items if one["kind"] == kind]
