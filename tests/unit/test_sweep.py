"""Each minute: what is due is done, and whoever is gone is stood in for."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from shared.domain.lifecycle import OWNED, State
from shared.store.models import OwnerKeyItem
from shared.store.vault import owner_key
from tests.unit.places import answered, assigned, medical, names, now_at, police, transferred, waiting, wrapping
from tests.unit.staff import TEXTS, Staff
from tests.unit.world import World


@pytest.fixture
def staff(world: World) -> Staff:
    staff = Staff(world)
    staff.here("res_1", "res_2", "sup_1")
    return staff


def gone(staff: Staff, *still_here: str) -> None:
    """Ninety seconds and one more without a word, but from these."""
    staff.later(seconds=91)
    staff.here(*still_here)


class TestWhatIsDue:
    def test_everything_that_is_due_is_done_and_nothing_else(self, staff: Staff) -> None:
        world = staff.world
        late, early = world.texters(2)
        staff.later(minutes=3)
        early_version = now_at(world, early).version
        staff.sweep.run()
        assert "still_in_line" in names(world, late)
        assert now_at(world, early).version == early_version

    def test_run_twice_it_has_run_once(self, staff: Staff) -> None:
        one = waiting(staff)
        staff.later(minutes=5)
        staff.sweep.run()
        version = now_at(staff.world, one).version
        staff.sweep.run()
        assert now_at(staff.world, one).version == version

    def test_what_was_never_looked_at_is_caught_up_with(self, staff: Staff) -> None:
        one = waiting(staff)
        staff.later(days=2)
        staff.sweep.run()
        assert now_at(staff.world, one).state is State.EXPIRED

    def test_given_one_cannot_be_looked_at_then_the_others_are(self, staff: Staff) -> None:
        world = staff.world
        one, two = world.texters(2)
        staff.later(minutes=10)
        world.wire.fail("TransactWriteItems", "InternalServerError")
        staff.sweep.run()
        done = [one for one in (one, two) if "queue_alert" in names(world, one)]
        assert len(done) == 1
        staff.sweep.run()
        assert all("queue_alert" in names(world, each) for each in (one, two))

    def test_given_its_words_cannot_be_read_any_more_then_it_fails_so_that_its_texter_gets_another(
        self, staff: Staff
    ) -> None:
        world, one = staff.world, answered(staff)
        place = owner_key(one)
        OwnerKeyItem(place.pk, place.sk).delete()
        world.vault.forget(one)
        staff.later(minutes=10)
        staff.here("res_1")
        staff.sweep.run()
        assert now_at(world, one).state is State.FAILED
        assert world.agenda.failed() == [one]


class TestAResponderIsGone:
    def test_then_the_texter_hears_so_and_stands_in_front_with_their_age(self, staff: Staff) -> None:
        world, one = staff.world, answered(staff)
        queued_at = now_at(world, one).queued_at
        gone(staff, "res_2")
        world.text("somebody new", sender="+12025550199")
        staff.sweep.run()
        found = now_at(world, one)
        assert (found.state, found.responder_id, found.preferred_id) == (State.QUEUED, None, "res_1")
        assert (found.queued_at, found.front) == (queued_at, True)
        assert world.words(found)[-1] == ("system", TEXTS["returned"])
        assert world.conversations.waiting("pro_1")[0].id == one

    def test_not_before_ninety_seconds(self, staff: Staff) -> None:
        one = answered(staff)
        staff.later(seconds=90)
        staff.sweep.run()
        assert now_at(staff.world, one).state is State.ACTIVE

    @pytest.mark.parametrize("state", ["busy", "away"])
    def test_whoever_is_busy_or_away_is_not_gone(self, staff: Staff, state: str) -> None:
        one = answered(staff)
        gone(staff)
        staff.here("res_1", state=state)
        staff.sweep.run()
        assert now_at(staff.world, one).state is State.ACTIVE

    def test_who_was_never_seen_is_gone(self, world: World) -> None:
        staff = Staff(world)
        one = answered(staff)
        staff.sweep.run()
        assert now_at(world, one).state is State.QUEUED

    def test_a_second_pass_finds_nobody_left_to_give_back(self, staff: Staff) -> None:
        one = answered(staff)
        gone(staff)
        staff.sweep.run()
        version = now_at(staff.world, one).version
        staff.sweep.run()
        assert now_at(staff.world, one).version == version

    @pytest.mark.parametrize("place", [assigned, transferred, wrapping])
    def test_what_is_assigned_offered_or_wrapping_up_is_left_to_the_timer_of_its_state(
        self, staff: Staff, place: Callable[[Staff], str]
    ) -> None:
        one = place(staff)
        state = now_at(staff.world, one).state
        gone(staff)
        staff.sweep.run()
        assert now_at(staff.world, one).state is state
        staff.later(minutes=30)
        staff.sweep.run()
        assert now_at(staff.world, one).state in (State.QUEUED, State.CLOSED)

    def test_all_their_conversations_come_back_and_their_hands_are_free(self, staff: Staff) -> None:
        world = staff.world
        world.texters(2)
        for _ in range(2):
            world.hand_out("res_1")
        gone(staff)
        staff.sweep.run()
        assert world.conversations.loads(["res_1"])["res_1"] == frozenset()
        assert all(one.state is State.QUEUED for one in world.all_conversations())

    def test_given_they_reply_at_that_very_moment_then_nobody_loses_anything(self, staff: Staff) -> None:
        world, one = staff.world, answered(staff)
        gone(staff)
        world.wire.before("TransactWriteItems", lambda: staff.wrap_up("res_1", one))
        staff.sweep.run()
        assert now_at(world, one).state is State.WRAP_UP


class TestTheOwnerOfAnEscalationIsGone:
    @pytest.mark.parametrize("place", [medical, police])
    def test_then_a_supervisor_who_is_there_takes_over_and_the_call_goes_on(
        self, staff: Staff, place: Callable[[Staff], str]
    ) -> None:
        world, one = staff.world, place(staff)
        before = now_at(world, one)
        gone(staff, "sup_1")
        staff.sweep.run()
        found = now_at(world, one)
        assert (found.state, found.responder_id) == (before.state, "sup_1")
        assert found.escalation == before.escalation
        assert world.conversations.loads(["sup_1"])["sup_1"] == {one}
        assert world.conversations.loads(["res_1"])["res_1"] == frozenset()

    def test_given_the_first_supervisor_has_their_hands_full_then_the_next_one_does(self, staff: Staff) -> None:
        world = staff.world
        world.hire("sup_1", role="supervisor", limit=1)
        world.hire("sup_2", role="supervisor", limit=1)
        world.directory._affiliates.clear()
        one = medical(staff)
        other = staff.talking("res_2", sender="+12025550199")
        staff.reassign("sup_1", other)
        gone(staff, "sup_1", "sup_2")
        staff.sweep.run()
        assert now_at(world, one).responder_id == "sup_2"

    def test_given_no_supervisor_is_there_then_it_stays_and_somebody_is_called_once(self, staff: Staff) -> None:
        world, one = staff.world, medical(staff)
        gone(staff)
        for _ in range(3):
            staff.sweep.run()
        found = now_at(world, one)
        assert (found.state, found.responder_id) == (State.ESCALATED_MEDICAL, "res_1")
        assert names(world, one).count("owner_gone") == 1
        staff.here("sup_1")
        staff.sweep.run()
        assert now_at(world, one).responder_id == "sup_1"

    def test_a_supervisor_who_is_away_is_not_given_one(self, staff: Staff) -> None:
        one = medical(staff)
        gone(staff)
        staff.here("sup_1", state="away")
        staff.sweep.run()
        assert now_at(staff.world, one).responder_id == "res_1"


def test_whatever_the_sweep_does_no_owned_state_is_without_its_owner(staff: Staff) -> None:
    world = staff.world
    for number in range(3):
        staff.talking("res_1" if number else "res_2", sender=f"+1202555010{number}")
    for _ in range(30):
        staff.later(minutes=5)
        staff.sweep.run()
        for one in world.all_conversations():
            assert (one.responder_id is not None) == (one.state in OWNED) or not one.live
