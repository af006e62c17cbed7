"""Direct messages and announcements through the function as it is put together: roles, problems, and no word shown."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest

from functions.jobs.staff_words import StaffRetention
from functions.messages import handler as messages
from functions.push import handler as push
from functions.realtime import handler as realtime
from functions.relay import handler as relay
from shared.contracts.routes import ROUTES
from shared.runtime import staff_api
from shared.security.tokens import AccessTokens, hash_secret
from shared.store.announcements import Announcements
from shared.store.directory import Directory
from shared.store.staff_aging import StaffAging
from shared.store.vault import Vault
from tests.unit import aws
from tests.unit.builders import http_event
from tests.unit.deployment import Deployment, forget_all
from tests.unit.test_canary import sent_text, shows
from tests.unit.world import World

#: What one colleague writes to another may be about a texter: it is as secret as what the texter writes.
ABOUT, REPLY, NEWS = "amethyst gondola", "cinnamon turbine", "marigold abacus"
SECRETS = tuple(word for text in (ABOUT, REPLY, NEWS) for word in text.split())
ROWS = [route for route in ROUTES if route.function == "messages"]


class Office:
    """Everybody signed in."""

    def __init__(self, world: World, monkeypatch: pytest.MonkeyPatch) -> None:
        self.world = world
        world.hire("out_1", role="outreach", programs=())
        world.hire("sup_2", role="supervisor", programs=("pro_2",))
        self.deployment = Deployment(world, monkeypatch)
        self._issue = AccessTokens(aws.read_secret("auth")["token_key"]).issue

    def call(
        self, user: str, method: str, path: str, body: object = None, *, affiliate: str = "aff_1", **query: str
    ) -> tuple[int, dict[str, Any]]:
        token = self.deployment.tokens.get(user)
        if token is None:
            self.world.sessions.start(f"ses-{user}", user, affiliate, "refresh-hash")
            token, _ = self._issue(user, affiliate, f"ses-{user}", datetime.now(UTC))
            self.deployment.tokens[user] = token
        raw = json.dumps(body).encode() if body is not None else b""
        headers = {"Authorization": f"Bearer {token}"}
        event = http_event(method, path, body=raw, headers=headers, parameters=query or None)
        answer = messages.handler(event, None)
        return answer["statusCode"], json.loads(answer["body"] or "{}")

    def listens(self, user: str, *rooms: str) -> None:
        """Their browser is in these rooms."""
        ticket = f"ticket-of-{user}"
        self.call(user, "GET", "/api/dm/threads")
        self.world.sessions.issue_ticket(hash_secret(ticket), user, "aff_1", f"ses-{user}")
        context = {"connectionId": f"c-{user}", "routeKey": "$default"}
        connect = {"requestContext": context | {"routeKey": "$connect"}, "queryStringParameters": {"ticket": ticket}}
        asks: list[dict[str, Any]] = [{"action": "subscribe", "room": room} for room in rooms]
        events: list[dict[str, Any]] = [connect]
        events += [{"requestContext": context, "body": json.dumps(ask)} for ask in asks]
        for event in events:
            assert realtime.handler(event, None)["statusCode"] == 200

    def news_travels(self) -> None:
        """What the table's stream says goes through the relay to the rooms."""
        now = aws.rows("conversations")
        relay.handler({"Records": aws.stream_records(self.deployment.stream, now)}, None)
        self.deployment.stream = now
        self.deployment.work("push", push.handler)

    def frames(self, kind: str) -> list[tuple[str, dict[str, Any]]]:
        """Frames of a kind that were posted, with the connection."""
        posted = [one for one in self.world.wire.sent if one.operation == "PostToConnection"]
        found = [(one.url.rsplit("/", 1)[-1], json.loads(one.body)) for one in posted]
        return [(connection, frame) for connection, frame in found if frame["type"] == kind]


@pytest.fixture
def office(world: World, monkeypatch: pytest.MonkeyPatch) -> Iterator[Office]:
    def forget() -> None:
        forget_all()
        for cached in (messages._api, staff_api.tables, staff_api.directory, staff_api.auth_secret, staff_api.identity):
            cached.cache_clear()

    forget()
    yield Office(world, monkeypatch)
    forget()


def test_given_words_between_colleagues_and_to_all_then_no_request_to_aws_shows_them_nor_any_log(
    office: Office, capsys: pytest.CaptureFixture[str]
) -> None:
    world = office.world
    office.listens("sup_1", "user:sup_1", "program:pro_1")
    world.wire.sent.clear()
    assert office.call("res_1", "POST", "/api/dm/sup_1", {"content": ABOUT})[0] == 201
    assert office.call("sup_1", "POST", "/api/dm/res_1", {"content": REPLY})[0] == 201
    assert office.call("sup_1", "POST", "/api/announcements", {"content": NEWS, "programId": "pro_1"})[0] == 201
    office.news_travels()
    _, thread = office.call("sup_1", "GET", "/api/dm/res_1")
    _, threads = office.call("res_1", "GET", "/api/dm/threads")
    _, news = office.call("res_1", "GET", "/api/announcements")
    office.call("res_1", "POST", "/api/dm/sup_1/read")
    office.call("res_1", "POST", f"/api/announcements/{news['items'][0]['id']}/read")
    # Words that are refused are not shown either.
    assert office.call("res_1", "POST", "/api/dm/nobody", {"content": ABOUT})[0] == 404
    assert office.call("res_1", "POST", "/api/dm/sup_1", {"content": ABOUT * 400})[0] == 422
    assert office.call("res_1", "POST", "/api/dm/sup_1", {"content": [ABOUT]})[0] == 400
    # It all happened,
    assert [one["content"] for one in thread["items"]] == [ABOUT, REPLY]
    assert threads["items"][0]["lastMessage"]["preview"] == REPLY
    assert news["items"][0]["content"] == NEWS
    assert [connection for connection, _ in office.frames("dm")] == ["c-sup_1"]
    # and everywhere it came by, nothing was shown: on the wire, in tables, queues, logs,
    leaks = [(one.service, one.operation, shows(sent_text(one), *SECRETS)) for one in world.wire.sent]
    assert {service for service, _, _ in leaks} >= {"dynamodb", "sns", "sqs", "kms", "apigatewaymanagementapi"}
    assert [leak for leak in leaks if leak[2]] == []
    tables = ("conversations", "vault", "sessions", "audit", "files")
    rows = json.dumps([aws.rows(table) for table in tables], default=lambda value: base64.b64encode(value).decode())
    assert shows(rows, *SECRETS) == []
    assert shows(capsys.readouterr().out, *SECRETS) == []
    # nor when its time is up.
    world.clock.go_on(days=800)
    vault = Vault(world.database, world.kms, world.clock)
    announcements = Announcements(world.database, vault, world.clock, world.ids)
    StaffRetention(Directory(world.database), StaffAging(world.database, vault), announcements, world.clock).run()
    assert [row for row in aws.rows("conversations") if row["sk"]["S"].startswith("M#")] == []
    leaks = [(one.service, one.operation, shows(sent_text(one), *SECRETS)) for one in world.wire.sent]
    assert [leak for leak in leaks if leak[2]] == []


def test_a_frame_says_who_wrote_in_ids_and_only_to_whom_it_was_written(office: Office) -> None:
    for user in ("sup_1", "res_2"):
        office.listens(user, f"user:{user}", "program:pro_1")
    _, written = office.call("res_1", "POST", "/api/dm/sup_1", {"content": ABOUT})
    office.news_travels()
    ((connection, frame),) = office.frames("dm")
    assert (connection, frame["room"], frame["messageId"], frame["from"]) == (
        "c-sup_1",
        "user:sup_1",
        written["id"],
        "res_1",
    )
    assert frame["seq"] > 0, "the room's own number, by which it is caught up"


def test_an_announcement_is_heard_in_the_rooms_of_its_programs(office: Office) -> None:
    office.listens("res_1", "program:pro_1")
    office.listens("sup_2", "program:pro_2")
    for body in ({"content": NEWS, "programId": "pro_2"}, {"content": NEWS}):
        assert office.call("adm_1", "POST", "/api/announcements", body)[0] == 201
        office.news_travels()
    heard = [(connection, frame["scope"]) for connection, frame in office.frames("announcement")]
    assert sorted(heard) == [("c-res_1", "affiliate"), ("c-sup_2", "affiliate"), ("c-sup_2", "program")]


@pytest.mark.parametrize("route", ROWS, ids=lambda route: route.operation)
def test_without_a_session_nothing_is_answered(office: Office, route: Any) -> None:
    path = route.path.replace("{peerId}", "sup_1").replace("{id}", "ann_1")
    answer = messages.handler(http_event(route.method, path, body=b"{}"), None)
    assert answer["statusCode"] == 401


@pytest.mark.parametrize("route", ROWS, ids=lambda route: route.operation)
@pytest.mark.parametrize("user", ["res_1", "sup_1", "adm_1", "out_1"])
def test_every_role_is_let_in_where_the_route_table_says_so(office: Office, route: Any, user: str) -> None:
    peer = "res_2"
    path = route.path.replace("{peerId}", peer).replace("{id}", "ann_nobody")
    body = {"content": "hello"} if route.method == "POST" and not path.endswith("/read") else None
    status, answer = office.call(user, route.method, path, body)
    role = {"res": "responder", "sup": "supervisor", "adm": "admin", "out": "outreach"}[user[:3]]
    if role not in route.who:
        assert (status, answer["code"]) == (403, "forbidden")
    elif route.operation == "announce" and role == "supervisor":
        assert (status, answer["code"]) == (403, "not_admin")
    else:
        assert status == (404 if "ann_nobody" in path else route.status)


def test_problems_name_the_field_and_the_stable_code(office: Office) -> None:
    for path, body, expected in (
        ("/api/dm/res_1", {"content": "hello"}, (422, "rule_broken", "peerId")),
        ("/api/dm/sup_1", {"content": "x" * 4001}, (422, "rule_broken", "content")),
        ("/api/dm/sup_1", {"content": "  "}, (422, "rule_broken", "content")),
        ("/api/dm/sup_1", {}, (400, "invalid_input", "content")),
        ("/api/dm/sup_1", {"content": "hello", "files": ["f"] * 11}, (422, "rule_broken", "files")),
        ("/api/dm/sup_1", {"content": "hello", "files": ["../x"]}, (422, "rule_broken", "files.0")),
        ("/api/dm/sup_1", {"content": "hello", "files": ["fil_of_nobody"]}, (422, "unknown_file", "files.0")),
        ("/api/dm/sup_1/read", {"seq": 0}, (422, "rule_broken", "seq")),
        ("/api/dm/sup_1/read", {"seq": 7}, (422, "rule_broken", "seq")),
    ):
        status, answer = office.call("res_1", "POST", path, body)
        assert (status, answer["code"], answer["errors"][0]["field"]) == expected
    assert [row for row in aws.rows("conversations") if row["sk"]["S"].startswith("M#")] == []


def test_an_idempotency_key_travels_in_its_header(office: Office) -> None:
    headers = {"Authorization": f"Bearer {office.deployment.tokens['res_1']}", "Idempotency-Key": "k-1"}
    body = json.dumps({"content": "once"}).encode()
    answers = [
        messages.handler(http_event("POST", "/api/dm/sup_1", body=body, headers=headers), None) for _ in range(2)
    ]
    assert [one["statusCode"] for one in answers] == [201, 201]
    assert len({json.loads(one["body"])["id"] for one in answers}) == 1
