"""What follows from a transition: done once however often it runs, and given up on without holding anybody up."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from functions.lifecycle.handler import handler
from shared.ai import port
from shared.ai.port import AssistantUnavailable, Reason, Summary, Turn
from shared.domain.conversation import Fact, FactKind
from shared.domain.lifecycle import Hook, State
from shared.domain.risk.levels import Risk
from shared.runtime.invocation import InvocationFailed
from shared.store.models import AffiliateItem
from tests.unit.places import answered, assigned, medical, now_at, transferred, waiting, wrapping
from tests.unit.staff import CRITICAL, ENTRY, EXIT, TEXTS, Staff
from tests.unit.workflow_walk import Workflow
from tests.unit.world import World


@pytest.fixture
def staff(world: World) -> Staff:
    return Staff(world, surveys=(ENTRY, EXIT))


@pytest.fixture
def workflow(world: World, staff: Staff, monkeypatch: pytest.MonkeyPatch) -> Workflow:
    return Workflow(world, monkeypatch)


def kinds(staff: Staff, one: str, *wanted: FactKind) -> list[Fact]:
    return [fact for fact in staff.world.facts(now_at(staff.world, one)) if fact.kind in wanted]


def run(workflow: Workflow, staff: Staff, hook: Hook, one: str) -> None:
    """Run a hook of the conversation's last transition."""
    workflow.hooks.run(hook, one, now_at(staff.world, one).moved_version)


class Silent:
    """An assistant that cannot be reached."""

    def summarise(self, turns: Sequence[Turn]) -> Summary:
        raise AssistantUnavailable(Reason.TIMEOUT)

    def draft_reply(self, turns: Sequence[Turn]) -> port.Draft:
        raise AssistantUnavailable(Reason.TIMEOUT)


@pytest.mark.parametrize("hook", list(Hook))
def test_run_twice_a_hook_has_run_once(staff: Staff, workflow: Workflow, hook: Hook) -> None:
    place = {
        Hook.ANNOUNCE_WAITING: waiting,
        Hook.OFFER_ENTRY_SURVEY: answered,
        Hook.SUMMARISE_HAND_OFF: transferred,
        Hook.CONTACT_SERVICES: medical,
    }.get(hook, wrapping)
    one = place(staff)
    run(workflow, staff, hook, one)
    once = now_at(staff.world, one)
    assert len(kinds(staff, one, *FactKind)) > 3
    for _ in range(2):
        run(workflow, staff, hook, one)
    assert now_at(staff.world, one) == once
    assert len(workflow.services.called) <= 1


@pytest.mark.parametrize("hook", list(Hook))
def test_a_hook_of_a_conversation_that_is_gone_or_has_ended_does_nothing(
    staff: Staff, workflow: Workflow, hook: Hook
) -> None:
    workflow.hooks.run(hook, "con_none", 3)
    one = answered(staff)
    staff.close("res_1", one)
    before = [fact.message for fact in staff.world.facts(now_at(staff.world, one)) if fact.message]
    run(workflow, staff, hook, one)
    assert [fact.message for fact in staff.world.facts(now_at(staff.world, one)) if fact.message] == before


class TestNobodyIsThere:
    def test_then_the_texter_is_told_the_truth_and_supervisors_are_called(
        self, staff: Staff, workflow: Workflow
    ) -> None:
        one = waiting(staff)
        workflow.hear()
        (fact,) = kinds(staff, one, FactKind.HOOK_DONE)
        assert fact.detail["found"] == "nobody_online"
        assert staff.world.words(now_at(staff.world, one))[-1] == ("system", TEXTS["nobody_online"])
        assert now_at(staff.world, one).state is State.QUEUED, "the place in line is kept"

    @pytest.mark.parametrize("state", ["available", "busy"])
    def test_not_when_a_responder_is_there(self, staff: Staff, workflow: Workflow, state: str) -> None:
        staff.here("res_2", state=state)
        one = waiting(staff)
        workflow.hear()
        assert kinds(staff, one, FactKind.HOOK_DONE) == []

    @pytest.mark.parametrize(("user", "state"), [("res_1", "away"), ("sup_1", "available")])
    def test_nobody_but_a_responder_at_work_counts(
        self, staff: Staff, workflow: Workflow, user: str, state: str
    ) -> None:
        staff.here(user, state=state)
        one = waiting(staff)
        workflow.hear()
        assert len(kinds(staff, one, FactKind.HOOK_DONE)) == 1

    def test_given_somebody_took_them_before_the_hook_ran_then_they_are_told_nothing(
        self, staff: Staff, workflow: Workflow
    ) -> None:
        one = answered(staff)
        workflow.hear()
        assert TEXTS["nobody_online"] not in [text for _, text in staff.world.words(now_at(staff.world, one))]

    def test_each_time_they_wait_anew(self, staff: Staff, workflow: Workflow) -> None:
        one = assigned(staff)
        workflow.hear()
        staff.later(minutes=2)
        staff.look(one)
        workflow.hear()
        assert len(kinds(staff, one, FactKind.HOOK_DONE)) == 1


class TestSummaries:
    def test_a_hand_off_comes_with_a_summary_sealed_for_who_may_read(self, staff: Staff, workflow: Workflow) -> None:
        one = transferred(staff)
        workflow.hear()
        (fact,) = kinds(staff, one, FactKind.SUMMARY)
        assert fact.detail["occasion"] == "hand_off"
        assert fact.words["text"]
        assert now_at(staff.world, one).summary_seq == fact.seq

    def test_at_the_end_there_is_one_for_the_record(self, staff: Staff, workflow: Workflow) -> None:
        one = wrapping(staff)
        workflow.hear()
        assert [fact.detail["occasion"] for fact in kinds(staff, one, FactKind.SUMMARY)] == ["final"]

    def test_help_that_is_absent_holds_nobody_up(
        self, world: World, staff: Staff, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        workflow = Workflow(world, monkeypatch, Silent())
        one = transferred(staff)
        workflow.hear()
        assert kinds(staff, one, FactKind.SUMMARY, FactKind.HOOK_FAILED) == []
        assert workflow.states.of(one).at == State.TRANSFERRED
        staff.accept("res_2", one)


class TestTheLastLook:
    def test_risk_that_was_missed_is_found(self, staff: Staff, workflow: Workflow) -> None:
        """As when an affiliate's own words were added meanwhile."""
        one = staff.talking(text="we had purple rain again")
        AffiliateItem.get("A#aff_1", "AFFILIATE").update(
            actions=[
                AffiliateItem.risk_words.set([{"phrase": "purple rain", "category": "self_harm", "level": "high"}])
            ]
        )
        staff.world.tenants.touch("aff_1")
        staff.world.directory._affiliates.clear()
        staff.wrap_up("res_1", one)
        workflow.hear()
        assert now_at(staff.world, one).risk is Risk.HIGH

    def test_what_a_person_judged_stands(self, staff: Staff, workflow: Workflow) -> None:
        one = staff.talking(text=CRITICAL)
        staff.tag("res_1", one, risk="low", reason="a film they saw")
        staff.wrap_up("res_1", one)
        workflow.hear()
        assert now_at(staff.world, one).risk is Risk.LOW


class TestGivingUp:
    def test_a_hook_that_keeps_failing_is_one_fact_and_the_execution_goes_on(
        self, staff: Staff, workflow: Workflow
    ) -> None:
        workflow.states.failing.add("announce_waiting")
        one = waiting(staff)
        workflow.hear()
        (fact,) = kinds(staff, one, FactKind.HOOK_FAILED)
        assert (fact.detail["hook"], fact.detail["moved"]) == (
            "announce_waiting",
            now_at(staff.world, one).moved_version,
        )
        assert workflow.states.of(one).at == State.QUEUED
        staff.world.hand_out()
        workflow.hear()
        assert workflow.states.of(one).at == State.ACTIVE

    def test_given_up_twice_it_is_noted_once(self, staff: Staff, workflow: Workflow) -> None:
        one = waiting(staff)
        for _ in range(2):
            workflow.hooks.give_up(Hook.ANNOUNCE_WAITING, one, 3, "gave_up")
        assert len(kinds(staff, one, FactKind.HOOK_FAILED)) == 1

    @pytest.mark.parametrize("hook", list(Hook))
    def test_whichever_fails_the_conversation_can_still_end(self, staff: Staff, workflow: Workflow, hook: Hook) -> None:
        workflow.states.failing.add(str(hook))
        one = transferred(staff)
        staff.accept("res_2", one)
        staff.escalate("res_2", one)
        workflow.services.down = hook is Hook.CONTACT_SERVICES
        workflow.hear(*[notice for notice in workflow.news() if notice.kind != "escalation"])
        staff.resolve("res_2", one)
        staff.wrap_up("res_2", one)
        staff.close("res_2", one)
        workflow.hear(*[notice for notice in workflow.news() if notice.kind != "escalation"])
        assert workflow.states.of(one).status == "SUCCEEDED"

    def test_a_step_nobody_knows_is_an_error(self, workflow: Workflow, world: World) -> None:
        with pytest.raises(InvocationFailed):
            handler({"step": "dance", "conversationId": "con_1", "version": 1}, None)


def test_a_survey_that_is_open_already_is_not_begun_anew(staff: Staff, workflow: Workflow) -> None:
    one = answered(staff)
    staff.survey("res_1", one, ENTRY.id)
    run(workflow, staff, Hook.OFFER_ENTRY_SURVEY, one)
    begun = [f for f in kinds(staff, one, FactKind.SURVEY) if f.detail["step"] == "begun"]
    assert len(begun) == 1
