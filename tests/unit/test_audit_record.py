"""What staff do comes onto the record: from facts, after a request was served, and when they read words."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
import responses

from functions.assist.suggesting import Suggesting
from infra.catalogue import FUNCTIONS
from shared.contracts import care_api
from shared.contracts.audited import AUDITED, How, by_name, changes, needs_a_row, recorded, row_of
from shared.contracts.audited_facts import action_of, by_staff, said_of
from shared.contracts.route import STAFF, Route
from shared.contracts.routes import ROUTES
from shared.domain.conversation import FactKind
from shared.lifecycle.assisting import assistant
from shared.runtime.http import Request
from shared.runtime.recording import Recording
from tests.unit import aws
from tests.unit.auditing import Record
from tests.unit.deployment import CARRIER, Deployment, forget_all
from tests.unit.staff import Staff
from tests.unit.world import World


@pytest.fixture
def record(world: World) -> Record:
    return Record(world)


class TestFacts:
    def test_given_a_transition_by_staff_then_the_entry_says_who_what_when_and_on_what_fact(
        self, record: Record
    ) -> None:
        record.hear("transition", move="close_from_active", source="active", target="closed", tags="", surveyed="0")
        (entry,) = record.waiting()
        assert (entry.actor, entry.actor_role, entry.action) == (
            "res_1",
            "responder",
            "conversation.moved.close_from_active",
        )
        assert (entry.entity, list(entry.evidence)) == ("conversation:con_1", ["conversation:con_1#4"])
        assert (entry.request_id, entry.at.isoformat()) == ("req-7", "2025-11-20T12:00:00+00:00")
        assert dict(entry.detail) == {"source": "active", "target": "closed", "tags": "0"}

    def test_given_the_same_fact_again_also_once_it_is_sealed_then_it_is_on_record_once(self, record: Record) -> None:
        record.hear("whatever")
        record.hear("whatever")
        assert len(record.waiting()) == 1
        record.sealing.run()
        record.hear("whatever")
        assert record.waiting() == []
        assert record.verdict().entries == 1

    def test_given_two_facts_then_each_has_its_entry(self, record: Record) -> None:
        record.hear("tags", 4, tags="a,b")
        record.hear("risk", 5, level="high", before="low", tags="a,b", categories="self_harm")
        assert [(one.action, dict(one.detail)) for one in record.waiting()] == [
            ("conversation.tagged", {"tags": "2"}),
            ("conversation.risk_judged", {"level": "high", "before": "low"}),
        ]

    def test_given_a_lost_race_then_the_queue_brings_it_again(self, record: Record) -> None:
        record.world.wire.fail("TransactWriteItems", "TransactionInProgressException")
        with pytest.raises(Exception, match="conflict"):
            record.hear("tags")
        record.hear("tags")
        assert len(record.waiting()) == 1

    @pytest.mark.parametrize("actor", ["system", "timer", "texter", ""])
    @pytest.mark.parametrize("kind", [str(kind) for kind in FactKind])
    def test_given_nobody_of_the_staff_did_it_then_nobody_is_told(self, kind: str, actor: str) -> None:
        assert not by_staff(kind, {"actor": actor, "step": "completed"})

    @pytest.mark.parametrize("kind", [kind for kind in FactKind if kind is not FactKind.MESSAGE])
    def test_given_staff_did_it_then_it_is_recorded_whatever_kind_it_is(self, kind: FactKind) -> None:
        assert by_staff(kind, {"actor": "res_1", "step": "completed"})
        assert action_of(kind, {}).count(".") >= 1

    def test_given_a_plain_message_or_one_answer_of_a_form_then_it_is_not(self) -> None:
        assert not by_staff("message", {"actor": "res_1", "direction": "outbound"})
        assert not by_staff("survey", {"actor": "res_1", "step": "answered"})

    def test_given_a_hold_that_ends_then_it_is_called_a_release(self) -> None:
        assert [action_of("hold", {"held": held}) for held in "10"] == ["conversation.held", "conversation.released"]

    def test_given_what_staff_typed_then_it_stays_in_the_fact(self) -> None:
        typed = {"reference": "CAD 4711 Ann", "tags": "neighbour Bob", "service": "Dr. Who", "reason": "she said so"}
        assert said_of(typed | {"status": "contacted"}) == {"status": "contacted", "tags": "1"}


class TestAfterwards:
    ROUTE = next(route for route in ROUTES if route.operation == "replayDeadLetters")

    def request(self, world: World, **path: str) -> Request:
        return replace(world.request("sup_1"), path=path)

    def after(self, world: World, route: Route, request: Request, body: Any = None) -> dict[str, Any]:
        return Recording(lambda: world.audit)(route, request, {"statusCode": 200, "body": json.dumps(body)})

    def test_given_a_served_change_then_who_did_what_in_which_request_is_on_record(
        self, world: World, record: Record
    ) -> None:
        self.after(world, self.ROUTE, self.request(world, queue="notify"))
        (entry,) = record.waiting()
        assert (entry.actor, entry.actor_role, entry.action, entry.entity, entry.request_id) == (
            "sup_1",
            "supervisor",
            "dead_letters.replayed",
            "queue:notify",
            "req-1",
        )

    def test_given_something_new_then_its_id_comes_from_the_answer(self, world: World, record: Record) -> None:
        route = next(route for route in ROUTES if route.operation == "createWebhook")
        self.after(world, route, self.request(world), {"id": "whk_1", "secret": "never-recorded"})
        (entry,) = record.waiting()
        assert entry.entity == "webhook:whk_1"
        assert "never-recorded" not in json.dumps(aws.rows("audit"))

    def test_given_a_reading_or_what_records_itself_then_nothing_is_added(self, world: World, record: Record) -> None:
        for route in ROUTES:
            if recorded(route).how is not How.AFTER:
                self.after(world, route, self.request(world, id="con_1"))
        assert record.waiting() == []

    def test_given_a_route_without_a_row_then_it_is_recorded_by_its_name(self, world: World, record: Record) -> None:
        route = Route("PUT", "/api/things/{id}", "admin", "updateThing", "Change a thing", STAFF)
        self.after(world, route, self.request(world, id="thg_1"))
        (entry,) = record.waiting()
        assert (entry.action, entry.entity) == ("thing.update", "thing:thg_1")

    def test_given_the_table_refuses_then_the_answer_stays_and_it_is_counted(
        self, world: World, record: Record, capsys: pytest.CaptureFixture[str]
    ) -> None:
        world.wire.fail("PutItem", "ProvisionedThroughputExceededException")
        answered = self.after(world, self.ROUTE, self.request(world, queue="notify"), {"queue": "notify"})
        assert answered == {"statusCode": 200, "body": '{"queue": "notify"}'}
        assert '"AuditFailed":1' in capsys.readouterr().out

    @pytest.mark.parametrize("route", [route for route in ROUTES if changes(route)], ids=lambda route: route.operation)
    def test_every_route_by_which_staff_change_something_says_how_it_comes_onto_the_record(self, route: Route) -> None:
        assert row_of(route) is not None, needs_a_row(route)

    def test_whoever_records_afterwards_or_reads_words_may_write_the_record(self) -> None:
        rows = {row.name: row for row in FUNCTIONS}
        lacking = {
            route.function
            for route in ROUTES
            if recorded(route).how is How.AFTER and "write" not in rows[route.function].tables.get("audit", "")
        }
        assert lacking == set(), "give these functions '\"audit\": W' in infra/catalogue.py"

    def test_a_row_is_for_a_route_that_there_is_and_says_what_it_must(self) -> None:
        assert set(AUDITED) <= {route.operation for route in ROUTES if changes(route)}
        for name, row in AUDITED.items():
            assert bool(row.reason) == (row.how is How.NONE), name
            assert bool(row.action and row.entity) == (row.how is How.AFTER), name

    def test_what_to_do_about_a_route_without_a_row_is_said(self) -> None:
        route = Route("POST", "/api/things", "admin", "createThing", "A new thing", STAFF)
        assert 'after("thing.create", "thing:{id}")' in needs_a_row(route)
        assert (by_name(route).how, by_name(route).action) == (How.AFTER, "thing.create")


class TestReads:
    @pytest.fixture
    def one(self, world: World) -> str:
        world.text("hello")
        found: str = world.hand_out("res_1").id
        return found

    def reads(self, record: Record) -> list[tuple[str, str, str]]:
        entries = [one for one in record.waiting() if one.action == "conversation.read"]
        return [(one.actor, one.actor_role, one.entity) for one in entries]

    def test_given_a_thread_that_is_read_and_read_again_then_it_is_on_record_once(
        self, world: World, record: Record, one: str
    ) -> None:
        world.reading.messages(world.request("res_1", one))
        with world.wire.watching() as sent:
            world.reading.messages(world.request("res_1", one))
        assert self.reads(record) == [("res_1", "responder", f"conversation:{one}")]
        assert "TransactWriteItems" not in {request.operation for request in sent}, "the usual call costs nothing"

    def test_given_another_reader_or_another_conversation_then_each_is_on_record(
        self, world: World, record: Record, one: str
    ) -> None:
        world.text("me too", sender="+12025550143")
        other = world.hand_out("res_1").id
        for user, which in (("res_1", one), ("sup_1", one), ("adm_1", one), ("res_1", other)):
            world.reading.messages(world.request(user, which))
        assert [(who, what.split(":")[1]) for who, _, what in self.reads(record)] == [
            ("res_1", one),
            ("sup_1", one),
            ("adm_1", one),
            ("res_1", other),
        ]

    def test_given_a_quarter_of_an_hour_then_it_is_a_new_reading(self, world: World, record: Record, one: str) -> None:
        world.reading.messages(world.request("res_1", one))
        world.clock.go_on(minutes=14, seconds=59)
        world.reading.messages(world.request("res_1", one))
        assert len(self.reads(record)) == 1
        world.clock.go_on(seconds=2)
        world.reading.messages(world.request("res_1", one))
        assert len(self.reads(record)) == 2

    def test_given_another_environment_then_it_finds_the_mark_and_does_not_ask_again(
        self, world: World, record: Record, one: str
    ) -> None:
        from shared.store.audit import Actor
        from shared.store.audit_reads import ReadRecord

        world.reading.messages(world.request("res_1", one))
        other = ReadRecord(world.database, world.audit, world.clock)
        reader = Actor("res_1", "responder")
        assert other.record("aff_1", reader, one, "req-2") is False
        with world.wire.watching() as sent:
            assert other.record("aff_1", reader, one, "req-2") is False
        assert sent == []
        assert len(self.reads(record)) == 1

    def test_given_the_record_refuses_then_the_words_are_shown_and_it_is_counted(
        self, world: World, record: Record, one: str, capsys: pytest.CaptureFixture[str]
    ) -> None:
        world.wire.fail("TransactWriteItems", "ProvisionedThroughputExceededException")
        assert world.reading.messages(world.request("res_1", one)).items
        assert '"AuditFailed":1' in capsys.readouterr().out
        world.reading.messages(world.request("res_1", one))
        assert len(self.reads(record)) == 1, "what was not recorded is recorded the next time"

    def test_given_no_words_are_shown_then_nothing_is_recorded(self, world: World, record: Record, one: str) -> None:
        world.reading.conversation(world.request("res_1", one))
        world.reading.timeline(world.request("res_1", one))
        world.reading.messages(world.request("res_1", one, after="1000"))
        world.reading.conversations(world.request("res_1"))
        assert self.reads(record) == []

    def test_given_words_are_shown_anywhere_then_it_is_recorded(self, world: World, record: Record) -> None:
        staff = Staff(world)
        world.text("I want to kill myself")
        one = world.hand_out("res_1").id
        call = care_api.EscalateRequest(type="medical", urgency="urgent", location="12 Elm Street")
        escalation = world.escalations.escalate(world.request("res_1", one, body=call)).escalation_id
        suggesting = Suggesting(world.writer, assistant(), world.reads)
        shows: dict[str, Callable[[], object]] = {
            "phrases": lambda: world.reading.conversation(world.request("adm_1", one)),
            "timeline": lambda: world.reading.timeline(world.request("adm_1", one)),
            "log": lambda: world.escalations.record(staff.ask("adm_1", one, eid=escalation)),
            "summary": lambda: suggesting.summary(world.request("adm_1", one)),
        }
        for count, (name, show) in enumerate(shows.items(), 1):
            show()
            assert len(self.reads(record)) == count, name
            world.clock.go_on(minutes=16)


class TestTheWholeWay:
    @pytest.fixture
    def deployment(self, world: World, monkeypatch: pytest.MonkeyPatch) -> Any:
        forget_all()
        with responses.RequestsMock(assert_all_requests_are_fired=False) as carrier:
            carrier.post(re.compile(f"{CARRIER}/.*"), json={"sid": "SM77"}, status=201)
            yield Deployment(world, monkeypatch)
        forget_all()

    def test_given_a_conversation_then_what_staff_did_is_on_record_in_order_and_no_word_of_it(
        self, deployment: Deployment, record: Record
    ) -> None:
        deployment.world.text("my name is Ann of Elm Street")
        deployment.flow()
        one = deployment.api("POST", "/api/queue/next", {})["id"]
        deployment.api("GET", f"/api/conversations/{one}/messages")
        deployment.api("POST", f"/api/conversations/{one}/messages", {"content": "Hello Ann"})
        deployment.api("POST", f"/api/conversations/{one}/whisper", {"content": "Ask about Elm Street"}, user="sup_1")
        deployment.api("POST", f"/api/conversations/{one}/tag", {"tags": ["school"]})
        deployment.api("POST", f"/api/conversations/{one}/close", {})
        deployment.flow()
        did = {(entry.actor, entry.action) for entry in record.waiting()}
        assert did == {
            ("res_1", "conversation.moved.assign_responder"),
            ("res_1", "conversation.moved.start_conversation"),
            ("res_1", "conversation.read"),
            ("sup_1", "conversation.whispered"),
            ("res_1", "conversation.tagged"),
            ("res_1", "conversation.moved.close_from_active"),
        }
        record.sealing.run()
        assert record.verdict().entries == 6
        shown = json.dumps(aws.rows("audit"), default=str)
        assert not [word for word in ("Ann", "Elm", "Hello", "school", "12025550") if word in shown]

    def test_given_the_texter_and_software_act_then_nothing_is_recorded_and_the_queue_stays_empty(
        self, deployment: Deployment, record: Record
    ) -> None:
        deployment.world.text("hello")
        deployment.flow()
        deployment.world.text("is somebody there?")
        deployment.flow()
        assert record.waiting() == []
