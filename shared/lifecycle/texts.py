"""Automatic texts. One that nobody approved is not sent, and neither is any to somebody who opted out.

Which there are, and what each may speak of, is in `shared.domain.templates`.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from shared.domain.conversation import Conversation, Direction, Message, Purpose
from shared.domain.draft import Draft
from shared.domain.language import DEFAULT
from shared.domain.ports import Ids
from shared.domain.segments import count_segments
from shared.domain.templates import TEXTS, Situation, fill_for_texter
from shared.runtime.invocation import note
from shared.store.directory import Program


def system_message(ids: Ids, text: str, purpose: Purpose) -> Message:
    return Message(ids.new("msg"), Direction.SYSTEM, text, count_segments(text).segments, purpose=purpose)


def greeting(program: Program | None, now: datetime, channel: str = "") -> str:
    """The text for somebody who comes to the line now: `welcome`, or while it is closed `closed` or `holiday`."""
    hours = program.hours.on(channel) if program is not None and program.hours is not None else None
    if hours is None or hours.is_open(now):
        return "welcome"
    return "closed" if hours.holiday_at(now) is None else "holiday"


def is_closed(program: Program | None, now: datetime, channel: str = "") -> bool:
    """Whether the program's people are not there now by its own hours."""
    return greeting(program, now, channel) != "welcome"


def say(
    draft: Draft,
    program: Program | None,
    name: str,
    ids: Ids,
    at: datetime,
    purpose: Purpose = Purpose.AUTOMATIC,
    *,
    ahead: int | None = None,
) -> bool:
    """Add the text called `name`, if somebody approved it and the texter may be written to; whether it was added.

    In the texter's language where there is one. `ahead` is how many are before them in line, if that was counted.
    """
    if draft.after.cannot_reply and purpose is not Purpose.OPT_OUT_CONFIRMATION:
        return False
    text = worded(draft.after, program, name, at, ahead) if program is not None else None
    if text is None:
        return False
    draft.say(system_message(ids, text, purpose), at)
    return True


def worded(
    conversation: Conversation, program: Program, name: str, at: datetime, ahead: int | None = None
) -> str | None:
    """The words of a text for this conversation now; None, and noted, when no version can be sent without a hole."""
    situation = _situation(conversation, program, at, ahead)
    approved = False
    for language, text in _versions(program, name, conversation.language):
        approved = True
        filled = fill_for_texter(text, situation, language)
        if filled is not None:
            return filled
    note(**{"unsayableText" if approved else "unapprovedText": name})
    return None


def _versions(program: Program, name: str, language: str | None) -> Iterator[tuple[str, str]]:
    """Approved versions with their languages, the best first; then those of the text that stands in for it."""
    while name:
        if language is not None and (text := program.approved_version(f"{name}@{language}")) is not None:
            yield language, text
        if (text := program.approved_version(name)) is not None:
            yield DEFAULT, text
        name = (TEXTS[name].otherwise or "") if name in TEXTS else ""


def _situation(conversation: Conversation, program: Program, at: datetime, ahead: int | None) -> Situation:
    hours = program.hours.on(conversation.channel) if program.hours is not None else None
    holiday = hours.holiday_at(at) if hours is not None else None
    return Situation(
        program.name,
        at,
        waited=at - conversation.queued_at if conversation.queued_at is not None else None,
        ahead=ahead,
        opens=hours.opens_at(at) if hours is not None else None,
        holiday=holiday.name if holiday is not None else None,
    )
