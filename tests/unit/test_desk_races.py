"""Several people reach for the same texter."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from botocore.client import BaseClient

from shared.contracts.api import AssignRequest, NextRequest
from shared.domain.errors import IllegalTransition
from shared.domain.lifecycle import State
from shared.store.commits import AtCapacity
from tests.unit import aws
from tests.unit.world import World


@pytest.fixture
def one_call_at_a_time(monkeypatch: pytest.MonkeyPatch) -> None:
    """moto is not made for threads; DynamoDB's calls are atomic, so let moto's be."""
    lock, call = threading.RLock(), BaseClient._make_api_call

    def locked(self: BaseClient, *given: Any) -> Any:
        with lock:
            return call(self, *given)

    monkeypatch.setattr(BaseClient, "_make_api_call", locked)


@pytest.mark.usefixtures("one_call_at_a_time")
def test_given_many_responders_press_at_once_then_each_texter_is_handed_out_once_and_nobody_gets_too_many(
    world: World,
) -> None:
    responders = {f"res_{n}": 2 for n in range(20, 24)}
    for user, limit in responders.items():
        world.hire(user, limit=limit)
    world.texters(6)

    def work(user: str) -> list[str]:
        desk = world.new_desk()
        request = world.request(user, body=NextRequest())
        given = []
        try:
            for _ in range(3):
                one = desk.take_next(request)
                if one is not None:
                    given.append(one.id)
        except AtCapacity:
            pass
        return given

    with ThreadPoolExecutor(len(responders)) as pool:
        given = dict(zip(responders, pool.map(work, responders), strict=True))
    handed_out = [one for ids in given.values() for one in ids]
    assert len(handed_out) == len(set(handed_out)) == 6
    assert all(len(ids) <= 2 for ids in given.values())
    owners = {one.id: one.responder_id for one in world.all_conversations()}
    assert all(owners[one] == user for user, ids in given.items() for one in ids)
    loads = {r["pk"]["S"][2:]: set(r["owned"]["SS"]) for r in aws.rows("conversations") if r["sk"]["S"] == "LOAD"}
    assert loads == {user: set(ids) for user, ids in given.items() if ids}


def test_given_the_texter_in_front_is_taken_meanwhile_then_the_responder_gets_the_next_one(world: World) -> None:
    first, second = world.texters(2)
    world.wire.before("TransactWriteItems", lambda: world.hand_out("res_2"))
    assert world.hand_out("res_1").id == second
    owners = {one.id: one.responder_id for one in world.all_conversations()}
    assert owners == {first: "res_2", second: "res_1"}


def test_given_the_only_texter_is_taken_meanwhile_then_nobody_is_left(world: World) -> None:
    world.texters(1)
    world.wire.before("TransactWriteItems", lambda: world.hand_out("res_2"))
    assert world.hand_out("res_1") is None
    assert world.only().responder_id == "res_2"


def test_given_the_only_texter_writes_again_at_that_moment_then_they_are_helped_all_the_same(world: World) -> None:
    world.text("hello")
    world.wire.before("TransactWriteItems", lambda: world.text("are you there"))
    given = world.hand_out("res_1")
    assert given is not None
    assert given.state is State.ACTIVE


def test_given_the_texter_in_front_writes_again_at_that_moment_then_nobody_is_helped_before_them(world: World) -> None:
    first, _ = world.texters(2)
    world.wire.before("TransactWriteItems", lambda: world.text("are you there", sender="+12025551000"))
    assert world.hand_out("res_1").id == first


def test_given_a_race_for_the_last_place_then_the_limit_holds_inside_the_write(world: World) -> None:
    world.hire("res_3", limit=1)
    one, two = world.texters(2)
    body = AssignRequest(responder_id="res_3")
    world.wire.before("TransactWriteItems", lambda: world.desk.assign(world.request("sup_1", one, body=body)))
    with pytest.raises(AtCapacity):
        world.desk.assign(world.request("sup_1", two, body=body))
    assert {c.id: c.state for c in world.all_conversations()} == {one: State.ASSIGNED, two: State.QUEUED}


def test_given_a_supervisor_loses_a_race_then_the_answer_is_409_with_the_state_it_lost_to(world: World) -> None:
    (one,) = world.texters(1)
    world.wire.before("TransactWriteItems", lambda: world.hand_out("res_2"))
    with pytest.raises(IllegalTransition) as refused:
        world.desk.assign(world.request("sup_1", one, body=AssignRequest(responder_id="res_1")))
    assert refused.value.state == "active"
    assert world.only().responder_id == "res_2"


def test_given_a_responder_loses_a_race_then_the_answer_is_409_with_the_state_it_lost_to(world: World) -> None:
    (one,) = world.texters(1)
    world.wire.before("TransactWriteItems", lambda: world.hand_out("res_2"))
    with pytest.raises(IllegalTransition) as refused:
        world.desk.assign(world.request("res_1", one, body=AssignRequest()))
    assert refused.value.state == "active"


def test_given_only_a_message_comes_in_between_then_the_move_is_made_all_the_same(world: World) -> None:
    (one,) = world.texters(1)
    world.wire.before("TransactWriteItems", lambda: world.text("and", sender="+12025551000"))
    given = world.desk.assign(world.request("sup_1", one, body=AssignRequest(responder_id="res_1")))
    assert given.state is State.ASSIGNED
    conversation = world.only()
    assert [f.seq for f in world.facts(conversation)] == list(range(1, conversation.version + 1))


def test_given_the_texter_ends_it_while_the_responder_closes_then_one_of_them_did(world: World) -> None:
    world.text("hello")
    one = world.hand_out().id
    world.wire.before("TransactWriteItems", lambda: world.text("STOP"))
    with pytest.raises(IllegalTransition) as refused:
        world.close(one)
    assert refused.value.state == "closed"
