"""Since when a texter has had no answer from whoever is to give it."""

from __future__ import annotations

from datetime import datetime

from shared.domain.conversation import Conversation
from shared.domain.lifecycle import ESCALATED, State

_OWED = ESCALATED | {State.QUEUED, State.ASSIGNED, State.ACTIVE, State.TRANSFERRED}


def unanswered_since(conversation: Conversation) -> datetime | None:
    """The oldest message that nobody has answered; of whoever was just given it, since then.

    None where nobody is waited for: all is answered, the texter cannot be answered, or what they write is the answer to
    a survey or a check-in.
    """
    c = conversation
    if c.state not in _OWED or c.cannot_reply:
        return None
    if c.state is State.ASSIGNED:
        return c.since
    return c.waiting_since
