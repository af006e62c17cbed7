"""Whose texter it is. An export and an erasure are about all of a texter, so whoever asks must reach all of it."""

from __future__ import annotations

from shared.domain.conversation import Conversation
from shared.domain.errors import Forbidden, NotFound
from shared.lifecycle.exporting import Exporting
from shared.runtime.access import may_find
from shared.runtime.identity import Principal


class Reaching:
    def __init__(self, exporting: Exporting) -> None:
        self._exporting = exporting

    def conversations(self, principal: Principal, texter_id: str) -> list[Conversation]:
        """All conversations of the texter, the oldest first.

        Raises `NotFound` for a texter of whom the caller sees nothing, and `Forbidden` where a part of it belongs to
        programs that are not theirs.
        """
        found = [
            one for one in self._exporting.conversations_of(texter_id) if one.affiliate_id == principal.affiliate.id
        ]
        seen = [one for one in found if may_find(principal, one) or _program_gone(principal, one)]
        if not any(may_find(principal, one) for one in found):
            raise NotFound
        if len(seen) < len(found):
            raise Forbidden("The texter also wrote to programs that are not yours", code="not_all_programs")
        return found


def _program_gone(principal: Principal, conversation: Conversation) -> bool:
    """Whether its program is no more: then nobody works in it, and it bars nobody."""
    return conversation.program_id not in principal.affiliate.programs
