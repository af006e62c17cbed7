"""What a WebSocket connection may hear."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.contracts.alerts import AlertNotice
from shared.contracts.realtime import parse_room
from shared.domain.errors import InvalidInput
from tests.unit import aws
from tests.unit.realtime_line import Line
from tests.unit.sockets import assert_in_contract
from tests.unit.world import World


def an_alert(name: str, user: str | None = None) -> AlertNotice:
    return AlertNotice(name, "queue_deep", "notice", "aff_1", "pro_1", "", user, "2025-11-20T12:00:00+00:00")


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


class TestState:
    """How things stand, and the frames that follow go on from there."""

    def test_it_says_who_one_is_what_one_hears_who_is_there_and_how_many_calls_are_open(self, line: Line) -> None:
        world = line.world
        one, supervisor = line.connected("res_1"), line.connected("sup_1")
        line.hears(supervisor, "program:pro_1")
        line.hears(supervisor, "user:sup_1")
        world.presences.say("aff_1", "res_1", "busy")
        line.frame(supervisor, {"action": "ping"})
        for name, user in (("al_1", None), ("al_2", None), ("al_3", "res_1"), ("al_4", "res_2")):
            world.alerts.record(an_alert(name, user))
        acknowledged = world.alerts.get("aff_1", "al_2")
        assert acknowledged is not None
        world.alerts.acknowledge(acknowledged, "sup_1")
        state = line.frame(supervisor, {"action": "state"})
        assert_in_contract(state)
        assert state["user"] == {"id": "sup_1", "role": "supervisor", "affiliateId": "aff_1", "programIds": ["pro_1"]}
        assert state["rooms"] == ["program:pro_1", "user:sup_1"]
        assert state["presence"] == {"res_1": "busy", "res_2": "gone", "sup_1": "available"}
        assert state["openAlerts"] == 1
        assert line.frame(one, {"action": "state"})["openAlerts"] == 1

    def test_given_the_session_was_ended_then_nothing_is_said(self, line: Line) -> None:
        connection = line.connected("res_1")
        line.world.sessions.end("ses-res_1")
        assert line.frame(connection, {"action": "state"})["code"] == "session_ended"
