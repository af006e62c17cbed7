"""Facts that are put on record because a member of staff made them: by what action, and what of them is said.

What is said is enums, ids and counts. Tags, references and reasons stay in the fact, to which the entry's evidence
leads: a record that nobody can change must not hold what may have to be erased.
"""

from __future__ import annotations

from collections.abc import Mapping

#: Actors that are nobody of the staff.
_NOT_STAFF = frozenset({"", "system", "timer", "texter"})
#: The message itself says who wrote it; a form's answers are one survey.
_NEVER = frozenset({"message"})
_SURVEY_STEPS = frozenset({"begun", "completed", "skipped", "ended"})

_ACTIONS = {
    "tags": "conversation.tagged",
    "risk": "conversation.risk_judged",
    "ladder": "conversation.ladder_recorded",
    "escalation": "conversation.escalation_updated",
    "note": "conversation.whispered",
    "hold": "conversation.held",
    "abuse_reported": "conversation.abuse_reported",
    "sender_blocked": "sender.blocked",
    "sender_unblocked": "sender.unblocked",
    "same_person": "conversation.same_person",
    "opted_out": "texter.opted_out",
}

#: Of a fact's detail, what the entry says.
_SAID = frozenset(
    {
        "source", "target", "responder", "from", "receiver", "level", "before", "escalation", "id", "kind", "urgency",
        "status", "opened", "alone", "confirmed_by", "survey", "step", "score", "held", "block", "confirmed", "recent",
        "wish", "thoughts", "method", "intent", "plan", "behaviour",
    }
)  # fmt: skip


def by_staff(kind: str, detail: Mapping[str, str]) -> bool:
    """Whether a fact is one that staff made and that is put on record."""
    if kind in _NEVER or detail.get("actor", "") in _NOT_STAFF:
        return False
    return kind != "survey" or detail.get("step") in _SURVEY_STEPS


def action_of(kind: str, detail: Mapping[str, str]) -> str:
    """`conversation.moved.<transition>`, `conversation.survey_<step>`, or what the kind of fact is called here."""
    if kind == "transition":
        return f"conversation.moved.{detail.get('move', 'unknown')}"
    if kind == "survey":
        return f"conversation.survey_{detail.get('step', 'changed')}"
    if kind == "hold" and detail.get("held") == "0":
        return "conversation.released"
    return _ACTIONS.get(kind, f"conversation.{kind}")


def said_of(detail: Mapping[str, str]) -> dict[str, str]:
    """What of a fact's detail is put on record."""
    said = {name: str(value) for name, value in detail.items() if name in _SAID}
    if "tags" in detail and "level" not in detail:
        said["tags"] = str(len([tag for tag in str(detail["tags"]).split(",") if tag]))
    return said
