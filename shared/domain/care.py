"""What people note about a texter beside talking with them: flags, abuse, a block, whether it is the same person."""

from __future__ import annotations

from datetime import datetime

from shared.domain.conversation import FactKind, Flag
from shared.domain.draft import Draft
from shared.domain.errors import Conflict
from shared.domain.lifecycle import ESCALATED, Actor


def flag(draft: Draft, what: Flag, at: datetime) -> bool:
    """Note it once in a conversation's life; whether it is new."""
    if what in draft.after.flags:
        return False
    c = draft.after
    detail = {"flag": str(what), "risk": str(c.risk), "state": str(c.state)}
    draft.record(FactKind.FLAG, at, Actor.TEXTER, detail)
    return True


def report_abuse(draft: Draft, reason: str, at: datetime, person: str) -> None:
    """Ask the program's supervisors to look at how this texter treats us."""
    draft.record(FactKind.ABUSE_REPORTED, at, person, {"risk": str(draft.after.risk)}, {"reason": reason})


def require_may_block(draft: Draft, confirmed: bool) -> None:
    """Somebody in danger may swear. Raises `Conflict`: while help is being called always, at risk unless confirmed."""
    c = draft.after
    if c.state in ESCALATED:
        raise Conflict("Help is being called for this texter; they are not blocked now", code="help_is_called")
    if c.at_risk and not confirmed:
        raise Conflict("The texter is at risk; say that you have looked at that (confirm)", code="at_risk")


def block_sender(draft: Draft, block_id: str, reason: str, at: datetime, person: str) -> None:
    """Record on the conversation that led to it that the sender is blocked, and why."""
    detail = {"block": block_id, "risk": str(draft.after.risk)}
    draft.record(FactKind.SENDER_BLOCKED, at, person, detail, {"reason": reason})


def unblock_sender(draft: Draft, block_id: str, at: datetime, person: str) -> None:
    draft.record(FactKind.SENDER_UNBLOCKED, at, person, {"block": block_id})


def confirm_same_person(draft: Draft, confirmed: bool, at: datetime, person: str) -> None:
    """What the responder found out about whether this is who wrote from the number before. The last word counts."""
    if draft.after.same_person is not confirmed:
        draft.record(FactKind.SAME_PERSON, at, person, {"confirmed": int(confirmed)})
