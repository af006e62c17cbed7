"""An affiliate's own system, played by a server of the test's own, is told what happens on the line."""

from __future__ import annotations

import hashlib
import hmac
import http.server
import json
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest

from tests.e2e.line import Line
from tests.e2e.people import Responder, Staff, Supervisor, TexterFactory
from tests.e2e.problems import fields, problem
from tests.e2e.waiting import eventually

pytestmark = pytest.mark.e2e

CREATED, INBOUND = "conversation.created", "conversation.message.inbound"
#: The first wait after a failure is half a minute, more or less; then the queue's own delay.
ONE_RETRY = 120.0


@dataclass(frozen=True)
class Posted:
    path: str
    headers: dict[str, str]
    body: bytes
    at: float

    @property
    def document(self) -> dict[str, Any]:
        found: dict[str, Any] = json.loads(self.body)
        return found

    def signed_by(self, *secrets: str) -> bool:
        """By the book: `t=<unix seconds>,v1=<hex HMAC-SHA256(secret, "t.body")>`, one `v1` for each secret."""
        stamp, *given = self.headers["x-signature"].split(",")
        moment = stamp.removeprefix("t=")
        expected = [
            hmac.new(one.encode(), f"{moment}.".encode() + self.body, hashlib.sha256).hexdigest() for one in secrets
        ]
        return given == [f"v1={one}" for one in expected] and abs(int(moment) - self.at) < 60


@dataclass
class Receiver:
    """Answers the statuses it was told, in that order, and 204 from then on."""

    url: str
    statuses: list[int] = field(default_factory=list)
    posted: list[Posted] = field(default_factory=list)

    def about(self, conversation_id: str) -> list[Posted]:
        return [one for one in self.posted if one.document["data"].get("conversationId") == conversation_id]

    def of_type(self, kind: str) -> list[Posted]:
        return [one for one in self.posted if one.headers["x-event-type"] == kind]


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    class Handler(http.server.BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            headers = {name.lower(): value for name, value in self.headers.items()}
            found.posted.append(Posted(self.path, headers, body, time.time()))
            status = found.statuses.pop(0) if found.statuses else 204
            self.send_response(status)
            if 300 <= status < 400:
                self.send_header("Location", f"{found.url}/elsewhere")
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, format: str, *args: Any) -> None:  # noqa: A002
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    found = Receiver(f"http://127.0.0.1:{server.server_address[1]}")
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield found
    server.shutdown()
    server.server_close()


class Admin(Staff):
    """Sets up webhooks, and removes what was made for a test."""

    def __init__(self, line: Line, email: str) -> None:
        super().__init__(line, email)
        self.made: list[str] = []

    def registers(self, receiver: Receiver, *events: str, **more: Any) -> dict[str, Any]:
        answer = self.ask(
            "POST", "/api/admin/webhooks", json={"url": f"{receiver.url}/hooks", "events": list(events), **more}
        )
        assert answer.status_code == 201, answer.text
        webhook: dict[str, Any] = answer.json()
        self.made.append(webhook["id"])
        return webhook

    def webhook(self, webhook_id: str) -> dict[str, Any]:
        return self.get(f"/api/admin/webhooks/{webhook_id}")

    def log(self, webhook_id: str) -> list[dict[str, Any]]:
        """The newest first."""
        items: list[dict[str, Any]] = self.get(f"/api/admin/webhooks/{webhook_id}/deliveries", limit=100)["items"]
        return items

    def posts_to(self, webhook_id: str, what: str) -> dict[str, Any]:
        answer = self.ask("POST", f"/api/admin/webhooks/{webhook_id}/{what}")
        assert answer.ok, answer.text
        done: dict[str, Any] = answer.json()
        return done

    def removes_what_was_made(self) -> None:
        for webhook_id in self.made:
            self.ask("DELETE", f"/api/admin/webhooks/{webhook_id}")
        self.made.clear()


@pytest.fixture
def adam(line: Line) -> Iterator[Admin]:
    """Harbor's admin."""
    admin = Admin(line, "adam@harbor.example")
    yield admin
    admin.removes_what_was_made()


def known_everywhere() -> None:
    """Functions look every five seconds whether their affiliate's configuration has changed."""
    time.sleep(5.5)


def test_what_happens_is_posted_once_signed_and_without_a_word(
    adam: Admin, receiver: Receiver, texters: TexterFactory, vera: Supervisor, rosa: Responder
) -> None:
    webhook = adam.registers(receiver, CREATED, "conversation.closed")
    known_everywhere()
    texter = texters()
    said = texter.writes("a long evening")
    conversation_id = vera.finds(said)
    rosa.helps(conversation_id)
    rosa.does(conversation_id, "close")

    eventually(lambda: len(receiver.about(conversation_id)) == 2, "two events")
    told = receiver.about(conversation_id)
    assert {one.document["type"] for one in told} == {CREATED, "conversation.closed"}
    assert all(one.signed_by(webhook["secret"]) for one in told)
    assert all(one.headers["x-event-type"] == one.document["type"] for one in told)
    assert len({one.headers["x-delivery-id"] for one in told}) == 2
    everything = "".join(repr(one) for one in receiver.posted)
    assert texter.number.lstrip("+") not in everything
    assert said.split()[-1] not in everything

    def delivered() -> dict[str, dict[str, Any]] | None:
        found = {one["id"]: one for one in adam.log(webhook["id"]) if one["status"] == "delivered"}
        return found if {one.headers["x-delivery-id"] for one in told} <= set(found) else None

    log = eventually(delivered, "the log")
    for one in told:
        logged = log[one.headers["x-delivery-id"]]
        assert (logged["attempts"], logged["httpStatus"], logged["eventId"]) == (1, 204, one.document["id"])


def test_given_the_receiver_fails_once_then_the_same_is_posted_again_and_not_a_third_time(
    adam: Admin, receiver: Receiver, texters: TexterFactory, vera: Supervisor
) -> None:
    webhook = adam.registers(receiver, CREATED)
    receiver.statuses = [500]
    known_everywhere()
    conversation_id = vera.finds(texters().writes("is somebody there"))

    eventually(lambda: len(receiver.about(conversation_id)) == 2, "a second attempt", seconds=ONE_RETRY)
    first, second = receiver.about(conversation_id)
    assert (first.body, first.headers["x-delivery-id"]) == (second.body, second.headers["x-delivery-id"])
    assert second.signed_by(webhook["secret"])
    assert first.headers["x-signature"] != second.headers["x-signature"]
    logged = eventually(
        lambda: next((one for one in adam.log(webhook["id"]) if one["status"] == "delivered"), None), "the log"
    )
    assert (logged["attempts"], logged["conversationId"]) == (2, conversation_id)
    # A message that comes again would find it settled; nothing is on its way any more.
    adam.posts_to(webhook["id"], "test")
    eventually(lambda: receiver.of_type("holdfast.ping"), "the test")
    assert len(receiver.about(conversation_id)) == 2


def test_given_the_receiver_redirects_then_nobody_follows(adam: Admin, receiver: Receiver) -> None:
    webhook = adam.registers(receiver, CREATED)
    receiver.statuses = [307]
    tested = adam.posts_to(webhook["id"], "test")
    logged = eventually(lambda: next((x for x in adam.log(webhook["id"]) if x["status"] == "gave_up"), None), "the log")
    assert (logged["id"], logged["error"], logged["httpStatus"]) == (tested["deliveryId"], "redirected", 307)
    assert [one.path for one in receiver.posted] == ["/hooks"]


def test_given_deliveries_come_to_nothing_in_a_row_then_it_is_disabled_until_an_admin_enables_it(
    adam: Admin, receiver: Receiver, texters: TexterFactory, vera: Supervisor
) -> None:
    webhook = adam.registers(receiver, CREATED, INBOUND, maxAttempts=1, disableAfter=2)
    receiver.statuses = [503] * 10
    known_everywhere()
    vera.finds(texters().writes("hello"))

    def disabled() -> dict[str, Any] | None:
        found = adam.webhook(webhook["id"])
        return found if found["status"] == "disabled" else None

    found = eventually(disabled, "disabled")
    assert (found["active"], found["disabledReason"]) == (False, "gave_up_in_a_row")
    assert (found["disabledError"], found["failuresInARow"]) == ("refused_by_receiver", 2)
    assert {one["status"] for one in adam.log(webhook["id"])} == {"gave_up"}

    receiver.statuses = []
    again = {name: webhook[name] for name in ("url", "events")} | {"active": True, "version": found["version"]}
    answer = adam.ask("PUT", f"/api/admin/webhooks/{webhook['id']}", json=again)
    assert answer.status_code == 200, answer.text
    assert (answer.json()["status"], answer.json()["disabledReason"]) == ("active", None)
    failed = adam.log(webhook["id"])[0]
    adam.posts_to(webhook["id"], f"deliveries/{failed['id']}/replay")
    eventually(lambda: failed["id"] in {one.headers["x-delivery-id"] for one in receiver.posted[2:]}, "the replay")


def test_a_new_secret_signs_beside_the_old_one_and_a_paused_webhook_can_be_tested(
    adam: Admin, receiver: Receiver
) -> None:
    webhook = adam.registers(receiver, CREATED, active=False)
    assert "secret" not in adam.webhook(webhook["id"])
    new = adam.posts_to(webhook["id"], "rotate")["secret"]
    known_everywhere()
    adam.posts_to(webhook["id"], "test")
    (ping,) = eventually(lambda: receiver.of_type("holdfast.ping"), "the test")
    assert ping.signed_by(new, webhook["secret"])


@pytest.mark.parametrize(
    ("changes", "named"),
    [
        ({"url": "http://10.0.0.1/"}, ["url"]),
        ({"url": "https://169.254.169.254/latest/meta-data"}, ["url"]),
        ({"url": "https://me:word@hooks.example.org/"}, ["url"]),
        ({"url": "https://hooks.example.org/#x"}, ["url"]),
        ({"url": "ftp://hooks.example.org/"}, ["url"]),
        ({"events": [CREATED, "conversation.shouted"]}, ["events.1"]),
    ],
)
def test_what_cannot_be_is_refused_and_says_which_field(adam: Admin, changes: dict[str, Any], named: list[str]) -> None:
    body = {"url": "https://hooks.example.org/", "events": [CREATED]} | changes
    answer = adam.ask("POST", "/api/admin/webhooks", json=body)
    assert fields(problem(answer, 422, "rule_broken")) == named


def test_only_an_affiliates_own_admins_know_of_its_webhooks(
    adam: Admin, receiver: Receiver, vera: Supervisor, rosa: Responder, omar: Supervisor
) -> None:
    webhook = adam.registers(receiver, CREATED)
    for person in (vera, rosa, omar):
        for path in ("", f"/{webhook['id']}", f"/{webhook['id']}/deliveries"):
            problem(person.ask("GET", f"/api/admin/webhooks{path}"), 403, "forbidden")
    problem(adam.ask("GET", "/api/admin/webhooks/whk_of_nobody"), 404, "not_found")
