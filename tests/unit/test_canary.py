"""One number and one sentence go through everything; no request to AWS may show them, nor any log line."""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any
from urllib.parse import parse_qs, unquote_plus

import pytest
import responses

from functions.conversations import handler as conversations
from functions.deliver import handler as deliver
from functions.intake import handler as intake
from functions.publish import handler as publish
from functions.push import handler as push
from functions.quarantine import handler as quarantine
from functions.realtime import handler as realtime
from functions.receipts import handler as receipts
from functions.relay import handler as relay
from functions.webhooks import handler as webhooks
from shared.security.tokens import AccessTokens, hash_secret
from tests.unit import aws
from tests.unit.builders import PUBLIC_URL, http_event, signed_webhook, twilio_form
from tests.unit.wire import INGRESS_KEY_ID, Sent
from tests.unit.world import WELCOME, World

NUMBER = "+12025550186"
WORDS = "zebra lantern forty-one"
REPLY = "quiet meadow sixty-two"
CARRIER = "https://carrier.example.org"
_CACHED = [
    webhooks._front_door,
    intake._intake,
    relay._relay,
    deliver._supervisor,
    push._rooms,
    conversations._api,
    realtime._listening,
    receipts._deliveries,
    quarantine._database,
]
_BASE64 = re.compile(r"[A-Za-z0-9+/_-]{12,}={0,2}")


def forms(text: str, depth: int = 3) -> Iterator[str]:
    """The text as it stands, and with whatever was encoded in it undone."""
    yield text
    if depth == 0:
        return
    for undone in (unquote_plus(text), text.replace("\\", "")):
        if undone != text:
            yield from forms(undone, depth - 1)
    for run in _BASE64.findall(text):
        padded = run.rstrip("=").replace("-", "+").replace("_", "/")
        try:
            inside = base64.b64decode(padded + "=" * (-len(padded) % 4)).decode("latin-1")
        except ValueError:
            continue
        yield from forms(inside, depth - 1)


def shows(text: str, *secrets: str) -> list[str]:
    """Which secrets the text gives away."""
    return sorted({secret for form in forms(text) for secret in secrets if secret in form})


def sent_text(request: Sent) -> str:
    return f"{request.url}\n{json.dumps(request.headers)}\n{request.body.decode('latin-1')}"


SECRETS = (NUMBER[1:], NUMBER[2:], *WORDS.split()[:2], *REPLY.split()[:2])


@pytest.mark.parametrize(
    "hidden",
    [
        f"plain {NUMBER}",
        f"From=%2B{NUMBER[1:]}&Body=zebra+lantern",
        base64.b64encode(f"xx{WORDS}".encode()).decode(),
        json.dumps({"Message": json.dumps({"sealed": base64.urlsafe_b64encode(f"y{WORDS}".encode()).decode()})}),
        base64.b64encode(base64.b64encode(NUMBER.encode())).decode(),
    ],
)
def test_the_search_itself_finds_what_is_hidden(hidden: str) -> None:
    assert shows(hidden, *SECRETS)


class Deployment:
    """All functions as they are put together, one after another over AWS in memory."""

    def __init__(self, world: World, monkeypatch: pytest.MonkeyPatch) -> None:
        self.world = world
        prefix, queues = aws.PREFIX, world.queues
        aws.client("events").create_event_bus(Name="the-bus")
        for name, value in {
            "TABLE_PREFIX": prefix,
            **{f"{name.upper()}_SECRET": f"{prefix}/{name}" for name in ("ingress", "index", "auth", "providers")},
            **{f"{name.upper()}_QUEUE_URL": url for name, url in queues.items()},
            "INGRESS_KEY_ID": INGRESS_KEY_ID,
            "PUBLIC_URL": PUBLIC_URL,
            "TWILIO_API_URL": CARRIER,
            "EVENT_BUS_NAME": "the-bus",
            "CONNECTIONS_URL": aws.CONNECTIONS_URL,
            "WEBSOCKET_URL": "wss://line.example.org/ws",
        }.items():
            monkeypatch.setenv(name, value)
        self.stream: list[dict[str, Any]] = aws.rows("conversations")
        token_key = aws.read_secret("auth")["token_key"]
        world.sessions.start("ses_1", "res_1", "aff_1", "refresh-hash")
        self.token, _ = AccessTokens(token_key).issue("res_1", "aff_1", "ses_1", datetime.now(UTC))

    def api(self, method: str, path: str, body: object = None) -> dict[str, Any]:
        raw = json.dumps(body).encode() if body is not None else b""
        event = http_event(method, path, body=raw, headers={"Authorization": f"Bearer {self.token}"})
        answer = conversations.handler(event, None)
        assert answer["statusCode"] < 300, answer["body"]
        document: dict[str, Any] = json.loads(answer["body"])
        return document

    def work(self, queue: str, handler: Any) -> int:
        """Let a function handle all that is in its queue."""
        records = aws.drain(self.world.queues[queue])
        for start in range(0, len(records), 10):
            answer = handler({"Records": records[start : start + 10]}, None)
            assert answer["batchItemFailures"] == []
        return len(records)

    def flow(self) -> None:
        """Everything that waits moves on, until nothing does."""
        for _ in range(4):
            self.work("inbound", intake.handler)
            self.work("receipts", receipts.handler)
            self.work("quarantine", quarantine.handler)
            now = aws.rows("conversations")
            records = aws.stream_records(self.stream, now)
            self.stream = now
            if records:
                relay.handler({"Records": records}, None)
            self.work("publish", publish.handler)
            self.work("push", push.handler)
            self.work("deliver", deliver.handler)


@pytest.fixture
def deployment(world: World, monkeypatch: pytest.MonkeyPatch) -> Iterator[Deployment]:
    for one in _CACHED:
        one.cache_clear()
    yield Deployment(world, monkeypatch)
    for one in _CACHED:
        one.cache_clear()


def test_number_and_words_go_through_everything_and_no_request_to_aws_shows_them(
    deployment: Deployment, capsys: pytest.CaptureFixture[str]
) -> None:
    world = deployment.world
    world.wire.sent.clear()
    with responses.RequestsMock() as carrier:
        carrier.post(re.compile(f"{CARRIER}/.*"), json={"sid": "SM77"}, status=201)
        # A responder's browser listens.
        world.sessions.issue_ticket(hash_secret("ticket"), "res_1", "aff_1", "ses_1")
        for event in (
            {
                "requestContext": {"connectionId": "c1", "routeKey": "$connect"},
                "queryStringParameters": {"ticket": "ticket"},
            },
            {
                "requestContext": {"connectionId": "c1", "routeKey": "$default"},
                "body": json.dumps({"action": "subscribe", "room": "program:pro_1"}),
            },
        ):
            assert realtime.handler(event, None)["statusCode"] == 200
        # The texter writes; a forgery and a text to a number that is not ours come along.
        text = twilio_form(From=NUMBER, Body=WORDS, NumMedia="1", MediaUrl0=f"https://m/{WORDS.split()[0]}")
        assert webhooks.handler(signed_webhook(text), None)["statusCode"] == 200
        assert webhooks.handler(signed_webhook(text, token="forged"), None)["statusCode"] == 403
        lost = text | {"To": "+12025550177", "MessageSid": "SM2"}
        assert webhooks.handler(signed_webhook(lost), None)["statusCode"] == 200
        deployment.flow()
        # The responder answers and reads the thread.
        taken = deployment.api("POST", "/api/queue/next", {})
        path = f"/api/conversations/{taken['id']}/messages"
        deployment.api("POST", path, {"content": REPLY})
        deployment.flow()
        thread = deployment.api("GET", path)
        # The carrier's receipt, and the end.
        attempt = parse_qs(carrier.calls[-1].request.body)["StatusCallback"][0].split("attempt=")[1]
        receipt = {"MessageSid": "SM77", "MessageStatus": "delivered", "AccountSid": aws.ACCOUNT, "To": NUMBER}
        signed = signed_webhook(receipt, path="/api/webhooks/twilio/status", query=f"attempt={attempt}")
        assert webhooks.handler(signed, None)["statusCode"] == 200
        webhooks.handler(signed_webhook(text | {"Body": "STOP", "MessageSid": "SM3"}), None)
        deployment.flow()
        handed_over = [parse_qs(call.request.body) for call in carrier.calls]

    # It all happened: the words arrived, and the reply left to the number.
    assert [m["content"] for m in thread["items"]] == [WORDS, WELCOME, REPLY]
    assert [one["Body"][0] for one in handed_over][:2] == [WELCOME, REPLY]
    assert {one["To"][0] for one in handed_over} == {NUMBER}
    after = deployment.world.conversations.deliveries(taken["id"], 1, 99)
    assert [str(one.status) for one in after.values()][:2] == ["sent", "delivered"]
    assert len(aws.rows("quarantine")) == 2
    # Every service the line uses was called,
    sent = list(world.wire.sent)
    assert {one.service for one in sent} >= {
        "dynamodb",
        "sqs",
        "kms",
        "secrets-manager",
        "eventbridge",
        "apigatewaymanagementapi",
    }
    # and none was shown anything.
    leaks = [(one.service, one.operation, shows(sent_text(one), *SECRETS)) for one in sent]
    assert [leak for leak in leaks if leak[2]] == []
    tables = json.dumps(
        [aws.rows(t) for t in ("conversations", "vault", "consents", "sessions", "quarantine")], default=_b64
    )
    assert shows(tables, *SECRETS) == []
    assert shows(capsys.readouterr().out, *SECRETS) == []


def _b64(value: bytes) -> str:
    return base64.b64encode(value).decode()
