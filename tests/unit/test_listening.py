"""What a WebSocket connection may hear."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from functions.realtime.listening import Listening
from functions.realtime.texters import Texters
from shared.contracts.realtime import parse_room
from shared.domain.errors import InvalidInput
from shared.lifecycle.read_receipts import ReadReceipts
from shared.lifecycle.typing import Typing
from shared.runtime.identity import Identity
from shared.security.tokens import AccessTokens, hash_secret
from shared.store.chats import Chats
from shared.store.directory import Directory
from tests.unit import aws
from tests.unit.world import World


class Line:
    """The realtime function, and browsers in front of it."""

    def __init__(self, world: World) -> None:
        self.world = world
        identity = Identity(world.database, Directory(world.database), AccessTokens("k" * 40), world.clock)
        chats, sqs = Chats(world.database), lambda: world.sqs
        typing = Typing(sqs, world.queues["push"], world.clock)
        receipts = ReadReceipts(chats, world.conversations, sqs, world.queues["receipts"], world.clock)
        texters = Texters(chats, receipts, typing)
        self.listening = Listening(world.sessions, world.conversations, identity, world.presences, typing, texters)

    def ticket(self, user: str = "res_1", affiliate: str = "aff_1") -> str:
        self.world.sessions.start(f"ses-{user}", user, affiliate, "refresh-hash")
        self.world.sessions.issue_ticket(hash_secret(f"ticket-{user}"), user, affiliate, f"ses-{user}")
        return f"ticket-{user}"

    def connect(self, connection: str, ticket: str | None) -> int:
        query = {"ticket": ticket} if ticket is not None else None
        event = {
            "requestContext": {"connectionId": connection, "routeKey": "$connect", "requestId": "r"},
            "queryStringParameters": query,
        }
        status: int = self.listening.answer(event)["statusCode"]
        return status

    def connected(self, user: str = "res_1", affiliate: str = "aff_1") -> str:
        assert self.connect(f"c-{user}", self.ticket(user, affiliate)) == 200
        return f"c-{user}"

    def frame(self, connection: str, body: Any) -> dict[str, Any]:
        text = body if isinstance(body, str) else json.dumps(body)
        context = {"connectionId": connection, "routeKey": "$default", "requestId": "r"}
        answer = self.listening.answer({"requestContext": context, "body": text})
        assert answer["statusCode"] == 200
        reply: dict[str, Any] = json.loads(answer["body"])
        return reply

    def hears(self, connection: str, room: str) -> str:
        reply = self.frame(connection, {"action": "subscribe", "room": room})
        return str(reply.get("code", reply["type"]))

    def rooms(self, connection: str) -> set[str]:
        return {
            row["pk"]["S"][2:]
            for row in aws.rows("sessions")
            if row["pk"]["S"].startswith("M#") and row["sk"]["S"] == f"X#{connection}"
        }


@pytest.fixture
def line(world: World) -> Line:
    return Line(world)


def test_a_ticket_opens_one_connection_once(line: Line) -> None:
    ticket = line.ticket()
    assert line.connect("a", ticket) == 200
    assert line.connect("b", ticket) == 401


def test_given_two_connects_race_with_one_ticket_then_one_of_them_is_let_in(line: Line) -> None:
    ticket = line.ticket()
    answers = []
    line.world.wire.before("DeleteItem", lambda: answers.append(line.connect("a", ticket)))
    answers.append(line.connect("b", ticket))
    assert sorted(answers) == [200, 401]


@pytest.mark.parametrize("ticket", [None, "", "made-up"])
def test_without_a_ticket_of_ours_nobody_is_let_in(line: Line, ticket: str | None) -> None:
    line.ticket()
    assert line.connect("a", ticket) == 401


def test_a_ticket_is_good_for_thirty_seconds(line: Line) -> None:
    ticket = line.ticket()
    line.world.clock.go_on(seconds=31)
    assert line.connect("a", ticket) == 401


def test_rooms_are_heard_by_those_who_may_see_what_happens_in_them(line: Line) -> None:
    world = line.world
    world.texters(2)
    mine, waiting = world.hand_out("res_1").id, world.conversations.waiting("pro_1")[0].id
    one, two = line.connected("res_1"), line.connected("res_2")
    supervisor, stranger = line.connected("sup_1"), line.connected("res_9", "aff_2")
    assert line.hears(one, f"conversation:{mine}") == "subscribed"
    assert line.hears(two, f"conversation:{mine}") == "not_found"
    assert line.hears(one, f"conversation:{waiting}") == "not_found"
    assert line.hears(supervisor, f"conversation:{mine}") == "subscribed"
    assert line.hears(stranger, f"conversation:{mine}") == "not_found"
    assert line.hears(one, "conversation:con_none") == "not_found"
    assert line.hears(one, "program:pro_1") == "subscribed"
    assert line.hears(one, "program:pro_2") == "not_found"
    assert line.hears(stranger, "program:pro_1") == "not_found"
    assert line.hears(one, "user:res_1") == "subscribed"
    assert line.hears(one, "user:res_2") == "not_found"
    assert line.hears(supervisor, "user:res_1") == "not_found"
    assert line.rooms(two) == set()
    assert line.rooms(one) == {f"conversation:{mine}", "program:pro_1", "user:res_1"}


def test_given_the_session_was_ended_then_nothing_more_is_joined(line: Line) -> None:
    connection = line.connected("res_1")
    line.world.sessions.end("ses-res_1")
    assert line.hears(connection, "program:pro_1") == "session_ended"
    assert line.rooms(connection) == set()


def test_a_connection_nobody_opened_joins_nothing(line: Line) -> None:
    assert line.hears("made-up", "program:pro_1") == "session_ended"


def test_leaving_a_room_and_hanging_up(line: Line) -> None:
    connection = line.connected("res_1")
    line.hears(connection, "program:pro_1")
    line.hears(connection, "user:res_1")
    reply = line.frame(connection, {"action": "unsubscribe", "room": "program:pro_1"})
    assert reply == {"type": "unsubscribed", "room": "program:pro_1"}
    assert line.rooms(connection) == {"user:res_1"}
    context = {"connectionId": connection, "routeKey": "$disconnect"}
    assert line.listening.answer({"requestContext": context})["statusCode"] == 200
    assert not [row for row in aws.rows("sessions") if connection in row["pk"]["S"] + row["sk"]["S"]]


class TestPing:
    def state(self, line: Line, user: str = "res_1") -> str:
        return line.world.presences.of([user])[user].state(line.world.clock.now())

    def test_it_is_answered_and_says_that_somebody_is_there(self, line: Line) -> None:
        connection = line.connected("res_1")
        assert self.state(line) == "gone"
        assert line.frame(connection, {"action": "ping"}) == {"type": "pong"}
        assert (self.state(line), self.state(line, "res_2")) == ("available", "gone")

    def test_given_the_pings_stop_then_the_responder_is_gone_after_ninety_seconds_and_not_before(
        self, line: Line
    ) -> None:
        connection = line.connected("res_1")
        for _ in range(4):
            line.frame(connection, {"action": "ping"})
            line.world.clock.go_on(seconds=30)
        line.frame(connection, {"action": "ping"})
        line.world.clock.go_on(seconds=90)
        assert self.state(line) == "available"
        line.world.clock.go_on(seconds=1)
        assert self.state(line) == "gone"

    def test_given_the_responder_said_they_are_busy_then_a_ping_does_not_make_them_available(self, line: Line) -> None:
        line.world.presences.say("aff_1", "res_1", "busy")
        line.world.clock.go_on(seconds=60)
        line.frame(line.connected("res_1"), {"action": "ping"})
        line.world.clock.go_on(seconds=60)
        assert self.state(line) == "busy"

    def test_pings_in_quick_succession_are_written_once(self, line: Line) -> None:
        connection = line.connected("res_1")
        line.frame(connection, {"action": "ping"})
        with line.world.wire.watching() as sent:
            for _ in range(5):
                line.frame(connection, {"action": "ping"})
        assert [one.operation for one in sent if one.operation == "UpdateItem"] == []

    def test_given_the_connection_is_gone_then_its_ping_is_answered_and_nobody_is_there(self, line: Line) -> None:
        assert line.frame("made-up", {"action": "ping"}) == {"type": "pong"}
        assert not [row for row in aws.rows("sessions") if row["sk"]["S"] == "PRESENCE"]

    def test_given_they_signed_out_then_a_socket_left_open_does_not_keep_them_there(self, line: Line) -> None:
        connection = line.connected("res_1")
        line.world.sessions.end("ses-res_1")
        assert line.frame(connection, {"action": "ping"}) == {"type": "pong"}
        assert self.state(line) == "gone"


@pytest.mark.parametrize(
    "body",
    [
        "",
        "not json",
        "[]",
        "5",
        "null",
        {},
        {"action": "shout", "room": "user:res_1"},
        {"action": "subscribe"},
        {"action": "subscribe", "room": 5},
        {"action": "subscribe", "room": "kitchen:1"},
        {"action": ["subscribe"], "room": "user:res_1"},
        "[" * 5000,
    ],
)
def test_a_frame_that_makes_no_sense_is_refused_and_the_connection_lives_on(line: Line, body: Any) -> None:
    connection = line.connected()
    assert line.frame(connection, body)["type"] == "refused"
    assert line.frame(connection, {"action": "ping"}) == {"type": "pong"}


@given(st.text(max_size=200) | st.none() | st.integers())
def test_whatever_a_room_is_called_only_our_own_errors_leave_the_parser(name: object) -> None:
    try:
        room = parse_room(name)
    except InvalidInput:
        return
    assert room.name == name
