"""Facts become domain events, and what the bus did not take is reported."""

from __future__ import annotations

import json
from typing import Any

import pytest

from functions.publish import handler as publish
from shared.contracts.events import EVENTS, SOURCE, event_for
from shared.contracts.queues import FactNotice
from tests.unit import aws

AT = "2025-11-20T12:00:00.000000+0000"


def notice(kind: str = "message", **detail: str) -> FactNotice:
    if kind == "message" and not detail:
        detail = {"message_id": "msg_1", "direction": "inbound", "segments": "2"}
    return FactNotice(kind, "aff_1", "pro_1", "con_1", 4, AT, "req-1", detail)


STORIES = {
    "conversation.created": notice("transition", move="route_message", source="new", target="queued"),
    "conversation.assigned": notice("transition", move="assign_responder", responder_id="res_1"),
    "conversation.message.inbound": notice(),
    "conversation.message.outbound": notice(
        "message", message_id="m", direction="outbound", segments="1", sender_id="res_1"
    ),
}


@pytest.mark.parametrize("name", STORIES)
def test_a_fact_becomes_its_event(name: str) -> None:
    event = event_for(STORIES[name])
    assert event is not None
    assert event.detail_type == name
    assert event.model_dump()["seq"] == 4
    assert event.occurred_at.isoformat() == "2025-11-20T12:00:00+00:00"


def test_every_event_there_is_has_a_story() -> None:
    assert set(STORIES) == {event.detail_type for event in EVENTS}


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
        notice("transition", move="start_conversation"),
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
