"""Which of a texter's conversations came before, and may be looked at by who knows that it is the same person."""

from __future__ import annotations

from collections.abc import Iterable

from shared.domain.conversation import Conversation


def earlier_of(conversation: Conversation, texters: Iterable[Conversation]) -> list[Conversation]:
    """Of a texter's conversations those that ended before this one, the latest first; nothing until it is confirmed.

    Back to the first of which somebody said that it was not who wrote before: what lies behind that one belongs to
    somebody else, whatever is confirmed later.
    """
    if not conversation.same_person:
        return []
    before = [one for one in texters if one.id != conversation.id and one.created_at <= conversation.created_at]
    found: list[Conversation] = []
    for one in sorted(before, key=lambda one: (one.created_at, one.id), reverse=True):
        if not one.live:
            found.append(one)
        if one.same_person is False:
            break
    return found
