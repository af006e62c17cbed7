"""How conversations end: by whom, from where, and what each needs."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from shared.domain.errors import Forbidden, IdempotencyMismatch, IllegalTransition, NotFound, RuleBroken
from shared.domain.lifecycle import State
from tests.unit.places import (
    Place,
    answered,
    assigned,
    checked_on,
    medical,
    names,
    now_at,
    planned,
    transferred,
    waiting,
    wrapping,
)
from tests.unit.refusals import refused
from tests.unit.staff import CRITICAL, RISKY, Staff
from tests.unit.world import CONFIRMATION, World


@pytest.fixture
def staff(world: World) -> Staff:
    return Staff(world)


class TestClosing:
    @pytest.mark.parametrize(
        ("place", "move"),
        [
            (answered, "close_from_active"),
            (wrapping, "close_from_wrap_up"),
            (checked_on, "close_from_followup"),
        ],
    )
    def test_by_its_responder_from_where_it_stands(self, staff: Staff, place: Place, move: str) -> None:
        one = place(staff)
        assert staff.close("res_1", one).state is State.CLOSED
        found = now_at(staff.world, one)
        assert names(staff.world, one)[-1] == move
        assert (found.closed_at, found.timer_at) == (staff.world.clock.now(), None)

    def test_what_nobody_worked_on_by_a_supervisor_with_a_reason(self, staff: Staff) -> None:
        one = waiting(staff)
        refused(staff, RuleBroken, "close", "sup_1", one)
        refused(staff, Forbidden, "close", "res_1", one, reason="spam")
        assert staff.close("sup_1", one, reason="spam").state is State.CLOSED

    @pytest.mark.parametrize("place", [assigned, transferred, planned])
    def test_not_from_where_somebody_is_being_waited_for(self, staff: Staff, place: Place) -> None:
        refused(staff, IllegalTransition, "close", "res_1", place(staff), outcome="x", reason="y")

    def test_what_has_ended_does_not_end_again(self, staff: Staff) -> None:
        one = answered(staff)
        staff.close("res_1", one)
        error = refused(staff, IllegalTransition, "close", "res_1", one)
        assert isinstance(error, IllegalTransition) and error.state == "closed"

    @pytest.mark.parametrize("place", [answered, wrapping, checked_on])
    def test_the_same_key_closes_once_and_repeats_the_answer(self, staff: Staff, place: Place) -> None:
        one = place(staff)
        first, again = (staff.close("res_1", one, key="k1") for _ in range(2))
        assert (first.state, again.state, first.version) == (State.CLOSED, State.CLOSED, again.version)

    def test_the_same_key_with_another_outcome_is_a_mismatch(self, staff: Staff) -> None:
        one = medical(staff)
        staff.close("sup_1", one, key="k1", outcome="safe")
        with pytest.raises(IdempotencyMismatch):
            staff.close("sup_1", one, key="k1", outcome="in hospital")

    def test_given_it_moved_on_meanwhile_then_it_is_not_closed_by_another_move(self, staff: Staff) -> None:
        world, one = staff.world, answered(staff)
        world.wire.before("TransactWriteItems", lambda: staff.wrap_up("res_1", one))
        with pytest.raises(IllegalTransition) as lost:
            staff.close("res_1", one)
        assert (lost.value.transition, lost.value.state) == ("close_from_active", "wrap_up")
        assert now_at(world, one).state is State.WRAP_UP

    def test_somebody_elses_looks_as_if_it_were_not_there(self, staff: Staff) -> None:
        refused(staff, NotFound, "close", "res_2", answered(staff))
        refused(staff, NotFound, "close", "res_1", "con_none")

    def test_statistics_are_kept_in_the_fact_that_ends_it(self, staff: Staff) -> None:
        one = answered(staff)
        staff.tag("res_1", one, "school", "family")
        staff.later(minutes=30)
        staff.close("res_1", one)
        kept = staff.world.facts(now_at(staff.world, one))[-1].detail
        assert (kept["duration"], kept["tags"], kept["surveyed"]) == (1800, "family,school", 0)


class TestWrappingUp:
    def test_a_responder_may_go_on_after_all(self, staff: Staff) -> None:
        one = wrapping(staff)
        staff.world.reply(one, "one more thing")
        assert staff.resume("res_1", one).state is State.ACTIVE

    @pytest.mark.parametrize("text", ["wait", RISKY, CRITICAL, "thank you", "HELP"])
    def test_given_the_texter_writes_then_the_responder_is_back(self, staff: Staff, text: str) -> None:
        one = wrapping(staff)
        staff.world.text(text)
        found = now_at(staff.world, one)
        assert (found.state, found.responder_id) == (State.ACTIVE, "res_1")

    def test_whoever_goes_on_has_time_to(self, staff: Staff) -> None:
        one = wrapping(staff)
        staff.later(minutes=25)
        staff.resume("res_1", one)
        staff.later(minutes=2)
        staff.look(one)
        assert now_at(staff.world, one).state is State.ACTIVE


class TestTheTexterEndsIt:
    @pytest.mark.parametrize("place", [waiting, assigned, answered, transferred, wrapping, checked_on])
    def test_stop_ends_whatever_lives_and_is_confirmed_once(self, staff: Staff, place: Place) -> None:
        world, one = staff.world, place(staff)
        world.text("STOP")
        found = now_at(world, one)
        assert (found.state, found.cannot_reply) == (State.CLOSED, True)
        assert names(world, one)[-1] == "end_by_texter"
        assert [text for _, text in world.words(found)].count(CONFIRMATION) == 1
        assert world.conversations.loads(["res_1"])["res_1"] == frozenset()

    def test_stop_calls_off_a_planned_check_in(self, staff: Staff) -> None:
        one = planned(staff)
        staff.world.text("STOP")
        assert names(staff.world, one)[-1] == "cancel_follow_up"
        staff.later(days=3)
        staff.look(one)
        assert now_at(staff.world, one).state is State.CLOSED

    def test_what_they_write_after_that_is_a_new_conversation_that_cannot_be_answered(self, staff: Staff) -> None:
        world = staff.world
        answered(staff)
        world.text("STOP")
        world.text("please")
        (live,) = [one for one in world.all_conversations() if one.live]
        assert (live.state, live.cannot_reply) == (State.QUEUED, True)


class TestACheckIn:
    """A texter of Washington, where the tests' clock is five hours behind UTC, or four in summer."""

    def when(self, staff: Staff, one: str) -> datetime:
        moment = now_at(staff.world, one).follow_up_at
        assert moment is not None
        return moment

    def test_in_a_day_when_nothing_is_said_and_never_at_night(self, staff: Staff) -> None:
        one = planned(staff)
        ahead = self.when(staff, one) - staff.world.clock.now()
        assert timedelta(days=1) <= ahead <= timedelta(days=1, hours=12)

    @pytest.mark.parametrize("hour", range(0, 24, 3))
    def test_a_moment_in_the_texters_night_becomes_their_morning(self, staff: Staff, hour: int) -> None:
        there = ZoneInfo("America/New_York")
        asked = (staff.world.clock.now().astimezone(there) + timedelta(days=2)).replace(hour=hour, minute=30)
        one = wrapping(staff)
        staff.follow_up("res_1", one, asked)
        local = self.when(staff, one).astimezone(there)
        assert 9 <= local.hour < 21
        assert local == asked if 9 <= hour < 21 else (local.hour, local.minute) == (9, 0)

    @pytest.mark.parametrize("days", [-1, 0, 366])
    def test_in_the_past_or_beyond_a_year_is_a_broken_rule(self, staff: Staff, days: int) -> None:
        at = staff.world.clock.now() + timedelta(days=days)
        error = refused(staff, RuleBroken, "follow_up", "res_1", wrapping(staff), at)
        assert isinstance(error, RuleBroken) and error.errors[0].field == "scheduledTime"

    def test_without_the_texters_agreement_there_is_none(self, staff: Staff) -> None:
        error = refused(staff, RuleBroken, "follow_up", "res_1", wrapping(staff), None, False)
        assert isinstance(error, RuleBroken) and error.errors[0].field == "consent"

    def test_to_somebody_who_opted_out_there_is_none(self, staff: Staff) -> None:
        staff.world.text("STOP")
        one = wrapping(staff)
        assert refused(staff, RuleBroken, "follow_up", "res_1", one).code == "texter_opted_out"

    @pytest.mark.parametrize("place", [waiting, answered, planned])
    def test_it_is_planned_while_wrapping_up_and_never_twice(self, staff: Staff, place: Place) -> None:
        refused(staff, IllegalTransition, "follow_up", "res_1", place(staff))

    def test_nobody_owns_it_until_then_and_whoever_planned_it_may_call_it_off(self, staff: Staff) -> None:
        world, one = staff.world, planned(staff)
        found = now_at(world, one)
        assert (found.responder_id, found.preferred_id) == (None, "res_1")
        assert world.conversations.loads(["res_1"])["res_1"] == frozenset()
        refused(staff, NotFound, "cancel_follow_up", "res_2", one)
        assert staff.cancel_follow_up("res_1", one).state is State.CLOSED

    def test_a_supervisor_may_call_it_off_too(self, staff: Staff) -> None:
        assert staff.cancel_follow_up("sup_1", planned(staff)).state is State.CLOSED

    def test_at_its_time_it_says_what_the_responder_wrote_once(self, staff: Staff) -> None:
        world, one = staff.world, planned(staff)
        staff.later(seconds=(self.when(staff, one) - world.clock.now()).total_seconds() - 1)
        staff.look(one)
        assert now_at(world, one).state is State.FOLLOW_UP_SCHEDULED
        staff.later(seconds=1)
        for _ in range(3):
            staff.look(one)
        found = now_at(world, one)
        assert found.state is State.FOLLOW_UP_ACTIVE
        assert world.words(found).count(("system", "How are you today?")) == 1

    @pytest.mark.parametrize("place", [planned, checked_on])
    def test_given_the_texter_writes_then_they_are_back_ahead_and_their_responder_first(
        self, staff: Staff, place: Place
    ) -> None:
        world, one = staff.world, place(staff)
        world.text("somebody new", sender="+12025550199")
        staff.later(minutes=1)
        world.text("I am not well")
        found = now_at(world, one)
        assert (found.state, found.preferred_id, found.boost_seconds) == (State.QUEUED, "res_1", 1800)
        assert world.conversations.waiting("pro_1")[0].id == one
        assert world.hand_out("res_1").id == one
