"""Looking back. Numbers are given to somebody else one day: a responder asks first whether it is the same person."""

from __future__ import annotations

from typing import cast

from functions.conversations.moving import Mover
from functions.conversations.views import outcome_view
from shared.contracts import api, texters_api
from shared.domain.care import confirm_same_person
from shared.domain.conversation import Conversation
from shared.domain.draft import Draft
from shared.domain.earlier import earlier_of
from shared.domain.errors import Conflict, Forbidden
from shared.runtime.access import may_find, owns
from shared.runtime.http import Request
from shared.runtime.identity import Principal
from shared.store.texters import Texters


class Earlier:
    def __init__(self, mover: Mover, texters: Texters) -> None:
        self._mover = mover
        self._texters = texters

    def confirm(self, request: Request) -> api.Conversation:
        """What the owner found out. It may be taken back; then what came before is hidden again."""
        confirmed = request.parsed(texters_api.SamePersonRequest).confirmed
        principal, mover = request.principal, self._mover

        def change(draft: Draft) -> None:
            mover.require_owner(principal, draft)
            confirm_same_person(draft, confirmed, mover.clock.now(), principal.user_id)

        return mover.act(request, "samePerson", change, str(confirmed))

    def conversations(self, request: Request) -> texters_api.EarlierConversationList:
        """The texter's earlier conversations in the caller's programs, without a word of them."""
        principal = request.principal
        found = self._mover.seen(request)
        if principal.role != "supervisor" and not owns(principal, found):
            raise Forbidden("Only the responder who owns the conversation may look back", code="not_owner")
        if not found.same_person:
            raise Conflict("Ask whether this is who wrote from the number before", code="not_confirmed")
        earlier = earlier_of(found, self._texters.conversations(found.texter_id))
        return texters_api.EarlierConversationList(
            items=[_view(principal, one) for one in earlier if may_find(principal, one)]
        )


def _view(principal: Principal, conversation: Conversation) -> texters_api.EarlierConversation:
    c = conversation
    program = principal.affiliate.programs.get(c.program_id)
    return texters_api.EarlierConversation(
        id=c.id,
        program_id=c.program_id,
        program_name=program.name if program is not None else c.program_id,
        channel=cast(api.Channel, c.channel),
        state=c.state,
        created_at=c.created_at,
        closed_at=c.closed_at,
        risk_level=c.risk.value,
        tags=list(c.tags),
        outcome=outcome_view(c),
        erased=c.purged,
    )
