"""Replaying a dead letter is safe because every consumer may be handed the same message twice.

A story in which every queue carries something is told to its end. Then each queue's messages are handled once more, as
after a replay that died between sending and deleting: nothing is written, nobody is texted, mailed or called again, and
what is announced again is word for word what was announced before.
"""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qs

import pytest
import responses

from functions.realtime import handler as realtime
from functions.texters import handler as texters
from functions.webhooks import handler as webhooks
from shared.contracts.dead_letters import DEAD_LETTERS, STREAM
from shared.contracts.tables import TABLES
from shared.security.tokens import hash_secret
from tests.unit import aws
from tests.unit.builders import signed_webhook, twilio_form
from tests.unit.deployment import CARRIER, Deployment, forget_all
from tests.unit.wire import Sent
from tests.unit.world import World

#: What reaches people and the workflow for good. Frames and events may come twice, if they are the same.
_ONCE = ("SendEmail", "SendTaskSuccess")


class Remembering(Deployment):
    """Keeps every message by its queue."""

    def __init__(self, world: World, monkeypatch: pytest.MonkeyPatch) -> None:
        super().__init__(world, monkeypatch)
        self.handled: dict[str, list[dict[str, Any]]] = defaultdict(list)
        self.handlers: dict[str, Any] = {}

    def work(self, queue: str, handler: Any) -> int:
        self.handlers[queue] = handler
        records = aws.drain(self.world.queues[queue])
        self.handled[queue] += records
        for start in range(0, len(records), 10):
            assert handler({"Records": records[start : start + 10]}, None)["batchItemFailures"] == []
        return len(records)


class Story:
    """Somebody in danger texts and is answered; help is called; a forgery and a receipt come along."""

    def __init__(self, line: Remembering, carrier: responses.RequestsMock) -> None:
        self.line, self.carrier = line, carrier
        self._listen()
        text = twilio_form(Body="I am going to kill myself tonight")
        assert webhooks.handler(signed_webhook(text), None)["statusCode"] == 200
        assert webhooks.handler(signed_webhook(text, token="forged"), None)["statusCode"] == 403
        line.flow()
        path = f"/api/conversations/{line.api('POST', '/api/queue/next', {})['id']}"
        line.api("POST", f"{path}/messages", {"content": "I am here"})
        line.flow()
        call = {"type": "police", "urgency": "immediate", "location": "12 Elm Street"}
        escalation = line.api("POST", f"{path}/escalate", call)["escalationId"]
        line.api("POST", f"{path}/escalations/{escalation}/confirm", user="sup_1")
        line.flow()
        attempt = parse_qs(carrier.calls[-1].request.body)["StatusCallback"][0].split("attempt=")[1]
        self._erase_somebody()
        receipt = {"MessageSid": "SM77", "MessageStatus": "delivered", "AccountSid": aws.ACCOUNT}
        signed = signed_webhook(receipt, path="/api/webhooks/twilio/status", query=f"attempt={attempt}")
        assert webhooks.handler(signed, None)["statusCode"] == 200
        line.flow()

    def _erase_somebody(self) -> None:
        """Somebody else, whose conversation has ended."""
        text = twilio_form(Body="hello", From="+12025550177", MessageSid="SM" + "7" * 32)
        assert webhooks.handler(signed_webhook(text), None)["statusCode"] == 200
        self.line.flow()
        one = self.line.api("POST", "/api/queue/next", {})["id"]
        self.line.api("POST", f"/api/conversations/{one}/close", {})
        self.line.flow()
        texter = self.line.api("GET", f"/api/conversations/{one}", user="sup_1")["texterId"]
        path, wish = f"/api/texters/{texter}/erase", {"reason": "asked us by letter"}
        asked = self.line.api("POST", path, wish, user="sup_1", handler=texters.handler)
        self.line.api("POST", f"{path}/{asked['id']}/approve", user="adm_1", handler=texters.handler)
        self.line.flow()

    def _listen(self) -> None:
        """A responder's browser."""
        self.line.world.sessions.issue_ticket(hash_secret("ticket"), "res_1", "aff_1", "ses-res_1")
        context = {"connectionId": "c1", "routeKey": "$default"}
        connect = {"requestContext": context | {"routeKey": "$connect"}, "queryStringParameters": {"ticket": "ticket"}}
        subscribe = {"requestContext": context, "body": '{"action":"subscribe","room":"program:pro_1"}'}
        for event in (connect, subscribe):
            assert realtime.handler(event, None)["statusCode"] == 200

    def state(self) -> dict[str, list[str]]:
        """Everything that is stored, and the executions there are."""
        stored = {
            table.name: sorted(json.dumps(row, sort_keys=True, default=repr) for row in aws.rows(table.name))
            for table in TABLES
        }
        states = aws.client("stepfunctions")
        (machine,) = states.list_state_machines()["stateMachines"]
        running = states.list_executions(stateMachineArn=machine["stateMachineArn"])["executions"]
        return stored | {"executions": sorted(one["name"] for one in running)}

    def again(self, queue: str) -> list[Sent]:
        """Every message of a queue is handled once more, and all that follows; the requests to AWS."""
        with self.line.world.wire.watching() as seen:
            records = self.line.handled[queue]
            for start in range(0, len(records), 10):
                answer = self.line.handlers[queue]({"Records": records[start : start + 10]}, None)
                assert answer["batchItemFailures"] == []
            self.line.flow()
        return seen


@pytest.fixture
def story(world: World, monkeypatch: pytest.MonkeyPatch) -> Iterator[Story]:
    forget_all()
    with responses.RequestsMock() as carrier:
        carrier.post(re.compile(f"{CARRIER}/.*"), json={"sid": "SM77"}, status=201)
        carrier.get(re.compile(f"{CARRIER}/.*/Media.json"), json={"media_list": []})
        carrier.delete(re.compile(f"{CARRIER}/.*"), status=204)
        yield Story(Remembering(world, monkeypatch), carrier)
    forget_all()


def test_given_a_queues_messages_were_handled_when_they_are_handled_again_then_nothing_happens_twice(
    story: Story,
) -> None:
    queues = [name for name in DEAD_LETTERS if name != STREAM]
    assert [queue for queue in queues if not story.line.handled[queue]] == [], "the story has nothing for these"
    stored, texted = story.state(), len(story.carrier.calls)
    said = announced(story.line.world.wire.sent)
    for queue in queues:
        seen = story.again(queue)
        assert story.state() == stored, queue
        assert len(story.carrier.calls) == texted, queue
        assert [one.operation for one in seen if one.operation in _ONCE] == [], queue
        assert announced(seen) <= said, queue


def announced(requests: list[Sent]) -> set[tuple[str, str]]:
    """Each frame with its connection, each event as it stands on the bus."""
    frames = {(one.url, one.body.decode()) for one in requests if one.operation == "PostToConnection"}
    entries = [entry for one in requests if one.operation == "PutEvents" for entry in one.json()["Entries"]]
    return frames | {(entry["DetailType"], entry["Detail"]) for entry in entries}
