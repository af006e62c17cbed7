"""The lifecycle table: its laws, and that nothing else is legal."""

from __future__ import annotations

import pytest

from shared.domain.errors import IllegalTransition
from shared.domain.lifecycle import ESCALATED, MAY_SEND, TERMINAL, TRANSITIONS, Actor, State, legal_from, require

LEGAL = {(row.name, source): row.leads_to(source) for row in TRANSITIONS for source in row.sources}
MOVES = sorted({row.name for row in TRANSITIONS})


def reachable_from(state: State) -> set[State]:
    found, ahead = {state}, [state]
    while ahead:
        here = ahead.pop()
        for (_, source), target in LEGAL.items():
            if source is here and target not in found:
                found.add(target)
                ahead.append(target)
    return found


def test_every_state_is_reached_from_new() -> None:
    assert reachable_from(State.NEW) == set(State)


@pytest.mark.parametrize("state", list(State))
def test_from_every_state_a_conversation_can_come_to_an_end(state: State) -> None:
    assert reachable_from(state) & TERMINAL


@pytest.mark.parametrize("state", sorted(TERMINAL))
def test_the_only_way_out_of_a_terminal_state_is_that_its_content_goes(state: State) -> None:
    assert {name for name, source in LEGAL if source is state} == {"retention_expire"}
    assert reachable_from(state) == {state, State.EXPIRED}
    assert legal_from(state, Actor.TIMER) == ("retention_expire",)


def test_the_name_of_a_move_names_one_row() -> None:
    assert len(MOVES) == len(TRANSITIONS)


@pytest.mark.parametrize("name", MOVES)
@pytest.mark.parametrize("state", list(State))
def test_a_move_is_made_where_the_table_says_so_and_refused_with_the_state_elsewhere(name: str, state: State) -> None:
    if (name, state) in LEGAL:
        assert require(name, state).leads_to(state) is LEGAL[name, state]
        return
    with pytest.raises(IllegalTransition) as refused:
        require(name, state)
    assert refused.value.state == state
    assert refused.value.transition == name
    assert (refused.value.status, refused.value.code) == (409, "illegal_transition")


# fmt: off
GIVEN = {
    "route_message": ("new", "queued", "system"),
    "assign_responder": ("queued", "assigned", "responder supervisor"),
    "timeout_expire": ("queued", "expired", "timer"),
    "start_conversation": ("assigned", "active", "responder"),
    "send_entry_survey": ("active", None, "responder"),
    "transfer_to_responder": ("active", "transferred", "responder"),
    "accept_transfer": ("transferred", "active", "receiver"),
    "escalate_to_medical": ("active", "escalated_medical", "responder"),
    "escalate_to_police": ("active", "escalated_police", "responder"),
    "resolve_escalation": ("escalated_medical", "active", "responder supervisor"),
    "resolve_police_escalation": ("escalated_police", "active", "responder supervisor"),
    "begin_wrap_up": ("active", "wrap_up", "responder timer"),
    "schedule_follow_up": ("wrap_up", "follow_up_scheduled", "responder"),
    "trigger_follow_up": ("follow_up_scheduled", "follow_up_active", "timer"),
    "close_from_active": ("active", "closed", "responder"),
    "close_from_wrap_up": ("wrap_up", "closed", "responder timer"),
    "close_from_followup": ("follow_up_active", "closed", "responder timer"),
}
# fmt: on


@pytest.mark.parametrize("name", GIVEN)
def test_the_given_transitions_are_as_given(name: str) -> None:
    source, target, actors = GIVEN[name]
    (row,) = [one for one in TRANSITIONS if one.name == name]
    assert (row.sources, row.target, row.actors) == ({source}, target, set(actors.split()))


@pytest.mark.parametrize("state", sorted(set(State) - TERMINAL - {State.NEW, State.QUEUED}))
def test_whoever_is_left_alone_is_not_left_there_for_ever(state: State) -> None:
    """Where a responder may close a laptop, somebody else can move on: a timer, or a supervisor, or both."""
    assert legal_from(state, Actor.TIMER) or legal_from(state, Actor.SUPERVISOR)


@pytest.mark.parametrize("state", sorted(set(State) - TERMINAL))
def test_a_texter_can_end_whatever_lives_but_does_not_call_off_help(state: State) -> None:
    assert ("end_by_texter" in legal_from(state, Actor.TEXTER)) == (state not in ESCALATED)


@pytest.mark.parametrize("actor", list(Actor))
@pytest.mark.parametrize("state", list(State))
def test_the_buttons_shown_are_the_moves_that_would_be_accepted(state: State, actor: Actor) -> None:
    for name in legal_from(state, actor):
        assert actor in require(name, state).actors
    for row in TRANSITIONS:
        assert (row.name in legal_from(state, actor)) == (state in row.sources and actor in row.actors)


def test_the_owner_writes_while_there_is_somebody_to_talk_to_and_at_no_other_time() -> None:
    assert {*ESCALATED, State.ACTIVE, State.TRANSFERRED, State.WRAP_UP} == MAY_SEND
