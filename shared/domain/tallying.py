"""How a fact changes the figures of its conversation."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from shared.domain.conversation import Conversation, Direction, Fact, FactKind, Move, Purpose
from shared.domain.figures import Ending, Figures
from shared.domain.lifecycle import TERMINAL, Actor, State

#: Back in line, whoever it was that gave it back.
_RETURNS = frozenset({"return_to_queue", "transfer_timeout"})
#: How those end that nobody closed.
_OF_ITS_OWN = {
    "fail": Ending.FAILED,
    "timeout_expire": Ending.EXPIRED,
    "close_unworked": Ending.CLOSED_UNWORKED,
}


def tallied(conversation: Conversation, fact: Fact) -> Figures:
    """The figures after one more fact; `conversation` is as it was before it."""
    c, figures = conversation, conversation.figures
    match fact.kind:
        case FactKind.TRANSITION if fact.move is not None:
            return _moved(c, fact, fact.move)
        case FactKind.MESSAGE if fact.message is not None and figures.answered is None:
            if fact.message.direction is Direction.OUTBOUND and fact.message.purpose is Purpose.REPLY:
                return replace(figures, answered=_seconds(c, fact.at))
        case FactKind.ESCALATION if fact.detail.get("opened"):
            kind = "police" if fact.detail["kind"] == "police" else "medical"
            return replace(figures, **{kind: getattr(figures, kind) + 1})
        case FactKind.OPTED_OUT:
            return replace(figures, stopped=True)
    return figures


def _moved(c: Conversation, fact: Fact, move: Move) -> Figures:
    figures = c.figures
    if move.name in _RETURNS:
        return replace(figures, returned=figures.returned + 1)
    if move.name == "start_conversation" and figures.taken is None:
        return replace(figures, taken=_seconds(c, fact.at))
    if move.name in ("accept_transfer", "reassign") and fact.detail.get("responder") not in (None, c.responder_id):
        return replace(figures, handed=figures.handed + 1)
    # What retention removes had ended before.
    if move.target in TERMINAL and move.source not in TERMINAL:
        return replace(figures, ended=_seconds(c, fact.at), ending=_ending(c, fact, move))
    return figures


def _ending(c: Conversation, fact: Fact, move: Move) -> Ending:
    if move.name in _OF_ITS_OWN:
        return _OF_ITS_OWN[move.name]
    if fact.actor == Actor.TEXTER:
        return Ending.ENDED_BY_TEXTER
    if fact.actor in (Actor.TIMER, Actor.SYSTEM):
        return Ending.CLOSED_BY_TIMER
    # A check-in belongs to whoever planned it.
    planned = move.source in (State.FOLLOW_UP_SCHEDULED, State.FOLLOW_UP_ACTIVE)
    own = fact.actor == (c.preferred_id if planned else c.responder_id)
    return Ending.CLOSED_BY_RESPONDER if own else Ending.CLOSED_BY_SUPERVISOR


def _seconds(c: Conversation, at: datetime) -> int:
    """Clocks of two machines differ: nothing happens before the conversation is there."""
    return max(0, int((at - c.created_at).total_seconds()))
