"""One line in one process: production handlers over emulated AWS, each with its own environment variables.

A call to a function is a call to its Lambda handler, with the variables `infra/constructs/functions.py` gives it and
no others. What the handlers leave in queues and in the table's stream is carried to its consumers by `settle`.
"""

from __future__ import annotations

import importlib
import io
import json
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stdout
from dataclasses import dataclass
from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any
from unittest import mock

import boto3
import botocore

from infra.bundle import MODEL
from infra.catalogue import FUNCTIONS, QUEUES
from shared.contracts.tables import CONVERSATIONS
from shared.domain.clockwork import RandomIds, SystemClock
from shared.domain.webhooks import Webhook
from shared.operator.bootstrap import add_twilio_account, fill_secrets
from shared.operator.tenants import NewLine, NewMember, NewProgram, Tenants
from shared.runtime import aws
from shared.runtime.invocation import InvocationFailed
from shared.security.webhook_secrets import WebhookSecrets
from shared.store.database import Database
from shared.store.webhooks import Webhooks
from tests.bench import emulated, traffic
from tests.bench.calls import Recorder
from tests.bench.clock import product_clock
from tests.bench.loopback import AwsOnLoopback, PretendCarrier
from tests.bench.traffic import Event
from tests.bench.units import Item
from tests.environments import forget_what_staff_functions_share

STAGE = "bench"
PREFIX = f"holdfast-{STAGE}"
AFFILIATE, PROGRAM, RESPONDER, SUPERVISOR = "aff_bench", "pro_bench", "res_bench", "sup_bench"
LINE, TEXTER = "+12025550100", "+12025550142"
CONNECTION = "connection-of-the-bench"
_EMAIL, _PASSWORD = "rosa@bench.example", "password-of-the-bench"
_SUPERVISORS_EMAIL = "sam@bench.example"
_SENDER = "line@bench.example"
_TEXTS = {
    "welcome": "You have reached the line. Somebody will be with you soon.",
    "opt_out_confirmation": "You will get no more texts from us.",
}

_ROWS = {row.name: row for row in FUNCTIONS}
_STREAM = "the stream"
_LISTENERS = tuple(row.name for row in QUEUES if row.hears_facts)
_CONSUMERS = {row.consumes: row.name for row in FUNCTIONS if row.consumes} | {
    _STREAM: next(row.name for row in FUNCTIONS if row.stream_of == CONVERSATIONS.name)
}
#: The event source's filter: these sort keys reach the consumer of the stream.
_STREAMED = ("F#", "D#", "M#")


class HandlerFailed(AssertionError):
    """A handler answered an error, or gave a message back to its queue."""


@dataclass(frozen=True)
class Ran:
    """One invocation: how many records it was given (0: it was asked by HTTP), and the bytes it logged."""

    function: str
    records: int
    logged: int


class World:
    """Make one with `the_world()`. Has one affiliate, one program, one responder, who is signed in."""

    def __init__(self, session: boto3.Session, loopback: AwsOnLoopback, carrier: PretendCarrier) -> None:
        self.loopback, self.carrier = loopback, carrier
        self._session = session
        self._sqs = session.client("sqs")
        self._sids, self._token = 0, ""
        self._stirred: dict[str, None] = {}
        self._monotonic = time.monotonic()
        emulated.create_tables(session, PREFIX)
        self.queues = emulated.create_queues(session, PREFIX)
        self._dead_letters = emulated.create_dead_letters(session, PREFIX)
        self._topic = emulated.create_topic(session, PREFIX, self.queues)
        self._workflow = emulated.create_workflow(session, PREFIX)
        emulated.create_mail_sender(session, _SENDER)
        emulated.create_secrets(session, PREFIX)
        self._ingress_key = emulated.create_ingress_key(session)
        session.client("events").create_event_bus(Name=PREFIX)
        self._stream = emulated.Stream(session, f"{PREFIX}-{CONVERSATIONS.name}")
        self.recorder = Recorder(self.read)
        self.ran: list[Ran] = []

    # --- the deployment -------------------------------------------------------------------------

    def settle_in(self) -> None:
        """What an operator does after a deployment, and a responder at the start of a shift."""
        secrets, kms = self._session.client("secretsmanager"), self._session.client("kms")
        fill_secrets(secrets, kms, PREFIX, self._ingress_key)
        add_twilio_account(secrets, PREFIX, traffic.ACCOUNT, [traffic.AUTH_TOKEN])
        with mock.patch.dict(os.environ, emulated.CREDENTIALS, clear=True):
            tenants = Tenants(Database(PREFIX), kms, STAGE)
            tenants.affiliate(AFFILIATE, "Bench")
            tenants.program(AFFILIATE, NewProgram(PROGRAM, "Bench Line", LINE, traffic.ACCOUNT, _TEXTS))
            tenants.line(AFFILIATE, NewLine("webchat", PROGRAM, PROGRAM))
            for member in (
                NewMember(RESPONDER, _EMAIL, "Rosa", "responder", _PASSWORD, (PROGRAM,), max_concurrent=1000),
                NewMember(SUPERVISOR, _SUPERVISORS_EMAIL, "Sam", "supervisor", _PASSWORD, (PROGRAM,)),
            ):
                tenants.member(AFFILIATE, member)
        self._token = self.api("POST", "/api/auth/login", {"email": _EMAIL, "password": _PASSWORD})["token"]
        self.start_anew()

    def environment(self, function: str) -> dict[str, str]:
        """The function's environment variables."""
        row = _ROWS[function]
        settings = {
            "PUBLIC_URL": traffic.PUBLIC_URL,
            "WEBSOCKET_URL": f"{traffic.PUBLIC_URL.replace('http', 'ws', 1)}/ws",
            "TWILIO_API_URL": self.carrier.url,
            "EMERGENCY_SERVICE": "simulated emergency services",
            "LOOPBACK_TARGETS": "allowed",
            "STAGE": "local",
            "SNS_HOST": f"sns.{emulated.REGION}.amazonaws.com",
            "AWS_SMS_URL": f"https://sms-voice.{emulated.REGION}.amazonaws.com",
        }
        environment = dict(emulated.CREDENTIALS) | {name: settings[name] for name in row.settings}
        if row.tables:
            environment["TABLE_PREFIX"] = PREFIX
        for queue in (*row.sends, *row.postpones, *row.measures):
            environment[f"{queue.upper()}_QUEUE_URL"] = self.queues[queue]
        for secret in (*row.secrets, *row.secrets_seen, *row.secrets_written):
            environment[f"{secret.upper()}_SECRET"] = f"{PREFIX}/{secret}"
        if row.opens_ingress:
            environment["INGRESS_KEY_ID"] = self._ingress_key
        if row.signs_receipts:
            environment["RECEIPT_KEY_ID"] = "receipt-key"
        if row.publishes:
            environment["EVENT_BUS_NAME"] = PREFIX
        if row.tells:
            environment["FACTS_TOPIC"] = self._topic
        if row.supervises:
            environment["STATE_MACHINE"] = self._workflow
        if row.mails:
            environment["MAIL_FROM"] = _SENDER
        if "risk" in row.layers:
            environment["RISK_MODEL"] = str(MODEL)
        if row.replays:
            environment |= {f"{name.upper()}_QUEUE_URL": url for name, url in self.queues.items()}
            environment |= {f"{name.upper()}_DEAD_URL": url for name, url in self._dead_letters.items()}
        if row.anchors:
            environment["ANCHORS_BUCKET"] = f"{PREFIX}-anchors"
        if row.files:
            environment["FILES_BUCKET"] = f"{PREFIX}-files"
        if row.pushes:
            environment["CONNECTIONS_URL"] = f"https://bench.execute-api.{emulated.REGION}.amazonaws.com"
        return environment

    def environment_elsewhere(self, function: str) -> dict[str, str]:
        """The same for another process, which reaches the account by way of loopback."""
        environment = self.environment(function) | {"AWS_ENDPOINT_URL": self.loopback.url}
        if "CONNECTIONS_URL" in environment:
            environment["CONNECTIONS_URL"] = self.loopback.url
        return environment

    def start_anew(self) -> None:
        """Every function gets a new, cold environment."""
        aws.session.cache_clear()
        aws.client.cache_clear()
        aws.connections_client.cache_clear()
        forget_what_staff_functions_share()
        for name in _ROWS:
            for value in vars(_module(name)).values():
                if callable(getattr(value, "cache_clear", None)):
                    value.cache_clear()

    def pass_time(self, seconds: float) -> None:
        """Let all that is cached grow older. By itself this clock stands still."""
        self._monotonic += seconds

    def monotonic(self) -> float:
        """What `time.monotonic` answers in this world."""
        return self._monotonic

    # --- calling functions ----------------------------------------------------------------------

    def invoke(self, function: str, event: Event, *, refusal: bool = False) -> Any:
        """The handler's answer; raises `HandlerFailed` when it is a failure, unless a `refusal` is what is wanted."""
        self.recorder.function = function
        log = io.StringIO()
        try:
            with mock.patch.dict(os.environ, self.environment(function), clear=True), redirect_stdout(log):
                answer = _module(function).handler(event, SimpleNamespace(aws_request_id="bench"))
        except InvocationFailed as failed:
            raise HandlerFailed(f"{function} failed; its log: {log.getvalue()}") from failed
        finally:
            self.recorder.function = ""
            self.ran.append(Ran(function, len(event.get("Records", ())), len(log.getvalue())))
            self.has_run(function)
        if not refusal:
            require_success(function, answer, log.getvalue())
        return answer

    def receive(self, queue: str) -> Event:
        """Up to ten messages of a queue, taken out of it, as an event; `{"Records": []}` when it is empty."""
        url = self.queues[queue]
        found = self._sqs.receive_message(QueueUrl=url, MaxNumberOfMessages=10, AttributeNames=["All"])
        messages = found.get("Messages", [])
        for message in messages:
            self._sqs.delete_message(QueueUrl=url, ReceiptHandle=message["ReceiptHandle"])
        return {"Records": [traffic.queue_record(message, url) for message in messages]}

    def receive_stream(self) -> Event:
        """What the table's stream has for its consumer, as an event."""
        records = [traffic.stream_record(record) for record in self._stream.read()]
        return {"Records": [r for r in records if r["dynamodb"]["Keys"]["sk"]["S"].startswith(_STREAMED)]}

    def has_run(self, function: str) -> None:
        """Note that a function ran, here or in another process: what it may write to is looked at when settling."""
        row = _ROWS[function]
        self._stirred |= dict.fromkeys(row.sends)
        if row.tells:
            self._stirred |= dict.fromkeys(_LISTENERS)
        if "write" in row.tables.get(CONVERSATIONS.name, ""):
            self._stirred[_STREAM] = None

    def settle(self) -> None:
        """Carry everything on to its consumers until nothing waits any more."""
        while self._stirred:
            source = next(iter(self._stirred))
            event = self.receive_stream() if source == _STREAM else self.receive(source)
            if event["Records"]:
                self.invoke(_CONSUMERS[source], event)
            else:
                del self._stirred[source]

    # --- people ---------------------------------------------------------------------------------

    def sms(self, text: str, sender: str = TEXTER) -> Event:
        """A texter's message, as Twilio posts it."""
        self._sids += 1
        form = traffic.sms(f"SM{self._sids:030x}00", sender, LINE, text)
        return traffic.webhook("/api/webhooks/twilio", form)

    def forged(self) -> Event:
        """A message that somebody else signed."""
        form = traffic.sms(f"SM{'f' * 32}", TEXTER, LINE, "not from Twilio")
        return traffic.webhook("/api/webhooks/twilio", form, token="a-token-that-is-not-ours")

    def receipt(self, status: str) -> Event:
        """The carrier's word on the last message it took, as Twilio posts it."""
        sid, form = self.carrier.taken[-1]
        query = form["StatusCallback"].split("?", 1)[1]
        told = {"MessageSid": sid, "MessageStatus": status, "AccountSid": traffic.ACCOUNT, "To": form["To"]}
        return traffic.webhook("/api/webhooks/twilio/status", told, query)

    def request(self, method: str, path: str, body: dict[str, Any] | None = None, **headers: str) -> Event:
        """A request of the responder's console."""
        signed_in = {"authorization": f"Bearer {self._token}"} if self._token else {}
        text = json.dumps(body) if body is not None else ""
        return traffic.http(method, path, text, {"content-type": "application/json", **signed_in, **headers})

    def request_of_supervisor(self, method: str, path: str) -> Event:
        """A request of the supervisor's console."""
        signed_in = self.api("POST", "/api/auth/login", {"email": _SUPERVISORS_EMAIL, "password": _PASSWORD})
        return self.request(method, path, authorization=f"Bearer {signed_in['token']}")

    def api(self, method: str, path: str, body: dict[str, Any] | None = None, **headers: str) -> Any:
        """The answer's document."""
        function = "auth" if path.startswith(("/api/auth", "/api/realtime")) else "conversations"
        return json.loads(self.invoke(function, self.request(method, path, body, **headers))["body"] or "null")

    def open_chat(self) -> str:
        """Somebody opens the web chat; their token."""
        event = traffic.http("POST", "/api/webchat/sessions", json.dumps({"programId": PROGRAM}))
        return str(json.loads(self.invoke("webchat", event)["body"])["token"])

    def chat(self, token: str, method: str, path: str, body: dict[str, Any] | None = None) -> Event:
        """A request of the web chat's page."""
        text = json.dumps(body) if body is not None else ""
        return traffic.http(method, f"/api/webchat/{path}", text, {"authorization": f"Bearer {token}"})

    def text(self, text: str, sender: str = TEXTER) -> None:
        """A texter writes, and all that follows."""
        self.invoke("webhooks", self.sms(text, sender))
        self.settle()

    def text_unsettled(self, text: str, sender: str = TEXTER) -> None:
        """A texter writes, and it goes as far as the queues of whoever hears of facts."""
        self.invoke("webhooks", self.sms(text, sender))
        self.invoke("intake", self.receive("inbound"))
        self.invoke("relay", self.receive_stream())

    def let_workflow_wait(self, conversation: str) -> None:
        """The conversation's execution waits for what comes next."""
        version = self.api("GET", f"/api/conversations/{conversation}")["version"]
        step = {"step": "wait", "state": "active", "conversationId": conversation, "version": version}
        self.invoke(
            "lifecycle", step | {"token": "token-of-the-bench", "execution": f"{self._workflow}:{conversation}"}
        )

    def take_next(self) -> str:
        """The responder takes the next texter; the conversation's id."""
        conversation = str(self.api("POST", "/api/queue/next", {})["id"])
        self.settle()
        return conversation

    def register_webhook(self, url: str) -> None:
        """The affiliate has what is closed posted to an address, and no longer to an earlier one."""
        made, clock, kms = datetime.now(UTC), SystemClock(), self._session.client("kms")
        with mock.patch.dict(os.environ, emulated.CREDENTIALS, clear=True):
            webhooks = Webhooks(Database(PREFIX), clock, RandomIds())
            sealed = WebhookSecrets(kms).seal(webhooks.key_of(AFFILIATE), AFFILIATE, "whk_bench", "whsec_bench")
            for earlier in webhooks.of(AFFILIATE):
                webhooks.remove(earlier)
            webhooks.add(Webhook("whk_bench", AFFILIATE, url, ("conversation.closed",), made, sealed))

    def event(self, kind: str) -> Event:
        """An event as the bus hands it to the queue of hooks."""
        detail = {
            "schemaVersion": 1,
            "affiliateId": AFFILIATE,
            "programId": PROGRAM,
            "conversationId": "con_bench",
            "seq": 9,
            "occurredAt": datetime.now(UTC).isoformat(),
            "requestId": "request-of-the-bench",
        }
        body = json.dumps({"detail-type": kind, "source": "holdfast", "detail": detail})
        self._sqs.send_message(QueueUrl=self.queues["hooks"], MessageBody=body)
        return self.receive("hooks")

    def listen(self, conversation: str) -> None:
        """The responder's console subscribes to the conversation."""
        ticket = self.api("POST", "/api/realtime/ticket")["ticket"]
        self.invoke("realtime", traffic.socket("$connect", CONNECTION, ticket=ticket))
        self.invoke("realtime", self.subscription(conversation))

    def subscription(self, conversation: str) -> Event:
        return traffic.socket("$default", CONNECTION, {"action": "subscribe", "room": f"conversation:{conversation}"})

    def reply(self, conversation: str, text: str, key: str) -> None:
        """The responder writes to the texter, and all that follows, up to the carrier's receipt."""
        self.api("POST", f"/api/conversations/{conversation}/messages", {"content": text}, **{"idempotency-key": key})
        self.settle()
        self.invoke("webhooks", self.receipt("delivered"))
        self.settle()

    # --- what is so -----------------------------------------------------------------------------

    def read(self, table: str, key: Item) -> Item | None:
        """An item as it is now, behind the functions' backs."""
        return emulated.read_item(table, key)


@contextmanager
def the_world() -> Iterator[World]:
    """A world that is set up, its functions cold, its recorder empty."""
    carrier, loopback = PretendCarrier(), AwsOnLoopback()
    with emulated.emulated_aws() as session:
        world = World(session, loopback, carrier)
        botocore.register_initializer(world.recorder.attach)
        carrier.start()
        loopback.start()
        try:
            world.start_anew()
            with product_clock(world.monotonic):
                world.settle_in()
                world.recorder.take()
                yield world
        finally:
            botocore.unregister_initializer(world.recorder.attach)
            loopback.stop()
            carrier.stop()
            world.start_anew()


def require_success(function: str, answer: Any, log: str = "") -> None:
    """Raises `HandlerFailed` for an error's answer, or a batch with failures."""
    given = answer if isinstance(answer, dict) else {}
    if given.get("statusCode", 200) >= 400 or given.get("batchItemFailures"):
        raise HandlerFailed(f"{function} answered {answer}; its log: {log}")


def _module(function: str) -> Any:
    return importlib.import_module(f"functions.{function}.handler")
