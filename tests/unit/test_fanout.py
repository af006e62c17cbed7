"""Which fact goes to whom: decided once, before it is published."""

from __future__ import annotations

import pytest

from infra.catalogue import FUNCTIONS, QUEUES
from shared.contracts.events import event_for
from shared.contracts.fanout import LIFECYCLE, LISTENERS, NOTIFY, PUBLISH, PUSH, RISK, destinations
from shared.domain.conversation import FactKind
from tests.unit.outlets import told_of
from tests.unit.staff import CRITICAL, EXIT, Staff
from tests.unit.world import World


def test_every_listener_is_a_queue_that_hears_facts_and_has_a_consumer() -> None:
    assert {row.name for row in QUEUES if row.hears_facts} == set(LISTENERS)
    assert set(LISTENERS) <= {row.consumes for row in FUNCTIONS}


@pytest.mark.parametrize("kind", list(FactKind))
def test_whatever_happens_is_shown_to_whoever_looks_at_the_conversation(kind: FactKind) -> None:
    heard = destinations(kind, {})
    assert PUSH in heard
    assert len(heard) == len(set(heard))
    assert set(heard) <= set(LISTENERS)


@pytest.mark.parametrize(("direction", "read"), [("inbound", True), ("outbound", False), ("system", False)])
def test_only_what_the_texter_wrote_is_read_for_risk(direction: str, read: bool) -> None:
    assert (RISK in destinations("message", {"direction": direction})) == read


@pytest.mark.parametrize(
    ("kind", "wakes"),
    [
        ("opened", True),
        ("transition", True),
        ("escalation", True),
        ("message", False),
        ("note", False),
        ("tags", False),
    ],
)
def test_messages_never_wake_the_workflow(kind: str, wakes: bool) -> None:
    assert (LIFECYCLE in destinations(kind, {"direction": "inbound"})) == wakes


def test_a_hook_that_went_well_calls_nobody_unless_it_found_something() -> None:
    assert NOTIFY not in destinations("hook_done", {"hook": "announce_waiting"})
    assert NOTIFY in destinations("hook_done", {"hook": "announce_waiting", "found": "nobody_online"})


def test_of_a_whole_conversation_every_fact_that_is_worth_an_event_reaches_the_bus(world: World) -> None:
    staff = Staff(world, surveys=(EXIT,))

    def story() -> None:
        one = staff.talking("res_1", CRITICAL)
        staff.world.reply(one)
        staff.whisper("sup_1", one)
        staff.tag("res_1", one, "grief", risk="low", reason="we talked about it")
        staff.survey("res_1", one, responses={"upset": 3, "helped": "talking"})
        staff.escalate("res_1", one)
        staff.resolve("res_1", one)
        staff.transfer("res_1", one, "res_2")
        staff.accept("res_2", one)
        staff.wrap_up("res_2", one)
        staff.close("res_2", one)

    notices = told_of(story)
    unheard = [one for one in notices if PUBLISH not in destinations(one.kind, one.detail)]
    assert len({event.detail_type for event in map(event_for, notices) if event is not None}) == 9
    assert [event for event in map(event_for, unheard) if event is not None] == []
    assert {one.kind for one in unheard} == {"opened", "note"}


def test_routing_wakes_nobody_because_the_execution_that_was_just_started_finds_it() -> None:
    assert LIFECYCLE not in destinations("transition", {"move": "route_message"})
    assert LIFECYCLE in destinations("transition", {"move": "assign_responder"})
    assert LIFECYCLE in destinations("opened", {})
