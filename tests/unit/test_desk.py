"""The responder's desk: the next texter, moves, and writing; one transaction each."""

from __future__ import annotations

import pytest

from shared.contracts.api import AssignRequest, NextRequest
from shared.contracts.care_api import CloseRequest
from shared.domain.errors import (
    Conflict,
    Forbidden,
    IdempotencyMismatch,
    IllegalTransition,
    InvalidInput,
    NotFound,
    RuleBroken,
)
from shared.domain.lifecycle import State
from shared.store.commits import AtCapacity
from tests.unit import aws
from tests.unit.world import World


def test_given_somebody_waits_when_a_responder_helps_the_next_then_it_is_active_and_theirs_in_one_transaction(
    world: World,
) -> None:
    world.text("hello")
    with world.wire.watching() as sent:
        given = world.hand_out()
    assert (given.state, given.responder_id) == (State.ACTIVE, "res_1")
    assert given.reason == "waited longest"
    assert [one.operation for one in sent].count("TransactWriteItems") == 1
    moves = [fact.move.name for fact in world.facts(world.only()) if fact.move]
    assert moves == ["route_message", "assign_responder", "start_conversation"]
    assert world.conversations.waiting("pro_1") == []


def test_given_nobody_waits_then_there_is_nobody_to_help(world: World) -> None:
    assert world.hand_out() is None


def test_each_hand_out_records_why_this_texter_came_first(world: World) -> None:
    world.text("hello")
    given = world.hand_out()
    (assigned,) = [f.move for f in world.facts(world.only()) if f.move and f.move.name == "assign_responder"]
    assert assigned.reason == given.reason


def test_the_fifth_hand_out_of_a_responder_goes_to_whoever_waited_longest(world: World) -> None:
    world.hire("res_3", limit=10)
    longest, *_ = world.texters(1)
    for number in range(5):
        world.text("help", sender=f"+120255502{number:02d}")
    given = [world.hand_out("res_3") for _ in range(5)]
    assert [one.id == longest for one in given] == [False] * 4 + [True]
    assert "fifth" in given[4].reason


def test_a_responder_helps_in_their_own_programs_only(world: World) -> None:
    world.text("hello", line="+12025550102")
    assert world.hand_out("res_1") is None
    with pytest.raises(NotFound):
        world.desk.take_next(world.request("res_1", body=NextRequest(program_id="pro_2")))
    world.hire("res_3", programs=("pro_1", "pro_2"))
    assert world.hand_out("res_3", program="pro_1") is None
    assert world.hand_out("res_3", program="pro_2").program_id == "pro_2"


def test_given_a_limit_of_one_then_the_second_texter_is_refused_and_stays_in_line(world: World) -> None:
    world.hire("res_3", limit=1)
    world.texters(2)
    first = world.hand_out("res_3")
    with pytest.raises(AtCapacity) as refused:
        world.hand_out("res_3")
    assert (refused.value.status, refused.value.code) == (409, "at_capacity")
    assert len(world.conversations.waiting("pro_1")) == 1
    world.close(first.id, "res_3")
    assert world.hand_out("res_3").state is State.ACTIVE


def test_given_a_supervisor_assigns_then_the_limit_of_the_responder_holds_as_well(world: World) -> None:
    world.hire("res_3", limit=1)
    one, two = world.texters(2)
    body = AssignRequest(responder_id="res_3")
    given = world.desk.assign(world.request("sup_1", one, body=body))
    assert (given.state, given.responder_id) == (State.ASSIGNED, "res_3")
    with pytest.raises(AtCapacity):
        world.desk.assign(world.request("sup_1", two, body=body))


def test_an_assigned_conversation_is_started_by_its_responder_and_by_nobody_else(world: World) -> None:
    (one,) = world.texters(1)
    world.desk.assign(world.request("sup_1", one, body=AssignRequest(responder_id="res_1")))
    with pytest.raises(Forbidden):
        world.desk.accept(world.request("sup_1", one))
    with pytest.raises(NotFound):
        world.desk.accept(world.request("res_2", one))
    assert world.desk.accept(world.request("res_1", one)).state is State.ACTIVE


def test_a_responder_may_take_a_texter_but_not_for_somebody_else(world: World) -> None:
    one, two = world.texters(2)
    with pytest.raises(Forbidden):
        world.desk.assign(world.request("res_1", one, body=AssignRequest(responder_id="res_2")))
    assert world.desk.assign(world.request("res_1", two, body=AssignRequest())).responder_id == "res_1"


@pytest.mark.parametrize("who", ["sup_1", "adm_1", "res_9", "nobody", None])
def test_a_supervisor_assigns_to_active_responders_of_the_affiliate_only(world: World, who: str | None) -> None:
    (one,) = world.texters(1)
    with pytest.raises(RuleBroken) as refused:
        world.desk.assign(world.request("sup_1", one, body=AssignRequest(responder_id=who)))
    assert refused.value.errors[0].field == "responderId"


def test_nobody_is_assigned_outside_the_programs_they_work_in(world: World) -> None:
    world.hire("res_3", programs=("pro_2",))
    (one,) = world.texters(1)
    with pytest.raises(RuleBroken):
        world.desk.assign(world.request("sup_1", one, body=AssignRequest(responder_id="res_3")))


def test_an_illegal_move_is_refused_with_the_state_and_writes_nothing(world: World) -> None:
    world.text("hello")
    given = world.hand_out()
    before = world.only()
    with pytest.raises(IllegalTransition) as refused:
        world.desk.accept(world.request("res_1", given.id))
    assert refused.value.state == "active"
    world.close(given.id)
    with pytest.raises(IllegalTransition) as refused:
        world.close(given.id)
    assert refused.value.state == "closed"
    assert world.only().version == before.version + 1


def test_closing_frees_the_thread_and_the_responder(world: World) -> None:
    world.hire("res_3", limit=1)
    for _ in range(3):
        world.text("hello")
        world.close(world.hand_out("res_3").id, "res_3")
    assert [one.state for one in world.all_conversations()] == [State.CLOSED] * 3


class TestWriting:
    def test_the_owners_words_become_a_fact_with_its_segments(self, world: World) -> None:
        world.text("hello")
        one = world.hand_out().id
        sent = world.reply(one, "x" * 161)
        assert (sent.direction, sent.status, sent.segments, sent.sender_id) == ("outbound", "queued", 2, "res_1")
        assert sent.seq == world.only().version
        assert world.words(world.only())[-1] == ("outbound", "x" * 161)

    def test_nobody_else_may_write(self, world: World) -> None:
        world.texters(2)
        mine, waiting = world.hand_out().id, world.conversations.waiting("pro_1")[0].id
        with pytest.raises(NotFound):
            world.reply(mine, user="res_2")
        with pytest.raises(Forbidden):
            world.reply(waiting, user="res_1")
        with pytest.raises(Forbidden):
            world.reply(mine, user="sup_1")
        with pytest.raises(NotFound):
            world.reply("con_none")

    def test_nothing_is_written_after_the_end_or_after_an_opt_out(self, world: World) -> None:
        world.text("STOP")
        world.text("I need help")
        one = world.hand_out().id
        with pytest.raises(Conflict) as refused:
            world.reply(one)
        assert refused.value.code == "texter_opted_out"
        world.close(one)
        with pytest.raises(Conflict) as refused:
            world.reply(one)
        assert refused.value.code == "cannot_send_in_state"

    def test_given_the_texter_writes_at_the_same_moment_then_the_reply_is_tried_again_by_itself(
        self, world: World
    ) -> None:
        world.text("hello")
        one = world.hand_out().id
        for number in range(3):
            world.wire.before("TransactWriteItems", lambda n=number: world.text(f"and {n}"))  # type: ignore[misc]
        world.reply(one, "I am here")
        conversation = world.only()
        assert [f.seq for f in world.facts(conversation)] == list(range(1, conversation.version + 1))
        assert [text for direction, text in world.words(conversation) if direction == "outbound"] == ["I am here"]

    def test_given_the_conversation_ends_at_the_same_moment_then_nothing_is_sent(self, world: World) -> None:
        world.text("hello")
        one = world.hand_out().id
        world.wire.before("TransactWriteItems", lambda: world.close(one))
        with pytest.raises(Conflict):
            world.reply(one)
        assert "outbound" not in dict(world.words(world.only()))


class TestIdempotency:
    def test_the_same_key_repeats_the_answer_and_not_the_effect(self, world: World) -> None:
        world.text("hello")
        one = world.hand_out().id
        first, again = (world.reply(one, "I am here", key="k1") for _ in range(2))
        assert first == again
        assert [d for d, _ in world.words(world.only())].count("outbound") == 1

    def test_the_same_key_hands_out_the_same_texter(self, world: World) -> None:
        world.texters(2)
        request = world.request("res_1", body=NextRequest(), key="k1")
        assert world.desk.take_next(request).id == world.desk.take_next(request).id  # type: ignore[union-attr]
        assert len(world.conversations.waiting("pro_1")) == 1

    def test_the_same_key_with_another_request_is_a_mismatch_and_changes_nothing(self, world: World) -> None:
        world.text("hello")
        one = world.hand_out().id
        world.reply(one, "I am here", key="k1")
        with pytest.raises(IdempotencyMismatch):
            world.reply(one, "something else", key="k1")
        with pytest.raises(IdempotencyMismatch):
            world.endings.close(world.request("res_1", one, body=CloseRequest(), key="k1"))
        assert world.only().state is State.ACTIVE

    def test_two_people_may_use_the_same_key(self, world: World) -> None:
        world.texters(2)
        given = [world.desk.take_next(world.request(user, body=NextRequest(), key="k1")) for user in ("res_1", "res_2")]
        assert len({one.id for one in given if one}) == 2

    def test_given_the_repeat_arrives_while_the_first_is_at_work_then_it_happens_once(self, world: World) -> None:
        world.text("hello")
        one = world.hand_out().id
        world.wire.before("TransactWriteItems", lambda: world.reply(one, "I am here", key="k1"))
        answer = world.reply(one, "I am here", key="k1")
        assert answer.content == "I am here"
        assert [d for d, _ in world.words(world.only())].count("outbound") == 1

    @pytest.mark.parametrize("key", ["", "x" * 201])
    def test_a_key_of_no_use_is_refused(self, world: World, key: str) -> None:
        world.text("hello")
        one = world.hand_out().id
        with pytest.raises(InvalidInput):
            world.reply(one, key=key)

    def test_what_is_remembered_is_a_hash_and_ids_and_not_the_words(self, world: World) -> None:
        world.text("hello")
        world.reply(world.hand_out().id, "a very unusual answer", key="an-unusual-key")
        assert "unusual" not in repr(aws.rows("sessions"))

    def test_given_the_record_expired_when_the_key_is_used_again_then_it_is_a_new_request(self, world: World) -> None:
        world.text("hello")
        one = world.hand_out().id
        world.reply(one, "I am here", key="k1")
        world.clock.go_on(hours=25)
        world.reply(one, "I am here", key="k1")
        assert [d for d, _ in world.words(world.only())].count("outbound") == 2
