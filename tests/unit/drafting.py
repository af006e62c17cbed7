"""One step on a draft, by name: whatever could be tried on a conversation, legal or not."""

from __future__ import annotations

from datetime import datetime, timedelta

from shared.domain import care
from shared.domain.conversation import Direction, Escalation, EscalationStatus, Flag
from shared.domain.draft import Draft
from shared.domain.lifecycle import BY_NAME, Actor
from shared.domain.risk.assessment import Assessment
from shared.domain.risk.levels import Risk
from shared.domain.rules import DEFAULT
from shared.domain.surveys import Answer, OpenSurvey
from shared.domain.timers import due
from tests.unit.builders import a_message

MOVES = tuple(BY_NAME)
WORDS = {"outcome": "an ambulance came", "reason": "a test message"}
OTHER_STEPS = (
    "receive", "reply", "say", "whisper", "opt_out", "opt_in", "assess low", "assess medium", "assess high",
    "assess critical", "judge low", "judge critical", "ask survey", "answer survey", "confirm", "contact", "hold",
    "tag", "summarise", "receive spanish", "receive english", "flag asks_to_stop", "flag wrote_after_stop",
    "report abuse", "block sender", "unblock sender", "same person", "another person",
)  # fmt: skip
STEPS = MOVES + OTHER_STEPS


def take(draft: Draft, name: str, at: datetime, person: str = "res_1") -> None:
    """Try the step called `name`; raises what the draft raises."""
    if name in BY_NAME:
        move(draft, name, at, person)
        return
    match name.split():
        case ["receive"]:
            draft.receive(a_message(), at)
        case ["receive", language]:
            draft.receive(a_message(), at, {"spanish": "es", "english": "en"}[language])
        case ["flag", what]:
            care.flag(draft, Flag(what), at)
        case ["report", _]:
            care.report_abuse(draft, "they shout at me", at, person)
        case ["block", _]:
            care.require_may_block(draft, confirmed=False)
            care.block_sender(draft, "blk_1", "they shout at me", at, "sup_1")
        case ["unblock", _]:
            care.unblock_sender(draft, "blk_1", at, "sup_1")
        case [which, "person"]:
            care.confirm_same_person(draft, which == "same", at, person)
        case ["reply"]:
            draft.reply("msg_2", "I am here", at, person)
        case ["say"]:
            draft.say(a_message(direction=Direction.SYSTEM), at)
        case ["whisper"]:
            draft.whisper("msg_3", "ask about tonight", at, "sup_1")
        case ["opt_out" | "opt_in"]:
            getattr(draft, name)(at)
        case ["assess", level]:
            draft.assess(Assessment(Risk(level), (), "lexicon-1"), at, DEFAULT)
        case ["judge", level]:
            draft.judge_risk(Risk(level), "we talked about it", at, person, DEFAULT)
        case ["ask", _]:
            draft.survey("begun", OpenSurvey("srv_1", "exit", 0, 1), at, is_open=True)
        case ["answer", _]:
            given = Answer("upset", "scale", number=3)
            draft.survey("completed", OpenSurvey("srv_1", "exit", 0, 1), at, is_open=False, answered=given, score=3)
        case ["confirm"]:
            draft.escalation_step(EscalationStatus.CONFIRMED, at, "sup_1", detail={"confirmed_by": "sup_1"})
        case ["contact"]:
            draft.escalation_step(EscalationStatus.CONTACTED, at, "system")
        case ["hold"]:
            draft.hold(not draft.after.held, "a court asked", at, "sup_1")
        case ["tag"]:
            draft.tag(("school",), at, person)
        case ["summarise"]:
            draft.summarise({"text": "they talked"}, {"occasion": "final"}, at)


def move(draft: Draft, name: str, at: datetime, person: str = "res_1") -> None:
    """Make a move with all it needs."""
    if name in ("escalate_to_medical", "escalate_to_police"):
        kind = name.removeprefix("escalate_to_")
        status = EscalationStatus.PENDING_LOCATION if kind == "police" else EscalationStatus.CONFIRMED
        draft.escalate(Escalation("esc_1", kind, "urgent", status, at, person, 0), None, at, person)
        return
    owner = {"assign_responder": person, "accept_transfer": "res_2", "reassign": "sup_1"}.get(name)
    detail = {
        "transfer_to_responder": {"receiver": "res_2"},
        "schedule_follow_up": {"at": (at + timedelta(days=1)).isoformat()},
    }.get(name)
    draft.move(name, at, person, responder_id=owner, detail=detail, words=WORDS)


def keep_time(draft: Draft, at: datetime) -> None:
    """Do all that is due by the timers, one after the other."""
    while (one := due(draft.after, DEFAULT, at)) is not None:
        if one.timer.move is None:
            draft.note_timer(one.timer.name, at)
        elif one.timer.move == "trigger_follow_up" and draft.after.cannot_reply:
            draft.move("cancel_follow_up", at, Actor.TIMER)
        else:
            draft.move(one.timer.move, at, Actor.TIMER, reason=one.timer.name)
