"""The carrier says that a texter does not want to hear from us: recorded as if they had told us themselves."""

from __future__ import annotations

from shared.domain.draft import Draft
from shared.domain.errors import Unavailable
from shared.domain.ports import Clock
from shared.store.commits import Alongside, Lost
from shared.store.conversations import Conversations
from shared.store.directory import Directory
from shared.store.models import ConsentItem

_TRIES = 5


class CarrierOptOut:
    def __init__(self, conversations: Conversations, directory: Directory, clock: Clock) -> None:
        self._conversations = conversations
        self._directory = directory
        self._clock = clock

    def record(self, conversation_id: str, request_id: str) -> bool:
        """Write the opt-out and show it in the conversation; False when it was known, or there is no conversation."""
        for _ in range(_TRIES):
            found = self._conversations.get(conversation_id)
            if found is None or found.cannot_reply:
                return False
            affiliate = self._directory.affiliate(found.affiliate_id)
            now = self._clock.now()
            consent = ConsentItem(f"O#{found.consent_id}", "CONSENT", opted_out=True, at=now, source="carrier")
            also = Alongside(
                request_id=request_id,
                consent=consent,
                rules=affiliate.rules(found.program_id) if affiliate is not None else None,
            )
            try:
                # It holds no words, so it needs no key.
                self._conversations.commit(Draft.on(found).opt_out(now), b"", also)
            except Lost:
                continue
            return True
        raise Unavailable("the conversation keeps changing")
