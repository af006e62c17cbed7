"""A draft collects facts: numbered without gaps, or refused with a reason."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.domain.conversation import Direction, FactKind, Purpose
from shared.domain.draft import Draft
from shared.domain.errors import Conflict, Forbidden, HoldfastError, IllegalTransition
from shared.domain.lifecycle import MAY_SEND, Actor, State
from tests.unit.builders import NOON, a_conversation, a_message, an_active

STEPS = st.sampled_from(
    [
        "receive",
        "say",
        "opt_out",
        "opt_in",
        "reply",
        "route_message",
        "assign_responder",
        "start_conversation",
        "close_from_active",
        "end_by_texter",
    ]
)


def step(draft: Draft, name: str, responder: str = "res_1") -> None:
    match name:
        case "receive":
            draft.receive(a_message(), NOON)
        case "say":
            draft.say(a_message(direction=Direction.SYSTEM), NOON)
        case "opt_out" | "opt_in":
            getattr(draft, name)(NOON)
        case "reply":
            draft.reply("msg_2", "I am here", NOON, responder)
        case move:
            draft.move(move, NOON, responder, responder_id=responder)


@given(st.lists(STEPS, max_size=25))
def test_whatever_is_tried_the_facts_are_numbered_without_gaps_and_the_version_is_the_last(names: list[str]) -> None:
    draft = Draft.open(a_conversation())
    for name in names:
        before, count = draft.after, len(draft.facts)
        try:
            step(draft, name)
        except HoldfastError:
            assert (draft.after, len(draft.facts)) == (before, count), "a refused step leaves no trace"
        else:
            assert len(draft.facts) == count + 1
        assert [fact.seq for fact in draft.facts] == list(range(1, len(draft.facts) + 1))
        assert draft.after.version == draft.facts[-1].seq


def test_given_a_conversation_at_version_7_when_something_is_added_then_it_is_fact_8_and_the_old_one_is_untouched() -> (
    None
):
    read = an_active(version=7)
    draft = Draft.on(read)
    draft.receive(a_message("are you there"), NOON)
    assert draft.before is read
    assert read.version == 7
    assert draft.facts[0].seq == draft.after.version == 8


def test_a_new_conversation_begins_with_the_fact_that_it_was_opened() -> None:
    draft = Draft.open(a_conversation())
    assert draft.before is None
    assert [(fact.seq, fact.kind) for fact in draft.facts] == [(1, FactKind.OPENED)]


def test_a_transition_is_a_fact_that_says_from_where_to_where_and_why() -> None:
    draft = Draft.on(a_conversation(version=2)).move("route_message", NOON, Actor.SYSTEM, reason="keyword")
    move = draft.facts[0].move
    assert move is not None
    assert (move.name, move.source, move.target, move.reason) == (
        "route_message",
        State.NEW,
        State.QUEUED,
        "keyword",
    )
    assert draft.after.queued_at == NOON


def test_given_a_place_in_line_when_queued_again_then_the_age_is_kept() -> None:
    earlier = NOON - timedelta(hours=1)
    draft = Draft.on(a_conversation(queued_at=earlier)).move("route_message", NOON, Actor.SYSTEM)
    assert draft.after.queued_at == earlier


def test_assigning_makes_somebody_the_owner() -> None:
    draft = Draft.on(a_conversation(state=State.QUEUED)).move("assign_responder", NOON, "sup_1", responder_id="res_2")
    assert (draft.after.state, draft.after.responder_id) == (State.ASSIGNED, "res_2")


def test_an_illegal_move_says_which_state_it_lost_to() -> None:
    with pytest.raises(IllegalTransition) as refused:
        Draft.on(an_active()).move("assign_responder", NOON, "res_1", responder_id="res_1")
    assert refused.value.state == "active"


def test_the_owner_of_an_active_conversation_may_write() -> None:
    draft = Draft.on(an_active()).reply("msg_2", "I am here", NOON, "res_1")
    message = draft.facts[0].message
    assert message is not None
    assert message.leaves
    assert (message.direction, message.sender_id, message.purpose, message.segments) == (
        Direction.OUTBOUND,
        "res_1",
        Purpose.REPLY,
        1,
    )


def test_anyone_but_the_owner_may_not_write() -> None:
    with pytest.raises(Forbidden) as refused:
        Draft.on(an_active()).reply("msg_2", "hello", NOON, "res_2")
    assert refused.value.code == "not_owner"


@pytest.mark.parametrize("state", sorted(set(State) - MAY_SEND))
def test_the_owner_may_not_write_while_the_conversation_is(state: State) -> None:
    with pytest.raises(Conflict) as refused:
        Draft.on(an_active(state=state)).reply("msg_2", "hello", NOON, "res_1")
    assert refused.value.code == "cannot_send_in_state"


def test_given_an_opt_out_when_the_owner_writes_then_it_is_refused_until_the_texter_opts_in() -> None:
    draft = Draft.on(an_active()).opt_out(NOON)
    assert draft.after.cannot_reply
    with pytest.raises(Conflict) as refused:
        draft.reply("msg_2", "hello", NOON, "res_1")
    assert refused.value.code == "texter_opted_out"
    draft.opt_in(NOON).reply("msg_2", "hello", NOON, "res_1")
    assert not draft.after.cannot_reply


@pytest.mark.parametrize(
    ("direction", "leaves"),
    [
        (Direction.INBOUND, False),
        (Direction.NOTE, False),
        (Direction.OUTBOUND, True),
        (Direction.SYSTEM, True),
    ],
)
def test_only_what_is_meant_for_the_texter_leaves(direction: Direction, leaves: bool) -> None:
    assert a_message(direction=direction).leaves is leaves
