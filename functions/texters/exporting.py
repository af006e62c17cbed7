"""The export of a texter, a page at a time. Each page is on record before it is answered."""

from __future__ import annotations

from typing import cast

from functions.texters.reaching import Reaching
from shared.contracts import api
from shared.contracts.erasure_api import (
    ExportedConsent,
    ExportedConversation,
    ExportedEntry,
    ExportedFile,
    ExportedTexter,
    ExportRequest,
    TexterExport,
)
from shared.domain.conversation import Conversation, Fact
from shared.domain.errors import Forbidden
from shared.domain.ports import Clock, Ids
from shared.domain.surveys import outcome
from shared.lifecycle.exporting import Exporting, Part
from shared.runtime.access import may_read_content
from shared.runtime.http import Request
from shared.runtime.identity import Principal
from shared.store.audit import Audit
from shared.store.file_names import FileNames
from shared.store.files import Files
from shared.store.models import DeliveryItem

#: Hashes and numbers of ours, of use to nobody who reads an export.
_KEPT_BACK = ("line", "thread", "texter", "consent")


class ExportDesk:
    def __init__(
        self,
        reaching: Reaching,
        exporting: Exporting,
        files: Files,
        names: FileNames,
        audit: Audit,
        clock: Clock,
        ids: Ids,
    ) -> None:
        self._reaching = reaching
        self._exporting = exporting
        self._files = files
        self._names = names
        self._audit = audit
        self._clock = clock
        self._ids = ids

    def export(self, request: Request) -> TexterExport:
        principal, texter_id = request.principal, request.path["id"]
        if not may_read_content(principal):
            raise Forbidden("Your affiliate keeps what was written from its admins", code="content_kept")
        conversations = self._reaching.conversations(principal, texter_id)
        cursor = request.parsed(ExportRequest).cursor
        page = self._exporting.page(conversations, cursor, lambda: self._ids.new("exp"))
        self._audit.record(
            principal.affiliate.id,
            principal.actor,
            "texter.exported",
            f"texter:{texter_id}",
            request.request_id,
            evidence=[f"conversation:{part.conversation.id}" for part in page.parts],
            detail={"export": page.export_id, "page": "next" if cursor is not None else "first"},
        )
        return TexterExport(
            export_id=page.export_id,
            exported_at=self._clock.now(),
            texter=self._texter(texter_id, conversations),
            conversations=[self._conversation(principal, part) for part in page.parts],
            next_cursor=page.cursor,
        )

    def _texter(self, texter_id: str, conversations: list[Conversation]) -> ExportedTexter:
        consents = [
            ExportedConsent(
                channel=cast(api.Channel, one.channel),
                line=one.line,
                opted_out=item is not None and item.opted_out,
                at=item.at if item is not None else None,
                blocked=item is not None and item.blocked_by is not None,
            )
            for one, item in self._exporting.consents(conversations)
        ]
        return ExportedTexter(id=texter_id, number=self._exporting.number(conversations), consents=consents)

    def _conversation(self, principal: Principal, part: Part) -> ExportedConversation:
        c = part.conversation
        program = principal.affiliate.programs.get(c.program_id)
        scores = None
        if c.entry_score is not None or c.exit_score is not None:
            change = outcome(c.entry_score, c.exit_score)
            scores = api.Outcome(entry_score=c.entry_score, exit_score=c.exit_score, change=change)
        return ExportedConversation(
            id=c.id,
            program_id=c.program_id,
            program_name=program.name if program is not None else c.program_id,
            channel=cast(api.Channel, c.channel),
            line=c.line,
            state=c.state,
            created_at=c.created_at,
            closed_at=c.closed_at,
            risk_level=c.risk.value,
            tags=list(c.tags),
            language=cast(api.Language | None, c.language),
            outcome=scores,
            legal_hold=c.held,
            erased=c.purged,
            entries=[_entry(fact, part.deliveries.get(fact.seq)) for fact in part.facts],
            files=self._files_of(c) if part.first else [],
            continued=part.continued,
        )

    def _files_of(self, conversation: Conversation) -> list[ExportedFile]:
        files = self._files.all_of(conversation.id)
        names = self._names.open(files)
        return [
            ExportedFile(id=one.id, name=names.get(one.id), type=one.type, size=one.size, at=one.created_at)
            for one in files
        ]


def _entry(fact: Fact, delivery: DeliveryItem | None) -> ExportedEntry:
    message = fact.message
    return ExportedEntry(
        seq=fact.seq,
        at=fact.at,
        kind=str(fact.kind),
        actor=fact.actor,
        message_id=message.id if message is not None else None,
        direction=message.direction.value if message is not None else None,
        content=message.content if message is not None else None,
        media=list(message.media) if message is not None else [],
        status=delivery.status if delivery is not None else None,
        status_at=delivery.updated_at if delivery is not None else None,
        transition=fact.move.name if fact.move is not None else None,
        reason=fact.move.reason if fact.move is not None else None,
        detail={name: value for name, value in fact.detail.items() if name not in _KEPT_BACK},
        words=dict(fact.words),
    )
