"""Passing a texter on: nobody is dropped between two pairs of hands."""

from __future__ import annotations

import pytest

from shared.domain.errors import Conflict, Forbidden, IllegalTransition, NotFound, RuleBroken
from shared.domain.lifecycle import State
from shared.store.commits import AtCapacity
from tests.unit import aws
from tests.unit.places import Place, answered, assigned, medical, names, now_at, police, transferred, waiting, wrapping
from tests.unit.refusals import refused
from tests.unit.staff import TEXTS, Staff
from tests.unit.world import World


@pytest.fixture
def staff(world: World) -> Staff:
    world.hire("res_3", limit=1)
    return Staff(world)


class TestTransfer:
    def test_the_sender_keeps_it_and_may_write_until_the_receiver_accepts(self, staff: Staff) -> None:
        world, one = staff.world, answered(staff)
        given = staff.transfer("res_1", one, "res_2", "they like music")
        assert (given.state, given.responder_id, given.receiver_id) == (State.TRANSFERRED, "res_1", "res_2")
        world.reply(one, "a colleague joins us")
        taken = staff.accept("res_2", one)
        assert (taken.state, taken.responder_id, taken.receiver_id) == (State.ACTIVE, "res_2", None)
        assert world.conversations.loads(["res_1", "res_2"]) == {"res_1": frozenset(), "res_2": frozenset({one})}
        with pytest.raises(NotFound):
            world.reply(one, user="res_1")

    def test_the_note_is_for_the_receiver_and_is_sealed(self, staff: Staff) -> None:
        one = answered(staff)
        staff.transfer("res_1", one, "res_2", "an unusual note")
        (fact,) = [f for f in staff.world.facts(now_at(staff.world, one)) if f.words]
        assert fact.words == {"note": "an unusual note"}
        assert "unusual" not in repr(aws.rows("conversations"))

    @pytest.mark.parametrize("user", ["res_2", "res_1"])
    def test_given_the_receiver_declines_or_the_sender_takes_it_back_then_the_sender_keeps_it(
        self, staff: Staff, user: str
    ) -> None:
        one = transferred(staff)
        kept = staff.reject(user, one)
        assert (now_at(staff.world, one).state, now_at(staff.world, one).responder_id) == (State.ACTIVE, "res_1")
        assert kept.receiver_id is None

    def test_given_nobody_answers_then_after_two_minutes_the_texter_is_in_front_of_the_queue(
        self, staff: Staff
    ) -> None:
        world, one = staff.world, transferred(staff)
        world.text("somebody new", sender="+12025550199")
        staff.later(minutes=2)
        staff.look(one)
        found = now_at(world, one)
        assert (found.state, found.responder_id, found.receiver_id) == (State.QUEUED, None, None)
        assert (found.front, found.preferred_id) == (True, "res_1")
        assert world.conversations.waiting("pro_1")[0].id == one

    def test_given_it_was_late_when_the_receiver_accepts_then_they_are_told_the_state_they_lost_to(
        self, staff: Staff
    ) -> None:
        one = transferred(staff)
        staff.later(minutes=2)
        staff.look(one)
        error = refused(staff, IllegalTransition, "accept", "res_2", one)
        assert isinstance(error, IllegalTransition) and error.state == "queued"

    def test_given_receiver_and_sender_answer_at_the_same_moment_then_one_of_them_wins(self, staff: Staff) -> None:
        world, one = staff.world, transferred(staff)
        world.wire.before("TransactWriteItems", lambda: staff.reject("res_1", one))
        with pytest.raises(IllegalTransition) as lost:
            staff.accept("res_2", one)
        assert (lost.value.transition, lost.value.state) == ("accept_transfer", "active")
        assert now_at(world, one).responder_id == "res_1"

    def test_given_the_receivers_hands_are_full_then_the_sender_still_has_it(self, staff: Staff) -> None:
        world = staff.world
        one = answered(staff)
        staff.talking("res_3", sender="+12025550199")
        staff.transfer("res_1", one, "res_3")
        refused(staff, AtCapacity, "accept", "res_3", one)
        assert now_at(world, one).responder_id == "res_1"

    def test_without_a_colleague_it_goes_back_to_the_queue(self, staff: Staff) -> None:
        one = answered(staff)
        assert staff.transfer("res_1", one, None, "they like music").state is State.QUEUED

    @pytest.mark.parametrize("to", ["res_1", "res_9", "adm_1", "nobody", ""])
    def test_to_oneself_to_a_stranger_or_to_nobody_is_a_broken_rule(self, staff: Staff, to: str) -> None:
        error = refused(staff, RuleBroken, "transfer", "res_1", answered(staff), to)
        assert isinstance(error, RuleBroken) and error.errors[0].field == "responderId"

    def test_to_a_colleague_of_another_program_is_a_broken_rule(self, staff: Staff) -> None:
        staff.world.hire("res_4", programs=("pro_2",))
        refused(staff, RuleBroken, "transfer", "res_1", answered(staff), "res_4")

    def test_the_same_key_accepts_once_and_repeats_the_answer(self, staff: Staff) -> None:
        one = transferred(staff)
        first, again = (staff.accept("res_2", one, key="k1") for _ in range(2))
        assert first.version == again.version == now_at(staff.world, one).version
        assert names(staff.world, one).count("accept_transfer") == 1


class TestGivingBack:
    def test_the_texter_keeps_their_age_stands_in_front_and_hears_an_honest_line(self, staff: Staff) -> None:
        world, one = staff.world, answered(staff)
        age = now_at(world, one).queued_at
        staff.later(hours=1)
        world.text("an older one in line", sender="+12025550199")
        staff.later(hours=1)
        staff.give_back("res_1", one, "I have to go")
        found = now_at(world, one)
        assert (found.queued_at, found.front, found.preferred_id) == (age, True, "res_1")
        assert world.conversations.waiting("pro_1")[0].id == one
        assert world.words(found)[-1] == ("system", TEXTS["returned"])

    def test_between_two_in_front_their_former_responder_helps_them_first(self, staff: Staff) -> None:
        world = staff.world
        first, second = staff.talking("res_2"), staff.talking("res_1", sender="+12025550199")
        staff.give_back("res_2", first)
        staff.give_back("res_1", second)
        given = world.hand_out("res_1")
        assert (given.id, given.reason) == (second, "was talking with you before")

    def test_what_was_not_started_can_be_given_back_too(self, staff: Staff) -> None:
        assert staff.give_back("res_1", assigned(staff)).state is State.QUEUED

    def test_a_supervisor_may_give_back_for_somebody_else(self, staff: Staff) -> None:
        assert staff.give_back("sup_1", answered(staff)).state is State.QUEUED

    def test_given_the_texter_opted_out_then_they_are_not_told(self, staff: Staff) -> None:
        world = staff.world
        world.text("STOP")
        one = staff.talking(text="please")
        staff.give_back("res_1", one)
        assert "system" not in dict(world.words(now_at(world, one)))


class TestReassigning:
    @pytest.mark.parametrize("place", [assigned, answered, transferred, medical, police])
    def test_a_supervisor_hands_it_to_somebody_else_whatever_is_going_on(self, staff: Staff, place: Place) -> None:
        one = place(staff)
        before = now_at(staff.world, one)
        given = staff.reassign("sup_1", one, "res_2")
        assert (given.state, given.responder_id) == (before.state, "res_2")
        assert staff.world.conversations.loads(["res_1", "res_2"]) == {
            "res_1": frozenset(),
            "res_2": frozenset({one}),
        }

    def test_or_takes_over_themselves(self, staff: Staff) -> None:
        one = answered(staff)
        assert staff.reassign("sup_1", one).responder_id == "sup_1"
        staff.world.reply(one, user="sup_1")

    def test_whoever_takes_over_is_not_late_for_what_happened_before(self, staff: Staff) -> None:
        one = staff.talking()
        staff.later(minutes=9)
        staff.reassign("sup_1", one, "res_2")
        staff.later(minutes=2)
        staff.look(one)
        assert now_at(staff.world, one).state is State.ACTIVE

    def test_to_its_owner_is_a_broken_rule_and_to_full_hands_a_conflict(self, staff: Staff) -> None:
        one = answered(staff)
        refused(staff, RuleBroken, "reassign", "sup_1", one, "res_1")
        staff.talking("res_3", sender="+12025550199")
        refused(staff, AtCapacity, "reassign", "sup_1", one, "res_3")

    @pytest.mark.parametrize("place", [waiting, wrapping])
    def test_not_where_the_table_does_not_say_so(self, staff: Staff, place: Place) -> None:
        refused(staff, IllegalTransition, "reassign", "sup_1", place(staff), "res_2")


class TestWhispering:
    def test_the_owner_reads_it_the_texter_never_gets_it(self, staff: Staff) -> None:
        world, one = staff.world, answered(staff)
        note = staff.whisper("sup_1", one, "ask about tonight")
        assert (note.direction, note.content, note.sender_id) == ("note", "ask about tonight", "sup_1")
        (fact,) = [f for f in world.facts(now_at(world, one)) if f.seq == note.seq]
        assert fact.message is not None and not fact.message.leaves

    def test_the_same_key_whispers_once(self, staff: Staff) -> None:
        one = answered(staff)
        first, again = (staff.whisper("sup_1", one, key="k1") for _ in range(2))
        assert (first.seq, first.id) == (again.seq, again.id)

    def test_there_must_be_somebody_who_could_read_it(self, staff: Staff) -> None:
        error = refused(staff, Conflict, "whisper", "sup_1", waiting(staff))
        assert error.code == "nobody_to_whisper_to"


class TestWhoMay:
    @pytest.mark.parametrize("act", ["transfer", "give_back", "reject", "accept", "wrap_up"])
    def test_a_colleagues_conversation_looks_as_if_it_were_not_there(self, staff: Staff, act: str) -> None:
        refused(staff, NotFound, act, "res_3", answered(staff))

    @pytest.mark.parametrize(("act", "user"), [("transfer", "sup_1"), ("transfer", "adm_1"), ("give_back", "adm_1")])
    def test_whoever_sees_it_and_may_not_is_told_so(self, staff: Staff, act: str, user: str) -> None:
        assert refused(staff, Forbidden, act, user, answered(staff)).code == "not_owner"

    def test_the_receiver_may_not_give_back_what_is_not_theirs_yet(self, staff: Staff) -> None:
        refused(staff, IllegalTransition, "give_back", "res_2", transferred(staff))

    def test_the_sender_may_not_accept_for_the_receiver(self, staff: Staff) -> None:
        refused(staff, Forbidden, "accept", "res_1", transferred(staff))

    def test_a_responder_may_not_give_texters_to_others(self, staff: Staff) -> None:
        refused(staff, Forbidden, "assign", "res_1", waiting(staff), "res_2")

    def test_what_is_assigned_is_started_by_its_responder_only(self, staff: Staff) -> None:
        one = assigned(staff)
        refused(staff, NotFound, "accept", "res_2", one)
        refused(staff, Forbidden, "accept", "sup_1", one)
        assert staff.accept("res_1", one).state is State.ACTIVE

    def test_a_conversation_that_is_not_there_is_not_found(self, staff: Staff) -> None:
        for act in ("transfer", "give_back", "reject", "accept", "reassign", "whisper"):
            refused(staff, NotFound, act, "sup_1", "con_none")
