"""Which facts staff are called for, and whom.

An alert names a kind, a person or the supervisors, and ids; what is said about it in words is the reader's business.
`page` interrupts, `notice` is shown in the console; by what else staff hear of either is in `notices`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from shared.contracts.queues import Body, FactNotice
from shared.domain.break_glass import ALERT

PAGE, NOTICE = "page", "notice"
_AT_RISK = ("high", "critical")
#: The one call that goes to a program's responders as well: anybody may be the second person.
SECOND_PERSON = "second_person_needed"
#: What every supervisor and admin of the affiliate is called for, each of them by name: it is about no program.
TO_ALL_WHO_LEAD = (ALERT,)


@dataclass(frozen=True)
class AlertNotice(Body):
    """One call to one person, or to the program's supervisors when `user_id` is None. The id sorts by time.

    `conversation_id` is empty where it is about a queue.
    """

    id: str
    kind: str
    level: str
    affiliate_id: str
    program_id: str
    conversation_id: str
    user_id: str | None
    at: str


#: What each kind says to whoever is called. Nobody is named: who may know opens the conversation.
SENTENCES = {
    "risk_raised": "A texter is at high risk",
    "waiting_long": "Somebody has been waiting for long",
    "nobody_online": "Somebody is waiting and nobody is there",
    "queue_deep": "Many people are waiting",
    "texter_waits_for_you": "A texter is waiting for your answer",
    "texter_unanswered": "A texter is waiting for their responder",
    "texter_silent": "A texter fell silent; the conversation is wrapping up",
    "texter_stopped": "A texter at risk asked for no more texts",
    "texter_returned": "Somebody you talked with is back in the queue",
    "follow_up_sent": "The check-in you planned was sent",
    "ended_at_risk": "A texter at risk ended the conversation",
    "wrote_after_stop": "A texter who opted out is writing",
    "asks_to_stop": "A texter may be asking for no more texts: please decide",
    "abuse_reported": "A responder asks you to look at how a texter treats us",
    "given_to_you": "A conversation was given to you",
    "taken_from_you": "A conversation is no longer yours",
    "transfer_offered": "A colleague offers you a conversation",
    "transfer_accepted": "Your transfer was accepted",
    "transfer_rejected": "A transfer was declined or taken back",
    "transfer_unanswered": "A transfer was not answered; the texter is back in the queue",
    "returned_by_timer": "A responder is gone or silent; the texter is back in the queue",
    "escalated": "Help is being called",
    "escalation_open": "A call for help is still open",
    "confirmation_needed": "A police dispatch needs a second person",
    SECOND_PERSON: "A police dispatch needs a second person; you may confirm it",
    "you_may_go_ahead_alone": "Nobody has confirmed the police dispatch; you may go ahead alone",
    "confirmed_alone": "A police dispatch was confirmed by one person alone",
    "owner_gone": "The responder of an escalated conversation is gone",
    "conversation_failed": "A conversation failed; its texter gets a new one",
    "hook_failed": "A step after a transition failed; the conversation goes on",
    ALERT: "Somebody may read conversations for a while that they otherwise may not",
}

Call = tuple[str, str, str | None]
"""Kind, level, user or None for the supervisors."""


def alerts_for(notice: FactNotice) -> list[AlertNotice]:
    """The calls a fact is worth: always the same ones for the same fact."""
    calls = [call for call in dict.fromkeys(_calls(notice)) if call[2] is None or call[2] != _doer(notice, call)]
    about = notice.detail.get("grant") or notice.conversation_id or notice.program_id
    millis = int(datetime.fromisoformat(notice.at).timestamp() * 1000)
    return [
        AlertNotice(
            f"al_{millis:015d}_{about}_{notice.seq}_{number}",
            kind,
            level,
            notice.affiliate_id,
            notice.program_id,
            notice.conversation_id,
            user,
            notice.at,
        )
        for number, (kind, level, user) in enumerate(calls)
    ]


def _doer(notice: FactNotice, call: Call) -> str:
    """Nobody is told of what they did themselves."""
    return notice.detail.get("actor", "")


def _calls(notice: FactNotice) -> list[Call]:
    d = notice.detail
    owner, before = d.get("responder_id"), d.get("from")
    match notice.kind:
        case "transition":
            return _moved(d["move"], d, owner, before)
        case "timer":
            return _timers(d["timer"], owner)
        case "queue_deep":
            return [("queue_deep", PAGE, None)]
        case "risk" if d.get("level") in _AT_RISK and d.get("model") != "person":
            return [("risk_raised", PAGE, None), *_to("risk_raised", NOTICE, owner)]
        case "hook_failed":
            return [("hook_failed", PAGE if d.get("hook") == "contact_services" else NOTICE, None)]
        case "hook_done" if d.get("found") == "nobody_online":
            return [("nobody_online", PAGE, None)]
        case "opted_out" if d.get("risk") in _AT_RISK or d.get("state", "").startswith("escalated"):
            return [("texter_stopped", PAGE, None), *_to("texter_stopped", NOTICE, owner)]
        case "escalation" if d.get("status") in ("pending_location", "pending_confirmation") and "has_location" in d:
            # Asked for, or its place became known; an entry in its log calls nobody again.
            return [("confirmation_needed", PAGE, None)]
        case "escalation" if d.get("alone"):
            return [("confirmed_alone", PAGE, None)]
        case "flag" if d.get("flag") == "wrote_after_stop":
            return [("wrote_after_stop", PAGE, None)]
        case "flag" if d.get("flag") == "asks_to_stop":
            return _to("asks_to_stop", NOTICE, owner) or [("asks_to_stop", NOTICE, None)]
        case "abuse_reported":
            return [("abuse_reported", PAGE, None)]
        case "break_glass":
            return [(ALERT, PAGE, None)]
    return []


def _moved(move: str, d: dict[str, str], owner: str | None, before: str | None) -> list[Call]:
    by_timer = d.get("actor") == "timer"
    match move:
        case "assign_responder" | "reassign":
            return [
                *_to("given_to_you", NOTICE, owner),
                *_to("taken_from_you", NOTICE, before if before != owner else None),
            ]
        case "transfer_to_responder":
            return _to("transfer_offered", PAGE, d.get("receiver"))
        case "accept_transfer":
            return _to("transfer_accepted", NOTICE, before)
        case "reject_transfer":
            # Declined, or taken back: whichever of the two did not do it hears of it.
            return [*_to("transfer_rejected", NOTICE, before), *_to("transfer_rejected", NOTICE, d.get("receiver"))]
        case "transfer_timeout":
            told = [*_to("transfer_unanswered", NOTICE, before), *_to("transfer_unanswered", NOTICE, d.get("receiver"))]
            return [("transfer_unanswered", PAGE, None), *told]
        case "return_to_queue" if by_timer:
            return [("returned_by_timer", PAGE, None), *_to("taken_from_you", NOTICE, before)]
        case "escalate_to_medical" | "escalate_to_police":
            return [("escalated", PAGE, None)]
        case "begin_wrap_up" if by_timer:
            return _to("texter_silent", NOTICE, owner)
        case "end_by_texter" if d.get("risk") in _AT_RISK:
            return [("ended_at_risk", PAGE, None)]
        case "texter_returned":
            return _to("texter_returned", NOTICE, d.get("preferred"))
        case "trigger_follow_up":
            return _to("follow_up_sent", NOTICE, d.get("preferred"))
        case "fail":
            return [("conversation_failed", PAGE, None)]
    return []


def _timers(timer: str, owner: str | None) -> list[Call]:
    match timer:
        case "queue_alert":
            return [("waiting_long", PAGE, None)]
        case "reply_nudge":
            return _to("texter_waits_for_you", PAGE, owner)
        case "reply_alert":
            return [("texter_unanswered", PAGE, None)]
        case "escalation_reminder":
            return [("escalation_open", PAGE, None)]
        case "owner_gone":
            return [("owner_gone", PAGE, None)]
        case "police_second":
            return [("confirmation_needed", PAGE, None), (SECOND_PERSON, NOTICE, None)]
        case "police_alone":
            return [("confirmation_needed", PAGE, None), *_to("you_may_go_ahead_alone", PAGE, owner)]
    return []


def _to(kind: str, level: str, user: str | None) -> list[Call]:
    return [(kind, level, user)] if user else []
