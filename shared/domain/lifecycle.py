"""The lifecycle table: the only definition of which moves a conversation may make.

The API's guard, the generated documents and the console's buttons all read this table.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from shared.domain.errors import IllegalTransition


class State(StrEnum):
    """Where a conversation stands. Exactly one at any time."""

    NEW = "new"
    QUEUED = "queued"
    ASSIGNED = "assigned"
    ACTIVE = "active"
    CLOSED = "closed"


class Actor(StrEnum):
    """Who may make a move. `system` is Holdfast itself, acting on a message or a timer."""

    SYSTEM = "system"
    TEXTER = "texter"
    RESPONDER = "responder"
    SUPERVISOR = "supervisor"


@dataclass(frozen=True)
class Transition:
    """One legal move: from any of `sources` to `target`, made by one of `actors`."""

    name: str
    sources: frozenset[State]
    target: State
    actors: frozenset[Actor]


def _row(name: str, sources: str, target: State, actors: str) -> Transition:
    return Transition(
        name,
        frozenset(State(word) for word in sources.split()),
        target,
        frozenset(Actor(word) for word in actors.split()),
    )


TRANSITIONS: tuple[Transition, ...] = (
    _row("route_message", "new", State.QUEUED, "system"),
    _row("assign_responder", "queued", State.ASSIGNED, "responder supervisor"),
    _row("start_conversation", "assigned", State.ACTIVE, "responder"),
    _row("close_from_active", "active", State.CLOSED, "responder"),
    _row("end_by_texter", "new queued assigned active", State.CLOSED, "texter"),
)

TERMINAL: frozenset[State] = frozenset({State.CLOSED})

#: States in which the owner may write to the texter.
MAY_SEND: frozenset[State] = frozenset({State.ACTIVE})

_BY_NAME = {row.name: row for row in TRANSITIONS}


def require(name: str, state: State) -> Transition:
    """The row called `name`, if it may be taken from `state`.

    Raises `IllegalTransition` with the current state otherwise.
    """
    row = _BY_NAME[name]
    if state not in row.sources:
        raise IllegalTransition(name, state)
    return row


def legal_from(state: State, actor: Actor) -> tuple[str, ...]:
    """The names of the moves `actor` may make from `state`, in table order."""
    return tuple(row.name for row in TRANSITIONS if state in row.sources and actor in row.actors)
