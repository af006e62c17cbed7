"""The lifecycle table: the only definition of which moves a conversation may make.

The API's guard, the supervising workflow, the diagram, the OpenAPI enum and the console's buttons are made from
this table or checked against it. `docs/lifecycle.md` tells the same in prose.
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
    TRANSFERRED = "transferred"
    ESCALATED_MEDICAL = "escalated_medical"
    ESCALATED_POLICE = "escalated_police"
    WRAP_UP = "wrap_up"
    FOLLOW_UP_SCHEDULED = "follow_up_scheduled"
    FOLLOW_UP_ACTIVE = "follow_up_active"
    CLOSED = "closed"
    EXPIRED = "expired"
    FAILED = "failed"


class Actor(StrEnum):
    """Who may make a move.

    `responder` is the conversation's owner, or whoever takes it from the queue; `receiver` is the responder it is
    being transferred to. `timer` acts when nobody did, `system` is Holdfast acting on a message.
    """

    SYSTEM = "system"
    TIMER = "timer"
    TEXTER = "texter"
    RESPONDER = "responder"
    RECEIVER = "receiver"
    SUPERVISOR = "supervisor"


class Holder(StrEnum):
    """Who answers for a conversation in a state (law 1)."""

    OWNER = "owner"
    QUEUE = "queue"
    PROGRAM = "program"
    NOBODY = "nobody"


class Guard(StrEnum):
    """What else must hold for a move. Each is checked inside the draft or inside the write itself."""

    CAPACITY = "capacity"
    NOT_AT_RISK = "not_at_risk"
    OUTCOME = "outcome"
    REASON = "reason"
    MAY_CONTACT = "may_contact"


class Hook(StrEnum):
    """What follows from a move. The workflow runs each one; one that fails is a fact and an alarm, nothing more."""

    ANNOUNCE_WAITING = "announce_waiting"
    OFFER_ENTRY_SURVEY = "offer_entry_survey"
    SUMMARISE_HAND_OFF = "summarise_hand_off"
    CONTACT_SERVICES = "contact_services"
    BEGIN_EXIT_SURVEY = "begin_exit_survey"
    ASSESS_FINALLY = "assess_finally"


@dataclass(frozen=True)
class Retry:
    """How often a hook is tried again by the workflow; seconds between the first two, growing by `back_off`."""

    attempts: int = 3
    interval: int = 2
    back_off: float = 2.0


#: Reaching for help is tried longest: it is the one thing that may not be given up on quickly.
RETRIES: dict[Hook, Retry] = {hook: Retry() for hook in Hook} | {
    Hook.CONTACT_SERVICES: Retry(attempts=6, interval=2, back_off=2.0),
    Hook.SUMMARISE_HAND_OFF: Retry(attempts=1, interval=1),
}


@dataclass(frozen=True)
class Standing:
    """What a state means. In a state that `may_send`, its owner may write to the texter."""

    state: State
    holder: Holder
    meaning: str
    may_send: bool = False
    error: bool = False

    @property
    def terminal(self) -> bool:
        return self.holder is Holder.NOBODY


# fmt: off
STANDINGS: dict[State, Standing] = {row.state: row for row in (
    Standing(State.NEW, Holder.PROGRAM, "A message opened it; it is about to be routed"),
    Standing(State.QUEUED, Holder.QUEUE, "Waiting in its program's queue"),
    Standing(State.ASSIGNED, Holder.OWNER, "Given to a responder who has not started yet"),
    Standing(State.ACTIVE, Holder.OWNER, "A responder and the texter are talking", may_send=True),
    Standing(State.TRANSFERRED, Holder.OWNER, "Offered to another responder; the sender keeps it until they accept",
             may_send=True),
    Standing(State.ESCALATED_MEDICAL, Holder.OWNER, "Medical help is being called", may_send=True),
    Standing(State.ESCALATED_POLICE, Holder.OWNER, "The police are being called", may_send=True),
    Standing(State.WRAP_UP, Holder.OWNER, "Coming to an end; the exit survey may be open", may_send=True),
    Standing(State.FOLLOW_UP_SCHEDULED, Holder.PROGRAM, "A check-in is planned"),
    Standing(State.FOLLOW_UP_ACTIVE, Holder.PROGRAM, "The check-in was sent; an answer is awaited"),
    Standing(State.CLOSED, Holder.NOBODY, "Ended"),
    Standing(State.EXPIRED, Holder.NOBODY, "Ran out of time, or its content was removed when its time was up"),
    Standing(State.FAILED, Holder.NOBODY, "Its facts could not be applied; the texter gets a new conversation",
             error=True),
)}
# fmt: on

STATES: tuple[State, ...] = tuple(State)
TERMINAL: frozenset[State] = frozenset(state for state, row in STANDINGS.items() if row.terminal)
LIVE: frozenset[State] = frozenset(STATES) - TERMINAL
#: States in which the owner may write to the texter.
MAY_SEND: frozenset[State] = frozenset(state for state, row in STANDINGS.items() if row.may_send)
ESCALATED: frozenset[State] = frozenset({State.ESCALATED_MEDICAL, State.ESCALATED_POLICE})
OWNED: frozenset[State] = frozenset(state for state, row in STANDINGS.items() if row.holder is Holder.OWNER)


@dataclass(frozen=True)
class Transition:
    """One legal move: from any of `sources` to `target` (None: to the same state), made by one of `actors`."""

    name: str
    sources: frozenset[State]
    target: State | None
    actors: frozenset[Actor]
    guards: tuple[Guard, ...] = ()
    hooks: tuple[Hook, ...] = ()

    def leads_to(self, source: State) -> State:
        return self.target if self.target is not None else source


def _row(
    name: str,
    sources: str | frozenset[State],
    target: State | None,
    actors: str,
    guards: tuple[Guard, ...] = (),
    hooks: tuple[Hook, ...] = (),
) -> Transition:
    if isinstance(sources, str):
        sources = frozenset(State(word) for word in sources.split())
    return Transition(name, sources, target, frozenset(Actor(word) for word in actors.split()), guards, hooks)


# fmt: off
TRANSITIONS: tuple[Transition, ...] = (
    _row("route_message", "new", State.QUEUED, "system", hooks=(Hook.ANNOUNCE_WAITING,)),
    _row("assign_responder", "queued", State.ASSIGNED, "responder supervisor", (Guard.CAPACITY,)),
    _row("timeout_expire", "queued", State.EXPIRED, "timer", (Guard.NOT_AT_RISK,)),
    _row("start_conversation", "assigned", State.ACTIVE, "responder", hooks=(Hook.OFFER_ENTRY_SURVEY,)),
    _row("send_entry_survey", "active", None, "responder"),
    _row("transfer_to_responder", "active", State.TRANSFERRED, "responder", hooks=(Hook.SUMMARISE_HAND_OFF,)),
    _row("accept_transfer", "transferred", State.ACTIVE, "receiver", (Guard.CAPACITY,)),
    _row("reject_transfer", "transferred", State.ACTIVE, "receiver responder"),
    _row("transfer_timeout", "transferred", State.QUEUED, "timer", hooks=(Hook.ANNOUNCE_WAITING,)),
    _row("return_to_queue", "assigned active", State.QUEUED, "responder supervisor timer",
         hooks=(Hook.ANNOUNCE_WAITING,)),
    _row("reassign", "assigned active transferred escalated_medical escalated_police", None, "supervisor timer",
         (Guard.CAPACITY,)),
    _row("escalate_to_medical", "active", State.ESCALATED_MEDICAL, "responder", hooks=(Hook.CONTACT_SERVICES,)),
    _row("escalate_to_police", "active", State.ESCALATED_POLICE, "responder", hooks=(Hook.CONTACT_SERVICES,)),
    _row("resolve_escalation", "escalated_medical", State.ACTIVE, "responder supervisor", (Guard.OUTCOME,)),
    _row("resolve_police_escalation", "escalated_police", State.ACTIVE, "responder supervisor", (Guard.OUTCOME,)),
    _row("close_from_escalation", ESCALATED, State.CLOSED, "supervisor", (Guard.OUTCOME,)),
    _row("begin_wrap_up", "active", State.WRAP_UP, "responder timer",
         hooks=(Hook.BEGIN_EXIT_SURVEY, Hook.ASSESS_FINALLY)),
    _row("resume", "wrap_up", State.ACTIVE, "responder texter"),
    _row("schedule_follow_up", "wrap_up", State.FOLLOW_UP_SCHEDULED, "responder", (Guard.MAY_CONTACT,)),
    _row("trigger_follow_up", "follow_up_scheduled", State.FOLLOW_UP_ACTIVE, "timer", (Guard.MAY_CONTACT,)),
    _row("cancel_follow_up", "follow_up_scheduled", State.CLOSED, "responder supervisor texter timer"),
    _row("texter_returned", "follow_up_scheduled follow_up_active", State.QUEUED, "texter",
         hooks=(Hook.ANNOUNCE_WAITING,)),
    _row("close_from_active", "active", State.CLOSED, "responder"),
    _row("close_from_wrap_up", "wrap_up", State.CLOSED, "responder timer"),
    _row("close_from_followup", "follow_up_active", State.CLOSED, "responder timer"),
    _row("end_by_texter", LIVE - ESCALATED, State.CLOSED, "texter"),
    _row("close_unworked", "queued", State.CLOSED, "supervisor", (Guard.REASON,)),
    _row("retention_expire", TERMINAL, State.EXPIRED, "timer"),
    _row("fail", LIVE, State.FAILED, "system"),
)
# fmt: on

BY_NAME: dict[str, Transition] = {row.name: row for row in TRANSITIONS}


def require(name: str, state: State) -> Transition:
    """The row called `name`, if it may be taken from `state`.

    Raises `IllegalTransition` with the current state otherwise.
    """
    row = BY_NAME[name]
    if state not in row.sources:
        raise IllegalTransition(name, state)
    return row


def legal_from(state: State, actor: Actor) -> tuple[str, ...]:
    """The names of the moves `actor` may make from `state`, in table order."""
    return tuple(row.name for row in TRANSITIONS if state in row.sources and actor in row.actors)
