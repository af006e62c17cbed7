"""In what order texters are helped.

Critical texters come first, among themselves by age. Then those who were given back to the queue: they have been
helped before and stand in front, with their age. Then by `queued_at − boost`, smallest first; of several boosts the
largest counts. Every so-many-th hand-out goes to whoever has waited longest, so that nobody starves.

A texter whose language a responder speaks, and not everybody does, goes before others who are no worse off. One whose
language they do not speak is left, for a short time and never at risk, to a responder who does.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta

from shared.domain.conversation import Conversation, Risk
from shared.domain.language import DEFAULT as DEFAULT_LANGUAGE
from shared.domain.language import NAMES
from shared.domain.rules import DEFAULT, Rules


def rank(conversation: Conversation) -> str:
    """A sort key: the smallest is helped first. Raises `ValueError` for a conversation that never queued."""
    if conversation.queued_at is None:
        raise ValueError("only a queued conversation has a place in line")
    if conversation.risk is Risk.CRITICAL:
        return f"0#{_millis(conversation.queued_at):015d}"
    since = conversation.queued_at - timedelta(seconds=_boost(conversation))
    return f"{1 if conversation.front else 2}#{_millis(since):015d}"


def awaits_speaker(
    conversation: Conversation, responder_id: str, languages: Collection[str], rules: Rules, now: datetime
) -> bool:
    """Whether a responder of these languages leaves this texter to one who speaks theirs, if there is one.

    For the first `language_wait` seconds in line, which begin once: being given back does not make them longer. Never
    at high or critical risk, nor when the two have talked before.
    """
    c = conversation
    if c.language is None or c.language in languages or c.at_risk or c.preferred_id == responder_id:
        return False
    return now - (c.queued_at or c.created_at) < timedelta(seconds=rules.language_wait)


def next_in_line(
    waiting: Sequence[Conversation],
    hand_out: int,
    responder_id: str = "",
    rules: Rules = DEFAULT,
    languages: Collection[str] = (DEFAULT_LANGUAGE,),
    left: Collection[str] = (),
) -> tuple[Conversation, str] | None:
    """Who is helped by a responder's `hand_out`-th hand-out (counted from 1), and why in words; None if nobody is.

    `languages` are the responder's; `left` are the ids of those they leave to somebody who speaks theirs. Between two
    who are both in front, the responder's own former texter goes first.
    """
    theirs = [one for one in waiting if one.id not in left]
    if not theirs:
        return None
    chosen, why = _chosen(theirs, hand_out, responder_id, rules, languages)
    if chosen.language is not None and chosen.language not in languages:
        why = f"{why}; writes {NAMES.get(chosen.language, chosen.language)}"
    if len(theirs) < len(waiting) and min(waiting, key=rank).id in left:
        why = f"{why}; whoever is ahead waits for somebody who speaks their language"
    return chosen, why


def _chosen(
    waiting: Sequence[Conversation], hand_out: int, responder_id: str, rules: Rules, languages: Collection[str]
) -> tuple[Conversation, str]:
    in_order = sorted(waiting, key=rank)
    first = in_order[0]
    if first.risk is Risk.CRITICAL:
        return first, "critical risk comes first"
    if rules.fair_every and hand_out % rules.fair_every == 0:
        longest = min(waiting, key=lambda c: c.queued_at or c.created_at)
        # Also when they are first anyway: then they come before the responder's own as well.
        fair = f"waited longest (every {_ordinal(rules.fair_every)} hand-out)"
        return longest, _why(first) if longest is first else fair
    own = [one for one in in_order if one.preferred_id == responder_id]
    if own and _may_go_before(own[0], first):
        return own[0], "was talking with you before"
    spoken = [one for one in in_order if one.language in languages and one.language != DEFAULT_LANGUAGE]
    if spoken and spoken[0] is not first and _may_go_before(spoken[0], first):
        return spoken[0], f"writes {NAMES[str(spoken[0].language)]}, which you speak"
    return first, _why(first)


def _may_go_before(one: Conversation, first: Conversation) -> bool:
    """Whether preferring somebody takes from nobody in front and nobody at higher risk."""
    return (one.front or not first.front) and one.risk.rank >= first.risk.rank


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
