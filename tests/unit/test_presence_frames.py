"""Colleagues hear of each other in the rooms of their programs."""

from __future__ import annotations

from typing import Any, Literal

import pytest

from functions.conversations.staffing import Staffing
from functions.jobs.sweeping import Sweep
from shared.contracts.care_api import PresenceRequest
from shared.contracts.queues import FactNotice
from shared.lifecycle.presence_news import PresenceNews
from tests.unit import aws
from tests.unit.realtime_line import Line
from tests.unit.sockets import Push, Sockets
from tests.unit.world import World

Said = Literal["available", "busy", "away"]


class Told:
    """Staff who say whether they are there, the sweep that looks for them, and `push`."""

    def __init__(self, line: Line) -> None:
        world = self.world = line.world
        news = PresenceNews(lambda: world.sqs, world.queues["push"], world.clock)
        self.staffing = Staffing(world.conversations, world.presences, world.alerts, world.clock, news)
        self.sweep = Sweep(world.writer, world.agenda, world.timekeeper, world.presences, news)
        self.sockets = Sockets()
        self.push = Push(world, self.sockets)

    def says(self, user: str, state: Said) -> None:
        self.staffing.set_presence(self.world.request(user, body=PresenceRequest(state=state)))

    def heard(self, user: str) -> list[dict[str, Any]]:
        """What came to somebody's connection since this was last asked."""
        for record in aws.drain(self.world.queues["push"]):
            self.push.rooms.announce(FactNotice.from_json(record["body"]))
        return self.sockets.frames.pop(f"c-{user}", [])


@pytest.fixture
def line(world: World) -> Line:
    return Line(world)


@pytest.fixture
def told(line: Line) -> Told:
    return Told(line)


def test_given_somebody_says_so_then_their_programs_hear_it(line: Line, told: Told) -> None:
    line.hears(line.connected("res_2"), "program:pro_1")
    told.says("res_1", "busy")
    (frame,) = told.heard("res_2")
    assert frame == {
        "type": "presence",
        "room": "program:pro_1",
        "programId": "pro_1",
        "userId": "res_1",
        "state": "busy",
        "at": line.world.clock.now().isoformat(),
    }


def test_given_somebody_bound_to_no_program_then_all_of_the_affiliates_hear_it(line: Line, told: Told) -> None:
    line.world.hire("sup_2", role="supervisor", programs=())
    line.world.hire("res_3", programs=("pro_2",))
    line.hears(line.connected("res_2"), "program:pro_1")
    line.hears(line.connected("res_3"), "program:pro_2")
    told.says("sup_2", "away")
    assert (len(told.heard("res_2")), len(told.heard("res_3"))) == (1, 1)


def test_given_nothing_is_heard_of_somebody_then_one_sweep_says_that_they_are_gone_and_no_other(
    line: Line, told: Told
) -> None:
    connection = line.connected("res_1")
    line.hears(line.connected("res_2"), "program:pro_1")
    line.frame(connection, {"action": "ping"})
    told.heard("res_2")
    for seconds, states in ((60, []), (31, ["gone"]), (60, []), (60, [])):
        line.world.clock.go_on(seconds=seconds)
        told.sweep.run()
        assert [one["state"] for one in told.heard("res_2") if one["userId"] == "res_1"] == states


def test_given_they_come_back_then_that_is_heard_once(line: Line, told: Told) -> None:
    connection = line.connected("res_1")
    line.hears(line.connected("res_2"), "program:pro_1")
    line.world.presences.say("aff_1", "res_1", "busy")
    line.world.clock.go_on(seconds=91)
    told.sweep.run()
    told.heard("res_2")
    for _ in range(3):
        line.frame(connection, {"action": "ping"})
        line.world.clock.go_on(seconds=30)
    assert [one["state"] for one in told.heard("res_2")] == ["busy"]


def test_given_the_queue_cannot_be_reached_then_what_they_said_holds_all_the_same(line: Line, told: Told) -> None:
    with line.world.wire.refusing("sqs"):
        told.says("res_1", "busy")
    assert line.world.presences.of(["res_1"])["res_1"].said == "busy"


def test_what_was_told_since_the_state_was_asked_for_is_what_the_state_says_when_asked_for_again(
    line: Line, told: Told
) -> None:
    listener = line.connected("sup_1")
    line.hears(listener, "program:pro_1")
    presence = line.frame(listener, {"action": "state"})["presence"]
    said: tuple[tuple[str, Said], ...] = (("res_1", "busy"), ("res_2", "away"), ("res_1", "available"))
    for user, state in said:
        told.says(user, state)
        line.world.clock.go_on(seconds=20)
    line.world.clock.go_on(seconds=75)
    told.sweep.run()
    for frame in told.heard("sup_1"):
        presence[frame["userId"]] = frame["state"]
    assert presence == line.frame(listener, {"action": "state"})["presence"]
