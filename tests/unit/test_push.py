"""Browsers that listen hear of it; those that are gone are cleared away."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from botocore.exceptions import ClientError

from functions.push.rooms import Rooms
from shared.contracts.queues import FactNotice
from shared.store.connections import Connections
from tests.unit import aws
from tests.unit.outlets import told_of
from tests.unit.sockets import Push, Sockets
from tests.unit.staff import Staff
from tests.unit.world import World


@pytest.fixture
def sockets() -> Sockets:
    return Sockets()


@pytest.fixture
def rooms(world: World, sockets: Sockets) -> Rooms:
    return Push(world, sockets).rooms


def fact(kind: str = "message", **detail: str) -> FactNotice:
    return FactNotice(kind, "aff_1", "pro_1", "con_1", 4, "2025-11-20T12:00:00+00:00", "req-1", detail)


def listen(world: World, connection: str, *rooms_: str) -> None:
    for room in rooms_:
        Connections(world.database, world.clock).subscribe(connection, room)


def test_pushes_are_as_many_as_subscribers_also_while_many_others_are_connected(
    world: World, rooms: Rooms, sockets: Sockets
) -> None:
    for number in range(30):
        listen(world, f"idle-{number}", f"conversation:other-{number}")
    listen(world, "a", "conversation:con_1")
    listen(world, "b", "conversation:con_1")
    rooms.announce(fact())
    assert set(sockets.frames) == {"a", "b"}
    assert all(len(frames) == 1 for frames in sockets.frames.values())


def test_a_frame_says_which_fact_it_is_and_nothing_of_what_was_written(
    world: World, rooms: Rooms, sockets: Sockets
) -> None:
    listen(world, "a", "conversation:con_1")
    rooms.announce(fact("message", message_id="msg_1", direction="inbound"))
    assert sockets.frames["a"] == [
        {
            "type": "fact",
            "conversationId": "con_1",
            "seq": 4,
            "kind": "message",
            "at": "2025-11-20T12:00:00+00:00",
            "room": "conversation:con_1",
        }
    ]


def test_a_transition_is_heard_in_the_program_and_by_the_new_owner(
    world: World, rooms: Rooms, sockets: Sockets
) -> None:
    listen(world, "queue", "program:pro_1")
    listen(world, "owner", "user:res_1")
    listen(world, "stranger", "program:pro_2", "user:res_2")
    rooms.announce(fact("transition", move="assign_responder", responder_id="res_1"))
    assert {name: frames[0]["type"] for name, frames in sockets.frames.items()} == {"queue": "queue", "owner": "owned"}


@pytest.mark.parametrize(
    ("happens", "hear"),
    [
        (lambda staff, one: staff.accept("res_2", one), {"res_1", "res_2"}),
        (lambda staff, one: staff.reject("res_2", one), {"res_1", "res_2"}),
        # Also whoever had it on offer hears that it is not any more.
        (lambda staff, one: staff.reject("res_1", one), {"res_1", "res_2"}),
        (lambda staff, one: (staff.later(minutes=2), staff.look(one)), {"res_1", "res_2"}),
        (lambda staff, one: staff.world.text("STOP"), {"res_1", "res_2"}),
        (lambda staff, one: staff.reassign("sup_1", one, "res_3"), {"res_1", "res_2", "res_3"}),
    ],
    ids=["accepted", "declined", "taken back", "unanswered", "texter left", "given to a third"],
)
def test_given_an_offer_when_it_ends_then_the_lists_of_all_whom_it_concerned_change(
    world: World, rooms: Rooms, sockets: Sockets, happens: Callable[[Staff, str], object], hear: set[str]
) -> None:
    world.hire("res_3")
    staff = Staff(world)
    one = staff.talking("res_1")
    staff.transfer("res_1", one, "res_2")
    for user in ("res_1", "res_2", "res_3"):
        listen(world, user, f"user:{user}")
    for notice in told_of(lambda: happens(staff, one)):
        rooms.announce(notice)
    assert set(sockets.frames) == hear
    assert {frame["type"] for frames in sockets.frames.values() for frame in frames} == {"owned"}


@pytest.mark.parametrize(("user", "room"), [("res_1", "user:res_1"), (None, "program:pro_1")])
def test_an_alert_is_shown_to_whom_it_is_for(
    world: World, rooms: Rooms, sockets: Sockets, user: str | None, room: str
) -> None:
    for one in ("user:res_1", "user:res_2", "program:pro_1", "conversation:con_1"):
        listen(world, one, one)
    for_one = {"user": user} if user else {}
    rooms.announce(fact("alert", alert="al_1", call="risk_raised", level="page", **for_one))
    assert dict(sockets.frames) == {
        room: [
            {
                "type": "alert",
                "id": "al_1",
                "kind": "risk_raised",
                "level": "page",
                "programId": "pro_1",
                "conversationId": "con_1",
                "room": room,
                "seq": Push(world, sockets).logs.begin(room),
            }
        ]
    }


def test_a_delivery_moves_the_ticks_on_the_screen(world: World, rooms: Rooms, sockets: Sockets) -> None:
    listen(world, "a", "conversation:con_1")
    rooms.announce(fact("delivery", status="delivered"))
    assert (sockets.frames["a"][0]["type"], sockets.frames["a"][0]["status"]) == ("delivery", "delivered")


@pytest.mark.parametrize("code", ["GoneException", "410"])
def test_given_one_socket_is_gone_then_that_one_is_removed_and_the_others_are_served(
    world: World, rooms: Rooms, sockets: Sockets, code: str
) -> None:
    for name in ("a", "b", "c"):
        listen(world, name, "conversation:con_1")
    sockets.errors["b"] = code
    rooms.announce(fact())
    assert set(sockets.frames) == {"a", "c"}
    assert {row["sk"]["S"] for row in aws.rows("sessions") if row["pk"]["S"].startswith("M#")} == {"X#a", "X#c"}
    sockets.errors.clear()
    rooms.announce(fact())
    assert "b" not in sockets.frames


def test_given_a_socket_cannot_be_reached_for_another_reason_then_it_is_kept_and_the_notice_comes_again(
    world: World, rooms: Rooms, sockets: Sockets
) -> None:
    listen(world, "a", "conversation:con_1")
    sockets.errors["a"] = "LimitExceededException"
    with pytest.raises(ClientError):
        rooms.announce(fact())
    sockets.errors.clear()
    rooms.announce(fact())
    assert len(sockets.frames["a"]) == 1


def test_nobody_listens_and_nothing_is_pushed(rooms: Rooms, sockets: Sockets) -> None:
    rooms.announce(fact("transition", move="route_message"))
    assert not sockets.frames
