"""Which timers run in a state, when each is due, and what it does (law 1: no timer, no state).

Two things look at them: the supervising workflow, whose wait ends when the state's own time is over, and a sweep each
minute over `timer_at`. Both ask here, so it does not matter which comes first, late, or twice.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from shared.domain.conversation import Conversation, EscalationStatus
from shared.domain.hours import Hours
from shared.domain.lifecycle import ESCALATED, State
from shared.domain.rules import Rules

#: A state whose next timer lies further away than this is looked at in between: nothing sleeps for ever.
LONGEST_SLEEP = timedelta(days=1)
#: A new conversation is routed in the transaction that opens it; one that was not is an accident, mended at once.
UNROUTED_AFTER = 60

Since = Callable[[Conversation], datetime | None]


@dataclass(frozen=True)
class Timer:
    """One timer. It runs in `states` from the moment `since` tells, for the seconds of the rule `after`.

    `move` is the transition it makes; without one it is a notice: it may `say` an automatic text, and it is a fact
    that alerts are made from. `every` names the rule by which a notice repeats. `resets` says that messages set it
    back: such timers are swept, never waited for by the workflow.

    `while_open`: its time counts only while the line is open; of somebody at risk all time counts. `at_closing`: it is
    due each time the line closes.
    """

    name: str
    states: frozenset[State]
    since: Since
    after: str
    move: str | None = None
    say: str | None = None
    every: str | None = None
    resets: bool = False
    while_open: bool = False
    at_closing: bool = False
    applies: Callable[[Conversation], bool] = lambda _: True


def _entered(c: Conversation) -> datetime | None:
    return c.since


def _queued(c: Conversation) -> datetime | None:
    return c.queued_at or c.since


def _unconfirmed(c: Conversation) -> bool:
    return c.escalation is not None and c.escalation.waits_for_confirmation


def _answerable(c: Conversation) -> bool:
    return not c.cannot_reply


def _in(*states: State) -> frozenset[State]:
    return frozenset(states)


# fmt: off
TIMERS: tuple[Timer, ...] = (
    Timer("unrouted", _in(State.NEW), _entered, "unrouted_after", move="route_message"),
    Timer("still_in_line", _in(State.QUEUED), _entered, "still_in_line_after", say="still_in_line",
          every="still_in_line_every", while_open=True),
    Timer("queue_alert", _in(State.QUEUED), _queued, "queue_alert_wait", every="queue_pages_every", while_open=True),
    # Whoever is given back keeps their age in line; they must not expire by it the moment they are back.
    Timer("queue_expired", _in(State.QUEUED), _entered, "queue_expires_after", move="timeout_expire", say="expired",
          while_open=True, applies=lambda c: not c.at_risk),
    Timer("line_closes", _in(State.QUEUED), _entered, "", say="closed", at_closing=True),
    Timer("unstarted", _in(State.ASSIGNED), _entered, "unstarted_after", move="return_to_queue"),
    Timer("transfer_unanswered", _in(State.TRANSFERRED), _entered, "transfer_after", move="transfer_timeout"),
    Timer("reply_nudge", _in(State.ACTIVE), lambda c: c.waiting_since, "reply_nudge_after", resets=True,
          applies=_answerable),
    Timer("reply_alert", _in(State.ACTIVE), lambda c: c.waiting_since, "reply_alert_after", resets=True,
          applies=_answerable),
    Timer("reply_return", _in(State.ACTIVE), lambda c: c.waiting_since, "reply_return_after", resets=True,
          move="return_to_queue", say="returned", applies=_answerable),
    # Nobody can answer somebody who opted out: their responder reads along, until they fall silent.
    Timer("unanswerable", _in(State.ACTIVE), lambda c: c.waiting_since, "texter_silent_after", resets=True,
          move="begin_wrap_up", applies=lambda c: c.cannot_reply),
    Timer("still_there", _in(State.ACTIVE), lambda c: c.quiet_since, "still_there_after", resets=True,
          say="still_there"),
    Timer("texter_silent", _in(State.ACTIVE), lambda c: c.quiet_since, "texter_silent_after", resets=True,
          move="begin_wrap_up"),
    Timer("escalation_reminder", ESCALATED, _entered, "escalation_reminder_every", every="escalation_reminder_every"),
    Timer("police_second", _in(State.ESCALATED_POLICE), _entered, "police_second_after", applies=_unconfirmed),
    Timer("police_alone", _in(State.ESCALATED_POLICE), _entered, "police_alone_after", applies=_unconfirmed),
    Timer("wrap_up_over", _in(State.WRAP_UP), _entered, "wrap_up_after", move="close_from_wrap_up"),
    Timer("follow_up_due", _in(State.FOLLOW_UP_SCHEDULED), lambda c: c.follow_up_at, "", move="trigger_follow_up"),
    Timer("follow_up_over", _in(State.FOLLOW_UP_ACTIVE), _entered, "follow_up_ends_after",
          move="close_from_followup"),
)
# fmt: on


@dataclass(frozen=True)
class Due:
    """A timer and the moment it is due."""

    timer: Timer
    at: datetime


def pending(conversation: Conversation, rules: Rules) -> list[Due]:
    """Every timer that runs now, the earliest first. Never empty for a live conversation."""
    found = [
        Due(timer, at)
        for timer in TIMERS
        if conversation.state in timer.states and timer.applies(conversation)
        for at in [_next(timer, conversation, rules)]
        if at is not None
    ]
    return sorted(found, key=lambda due: due.at)


def due(conversation: Conversation, rules: Rules, now: datetime) -> Due | None:
    """The timer to act on now: a move before a notice, because it makes notices of the old state pointless."""
    ripe = [one for one in pending(conversation, rules) if one.at <= now]
    return next((one for one in ripe if one.timer.move is not None), ripe[0] if ripe else None)


def next_look(conversation: Conversation, rules: Rules, now: datetime) -> datetime | None:
    """When the conversation has to be looked at; None once it has ended.

    Timers that a message sets back may come to run without the head's `timer_at` being written again (that would
    cost each message two index writes): while they could run, a look is due after the shortest of them at the latest.
    """
    if not conversation.live:
        return None
    moments = [one.at for one in pending(conversation, rules)] + [now + LONGEST_SLEEP]
    moments += [
        now + timedelta(seconds=_seconds(timer.after, rules))
        for timer in TIMERS
        if timer.resets and conversation.state in timer.states
    ]
    return min(moments)


def state_ends_in(conversation: Conversation, rules: Rules, now: datetime) -> int:
    """How many seconds the workflow waits in this state, 1 to a day: until the next timer that no message moves."""
    moments = [one.at for one in pending(conversation, rules) if not one.timer.resets and one.timer.move is not None]
    until = min([*moments, now + LONGEST_SLEEP])
    return max(1, -int(-(until - now).total_seconds() // 1))


def _next(timer: Timer, c: Conversation, rules: Rules) -> datetime | None:
    since, last = timer.since(c), c.reminded.get(timer.name)
    if since is None:
        return None
    # People are called for somebody at risk at any hour, and whoever is called for is told how it stands.
    hours = rules.hours.on(c.channel) if rules.hours is not None and not c.at_risk else None
    if timer.at_closing:
        return hours.closes_at(max(since, last or since)) if hours is not None else None
    if not timer.while_open:
        hours = None
    first = _after(since, _seconds(timer.after, rules), hours)
    if first is None or last is None or last < since or timer.move is not None:
        return first
    if timer.every is None:
        return None
    again = _after(last, _seconds(timer.every, rules), hours)
    return None if again is None else max(first, again)


def _after(since: datetime, seconds: int, hours: Hours | None) -> datetime | None:
    return since + timedelta(seconds=seconds) if hours is None else hours.after(since, seconds)


def _seconds(rule: str, rules: Rules) -> int:
    if not rule:
        return 0
    return UNROUTED_AFTER if rule == "unrouted_after" else int(getattr(rules, rule))


def reminder_at(conversation: Conversation, rules: Rules) -> datetime | None:
    """When supervisors are reminded of a call for help; None while there is none."""
    return next((one.at for one in pending(conversation, rules) if one.timer.name == "escalation_reminder"), None)


def may_confirm(conversation: Conversation, person: str, role: str, rules: Rules, now: datetime) -> bool:
    """Whether this person may confirm a police dispatch now.

    A supervisor at once; after `police_second_after` any second responder; after `police_alone_after` the owner too.
    """
    escalation = conversation.escalation
    if escalation is None or escalation.status is EscalationStatus.RESOLVED:
        return False
    waited = (now - escalation.opened_at).total_seconds()
    if role == "supervisor" and person != escalation.opened_by:
        return True
    if person != conversation.responder_id and person != escalation.opened_by:
        return waited >= rules.police_second_after
    return waited >= rules.police_alone_after
