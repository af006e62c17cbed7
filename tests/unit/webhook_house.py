"""Webhooks, the receiver behind them, and a queue whose delayed messages come when the world's clock says so."""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from functions.admin.webhooks import WebhookDesk
from functions.hooks.delivering import Delivering
from shared.channels.guarded_http import NotDelivered, Reply
from shared.contracts import hooks_api as api
from shared.contracts.hooks import HookTask
from shared.runtime.http import Request
from shared.security.webhook_secrets import WebhookSecrets
from shared.store.breakers import Breakers
from shared.store.directory import Directory
from shared.store.hook_deliveries import HookDeliveries, Streaks
from shared.store.models import HookDeliveryItem
from shared.store.webhooks import Webhooks
from tests.unit import aws
from tests.unit.world import World

URL = "https://hooks.example.org/holdfast?key=1"
CLOSED, CREATED = "conversation.closed", "conversation.created"
OK = Reply(200, {}, b"thank you")

Answer = Reply | NotDelivered | Callable[[], Reply]


def answer(status: int, **headers: str) -> Reply:
    return Reply(status, {name.replace("_", "-"): value for name, value in headers.items()}, b"")


@dataclass(frozen=True)
class Posted:
    """One request as the receiver saw it."""

    at: datetime
    url: str
    body: bytes
    headers: Mapping[str, str]

    @property
    def delivery(self) -> str:
        return self.headers["X-Delivery-Id"]

    @property
    def document(self) -> Any:
        return json.loads(self.body)

    def signed_by(self, *secrets: str) -> bool:
        """Whether it carries these secrets' signatures, in this order, and no others. By the book, with no help."""
        moment, *given = self.headers["X-Signature"].split(",")
        stamped = moment.removeprefix("t=").encode() + b"." + self.body
        right = ["v1=" + hmac.new(one.encode(), stamped, hashlib.sha256).hexdigest() for one in secrets]
        return given == right and moment == f"t={int(self.at.timestamp())}"


@dataclass
class Receiver:
    """Answers what it was told to, in that order, and the last one for ever."""

    world: World
    answers: list[Answer] = field(default_factory=lambda: [OK])
    posted: list[Posted] = field(default_factory=list)

    def post(
        self, url: str, body: bytes, headers: Mapping[str, str], timeout: float = 5.0, *, most: int = 4096
    ) -> Reply:
        self.posted.append(Posted(self.world.clock.now(), url, body, dict(headers)))
        now = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
        if isinstance(now, NotDelivered):
            raise now
        return now() if callable(now) else now


@dataclass
class Queue:
    """SQS's queue `hooks`: messages wait their delay by the world's clock."""

    world: World
    waiting: list[tuple[datetime, str]] = field(default_factory=list)
    refuses: bool = False

    def send_message(self, QueueUrl: str, MessageBody: str, DelaySeconds: int = 0) -> None:  # noqa: N803
        assert QueueUrl == "the-queue"
        assert 0 <= DelaySeconds <= 900, "SQS delays by a quarter of an hour at most"
        self.waiting.append((self.world.clock.now() + timedelta(seconds=DelaySeconds), MessageBody))

    def send_message_batch(self, QueueUrl: str, Entries: list[dict[str, str]]) -> dict[str, Any]:  # noqa: N803
        assert len(Entries) <= 10
        if self.refuses:
            return {"Failed": [{"Id": one["Id"]} for one in Entries]}
        for one in Entries:
            self.send_message(QueueUrl, one["MessageBody"])
        return {}

    def take_next(self) -> str:
        """The message that is due first, when it is due."""
        self.waiting.sort(key=lambda one: one[0])
        due, body = self.waiting.pop(0)
        wait = (due - self.world.clock.now()).total_seconds()
        self.world.clock.go_on(seconds=max(0.0, wait))
        return body


class House:
    """`adm_1` is the first affiliate's admin, `adm_9` the second's."""

    def __init__(self, world: World) -> None:
        self.world = world
        world.hire("adm_9", role="admin", affiliate="aff_2", programs=())
        self.receiver, self.queue = Receiver(world), Queue(world)
        self.deliveries = HookDeliveries(world.database, world.clock)
        self.store = Webhooks(world.database, world.clock, world.ids)
        self.desk = WebhookDesk(
            self.store,
            self.deliveries,
            Streaks(world.database, world.clock),
            WebhookSecrets(world.kms),
            world.clock,
            world.ids,
            self.queue,
            "the-queue",
            loopback=False,
        )
        self.function = self.new_function()
        self.secrets: dict[str, str] = {}
        self._seq = 0

    def new_function(self, jitter: float = 0.0) -> Delivering:
        """An environment of its own: nothing cached."""
        database, clock = self.world.database, self.world.clock
        return Delivering(
            Directory(database),
            Webhooks(database, clock, self.world.ids),
            HookDeliveries(database, clock),
            Streaks(database, clock),
            Breakers(database, clock),
            WebhookSecrets(self.world.kms),
            self.receiver,
            clock,
            lambda: jitter,
            self.queue,
            "the-queue",
        )

    # --- the admin ------------------------------------------------------------------------------

    def request(self, webhook: str | None = None, body: Any = None, user: str = "adm_1", **path: str) -> Request:
        ids = ({"id": webhook} if webhook is not None else {}) | path
        principal = self.world.principal(user, "aff_2" if user == "adm_9" else "aff_1")
        return Request("req-1", ids, {}, {}, "192.0.2.7", body, principal)

    def register(self, *events: str, user: str = "adm_1", **more: Any) -> str:
        """The id of a new webhook, of which the functions know."""
        body = api.NewWebhook(**{"url": URL, "events": list(events or (CLOSED,))} | more)
        made = self.desk.create(self.request(body=body, user=user))
        self.secrets[made.id] = made.secret
        self.function = self.new_function()
        return made.id

    def change(self, webhook: str, **more: Any) -> api.Webhook:
        found = self.view(webhook)
        kept = {name: getattr(found, name) for name in ("url", "events", "active", "max_attempts", "disable_after")}
        changed = self.desk.update(self.request(webhook, api.WebhookUpdate(**kept | more)))
        self.function = self.new_function()
        return changed

    def view(self, webhook: str) -> api.Webhook:
        return self.desk.webhook(self.request(webhook))

    def log(self, webhook: str) -> list[api.HookDelivery]:
        """The oldest first."""
        return self.desk.deliveries(self.request(webhook)).items[::-1]

    # --- the bus --------------------------------------------------------------------------------

    def event(self, kind: str = CLOSED, affiliate: str = "aff_1", **more: Any) -> str:
        """An event that has not been before, as EventBridge hands it to the queue."""
        self._seq += 1
        self.world.clock.go_on(milliseconds=1)
        detail = {
            "schemaVersion": 1,
            "affiliateId": affiliate,
            "programId": "pro_1",
            "conversationId": "con_1",
            "seq": self._seq,
            "occurredAt": self.world.clock.now().isoformat().replace("+00:00", "Z"),
            "requestId": "req-7",
            "tags": ["grief"],
        }
        envelope = {
            "version": "0",
            "id": f"of-the-bus-{self._seq}",
            "detail-type": kind,
            "source": "holdfast",
            "detail": detail | more,
        }
        return json.dumps(envelope)

    def take(self, body: str) -> None:
        """The function handles one message, like every other one that is due by now."""
        self.function.take(HookTask.from_json(body))
        self.settle(until=self.world.clock.now())

    def happen(self, kind: str = CLOSED, **more: Any) -> str:
        """Something happens on the line; the event's message."""
        body = self.event(kind, **more)
        self.take(body)
        return body

    def settle(self, until: datetime | None = None) -> None:
        """Let the function handle what waits, each message when it is due; all of it, or what is due until then."""
        for _ in range(1000):
            if not self.queue.waiting or (until is not None and min(self.queue.waiting)[0] > until):
                return
            self.function.take(HookTask.from_json(self.queue.take_next()))
        raise AssertionError("it never comes to rest")

    @property
    def posted(self) -> list[Posted]:
        return self.receiver.posted

    def rows(self, webhook: str) -> list[HookDeliveryItem]:
        found = [row for row in aws.rows("sessions") if row["pk"]["S"] == f"D#{webhook}"]
        return [HookDeliveryItem.from_raw_data(row) for row in found if row["sk"]["S"].startswith("dlv_")]
