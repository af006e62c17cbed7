"""The lifecycle table: its laws, and that nothing else is legal."""

from __future__ import annotations

import pytest

from shared.domain.errors import IllegalTransition
from shared.domain.lifecycle import MAY_SEND, TERMINAL, TRANSITIONS, Actor, State, legal_from, require

LEGAL = {(row.name, source): row.target for row in TRANSITIONS for source in row.sources}
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
def test_nothing_leads_out_of_a_terminal_state(state: State) -> None:
    assert reachable_from(state) == {state}


def test_the_name_of_a_move_names_one_row() -> None:
    assert len(MOVES) == len(TRANSITIONS)


@pytest.mark.parametrize("name", MOVES)
@pytest.mark.parametrize("state", list(State))
def test_a_move_is_made_where_the_table_says_so_and_refused_with_the_state_elsewhere(name: str, state: State) -> None:
    if (name, state) in LEGAL:
        assert require(name, state).target is LEGAL[name, state]
        return
    with pytest.raises(IllegalTransition) as refused:
        require(name, state)
    assert refused.value.state == state
    assert refused.value.transition == name
    assert (refused.value.status, refused.value.code) == (409, "illegal_transition")


@pytest.mark.parametrize(
    ("name", "source", "target", "actors"),
    [
        ("route_message", State.NEW, State.QUEUED, {Actor.SYSTEM}),
        ("assign_responder", State.QUEUED, State.ASSIGNED, {Actor.RESPONDER, Actor.SUPERVISOR}),
        ("start_conversation", State.ASSIGNED, State.ACTIVE, {Actor.RESPONDER}),
        ("close_from_active", State.ACTIVE, State.CLOSED, {Actor.RESPONDER}),
    ],
)
def test_the_given_transitions_are_as_given(name: str, source: State, target: State, actors: set[Actor]) -> None:
    (row,) = [one for one in TRANSITIONS if one.name == name]
    assert (row.sources, row.target, row.actors) == ({source}, target, actors)


@pytest.mark.parametrize("state", sorted(set(State) - TERMINAL))
def test_a_texter_can_end_whatever_lives(state: State) -> None:
    assert "end_by_texter" in legal_from(state, Actor.TEXTER)


@pytest.mark.parametrize("actor", list(Actor))
@pytest.mark.parametrize("state", list(State))
def test_the_buttons_shown_are_the_moves_that_would_be_accepted(state: State, actor: Actor) -> None:
    for name in legal_from(state, actor):
        assert actor in require(name, state).actors
    for row in TRANSITIONS:
        assert (row.name in legal_from(state, actor)) == (state in row.sources and actor in row.actors)


def test_nothing_is_sent_to_a_texter_before_somebody_is_there_or_after_it_ended() -> None:
    assert State.ACTIVE in MAY_SEND
    assert not MAY_SEND & ({State.NEW, State.QUEUED} | TERMINAL)
