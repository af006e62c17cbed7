"""Domain events are valid against the schemas that subscribers read, and carry nothing else."""

from __future__ import annotations

import json
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from pydantic import ValidationError

from shared.contracts.events import EVENTS, DomainEvent, event_for
from shared.contracts.queues import (
    DeliveryTask,
    FactNotice,
    IngressEnvelope,
    QuarantineEnvelope,
    Receipt,
)

AT = "2025-11-20T12:00:00.000000+0000"
COMMON = ("aff_1", "pro_1", "con_1", 4, AT, "req-1")
ENDED = {"source": "active", "target": "closed", "duration": "840", "tags": "grief,school", "surveyed": "1"}
CALL = {"opened": "1", "id": "esc_1", "kind": "police", "urgency": "urgent", "reference": "HF-1", "has_location": "0"}
NOTICES = [
    FactNotice("transition", *COMMON, {"move": "route_message", "source": "new", "target": "queued"}),
    FactNotice("transition", *COMMON, {"move": "assign_responder", "responder": "res_1", "target": "assigned"}),
    FactNotice("transition", *COMMON, {"move": "reassign", "responder": "res_2", "from": "res_1", "target": "active"}),
    FactNotice("message", *COMMON, {"message_id": "m", "direction": "inbound", "segments": "1"}),
    FactNotice("message", *COMMON, {"message_id": "m", "direction": "outbound", "segments": "2", "sender_id": "res_1"}),
    FactNotice("message", *COMMON, {"message_id": "m", "direction": "system", "segments": "1"}),
    FactNotice("transition", *COMMON, {"move": "transfer_to_responder", "from": "res_1", "receiver": "res_2"}),
    FactNotice("escalation", *COMMON, CALL | {"status": "pending_location"}),
    FactNotice("transition", *COMMON, ENDED | {"move": "close_from_active"}),
    FactNotice("transition", *COMMON, ENDED | {"move": "timeout_expire", "target": "expired", "tags": ""}),
    FactNotice("transition", *COMMON, ENDED | {"move": "fail", "target": "failed", "surveyed": "0"}),
    FactNotice("transition", *COMMON, {"move": "schedule_follow_up", "follow_up": "fup_1", "at": AT}),
    FactNotice("transition", *COMMON, {"move": "trigger_follow_up", "follow_up": "fup_1"}),
    FactNotice("survey", *COMMON, {"step": "completed", "survey": "srv_1", "type": "exit", "score": "2.5"}),
    FactNotice("survey", *COMMON, {"step": "completed", "survey": "srv_1", "type": "entry"}),
    FactNotice("tags", *COMMON, {"tags": "grief", "risk": "low", "actor": "res_1"}),
    FactNotice("risk", *COMMON, {"tags": "", "level": "critical", "actor": "system"}),
]


def events() -> list[DomainEvent]:
    found = [event_for(notice) for notice in NOTICES]
    assert {type(one) for one in found} == set(EVENTS)
    return [one for one in found if one is not None]


@pytest.mark.parametrize("event", events(), ids=lambda one: one.detail_type)
def test_what_goes_on_the_bus_is_valid_against_its_schema(event: DomainEvent) -> None:
    schema = type(event).model_json_schema(by_alias=True)
    Draft202012Validator.check_schema(schema)
    validator = Draft202012Validator(schema, format_checker=Draft202012Validator.FORMAT_CHECKER)
    wire = json.loads(event.model_dump_json(by_alias=True))
    assert list(validator.iter_errors(wire)) == []
    assert list(validator.iter_errors(wire | {"content": "words"})) != [], "an unknown field is refused"
    assert type(event).model_validate_json(json.dumps(wire)) == event


@pytest.mark.parametrize("event", EVENTS, ids=lambda one: one.detail_type)
def test_an_event_has_no_room_for_words_or_numbers(event: type[DomainEvent]) -> None:
    names = set(event.model_json_schema(by_alias=True)["properties"])
    assert not names & {"content", "body", "text", "number", "phone", "from", "to", "name", "line"}
    with pytest.raises(ValidationError):
        event.model_validate({"content": "words"})


def test_every_event_has_a_name_of_its_own() -> None:
    assert len({event.detail_type for event in EVENTS}) == len(EVENTS)


BODIES: list[Any] = [
    IngressEnvelope("k", "twilio", "s", "r", AT),
    QuarantineEnvelope("i", "bad_signature", "/", "s", "r", AT),
    Receipt("a", "SM1", "sent", None, "r", AT),
    FactNotice("message", *COMMON, {"a": "b"}),
    DeliveryTask("a", "p", "c", 4, "t", "o", "r"),
]


@pytest.mark.parametrize("body", BODIES, ids=lambda one: type(one).__name__)
def test_what_travels_through_a_queue_arrives_as_it_was_sent(body: Any) -> None:
    kind = type(body)
    assert kind.from_json(body.to_json()) == body
    for text in ("", "{", "[]", "5", "{}", "null", '{"unknown": 1}'):
        with pytest.raises(ValueError):
            kind.from_json(text)
