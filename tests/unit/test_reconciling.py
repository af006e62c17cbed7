"""Nobody is stuck: what has no timer, no execution or no future is given one."""

from __future__ import annotations

from datetime import timedelta

import pytest
from pynamodb.expressions.update import Action

from functions.jobs.reconciling import Reconciler
from functions.jobs.reopening import Reopening
from shared.domain.conversation import FactKind
from shared.domain.lifecycle import State
from shared.domain.risk.levels import Risk
from shared.store.models import HeadItem, OwnerKeyItem
from shared.store.vault import owner_key
from tests.unit.places import answered, now_at, planned, waiting
from tests.unit.staff import CRITICAL, Staff
from tests.unit.workflow_walk import PretendStates, Workflow
from tests.unit.world import World


@pytest.fixture
def staff(world: World) -> Staff:
    staff = Staff(world)
    staff.here("res_1", "res_2")
    return staff


@pytest.fixture
def workflow(world: World, staff: Staff, monkeypatch: pytest.MonkeyPatch) -> Workflow:
    return Workflow(world, monkeypatch)


@pytest.fixture
def reconciler(world: World, workflow: Workflow) -> Reconciler:
    return Reconciler(
        world.writer, world.agenda, workflow.supervision, Reopening(world.writer), workflow.states, "machine"
    )


def without_timer(one: str) -> None:
    actions: list[Action] = [HeadItem.timer_key.remove(), HeadItem.timer_sort.remove(), HeadItem.timer_at.remove()]
    HeadItem(f"C#{one}", "HEAD").update(actions=actions)


class TestTimers:
    def test_a_live_conversation_that_lost_its_timer_gets_one(
        self, staff: Staff, world: World, reconciler: Reconciler, capsys: pytest.CaptureFixture[str]
    ) -> None:
        one = answered(staff)
        version = now_at(world, one).version
        without_timer(one)
        assert world.agenda.timed() == set()
        reconciler.run()
        assert world.agenda.timed() == {one}
        found = now_at(world, one)
        assert found.timer_at is not None and found.timer_at > world.clock.now()
        assert found.version == version, "the facts are as they were"
        assert '"LiveWithoutTimer":1' in capsys.readouterr().out

    def test_the_second_run_finds_nothing_to_mend(
        self, staff: Staff, workflow: Workflow, reconciler: Reconciler, capsys: pytest.CaptureFixture[str]
    ) -> None:
        one = answered(staff)
        workflow.hear()
        without_timer(one)
        reconciler.run()
        capsys.readouterr()
        reconciler.run()
        out = capsys.readouterr().out
        assert '"LiveWithoutTimer":0' in out and '"LiveWithoutExecution":0' in out

    def test_a_timer_that_was_lost_and_is_long_overdue_is_acted_on_by_the_next_sweep(
        self, staff: Staff, world: World, reconciler: Reconciler
    ) -> None:
        one = waiting(staff)
        without_timer(one)
        staff.later(hours=5)
        staff.sweep.run()
        assert now_at(world, one).state is State.QUEUED
        reconciler.run()
        staff.sweep.run()
        assert now_at(world, one).state is State.EXPIRED


class TestExecutions:
    def test_a_live_conversation_whose_start_was_never_heard_gets_an_execution(
        self, staff: Staff, workflow: Workflow, reconciler: Reconciler
    ) -> None:
        one = answered(staff)
        staff.later(seconds=61)
        reconciler.run()
        assert workflow.states.of(one, 1).at == State.ACTIVE

    def test_what_is_younger_than_a_minute_may_still_be_on_its_way(
        self, staff: Staff, workflow: Workflow, reconciler: Reconciler
    ) -> None:
        answered(staff)
        staff.later(seconds=59)
        reconciler.run()
        assert workflow.states.executions == {}

    def test_one_that_was_lost_is_rebuilt_from_the_facts_and_follows_to_the_end(
        self, staff: Staff, workflow: Workflow, reconciler: Reconciler
    ) -> None:
        one = answered(staff)
        workflow.hear()
        workflow.states.lose(workflow.states.of(one))
        staff.later(seconds=61)
        for _ in range(2):
            reconciler.run()
        assert set(workflow.states.executions) == {f"{one}-0", f"{one}-1"}
        staff.wrap_up("res_1", one)
        staff.close("res_1", one)
        workflow.hear()
        assert workflow.states.of(one, 1).status == "SUCCEEDED"

    def test_one_that_missed_its_wake_is_woken(self, staff: Staff, workflow: Workflow, reconciler: Reconciler) -> None:
        one = answered(staff)
        workflow.hear()
        staff.wrap_up("res_1", one)
        workflow.news()  # lost
        staff.later(seconds=61)
        reconciler.run()
        assert workflow.states.of(one).at == State.WRAP_UP

    def test_a_list_of_several_pages_is_read_to_its_end(
        self, staff: Staff, workflow: Workflow, reconciler: Reconciler
    ) -> None:
        workflow.states._page = 1
        staff.world.texters(3)
        workflow.hear()
        staff.later(seconds=61)
        reconciler.run()
        assert len(workflow.states.executions) == 3

    def test_what_has_ended_needs_none(self, staff: Staff, workflow: Workflow, reconciler: Reconciler) -> None:
        one = answered(staff)
        staff.close("res_1", one)
        staff.later(seconds=61)
        reconciler.run()
        assert workflow.states.executions == {}


class TestFailedConversations:
    def failed(self, staff: Staff, text: str = CRITICAL) -> str:
        one = staff.talking(text=text)
        staff.world.writer.fail(one, "CannotOpen")
        return one

    def live(self, world: World) -> list[str]:
        return [one.id for one in world.all_conversations() if one.live]

    def test_its_texter_gets_another_one_in_front_with_the_same_risk_once(
        self, staff: Staff, world: World, reconciler: Reconciler
    ) -> None:
        one = self.failed(staff)
        assert now_at(world, one).state is State.FAILED
        assert world.conversations.loads(["res_1"])["res_1"] == frozenset()
        for _ in range(3):
            reconciler.run()
        (new,) = self.live(world)
        found, old = now_at(world, new), now_at(world, one)
        assert (found.state, found.front, found.risk, found.preferred_id) == (
            State.QUEUED, True, Risk.CRITICAL, "res_1",
        )  # fmt: skip
        assert (found.thread_id, found.texter_id) == (old.thread_id, old.texter_id)
        assert old.reopened_as == new
        assert world.agenda.failed() == []

    def test_what_they_write_next_is_heard_in_the_new_one(
        self, staff: Staff, world: World, reconciler: Reconciler
    ) -> None:
        self.failed(staff)
        reconciler.run()
        world.text("are you there?")
        (new,) = self.live(world)
        assert world.words(now_at(world, new))[-1] == ("inbound", "are you there?")
        given = world.hand_out()
        world.reply(given.id)

    def test_given_the_texter_was_faster_then_theirs_is_the_new_one_and_takes_over_the_risk(
        self, staff: Staff, world: World, reconciler: Reconciler
    ) -> None:
        one = self.failed(staff)
        world.text("hello again")
        reconciler.run()
        (new,) = self.live(world)
        assert now_at(world, one).reopened_as == new
        assert now_at(world, new).risk is Risk.CRITICAL
        version = now_at(world, new).version
        reconciler.run()
        assert now_at(world, new).version == version

    def test_given_the_key_of_a_live_one_is_gone_when_they_write_then_the_message_opens_another(
        self, staff: Staff, world: World, reconciler: Reconciler
    ) -> None:
        one = staff.talking(text=CRITICAL)
        place = owner_key(one)
        OwnerKeyItem(place.pk, place.sk).delete()
        world.intake = world.new_intake()
        world.text("are you there?")
        assert now_at(world, one).state is State.FAILED
        (new,) = self.live(world)
        assert world.words(now_at(world, new))[0] == ("inbound", "are you there?")
        reconciler.run()
        assert now_at(world, new).risk is Risk.CRITICAL
        assert now_at(world, one).reopened_as == new

    def test_a_planned_check_in_that_failed_brings_its_texter_back_too(
        self, staff: Staff, world: World, reconciler: Reconciler
    ) -> None:
        one = planned(staff)
        place = owner_key(one)
        OwnerKeyItem(place.pk, place.sk).delete()
        world.vault.forget(one)
        staff.later(days=2)
        staff.sweep.run()
        assert now_at(world, one).state is State.FAILED
        reconciler.run()
        assert len(self.live(world)) == 1

    def test_given_one_cannot_be_reopened_then_the_others_are(
        self, staff: Staff, world: World, reconciler: Reconciler
    ) -> None:
        for sender in ("+12025550142", "+12025550199"):
            one = staff.talking(sender=sender)
            world.writer.fail(one, "CannotOpen")
        world.wire.fail("TransactWriteItems", "InternalServerError")
        reconciler.run()
        assert len(self.live(world)) == 1
        reconciler.run()
        assert len(self.live(world)) == 2

    def test_given_the_workflow_service_is_down_then_texters_are_reopened_all_the_same(
        self, staff: Staff, world: World, reconciler: Reconciler, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        self.failed(staff)
        staff.talking("res_2", sender="+12025550199")
        staff.later(seconds=61)

        def refuse(self: PretendStates, **_: object) -> None:
            raise ConnectionError("laid by a test")

        monkeypatch.setattr(PretendStates, "start_execution", refuse)
        reconciler.run()
        assert len(self.live(world)) == 2

    def test_given_it_does_not_even_say_what_runs_then_they_are_too_and_the_job_fails_for_all_to_see(
        self, staff: Staff, world: World, reconciler: Reconciler, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        self.failed(staff)

        def refuse(self: PretendStates, **_: object) -> None:
            raise ConnectionError("laid by a test")

        monkeypatch.setattr(PretendStates, "list_executions", refuse)
        with pytest.raises(ConnectionError):
            reconciler.run()
        assert len(self.live(world)) == 1

    def test_failing_twice_is_failing_once(self, staff: Staff, world: World) -> None:
        one = self.failed(staff)
        world.writer.fail(one, "CannotOpen")
        moves = [fact for fact in world.facts(now_at(world, one)) if fact.kind is FactKind.TRANSITION]
        assert [fact.move.name for fact in moves if fact.move].count("fail") == 1

    def test_it_takes_at_most_a_minute_as_the_job_runs_each_minute(self, reconciler: Reconciler, staff: Staff) -> None:
        self.failed(staff)
        staff.later(seconds=timedelta(minutes=1).total_seconds())
        reconciler.run()
        assert len(self.live(staff.world)) == 1
