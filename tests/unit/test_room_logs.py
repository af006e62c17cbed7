"""Whoever was away asks for the rest: of a room's log nothing is missed and nothing comes twice."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from shared.contracts.queues import FactNotice
from shared.store.room_logs import KEPT, MOST_KEPT
from tests.unit import aws
from tests.unit.realtime_line import Line
from tests.unit.sockets import Push, Sockets
from tests.unit.world import World

ROOM = "user:res_1"


class Told:
    """A responder's room, and what colleagues say in it."""

    def __init__(self, world: World) -> None:
        self.world, self.sockets, self.line = world, Sockets(), Line(world)
        self.push = Push(world, self.sockets)
        self.said = 0

    def say(self, message: str | None = None) -> str:
        """A colleague writes; the message's id. The same one again is the same message."""
        self.said += message is None
        name = message or f"msg_{self.said}"
        detail = {"user": "res_1", "thread": "thr_1", "message": name, "from": "res_2"}
        self.push.rooms.announce(FactNotice("dm", "aff_1", "", "", 1, "2025-11-20T12:00:00+00:00", "", detail))
        return name

    def ask(self, connection: str, after: Any = None, room: str = ROOM) -> dict[str, Any]:
        frame = {"action": "subscribe", "room": room} | ({"after": after} if after is not None else {})
        return self.line.frame(connection, frame)


@pytest.fixture
def told(world: World) -> Told:
    made = Told(world)
    made.line.connected_as("a", "res_1", "ses-a")
    return made


def names(frames: list[dict[str, Any]]) -> list[str]:
    return [frame["messageId"] for frame in frames]


class TestAsking:
    def test_whoever_is_let_in_learns_where_the_room_stands(self, told: Told) -> None:
        reply = told.ask("a")
        assert reply == {"type": "subscribed", "room": ROOM, "seq": reply["seq"]}
        told.say()
        assert [frame["seq"] for frame in told.sockets.frames["a"]] == [reply["seq"] + 1]

    def test_what_was_said_meanwhile_comes_with_the_answer_as_it_was_said(self, told: Told) -> None:
        seq = told.ask("a")["seq"]
        for _ in range(3):
            told.say()
        told.line.connected_as("b", "res_1", "ses-a")
        reply = told.ask("b", seq + 1)
        assert reply["missed"] == told.sockets.frames["a"][1:]
        assert reply["seq"] == seq + 3

    def test_given_nothing_was_said_then_nothing_was_missed(self, told: Told) -> None:
        seq = told.ask("a")["seq"]
        assert told.ask("a", seq) == {"type": "subscribed", "room": ROOM, "seq": seq}

    def test_the_same_thing_told_again_keeps_its_number(self, told: Told) -> None:
        seq = told.ask("a")["seq"]
        first = told.say()
        told.say()
        told.say(first)
        assert [frame["seq"] - seq for frame in told.sockets.frames["a"]] == [1, 2, 1]
        assert told.ask("a", seq)["seq"] == seq + 2

    def test_given_two_things_are_said_at_the_same_moment_then_each_has_its_number(self, told: Told) -> None:
        seq = told.ask("a")["seq"]
        told.world.wire.before("TransactWriteItems", lambda: [told.say(), None][1])
        told.say()
        assert sorted(frame["seq"] - seq for frame in told.sockets.frames["a"]) == [1, 2]
        assert sorted(names(told.ask("a", seq)["missed"])) == ["msg_1", "msg_2"]

    def test_given_too_much_was_said_then_the_room_is_to_be_read_anew(self, told: Told) -> None:
        seq = told.ask("a")["seq"]
        for number in range(MOST_KEPT + 1):
            told.push.logs.append(ROOM, str(number), {"type": "dm"})
        assert told.ask("a", seq) == {"type": "reset", "room": ROOM, "seq": seq + MOST_KEPT + 1}
        assert len(told.ask("a", seq + 1)["missed"]) == MOST_KEPT

    def test_given_it_was_too_long_ago_then_the_room_is_to_be_read_anew_and_listened_to(self, told: Told) -> None:
        seq = told.ask("a")["seq"]
        told.say()
        told.world.clock.go_on(seconds=KEPT.total_seconds() + 1)
        told.say()
        assert told.ask("a", seq)["type"] == "reset"
        assert len(told.ask("a", seq + 1)["missed"]) == 1
        told.say()
        assert names(told.sockets.frames["a"])[-1] == "msg_3"

    def test_given_the_room_forgot_its_number_then_it_goes_on_above_what_it_had_reached(self, told: Told) -> None:
        seq = told.ask("a")["seq"]
        told.say()
        told.world.clock.go_on(days=30)
        for row in aws.rows("sessions"):
            if row["pk"]["S"] == f"R#{ROOM}":
                key = {"pk": row["pk"], "sk": row["sk"]}
                aws.client("dynamodb").delete_item(TableName=f"{aws.PREFIX}-sessions", Key=key)
        told.line.connected_as("b", "res_1", "ses-b")
        assert told.ask("b", seq + 1)["type"] == "reset"
        assert told.ask("b")["seq"] > seq + 1

    @pytest.mark.parametrize("after", [-1, 1.5, "1", True, [], 10**16])
    def test_a_number_that_makes_no_sense_is_refused_and_nothing_is_joined(self, told: Told, after: Any) -> None:
        assert told.ask("a", after)["code"] == "invalid_input"
        assert told.line.rooms("a") == set()

    @pytest.mark.parametrize("after", [0, 10**15])
    def test_a_number_the_room_never_reached_is_no_number_of_its(self, told: Told, after: int) -> None:
        assert told.ask("a", after)["type"] == "reset"
        assert told.line.rooms("a") == {ROOM}

    def test_a_conversations_facts_are_its_log(self, told: Told) -> None:
        told.world.text()
        one = told.world.hand_out("res_1")
        reply = told.ask("a", 1, f"conversation:{one.id}")
        assert reply["seq"] == told.world.only().version
        assert set(reply) == {"type", "room", "seq"}

    def test_the_largest_answer_there_can_be_is_far_from_what_api_gateway_takes(self, told: Told) -> None:
        seq = told.ask("a")["seq"]
        longest = {"type": "alert", **dict.fromkeys(("id", "kind", "level", "programId", "conversationId"), "x" * 64)}
        for number in range(MOST_KEPT):
            told.push.logs.append(ROOM, str(number), longest)
        reply = told.ask("a", seq)
        assert len(reply["missed"]) == MOST_KEPT
        assert len(json.dumps(reply)) < 128 * 1024


class Screen:
    """What a console does: a cursor up to which nothing is missing, and what it has seen above it."""

    def __init__(self, seq: int) -> None:
        self.cursor, self.above, self.shown = seq, set[int](), list[str]()

    def heard(self, frame: dict[str, Any]) -> None:
        seq = frame["seq"]
        if seq <= self.cursor or seq in self.above:
            return
        self.shown.append(frame["messageId"])
        self.above.add(seq)
        while self.cursor + 1 in self.above:
            self.cursor += 1
            self.above.remove(self.cursor)


_STEPS = st.lists(
    st.sampled_from(["say", "say", "drop", "lose", "hang up", "come back", "lose the answer", "again", "late"]),
    max_size=25,
)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=_STEPS)
def test_however_often_a_browser_is_cut_off_it_has_shown_the_whole_log_once(world: World, steps: list[str]) -> None:
    """`drop`: the socket dies and nobody is told; `lose`: with a frame in it that API Gateway had taken. `again`: a
    notice is told twice. `late`: a frame is not posted when its turn comes, and those after it are."""
    told = Told(world)
    told.sockets.frames.clear()
    connections = 1
    name = "x1"
    told.line.connected_as(name, "res_1", "ses-a")
    screen, owed = Screen(told.ask(name)["seq"]), list[str]()
    online = True
    prefix = f"{world.ids.new('run')}-"

    def hear() -> None:
        if online:
            for frame in told.sockets.frames.pop(name, []):
                screen.heard(frame)

    def come_back() -> str:
        nonlocal connections
        connections += 1
        fresh = f"x{connections}"
        told.line.connected_as(fresh, "res_1", "ses-a")
        return fresh

    said: list[str] = []
    for number, step in enumerate([*steps, "come back"]):
        if step in ("say", "late", "lose"):
            said.append(told_name := f"{prefix}{number}")
            if step == "late" and name not in told.sockets.closed:
                told.sockets.errors[name] = "InternalServerErrorException"
                with pytest.raises(Exception, match="InternalServerError"):
                    told.say(told_name)
                told.sockets.errors.clear()
                owed.append(told_name)
            else:
                told.say(told_name)
            if step == "lose" and online:
                told.sockets.frames.pop(name, None)
                told.sockets.closed.append(name)
                online = False
        elif step == "drop" and online:
            hear()
            told.sockets.closed.append(name)
            online = False
        elif step == "hang up" and online:
            hear()
            told.sockets.closed.append(name)
            context = {"connectionId": name, "routeKey": "$disconnect"}
            told.line.listening.answer({"requestContext": context})
            online = False
        elif step in ("come back", "lose the answer"):
            hear()
            if online:
                told.sockets.closed.append(name)
            name = come_back()
            reply = told.ask(name, screen.cursor)
            if step == "lose the answer":
                told.sockets.closed.append(name)
                online = False
                continue
            assert reply["type"] == "subscribed"
            online = True
            for frame in reply.get("missed", []):
                screen.heard(frame)
        elif step == "again" and said:
            told.say(said[number % len(said)])
        hear()
    assert sorted(screen.shown) == sorted(said)
    for late in owed:
        told.say(late)
    hear()
    assert sorted(screen.shown) == sorted(said)
