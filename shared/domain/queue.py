"""In what order texters are helped.

Critical texters come first, among themselves by age; then by `queued_at − boost`, smallest first.
Every fifth hand-out goes to whoever has waited longest, so that nobody starves.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from shared.domain.conversation import Conversation, Risk

BOOST = {
    Risk.LOW: timedelta(0),
    Risk.MEDIUM: timedelta(minutes=15),
    Risk.HIGH: timedelta(minutes=60),
    Risk.CRITICAL: timedelta(0),
}


def rank(conversation: Conversation) -> str:
    """A sort key: the smallest is helped first. Raises `ValueError` for a conversation that never queued."""
    if conversation.queued_at is None:
        raise ValueError("only a queued conversation has a place in line")
    critical = conversation.risk is Risk.CRITICAL
    boost = max(BOOST[conversation.risk], timedelta(seconds=conversation.boost_seconds))
    since = conversation.queued_at if critical else conversation.queued_at - boost
    return f"{0 if critical else 1}#{_millis(since):015d}"


def next_in_line(waiting: Sequence[Conversation], hand_out: int) -> tuple[Conversation, str] | None:
    """Who is helped by the `hand_out`-th hand-out (counted from 1), and why in words; None if nobody waits."""
    if not waiting:
        return None
    in_order = sorted(waiting, key=rank)
    first = in_order[0]
    if first.risk is not Risk.CRITICAL and hand_out % 5 == 0:
        longest = min(waiting, key=lambda c: c.queued_at or c.created_at)
        if longest is not first:
            return longest, "waited longest (every fifth hand-out)"
    return first, _why(first)


def _why(conversation: Conversation) -> str:
    if conversation.risk is Risk.CRITICAL:
        return "critical risk comes first"
    if conversation.boost_seconds > BOOST[conversation.risk].total_seconds():
        return "a priority keyword moves ahead in line"
    if BOOST[conversation.risk]:
        return f"{conversation.risk} risk moves ahead in line"
    return "waited longest"


def _millis(moment: datetime) -> int:
    return int(moment.timestamp() * 1000)
