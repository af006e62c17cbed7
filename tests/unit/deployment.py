"""All functions as they are put together, over AWS in memory."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from functions.assist import handler as assist
from functions.audit import handler as audit
from functions.comms import handler as comms
from functions.conversations import handler as conversations
from functions.deliver import handler as deliver
from functions.erasures import handler as erasures
from functions.hooks import handler as hooks
from functions.intake import handler as intake
from functions.jobs import handler as jobs
from functions.lifecycle import handler as lifecycle
from functions.notify import handler as notify
from functions.publish import handler as publish
from functions.push import handler as push
from functions.quarantine import handler as quarantine
from functions.realtime import handler as realtime
from functions.receipts import handler as receipts
from functions.relay import handler as relay
from functions.risk import handler as risk
from functions.texters import handler as texters
from functions.transcript import handler as transcript
from functions.webchat import handler as webchat
from functions.webhooks import handler as webhooks
from shared.contracts.workflow import definition
from shared.domain.risk.assessment import Assessment, Reason
from shared.domain.risk.levels import Category, Risk
from shared.lifecycle import erasing
from shared.lifecycle.assisting import assistant
from shared.security.tokens import AccessTokens
from tests.unit import aws
from tests.unit.builders import PUBLIC_URL, http_event
from tests.unit.wire import INGRESS_KEY_ID
from tests.unit.world import World

CARRIER = "https://carrier.example.org"
_CACHED = [
    webhooks._front_door,
    webchat._api,
    transcript._api,
    intake._intake,
    relay._relay,
    deliver._supervisor,
    hooks._delivering,
    push._rooms,
    conversations._api,
    assist._api,
    realtime._listening,
    receipts._deliveries,
    quarantine._database,
    lifecycle.writer,
    lifecycle._supervision,
    lifecycle._hooks,
    assistant,
    notify._calling,
    comms._supervisor,
    audit._deriving,
    erasures._passing,
    texters._vault,
    texters._opened,
    texters._export,
    texters._erasure,
    texters._api,
    audit._sealing,
    jobs._sweep,
    jobs._timekeeper,
    jobs._queue_watch,
    jobs._reconciler,
]


def forget_all() -> None:
    """Every function gets a new environment."""
    for one in _CACHED:
        one.cache_clear()


class FrightenedReader:
    """In the place of the model, which takes long to load: whatever it reads is critical, every word of it."""

    def assess(self, text: str, *_: object) -> Assessment:
        reason = Reason(Category.IMMEDIATE_CRISIS, Risk.CRITICAL, text, "prototype", "p0001")
        return Assessment(Risk.CRITICAL, (reason,), "frightened-1")


class Deployment:
    """All functions as they are put together, one after another over AWS in memory."""

    def __init__(self, world: World, monkeypatch: pytest.MonkeyPatch) -> None:
        self.world = world
        prefix, queues = aws.PREFIX, world.queues
        aws.create_bus("the-bus", queues)
        aws.client("sesv2").create_email_identity(EmailIdentity="line@line.example.org")
        machine = aws.client("stepfunctions").create_state_machine(
            name="the-workflow", definition=json.dumps(definition()), roleArn="arn:aws:iam::123456789012:role/workflow"
        )
        monkeypatch.setattr(risk, "_model", FrightenedReader)
        # Nothing is under way here that would have to settle.
        monkeypatch.setattr(erasing, "SETTLES_AFTER", timedelta())
        for name, value in {
            "TABLE_PREFIX": prefix,
            **{
                f"{name.upper()}_SECRET": f"{prefix}/{name}"
                for name in ("ingress", "index", "auth", "providers", "webchat")
            },
            **{f"{name.upper()}_QUEUE_URL": url for name, url in queues.items()},
            "INGRESS_KEY_ID": INGRESS_KEY_ID,
            "PUBLIC_URL": PUBLIC_URL,
            "TWILIO_API_URL": CARRIER,
            "EVENT_BUS_NAME": "the-bus",
            "LOOPBACK_TARGETS": "refused",
            "CONNECTIONS_URL": aws.CONNECTIONS_URL,
            "FILES_BUCKET": aws.FILES_BUCKET,
            "WEBSOCKET_URL": "wss://line.example.org/ws",
            "FACTS_TOPIC": aws.create_topic(queues),
            "STATE_MACHINE": machine["stateMachineArn"],
            "MAIL_FROM": "line@line.example.org",
            "EMERGENCY_SERVICE": "simulated emergency services",
            "RECEIPT_KEY_ID": aws.client("kms").create_key(KeySpec="ECC_NIST_P256", KeyUsage="SIGN_VERIFY")[
                "KeyMetadata"
            ]["KeyId"],
        }.items():
            monkeypatch.setenv(name, value)
        self.stream: list[dict[str, Any]] = aws.rows("conversations")
        issue = AccessTokens(aws.read_secret("auth")["token_key"]).issue
        self.tokens = {}
        for user in ("res_1", "sup_1", "adm_1"):
            world.sessions.start(f"ses-{user}", user, "aff_1", "refresh-hash")
            self.tokens[user], _ = issue(user, "aff_1", f"ses-{user}", datetime.now(UTC))

    def api(
        self, method: str, path: str, body: object = None, *, user: str = "res_1", handler: Any = conversations.handler
    ) -> dict[str, Any]:
        raw = json.dumps(body).encode() if body is not None else b""
        event = http_event(method, path, body=raw, headers={"Authorization": f"Bearer {self.tokens[user]}"})
        answer = handler(event, None)
        assert answer["statusCode"] < 300, answer["body"]
        document: dict[str, Any] = json.loads(answer["body"])
        return document

    def step(self, name: str, conversation: str, **more: Any) -> Any:
        """What the workflow asks for."""
        return lifecycle.handler({"step": name, "conversationId": conversation, "version": 0} | more, None)

    def work(self, queue: str, handler: Any) -> int:
        """Let a function handle all that is in its queue."""
        records = aws.drain(self.world.queues[queue])
        for start in range(0, len(records), 10):
            answer = handler({"Records": records[start : start + 10]}, None)
            assert answer["batchItemFailures"] == []
        return len(records)

    def flow(self) -> None:
        """Everything that waits moves on, until nothing does."""
        consumers = {
            "inbound": intake,
            "receipts": receipts,
            "quarantine": quarantine,
            "publish": publish,
            "push": push,
            "lifecycle": lifecycle,
            "risk": risk,
            "notify": notify,
            "audit": audit,
            "comms": comms,
            "hooks": hooks,
            "deliver": deliver,
            "erasures": erasures,
        }
        for _ in range(20):
            moved = sum(self.work(queue, function.handler) for queue, function in consumers.items())
            now = aws.rows("conversations")
            records = aws.stream_records(self.stream, now)
            self.stream = now
            if records:
                relay.handler({"Records": records}, None)
            elif not moved:
                return
        raise AssertionError("it never comes to rest")
