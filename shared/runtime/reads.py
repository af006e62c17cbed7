"""Where words are shown to a member of staff, that is put on record. It never keeps anybody from reading: a write that
fails is counted, rings, and the words are shown."""

from __future__ import annotations

from shared.domain.conversation import Conversation
from shared.runtime.identity import Principal
from shared.runtime.invocation import describe, note
from shared.runtime.metrics import count
from shared.store.audit_reads import ReadRecord


class Reads:
    def __init__(self, record: ReadRecord) -> None:
        self._record = record

    def seen(self, principal: Principal, conversation: Conversation, request_id: str) -> None:
        """The caller is about to be shown words of this conversation."""
        reader = principal.actor
        try:
            self._record.record(conversation.affiliate_id, reader, conversation.id, request_id)
        except Exception as error:
            count("AuditFailed")
            note(**{f"audit{key.capitalize()}": str(value) for key, value in describe(error).items()})
