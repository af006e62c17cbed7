"""From which number somebody writes: most of it hidden, and the whole of it once that is on record.

It is its owner's to know, and a supervisor's of the program. Whom a conversation is only offered to, and who is asked
to confirm a dispatch, have no need of it; neither have admins.
"""

from __future__ import annotations

from contextlib import suppress
from typing import cast

from shared.contracts import api, sender_api
from shared.domain.conversation import Conversation
from shared.domain.errors import Conflict, NotFound
from shared.domain.phone_numbers import masked
from shared.domain.roles import SUPERVISOR
from shared.runtime.access import may_find, owns
from shared.runtime.http import Request
from shared.runtime.invocation import note
from shared.security.sealing import CannotOpen, unseal
from shared.store.audit import Actor, Audit
from shared.store.conversations import Conversations
from shared.store.heads import number_context
from shared.store.vault import KeyDestroyed, Vault

#: There, what is kept as the sender is a session's name, and no number.
_NUMBERLESS = "webchat"


class Senders:
    def __init__(self, conversations: Conversations, vault: Vault, audit: Audit) -> None:
        self._conversations = conversations
        self._vault = vault
        self._audit = audit

    def sender(self, request: Request) -> sender_api.Sender:
        found = self._theirs(request)
        shown = None
        if found.channel != _NUMBERLESS:
            with suppress(KeyDestroyed):
                shown = masked(self._number(found))
        return sender_api.Sender(channel=cast(api.Channel, found.channel), masked=shown)

    def reveal(self, request: Request) -> sender_api.RevealedSender:
        """The number, after it was put on record that it is shown: without the entry nobody sees it."""
        reason = request.parsed(sender_api.RevealRequest).reason
        found, principal = self._theirs(request), request.principal
        if found.channel == _NUMBERLESS:
            raise Conflict("Who writes in a web chat has no number", code="no_number")
        number = self._number(found)
        self._audit.record(
            found.affiliate_id,
            Actor(principal.user_id, principal.role),
            "sender.revealed",
            f"conversation:{found.id}",
            request.request_id,
            detail={"reason": reason} if reason is not None else None,
        )
        return sender_api.RevealedSender(number=number)

    def _theirs(self, request: Request) -> Conversation:
        """The conversation in the path; what is not theirs to know the sender of looks like what does not exist."""
        found, principal = self._conversations.get(request.path["id"]), request.principal
        if found is None or not may_find(principal, found):
            raise NotFound
        if principal.role != SUPERVISOR and not owns(principal, found):
            raise NotFound
        note(conversationId=found.id)
        return found

    def _number(self, conversation: Conversation) -> str:
        """Raises `KeyDestroyed` once it was erased."""
        c = conversation
        key = self._vault.key(c.affiliate_id, c.texter_id)
        try:
            return unseal(key, c.sealed_number, number_context(c.affiliate_id, c.texter_id)).decode()
        except CannotOpen:
            # The texter's key, made anew for somebody who writes again, opens nothing of before.
            raise KeyDestroyed from None
