"""Whose a conversation is: what a responder may see of it follows from this, and ends with it."""

from __future__ import annotations

from shared.domain.lifecycle import State

#: States that belong to the program, in which whoever talked with the texter still answers for the plan.
PLANNED = (State.FOLLOW_UP_SCHEDULED, State.FOLLOW_UP_ACTIVE)


def owners(state: State, responder_id: str | None, preferred_id: str | None) -> frozenset[str]:
    """Its owner, or who planned its follow-up."""
    planner = preferred_id if state in PLANNED else None
    return frozenset(one for one in (responder_id, planner) if one is not None)


def holders(
    state: State, responder_id: str | None, receiver_id: str | None, preferred_id: str | None
) -> frozenset[str]:
    """Its owners, and whom it is offered to: those responders who may read it and hear of it."""
    return owners(state, responder_id, preferred_id) | ({receiver_id} if receiver_id is not None else frozenset())
