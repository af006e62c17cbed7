"""Automatic texts. One that nobody approved is not sent, and neither is any to somebody who opted out."""

from __future__ import annotations

from datetime import datetime

from shared.domain.conversation import Direction, Message, Purpose
from shared.domain.draft import Draft
from shared.domain.ports import Ids
from shared.domain.segments import count_segments
from shared.runtime.invocation import note
from shared.store.directory import Program

#: The names of the texts a program may have, and when each is sent.
TEXTS = {
    "welcome": "a conversation was opened",
    "opt_out_confirmation": "the texter opted out",
    "help_line": "the texter sent the carrier's keyword HELP",
    "nobody_online": "nobody is there to answer",
    "still_in_line": "waiting for a while, and again from time to time",
    "expired": "waited so long that the line gives up; where else to turn",
    "returned": "a responder had to leave; somebody else will take over",
    "still_there": "the texter has not answered for a while",
    "survey_thanks": "a survey was answered to its end",
}


def system_message(ids: Ids, text: str, purpose: Purpose) -> Message:
    return Message(ids.new("msg"), Direction.SYSTEM, text, count_segments(text).segments, purpose=purpose)


def say(
    draft: Draft,
    program: Program | None,
    name: str,
    ids: Ids,
    at: datetime,
    purpose: Purpose = Purpose.AUTOMATIC,
) -> bool:
    """Add the text called `name`, if somebody approved it and the texter may be written to; whether it was added."""
    if draft.after.cannot_reply and purpose is not Purpose.OPT_OUT_CONFIRMATION:
        return False
    text = program.approved_text(name) if program is not None else None
    if text is None:
        note(unapprovedText=name)
        return False
    draft.say(system_message(ids, text, purpose), at)
    return True
