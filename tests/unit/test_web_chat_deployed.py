"""A web chat through all functions as they are put together; no request to AWS may show what was written."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest

from functions.realtime import handler as realtime
from functions.transcript import handler as transcript
from functions.webchat import handler as webchat
from shared.operator.tenants import NewLine
from tests.unit import aws
from tests.unit.builders import http_event
from tests.unit.deployment import Deployment, forget_all
from tests.unit.test_canary import sent_text, shows
from tests.unit.world import WELCOME, World

WORDS, REPLY = "zebra lantern forty-one", "copper meadow sixty-two"
SECRETS = (*WORDS.split()[:2], *REPLY.split()[:2])


@pytest.fixture
def deployment(world: World, monkeypatch: pytest.MonkeyPatch) -> Iterator[Deployment]:
    world.tenants.line("aff_1", NewLine("webchat", "pro_1", "pro_1"))
    forget_all()
    yield Deployment(world, monkeypatch)
    forget_all()


def ask(handler: Any, method: str, path: str, body: object = None, token: str | None = None) -> dict[str, Any]:
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    raw = json.dumps(body).encode() if body is not None else b""
    answer = handler.handler(http_event(method, f"/api/webchat/{path}", body=raw, headers=headers), None)
    assert answer["statusCode"] < 300, answer["body"]
    document: dict[str, Any] = json.loads(answer["body"] or "{}")
    return document


def test_a_whole_chat_goes_through_everything_and_no_request_to_aws_shows_its_words(
    deployment: Deployment, capsys: pytest.CaptureFixture[str]
) -> None:
    world = deployment.world
    world.wire.sent.clear()
    token = ask(webchat, "POST", "sessions", {"programId": "pro_1"})["token"]
    ticket = ask(transcript, "POST", "ticket", token=token)["ticket"]
    connect = {"connectionId": "c1", "routeKey": "$connect"}
    event = {"requestContext": connect, "queryStringParameters": {"ticket": ticket}}
    assert realtime.handler(event, None)["statusCode"] == 200

    ask(webchat, "POST", "messages", {"content": WORDS, "clientId": "c-1"}, token)
    deployment.flow()
    taken = deployment.api("POST", "/api/queue/next", {})
    deployment.api("POST", f"/api/conversations/{taken['id']}/messages", {"content": REPLY})
    deployment.flow()
    read = ask(transcript, "GET", "messages", token=token)
    ask(transcript, "POST", "read", {"seq": read["cursor"]}, token)
    says = {"requestContext": connect | {"routeKey": "$default"}, "body": '{"action":"typing"}'}
    assert json.loads(realtime.handler(says, None)["body"]) == {"type": "typed"}
    deployment.flow()
    thread = deployment.api("GET", f"/api/conversations/{taken['id']}/messages")["items"]
    ask(webchat, "POST", "end", {}, token)
    deployment.flow()

    assert [one["content"] for one in read["items"]] == [WORDS, WELCOME, REPLY]
    assert [one["status"] for one in thread] == ["received", "read", "read"]
    assert world.only().state == "closed"
    posted = [one.body for one in world.wire.sent if one.operation == "PostToConnection"]
    frames = [json.loads(body) for body in posted]
    assert [(one["type"], one.get("state")) for one in frames] == [
        ("state", "waiting"),
        ("message", None),
        ("state", "active"),
        ("message", None),
        ("state", "ended"),
    ]
    leaks = [(one.service, one.operation, shows(sent_text(one), *SECRETS)) for one in world.wire.sent]
    assert [leak for leak in leaks if leak[2]] == []
    tables = json.dumps([aws.rows(t) for t in ("conversations", "sessions", "vault")], default=str)
    assert shows(tables, *SECRETS) == []
    assert shows(capsys.readouterr().out, *SECRETS) == []
