"""Facts become domain events, and what the bus did not take is reported."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from functions.publish import handler as publish
from shared.contracts.events import (
    EVENTS,
    SOURCE,
    ConversationClosed,
    FollowUpScheduled,
    FollowUpTriggered,
    TagsUpdated,
    event_for,
)
from shared.contracts.queues import FactNotice
from tests.unit import aws
from tests.unit.outlets import told_of
from tests.unit.staff import EXIT, Staff
from tests.unit.world import World

AT = "2025-11-20T12:00:00.000000+0000"
SECRET = "12 Elm Street"


def notice(kind: str = "message", **detail: str) -> FactNotice:
    if kind == "message" and not detail:
        detail = {"message_id": "msg_1", "direction": "inbound", "segments": "2"}
    return FactNotice(kind, "aff_1", "pro_1", "con_1", 4, AT, "req-1", detail)


def planned(staff: Staff) -> None:
    one = staff.talking()
    staff.wrap_up("res_1", one)
    staff.follow_up("res_1", one)


def checked_in(staff: Staff) -> None:
    planned(staff)
    staff.later(hours=48)
    staff.look(staff.world.only().id)


#: What happened → what its event says beside what every event says; the ids of things made on the way are left out.
STORIES: dict[str, tuple[Callable[[Staff], object], dict[str, Any]]] = {
    "conversation.created": (lambda staff: staff.world.text("hello"), {}),
    "conversation.assigned": (lambda staff: staff.talking("res_1"), {"responder_id": "res_1"}),
    "conversation.message.inbound": (lambda staff: staff.world.text("hello"), {"segments": 1}),
    "conversation.message.outbound": (lambda staff: staff.world.reply(staff.talking()), {"responder_id": "res_1"}),
    "conversation.transferred": (
        lambda staff: staff.transfer("res_1", staff.talking(), "res_2", SECRET),
        {"from_responder": "res_1", "to_responder": "res_2"},
    ),
    "conversation.escalated": (
        lambda staff: staff.escalate("res_1", staff.talking(), "police", SECRET),
        {"type": "police", "urgency": "urgent", "status": "pending_confirmation"},
    ),
    "conversation.closed": (
        lambda staff: staff.close("res_1", staff.talking()),
        {"ended_as": "closed", "transition": "close_from_active", "tags": [], "survey_completed": False},
    ),
    "conversation.followup.scheduled": (planned, {}),
    "conversation.followup.triggered": (checked_in, {}),
    "conversation.survey.completed": (
        lambda staff: staff.survey("res_1", staff.talking(), responses={"upset": 3, "helped": SECRET}),
        {"survey_id": "srv_exit", "type": "exit", "score": 3.0},
    ),
    "conversation.tag.updated": (
        lambda staff: staff.tag("res_1", staff.talking(), "grief", "alone", risk="medium", reason=SECRET),
        {"tags": ["alone", "grief"], "risk_level": "medium", "changed_by": "res_1"},
    ),
}


@pytest.fixture
def staff(world: World) -> Staff:
    return Staff(world, surveys=(EXIT,))


@pytest.mark.parametrize("name", STORIES)
def test_what_happens_on_the_line_becomes_its_event(staff: Staff, name: str) -> None:
    story, particulars = STORIES[name]
    events = [event for one in told_of(lambda: story(staff)) if (event := event_for(one)) is not None]
    event = [one for one in events if one.detail_type == name][-1]
    assert (event.affiliate_id, event.program_id, event.conversation_id) == ("aff_1", "pro_1", staff.world.only().id)
    assert event.model_dump().items() >= particulars.items()
    assert not any(SECRET in one.model_dump_json() for one in events)


def test_every_event_there_is_has_a_story() -> None:
    assert set(STORIES) == {event.detail_type for event in EVENTS}


def test_an_event_says_when_it_happened_and_where_in_the_conversation() -> None:
    event = event_for(notice())
    assert event is not None
    assert (event.seq, event.request_id) == (4, "req-1")
    assert event.occurred_at.isoformat() == "2025-11-20T12:00:00+00:00"


def test_a_follow_up_has_one_id_from_its_plan_to_its_check_in(staff: Staff) -> None:
    events = [event_for(one) for one in told_of(lambda: checked_in(staff))]
    found = [one.follow_up_id for one in events if isinstance(one, FollowUpScheduled | FollowUpTriggered)]
    assert len(found) == 2
    assert len(set(found)) == 1


@pytest.mark.parametrize(
    ("end", "ended_as", "transition"),
    [
        (lambda world: world.text("STOP"), "closed", "end_by_texter"),
        (lambda world: world.writer.fail(world.only().id, "test"), "failed", "fail"),
        (
            lambda world: (world.clock.go_on(hours=5), world.timekeeper.look(world.only().id)),
            "expired",
            "timeout_expire",
        ),
    ],
)
def test_however_a_conversation_ends_its_event_says_how_and_how_long_it_took(
    world: World, end: Callable[[World], object], ended_as: str, transition: str
) -> None:
    world.text("hello")
    begun = world.clock.now()
    world.clock.go_on(minutes=1)
    (closed,) = [one for one in map(event_for, told_of(lambda: end(world))) if isinstance(one, ConversationClosed)]
    assert (closed.ended_as, closed.transition) == (ended_as, transition)
    assert closed.duration_seconds == (world.clock.now() - begun).total_seconds()


def test_given_the_risk_was_raised_by_what_the_texter_wrote_then_the_system_changed_it(world: World) -> None:
    events = map(event_for, told_of(lambda: world.text("I am going to kill myself tonight")))
    (changed,) = [one for one in events if isinstance(one, TagsUpdated)]
    assert (changed.risk_level, changed.changed_by) == ("critical", "system")


def test_an_automatic_text_is_an_outbound_message_of_no_responder() -> None:
    event = event_for(notice("message", message_id="m", direction="system", segments="1"))
    assert event is not None
    assert event.detail_type == "conversation.message.outbound"
    assert event.model_dump()["responder_id"] is None


@pytest.mark.parametrize(
    "silent",
    [
        notice("opened"),
        notice("opted_out"),
        notice("transition", move="start_conversation", source="assigned", target="active"),
        notice("transition", move="retention_expire", source="closed", target="expired"),
        notice("escalation", id="esc_1", status="contacted"),
        notice("survey", step="answered", survey="srv_1", type="exit"),
        notice("timer", timer="reply_nudge"),
        notice("ladder", wish="1"),
        notice("summary"),
        notice("delivery", status="sent"),
    ],
)
def test_what_is_nobody_elses_business_is_no_event(silent: FactNotice) -> None:
    assert event_for(silent) is None


class FakeBus:
    def __init__(self, fails: set[int] | None = None) -> None:
        self.calls: list[list[dict[str, str]]] = []
        self._fails = fails or set()

    def put_events(self, Entries: list[dict[str, str]]) -> dict[str, Any]:  # noqa: N803
        assert len(Entries) <= 10
        first = sum(len(call) for call in self.calls)
        self.calls.append(Entries)
        return {
            "Entries": [
                {"ErrorCode": "ThrottlingException"} if first + n in self._fails else {"EventId": str(n)}
                for n in range(len(Entries))
            ]
        }


def publish_to(bus: FakeBus, notices: list[FactNotice], monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    monkeypatch.setattr(publish, "client", lambda _: bus)
    monkeypatch.setenv("EVENT_BUS_NAME", "the-bus")
    records = [aws.sqs_record(one.to_json(), f"m-{n}") for n, one in enumerate(notices)]
    answer: dict[str, Any] = publish.handler({"Records": records}, None)
    return answer


def test_events_go_ten_to_a_call_with_source_type_and_bus(monkeypatch: pytest.MonkeyPatch) -> None:
    bus = FakeBus()
    answer = publish_to(bus, [notice()] * 13 + [notice("opened")], monkeypatch)
    assert answer == {"batchItemFailures": []}
    assert [len(call) for call in bus.calls] == [10, 3]
    entry = bus.calls[0][0]
    assert (entry["Source"], entry["DetailType"], entry["EventBusName"]) == (
        SOURCE,
        "conversation.message.inbound",
        "the-bus",
    )
    assert json.loads(entry["Detail"])["conversationId"] == "con_1"


def test_given_the_bus_takes_only_some_then_the_others_are_reported_by_their_own_id(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    # Number 2 is no event, so what is refused as the 3rd and 12th entry came as the 4th and 13th record.
    notices = [notice(), notice(), notice("opened"), *[notice()] * 12]
    answer = publish_to(FakeBus({2, 11}), notices, monkeypatch)
    assert answer == {"batchItemFailures": [{"itemIdentifier": "m-3"}, {"itemIdentifier": "m-12"}]}


def test_given_nothing_is_worth_an_event_then_the_bus_is_not_called(monkeypatch: pytest.MonkeyPatch) -> None:
    bus = FakeBus()
    publish_to(bus, [notice("opened")], monkeypatch)
    assert bus.calls == []
