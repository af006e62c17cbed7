"""How a fact changes a conversation. The head in the table is what its facts add up to here, and nothing else (law 6).

What a fact cannot say is given: the texter's sealed number belongs to the texter's key and is on the head only.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from typing import Any

from shared.domain.conversation import (
    Conversation,
    Detail,
    Direction,
    Escalation,
    EscalationStatus,
    Fact,
    FactKind,
    Flag,
    Move,
)
from shared.domain.lifecycle import TERMINAL, State
from shared.domain.risk.levels import Risk
from shared.domain.surveys import OpenSurvey
from shared.domain.tallying import tallied


def opening_detail(conversation: Conversation) -> Detail:
    """What the first fact says about a new conversation."""
    c = conversation
    return {
        "channel": c.channel,
        "line": c.line,
        "thread": c.thread_id,
        "texter": c.texter_id,
        "consent": c.consent_id,
        "boost": c.boost_seconds,
        "cannot_reply": int(c.cannot_reply),
        "preferred": c.preferred_id,
        "front": int(c.front),
        "language": c.language,
        "seen_before": int(c.seen_before),
    }


def opened(conversation_id: str, affiliate_id: str, program_id: str, sealed_number: bytes, fact: Fact) -> Conversation:
    """The conversation its first fact opens."""
    d = fact.detail
    return Conversation(
        id=conversation_id,
        affiliate_id=affiliate_id,
        program_id=program_id,
        channel=str(d["channel"]),
        line=str(d["line"]),
        thread_id=str(d["thread"]),
        texter_id=str(d["texter"]),
        consent_id=str(d["consent"]),
        sealed_number=sealed_number,
        state=State.NEW,
        version=fact.seq,
        created_at=fact.at,
        updated_at=fact.at,
        boost_seconds=int(d.get("boost") or 0),
        cannot_reply=bool(d.get("cannot_reply")),
        preferred_id=_text(d.get("preferred")),
        front=bool(d.get("front")),
        language=_text(d.get("language")),
        seen_before=bool(d.get("seen_before")),
    )


def replayed(head: Conversation, facts: Iterable[Fact]) -> Conversation:
    """The conversation rebuilt from all its facts; of `head` only what facts cannot say is taken."""
    made: Conversation | None = None
    for fact in facts:
        if made is None:
            made = opened(head.id, head.affiliate_id, head.program_id, head.sealed_number, fact)
        else:
            made = apply(made, fact)
    if made is None:
        raise ValueError("a conversation has at least the fact that opened it")
    return made.looked_at_again(head.timer_at)


def apply(conversation: Conversation, fact: Fact) -> Conversation:
    """The conversation after one more fact."""
    changes = _changes(conversation, fact)
    figures = tallied(conversation, fact)
    return replace(conversation, **changes, figures=figures, version=fact.seq, updated_at=fact.at)


def _changes(c: Conversation, fact: Fact) -> dict[str, Any]:
    d = fact.detail
    match fact.kind:
        case FactKind.TRANSITION if fact.move is not None:
            return _moved(c, fact, fact.move)
        case FactKind.MESSAGE if fact.message is not None:
            if fact.message.direction is Direction.INBOUND:
                language = d.get("language") or c.language
                return {"waiting_since": c.waiting_since or fact.at, "quiet_since": None, "language": language}
            if fact.message.direction is Direction.OUTBOUND:
                return {"waiting_since": None, "quiet_since": fact.at}
        case FactKind.OPTED_OUT | FactKind.OPTED_IN:
            # Asked for in words or not: an opt-out is what they asked for.
            out = fact.kind is FactKind.OPTED_OUT
            return {"cannot_reply": out, "flags": _without(c, Flag.ASKS_TO_STOP) if out else c.flags}
        case FactKind.RISK:
            return {
                "risk": Risk(str(d["level"])),
                "risk_boost": int(d.get("boost") or 0),
                "risk_categories": tuple(word for word in str(d.get("categories") or "").split() if word),
                "risk_seq": fact.seq,
            }
        case FactKind.TAGS:
            return {"tags": tuple(word for word in str(d.get("tags") or "").split(",") if word)}
        case FactKind.SURVEY:
            return _surveyed(c, d)
        case FactKind.ESCALATION:
            return {"escalation": _escalated(c, fact)}
        case FactKind.SUMMARY:
            return {"summary_seq": fact.seq}
        case FactKind.TIMER:
            return {"reminded": {**c.reminded, str(d["timer"]): fact.at}}
        case FactKind.REOPENED:
            return {"reopened_as": str(d["as"])}
        case FactKind.HOLD:
            return {"held": bool(d["held"])}
        case FactKind.FLAG:
            return {"flags": _with(c, str(d["flag"]))}
        case FactKind.ABUSE_REPORTED:
            return {"flags": _with(c, Flag.ABUSE_REPORTED)}
        case FactKind.SENDER_BLOCKED:
            return {"flags": _with(c, Flag.SENDER_BLOCKED)}
        case FactKind.SENDER_UNBLOCKED:
            return {"flags": _without(c, Flag.SENDER_BLOCKED)}
        case FactKind.SAME_PERSON:
            return {"same_person": bool(d["confirmed"])}
    return {}


def _moved(c: Conversation, fact: Fact, move: Move) -> dict[str, Any]:
    d, at = fact.detail, fact.at
    changes: dict[str, Any] = {"state": move.target, "moved_version": fact.seq}
    if move.target is not move.source:
        changes |= {"entered_at": at, "receiver_id": None}
    if d.get("responder") is not None:
        changes["responder_id"] = d["responder"]
    if move.target is State.QUEUED:
        changes |= _queued(c, fact, move)
    elif move.target is State.ACTIVE and move.source is not State.ACTIVE:
        # The clock of whoever is to speak next begins anew: nobody is late for what happened before.
        first = move.name in ("start_conversation", "accept_transfer") or c.waiting_since is not None
        changes |= {"waiting_since": at if first else None, "quiet_since": None if first else at}
        if move.source is State.WRAP_UP:
            changes["survey"] = None
    elif move.target is State.TRANSFERRED and move.name == "transfer_to_responder":
        changes["receiver_id"] = d.get("receiver")
    elif move.target is State.FOLLOW_UP_SCHEDULED:
        # The plan belongs to the program now; who made it is asked first when the texter comes back.
        changes |= {
            "responder_id": None,
            "preferred_id": c.responder_id,
            "survey": None,
            "follow_up_at": datetime.fromisoformat(str(d["at"])),
            "follow_up_seq": fact.seq,
        }
    elif move.name == "reassign" and c.waiting_since is not None:
        changes["waiting_since"] = at
    if move.name == "retention_expire":
        changes["purged"] = True
    if move.target in TERMINAL and move.name != "retention_expire":
        changes |= {"closed_at": at, "survey": None}
    return changes


def _queued(c: Conversation, fact: Fact, move: Move) -> dict[str, Any]:
    """Who is given back keeps their age and stands in front; who comes back after a follow-up is new in line."""
    if move.name == "route_message":
        return {"queued_at": c.queued_at or fact.at}
    changes: dict[str, Any] = {"responder_id": None, "preferred_id": c.responder_id or c.preferred_id, "survey": None}
    if move.name == "texter_returned":
        return changes | {
            "queued_at": fact.at,
            "front": False,
            "boost_seconds": int(fact.detail.get("boost") or 0),
            "follow_up_at": None,
        }
    return changes | {"queued_at": c.queued_at or fact.at, "front": True}


def _surveyed(c: Conversation, d: Detail) -> dict[str, Any]:
    changes: dict[str, Any] = {"survey": None, "survey_numbers": {}}
    if d.get("open"):
        numbers = {} if d["step"] == "begun" else dict(c.survey_numbers)
        if d.get("number") is not None:
            numbers[str(d["question"])] = int(d["number"] or 0)
        progress = {"survey_id": d["survey"], "type": d["type"], "index": d["index"], "asked": d["asked"]}
        changes = {"survey": OpenSurvey.from_plain(progress), "survey_numbers": numbers}
    if d.get("score") is not None:
        changes["entry_score" if d["type"] == "entry" else "exit_score"] = _number(str(d["score"]))
    return changes


def _escalated(c: Conversation, fact: Fact) -> Escalation:
    d = fact.detail
    if d.get("opened"):
        return Escalation(
            str(d["id"]),
            str(d["kind"]),
            str(d["urgency"]),
            EscalationStatus(str(d["status"])),
            fact.at,
            fact.actor,
            fact.seq,
            bool(d.get("has_location")),
            reference=_text(d.get("reference")),
            service=_text(d.get("service")),
        )
    if c.escalation is None:
        raise ValueError("there is no escalation to change")
    changes: dict[str, Any] = {"status": EscalationStatus(str(d["status"]))}
    if d.get("has_location") is not None:
        changes["has_location"] = bool(d["has_location"])
    if d.get("contact"):
        changes["contacts"] = c.escalation.contacts + 1
    for name in ("urgency", "confirmed_by", "reference", "service"):
        if d.get(name) is not None:
            changes[name] = str(d[name])
    return replace(c.escalation, **changes)


def _with(c: Conversation, flag: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys([*c.flags, str(flag)]))


def _without(c: Conversation, flag: str) -> tuple[str, ...]:
    return tuple(one for one in c.flags if one != flag)


def _number(text: str) -> int | float:
    value = float(text)
    return int(value) if value.is_integer() else value


def _text(value: object) -> str | None:
    return None if value is None else str(value)
