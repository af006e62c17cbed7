"""Calling for help: at once for a body in danger, with a second person for the police, and never forgotten."""

from __future__ import annotations

import pytest

from shared.domain.conversation import EscalationStatus, FactKind
from shared.domain.errors import Conflict, Forbidden, IllegalTransition, NotFound, RuleBroken
from shared.domain.lifecycle import State
from tests.unit import aws
from tests.unit.places import Place, answered, medical, now_at, police, waiting, wrapping
from tests.unit.refusals import refused
from tests.unit.staff import Staff
from tests.unit.workflow_walk import Workflow
from tests.unit.world import World


@pytest.fixture
def staff(world: World) -> Staff:
    return Staff(world)


def status(staff: Staff, one: str) -> str:
    found = now_at(staff.world, one).escalation
    assert found is not None
    return str(found.status)


class TestOpeningTheCall:
    def test_medical_help_is_called_at_once_and_the_owner_goes_on_writing(self, staff: Staff) -> None:
        one = answered(staff)
        reply = staff.escalate("res_1", one, "medical", "at home")
        assert (reply.status, reply.contacted_service) == ("confirmed", "simulated emergency services")
        assert reply.escalation_id == reply.id and reply.reference_number.startswith("HF-")
        assert now_at(staff.world, one).state is State.ESCALATED_MEDICAL
        staff.world.reply(one, "help is on its way")

    @pytest.mark.parametrize(("location", "expected"), [(None, "pending_location"), ("home", "pending_confirmation")])
    def test_the_police_need_a_place_and_a_second_person(
        self, staff: Staff, location: str | None, expected: str
    ) -> None:
        reply = staff.escalate("res_1", answered(staff), "police", location)
        assert (reply.status, reply.contacted_service) == (expected, None)

    def test_where_the_texter_is_is_sealed_and_read_by_who_may_read(self, staff: Staff) -> None:
        one = answered(staff)
        staff.escalate("res_1", one, "police", "an unusual place")
        assert "unusual" not in repr(aws.rows("conversations"))
        assert staff.record("res_1", one).log[0].location == "an unusual place"
        assert staff.record("sup_1", one).log[0].location == "an unusual place"
        assert staff.record("res_2", one).log[0].location is None, "asked to confirm, not to read"

    @pytest.mark.parametrize("place", [waiting, medical, police, wrapping])
    def test_from_nowhere_but_a_conversation_that_is_going_on(self, staff: Staff, place: Place) -> None:
        refused(staff, IllegalTransition, "escalate", "res_1", place(staff))

    def test_by_nobody_but_the_owner(self, staff: Staff) -> None:
        one = answered(staff)
        refused(staff, NotFound, "escalate", "res_2", one)
        refused(staff, Forbidden, "escalate", "sup_1", one)
        refused(staff, NotFound, "escalate", "res_1", "con_none")


class TestASecondPersonsAgreement:
    """Who may confirm when: a supervisor at once, a responder after 3 minutes, the owner alone after 5."""

    @pytest.mark.parametrize(
        ("user", "minutes", "may"),
        [
            ("sup_1", 0, True),
            ("res_2", 0, False),
            ("res_2", 2.99, False),
            ("res_2", 3, True),
            ("res_1", 3, False),
            ("res_1", 4.99, False),
            ("res_1", 5, True),
        ],
    )
    def test_the_ladder(self, staff: Staff, user: str, minutes: float, may: bool) -> None:
        one = police(staff)
        staff.later(minutes=minutes)
        record = staff.record(user, one)
        assert record.may_confirm is may
        if not may:
            assert refused(staff, Forbidden, "confirm", user, one).code == "not_yet"
            return
        assert staff.confirm(user, one).confirmed_by == user
        assert status(staff, one) == "confirmed"

    def test_the_owner_alone_is_on_record_as_alone(self, staff: Staff) -> None:
        one = police(staff)
        staff.later(minutes=5)
        staff.confirm("res_1", one)
        assert staff.world.facts(now_at(staff.world, one))[-1].detail["alone"] == 1

    @pytest.mark.parametrize(("user", "minutes"), [("sup_1", 0), ("res_2", 3)])
    def test_a_second_person_is_not(self, staff: Staff, user: str, minutes: float) -> None:
        one = police(staff)
        staff.later(minutes=minutes)
        staff.confirm(user, one)
        assert staff.world.facts(now_at(staff.world, one))[-1].detail.get("alone") is None

    def test_a_supervisor_who_took_over_is_a_second_person_and_one_who_called_is_not(self, staff: Staff) -> None:
        one = police(staff)
        staff.reassign("sup_1", one)
        staff.confirm("sup_1", one)
        assert staff.world.facts(now_at(staff.world, one))[-1].detail.get("alone") is None
        other = staff.talking("res_2", sender="+12025550199")
        staff.reassign("sup_1", other)
        staff.escalate("sup_1", other, "police", "at home")
        refused(staff, Forbidden, "confirm", "sup_1", other)

    def test_it_is_confirmed_once(self, staff: Staff) -> None:
        one = police(staff)
        staff.confirm("sup_1", one)
        assert refused(staff, Conflict, "confirm", "sup_1", one).code == "nothing_to_confirm"

    def test_medical_help_needs_none(self, staff: Staff) -> None:
        assert refused(staff, Conflict, "confirm", "sup_1", medical(staff)).code == "nothing_to_confirm"

    def test_confirmed_first_and_located_then_the_police_go_when_both_are_there(self, staff: Staff) -> None:
        one = answered(staff)
        staff.escalate("res_1", one, "police")
        staff.confirm("sup_1", one)
        assert status(staff, one) == "pending_location"
        assert staff.update("res_1", one, location="at home").status == "confirmed"

    def test_an_escalation_of_another_name_is_not_found(self, staff: Staff) -> None:
        refused(staff, NotFound, "confirm", "sup_1", police(staff), "esc_other")


class TestReachingHelp:
    @pytest.fixture
    def workflow(self, world: World, staff: Staff, monkeypatch: pytest.MonkeyPatch) -> Workflow:
        return Workflow(world, monkeypatch)

    def test_medical_services_are_contacted_once_however_often_the_facts_are_heard(
        self, staff: Staff, workflow: Workflow
    ) -> None:
        one = medical(staff)
        told = workflow.news()
        workflow.hear(*told, *told)
        workflow.hear()
        assert len(workflow.services.called) == 1
        assert status(staff, one) == "contacted"

    def test_the_police_are_not_contacted_before_somebody_agreed_and_then_at_once(
        self, staff: Staff, workflow: Workflow
    ) -> None:
        one = answered(staff)
        staff.escalate("res_1", one, "police")
        workflow.hear()
        staff.update("res_1", one, location="at home")
        workflow.hear()
        assert workflow.services.called == []
        staff.confirm("sup_1", one)
        workflow.hear()
        assert workflow.services.called == [staff.call_of(one)]
        assert status(staff, one) == "contacted"

    def test_what_is_added_later_does_not_call_again(self, staff: Staff, workflow: Workflow) -> None:
        one = medical(staff)
        workflow.hear()
        staff.update("res_1", one, location="at home", urgency="immediate", reference_number="911-42")
        staff.log_contact("res_1", one)
        workflow.hear()
        assert len(workflow.services.called) == 1
        found = now_at(staff.world, one).escalation
        assert found is not None
        assert (found.status, found.urgency, found.reference) == (
            EscalationStatus.CONTACTED,
            "immediate",
            "911-42",
        )

    def test_given_the_call_is_over_before_anybody_was_reached_then_nobody_is(
        self, staff: Staff, workflow: Workflow
    ) -> None:
        one, other = medical(staff), staff.talking("res_2", sender="+12025550199")
        staff.escalate("res_2", other)
        staff.resolve("res_1", one)
        staff.close("sup_1", other, outcome="it was a misunderstanding")
        workflow.hear()
        assert workflow.services.called == []

    def test_given_nobody_can_be_reached_then_that_is_a_fact_and_the_conversation_goes_on(
        self, staff: Staff, workflow: Workflow
    ) -> None:
        workflow.services.down = True
        workflow.states.failing.add("contact_services")
        one = medical(staff)
        told = [notice for notice in workflow.news() if notice.kind != "escalation"]
        workflow.hear(*told)
        (failed,) = [f for f in staff.world.facts(now_at(staff.world, one)) if f.kind is FactKind.HOOK_FAILED]
        assert failed.detail["hook"] == "contact_services"
        assert workflow.states.of(one).at == State.ESCALATED_MEDICAL


class TestTheRecord:
    def test_everything_that_was_done_in_order_with_who_did_it(self, staff: Staff) -> None:
        one = police(staff)
        staff.confirm("sup_1", one)
        staff.log_contact("res_1", one, "911", "a car is on its way")
        log = staff.record("sup_1", one).log
        assert [(entry.by, entry.status) for entry in log] == [
            ("res_1", "pending_confirmation"), ("sup_1", "confirmed"), ("res_1", "confirmed"),
        ]  # fmt: skip
        assert (log[2].service, log[2].note) == ("911", "a car is on its way")

    def test_an_update_of_nothing_is_a_broken_rule(self, staff: Staff) -> None:
        refused(staff, RuleBroken, "update", "res_1", medical(staff))

    def test_the_owner_and_supervisors_write_it_and_nobody_else(self, staff: Staff) -> None:
        one = police(staff)
        refused(staff, Forbidden, "log_contact", "res_2", one)
        refused(staff, Forbidden, "update", "res_2", one, location="elsewhere")
        staff.log_contact("sup_1", one)
        staff.update("sup_1", one, urgency="immediate")


class TestTheEndOfTheCall:
    @pytest.mark.parametrize("place", [medical, police])
    @pytest.mark.parametrize("user", ["res_1", "sup_1"])
    def test_the_conversation_goes_on_with_an_outcome_on_record(self, staff: Staff, place: Place, user: str) -> None:
        one = place(staff)
        assert staff.resolve(user, one, "they are safe").state is State.ACTIVE
        assert status(staff, one) == "resolved"
        assert staff.record("res_1", one).log[-1].by == user

    @pytest.mark.parametrize("outcome", [None])
    @pytest.mark.parametrize("place", [medical, police])
    def test_without_an_outcome_it_is_not_over(self, staff: Staff, place: Place, outcome: str | None) -> None:
        error = refused(staff, RuleBroken, "resolve", "res_1", place(staff), outcome)
        assert isinstance(error, RuleBroken) and error.errors[0].field == "outcome"

    @pytest.mark.parametrize("place", [medical, police])
    def test_a_supervisor_may_end_it_all_with_an_outcome(self, staff: Staff, place: Place) -> None:
        one = place(staff)
        refused(staff, RuleBroken, "close", "sup_1", one)
        refused(staff, Forbidden, "close", "res_1", one, outcome="they are safe")
        assert staff.close("sup_1", one, outcome="in hospital").state is State.CLOSED
        assert status(staff, one) == "resolved"
        assert not staff.record("sup_1", one).may_confirm

    @pytest.mark.parametrize("act", ["confirm", "log_contact", "update"])
    def test_after_that_nothing_is_added_to_it(self, staff: Staff, act: str) -> None:
        one = police(staff)
        staff.resolve("res_1", one)
        words = {"location": "at home"} if act == "update" else {}
        assert refused(staff, Conflict, act, "sup_1", one, **words).code == "escalation_over"

    def test_there_may_be_another_one_with_a_record_of_its_own(self, staff: Staff) -> None:
        one = medical(staff)
        first = staff.call_of(one)
        staff.resolve("res_1", one)
        staff.escalate("res_1", one, "police", "at home")
        assert staff.call_of(one) != first
        assert len(staff.record("res_1", one).log) == 1
        refused(staff, NotFound, "confirm", "sup_1", one, first)

    def test_the_same_key_resolves_once_and_repeats_the_answer(self, staff: Staff) -> None:
        one = police(staff)
        first, again = (staff.resolve("res_1", one, key="k1") for _ in range(2))
        assert first.version == again.version

    def test_given_the_texter_sends_stop_then_people_go_on_working_on_it(self, staff: Staff) -> None:
        one = police(staff)
        staff.world.text("STOP")
        found = now_at(staff.world, one)
        assert (found.state, found.cannot_reply) == (State.ESCALATED_POLICE, True)
        staff.confirm("sup_1", one)
