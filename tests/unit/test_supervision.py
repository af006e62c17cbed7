"""The workflow follows the facts, whenever and however often it is woken."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest

from shared.domain.lifecycle import State
from shared.lifecycle.supervising import Supervision
from tests.unit.staff import Staff
from tests.unit.wire import client_error
from tests.unit.workflow_walk import Execution, Workflow
from tests.unit.world import World


@pytest.fixture
def workflow(world: World, monkeypatch: pytest.MonkeyPatch) -> Workflow:
    return Workflow(world, monkeypatch)


@pytest.fixture
def staff(world: World) -> Staff:
    staff = Staff(world)
    staff.here("res_1", "res_2")
    return staff


def follows(workflow: Workflow, world: World, one: str, number: int = 0) -> bool:
    """Whether the execution stands where the conversation does."""
    found = world.conversations.get(one)
    assert found is not None
    execution = workflow.states.of(one, number)
    if found.live:
        return execution.status == "RUNNING" and waits_at(execution) == found.state
    return execution.status == "SUCCEEDED" and execution.at == found.state


def waits_at(execution: Execution) -> str | None:
    return execution.at if execution.token is not None else None


class TestFollowing:
    def test_a_conversation_that_opens_gets_an_execution_that_waits_where_it_stands(
        self, world: World, staff: Staff, workflow: Workflow
    ) -> None:
        world.text("hello")
        workflow.hear()
        assert waits_at(workflow.states.of(world.only().id)) == State.QUEUED

    def test_it_walks_through_every_transition_to_the_end(self, world: World, staff: Staff, workflow: Workflow) -> None:
        one = staff.talking()
        workflow.hear()
        assert follows(workflow, world, one)
        for step in (staff.transfer, staff.wrap_up, staff.close):
            if step == staff.wrap_up:
                staff.accept("res_2", one)
            step("res_1" if step == staff.transfer else "res_2", one)
            workflow.hear()
            assert follows(workflow, world, one)
        assert [at for at in workflow.states.of(one).entered if at in set(State)] == [
            "new", "queued", "assigned", "active", "transferred", "active", "wrap_up", "closed",
        ]  # fmt: skip

    def test_messages_neither_wake_it_nor_cost_a_transition(
        self, world: World, staff: Staff, workflow: Workflow
    ) -> None:
        one = staff.talking()
        workflow.hear()
        entered = len(workflow.states.of(one).entered)
        for number in range(5):
            world.text(f"and {number}")
            world.reply(one)
        assert workflow.news() == []
        staff.wrap_up("res_1", one)
        staff.close("res_1", one)
        workflow.hear()
        assert len(workflow.states.of(one).entered) <= min(25, entered + 8)

    def test_what_it_carries_is_ids_states_and_numbers(self, world: World, staff: Staff, workflow: Workflow) -> None:
        one = staff.talking(text="a very unusual word")
        workflow.hear()
        carried = workflow.states.of(one).data
        assert set(carried) == {"conversationId", "version", "state", "timeoutSeconds", "transition"}
        assert "unusual" not in json.dumps(carried)


class TestWakes:
    def test_early_then_the_wait_that_comes_later_finds_the_transition_there(
        self, world: World, staff: Staff, workflow: Workflow
    ) -> None:
        one = staff.talking()
        opened, *moved = workflow.news()
        workflow.hear(*moved)  # nobody waits yet
        workflow.hear(opened)
        assert follows(workflow, world, one)

    def test_late_then_it_catches_up_with_everything_at_once(
        self, world: World, staff: Staff, workflow: Workflow
    ) -> None:
        world.text("hello")
        workflow.hear()
        one = str(world.hand_out().id)
        staff.wrap_up("res_1", one)
        staff.resume("res_1", one)
        last = workflow.news()[-1]
        workflow.hear(last)
        assert follows(workflow, world, one)
        assert workflow.states.of(one).entered[-7:] == [
            "active", "active moved", "begin_wrap_up: begin_exit_survey", "begin_wrap_up: assess_finally",
            "wrap_up", "wrap_up moved", "active",
        ]  # fmt: skip

    def test_twice_and_in_any_order_then_it_has_walked_once(
        self, world: World, staff: Staff, workflow: Workflow
    ) -> None:
        one = staff.talking()
        told = workflow.news()
        workflow.hear(*told, *reversed(told), *told)
        assert follows(workflow, world, one)
        assert [at for at in workflow.states.of(one).entered if at in set(State)] == [
            "new", "queued", "assigned", "active",
        ]  # fmt: skip
        assert list(workflow.states.executions) == [f"{one}-0"]

    def test_never_then_the_time_of_the_state_runs_out_and_it_goes_on_from_the_facts(
        self, world: World, staff: Staff, workflow: Workflow
    ) -> None:
        world.text("hello")
        workflow.hear()
        one = str(world.hand_out().id)
        workflow.news()  # lost on the way
        execution = workflow.states.of(one)
        assert execution.at == State.QUEUED
        workflow.states.time_is_over(execution)
        assert follows(workflow, world, one)

    def test_given_the_time_runs_out_at_the_same_moment_then_the_wake_finds_the_token_spent_and_goes_home(
        self, world: World, staff: Staff, workflow: Workflow
    ) -> None:
        world.text("hello")
        workflow.hear()
        execution = workflow.states.of(world.only().id)
        workflow.states.spent.add(execution.token or "")
        one = str(world.hand_out().id)
        workflow.hear()  # TaskTimedOut is no failure
        execution.token = None
        workflow.states._walk(execution, "queued time is over")
        assert follows(workflow, world, one)

    def test_a_wake_for_a_conversation_without_an_execution_does_nothing(
        self, world: World, staff: Staff, workflow: Workflow
    ) -> None:
        one = staff.talking()
        workflow.supervision.wake(one)
        workflow.supervision.wake("con_none")
        assert workflow.states.executions == {}

    def test_given_step_functions_refuses_for_another_reason_then_the_notice_is_tried_again(
        self, world: World, staff: Staff, workflow: Workflow, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        world.text("hello")
        workflow.hear()
        world.hand_out()

        def refuse(**_: object) -> None:
            raise client_error("ThrottlingException", "SendTaskSuccess")

        monkeypatch.setattr(workflow.states, "send_task_success", refuse)
        with pytest.raises(Exception, match="Throttling"):
            workflow.supervision.wake(world.only().id)
        monkeypatch.undo()


class TestTime:
    def test_a_state_waits_as_long_as_its_own_timer_and_no_longer(
        self, world: World, staff: Staff, workflow: Workflow
    ) -> None:
        world.text("hello")
        workflow.hear()
        execution = workflow.states.of(world.only().id)
        assert execution.seconds == 4 * 3600
        staff.assign("sup_1", world.only().id, "res_1")
        workflow.hear()
        assert execution.seconds == 120

    def test_when_the_time_is_over_what_is_due_is_done_and_it_waits_in_the_next_state(
        self, world: World, staff: Staff, workflow: Workflow
    ) -> None:
        world.text("hello")
        staff.assign("sup_1", world.only().id, "res_1")
        workflow.hear()
        execution = workflow.states.of(world.only().id)
        staff.later(minutes=2)
        workflow.states.time_is_over(execution)
        assert world.only().state is State.QUEUED
        assert waits_at(execution) == State.QUEUED
        workflow.hear()
        assert waits_at(execution) == State.QUEUED

    def test_when_its_time_was_over_too_early_it_goes_on_waiting(
        self, world: World, staff: Staff, workflow: Workflow
    ) -> None:
        world.text("hello")
        workflow.hear()
        execution, before = workflow.states.of(world.only().id), world.only()
        staff.later(hours=1)
        workflow.states.time_is_over(execution)
        assert waits_at(execution) == State.QUEUED
        assert execution.seconds == 3 * 3600
        assert world.only().state is before.state

    def test_nobody_ever_does_anything_then_timers_alone_bring_it_to_its_end(
        self, world: World, staff: Staff, workflow: Workflow
    ) -> None:
        world.text("hello")
        workflow.hear()
        staff.later(hours=4)
        execution = workflow.states.of(world.only().id)
        workflow.states.time_is_over(execution)
        assert (world.only().state, execution.status, execution.at) == (State.EXPIRED, "SUCCEEDED", State.EXPIRED)

    def test_a_conversation_that_is_gone_is_an_error_the_workflow_shows(self, workflow: Workflow) -> None:
        with pytest.raises(LookupError):
            workflow.supervision.time_is_over("con_none", 0)


class TestStartingAgain:
    def test_another_execution_begins_where_the_conversation_stands_under_a_name_never_used(
        self, world: World, staff: Staff, workflow: Workflow
    ) -> None:
        one = staff.talking()
        workflow.hear()
        workflow.states.lose(workflow.states.of(one))
        for number in (1, 2):
            found = world.conversations.get(one)
            assert found is not None
            workflow.supervision.start_again(found)
            assert follows(workflow, world, one, number)
            assert workflow.states.of(one, number).entered == ["where it stands", "active"]

    def test_given_two_run_by_accident_then_the_newer_is_woken_and_the_older_finds_out_by_itself(
        self, world: World, staff: Staff, workflow: Workflow
    ) -> None:
        one = staff.talking()
        workflow.hear()
        found = world.conversations.get(one)
        assert found is not None
        workflow.supervision.start_again(found)
        staff.wrap_up("res_1", one)
        workflow.hear()
        older, newer = workflow.states.of(one), workflow.states.of(one, 1)
        assert (older.at, newer.at) == ("active", "wrap_up")
        workflow.states.time_is_over(older)
        assert older.at == "wrap_up"

    def test_an_execution_behind_its_facts_is_woken_after_the_grace_and_not_before(
        self, world: World, staff: Staff, workflow: Workflow
    ) -> None:
        world.text("hello")
        workflow.hear()
        one = str(world.hand_out().id)
        workflow.news()
        supervision: Supervision = workflow.supervision
        grace = timedelta(seconds=60)
        assert not supervision.catch_up(world.only(), grace)
        staff.later(seconds=61)
        assert supervision.catch_up(world.only(), grace)
        assert follows(workflow, world, one)
        assert not supervision.catch_up(world.only(), grace)
