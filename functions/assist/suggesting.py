"""Summaries and drafts for a person to accept."""

from __future__ import annotations

from shared.ai.port import Assistant
from shared.contracts import care_api
from shared.domain.errors import Conflict, Forbidden, NotFound, Unavailable
from shared.domain.lifecycle import MAY_SEND
from shared.lifecycle.assisting import turns_of
from shared.lifecycle.writing import Subject, Writer
from shared.runtime.access import may_read_words
from shared.runtime.http import Request
from shared.runtime.invocation import note
from shared.runtime.reads import Reads
from shared.store.vault import KeyDestroyed


class Suggesting:
    def __init__(self, writer: Writer, assistant: Assistant, reads: Reads) -> None:
        self._writer = writer
        self._assistant = assistant
        self._reads = reads

    def summary(self, request: Request) -> care_api.Summary:
        """What was said so far, in short. Made anew each time: nothing of it is kept unless a person acts on it."""
        subject, affiliate = self._readable(request), request.principal.affiliate
        made = self._assistant.summarise(turns_of(self._writer, subject))
        note(model=made.model)
        self._reads.seen(request.principal, subject.conversation, request.request_id)
        return care_api.Summary(
            conversation_id=subject.conversation.id,
            text=made.text,
            topics=list(made.topics),
            suggested_tags=[tag for tag in made.tags if affiliate.takes_tag(tag, subject.conversation.program_id)],
            model=made.model,
        )

    def draft(self, request: Request) -> care_api.DraftReply:
        """A reply for the owner to change, send or throw away."""
        subject = self._readable(request)
        if subject.conversation.responder_id != request.principal.user_id:
            raise Forbidden("Only the responder who owns the conversation may do this", code="not_owner")
        if subject.conversation.state not in MAY_SEND:
            raise Conflict("Nothing can be sent now", code="cannot_send_in_state")
        made = self._assistant.draft_reply(turns_of(self._writer, subject))
        note(model=made.model)
        self._reads.seen(request.principal, subject.conversation, request.request_id)
        return care_api.DraftReply(text=made.text, model=made.model)

    def _readable(self, request: Request) -> Subject:
        subject = self._writer.subject(request.path["id"])
        if subject is None or not may_read_words(request.principal, subject.conversation):
            raise NotFound
        note(conversationId=subject.conversation.id)
        if subject.conversation.purged:
            raise KeyDestroyed
        if not request.principal.affiliate.flag("ai_help"):
            raise Unavailable("This affiliate has turned off what a machine suggests", code="feature_off")
        return subject
