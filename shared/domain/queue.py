"""In what order texters are helped.

Critical texters come first, among themselves by age. Then those who were given back to the queue: they have been
helped before and stand in front, with their age. Then by `queued_at − boost`, smallest first; of several boosts the
largest counts. Every so-many-th hand-out goes to whoever has waited longest, so that nobody starves.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from shared.domain.conversation import Conversation, Risk
from shared.domain.rules import DEFAULT, Rules


def rank(conversation: Conversation) -> str:
    """A sort key: the smallest is helped first. Raises `ValueError` for a conversation that never queued."""
    if conversation.queued_at is None:
        raise ValueError("only a queued conversation has a place in line")
    if conversation.risk is Risk.CRITICAL:
        return f"0#{_millis(conversation.queued_at):015d}"
    since = conversation.queued_at - timedelta(seconds=_boost(conversation))
    return f"{1 if conversation.front else 2}#{_millis(since):015d}"


def next_in_line(
    waiting: Sequence[Conversation], hand_out: int, responder_id: str = "", rules: Rules = DEFAULT
) -> tuple[Conversation, str] | None:
    """Who is helped by a responder's `hand_out`-th hand-out (counted from 1), and why in words; None if nobody waits.

    Between two who are both in front, the responder's own former texter goes first.
    """
    if not waiting:
        return None
    in_order = sorted(waiting, key=rank)
    first = in_order[0]
    if first.risk is Risk.CRITICAL:
        return first, "critical risk comes first"
    if rules.fair_every and hand_out % rules.fair_every == 0:
        longest = min(waiting, key=lambda c: c.queued_at or c.created_at)
        # Also when they are first anyway: then they come before the responder's own as well.
        fair = f"waited longest (every {_ordinal(rules.fair_every)} hand-out)"
        return longest, _why(first) if longest is first else fair
    own = [one for one in in_order if one.preferred_id == responder_id and one.risk is not Risk.CRITICAL]
    if own and (own[0].front or not first.front) and own[0].risk.rank >= first.risk.rank:
        return own[0], "was talking with you before"
    return first, _why(first)


def _why(conversation: Conversation) -> str:
    if conversation.front:
        return "was given back to the queue and keeps their place"
    if conversation.boost_seconds and conversation.boost_seconds > conversation.risk_boost:
        return "a priority moves them ahead in line"
    if conversation.risk_boost:
        return f"{conversation.risk} risk moves ahead in line"
    return "waited longest"


def _boost(conversation: Conversation) -> int:
    return max(conversation.risk_boost, conversation.boost_seconds)


def _ordinal(number: int) -> str:
    known = {2: "second", 3: "third", 4: "fourth", 5: "fifth"}
    return known.get(number, f"{number}th")


def _millis(moment: datetime) -> int:
    return int(moment.timestamp() * 1000)
