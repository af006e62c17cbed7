"""From a fact that staff made to its entry. A fact is put on record once, however often it is heard of."""

from __future__ import annotations

from datetime import datetime

from shared.contracts.audited_facts import action_of, said_of
from shared.contracts.queues import FactNotice
from shared.domain.roles import PLATFORM
from shared.runtime.invocation import note, tally
from shared.store.audit import Actor, Audit, Happened
from shared.store.database import Cancelled, Database, Transaction
from shared.store.directory import Directory
from shared.store.models import FactRecordedItem, seq_key


class Deriving:
    def __init__(self, database: Database, directory: Directory, audit: Audit) -> None:
        self._database = database
        self._directory = directory
        self._audit = audit

    def record(self, notice: FactNotice) -> None:
        """Write the entry and, for good, that it was written; nothing, if it was before."""
        note(requestId=notice.request_id, conversationId=notice.conversation_id, seq=notice.seq, kind=notice.kind)
        entry_id = f"fact.{notice.conversation_id}.{notice.seq}"
        entry = self._audit.entry(
            notice.affiliate_id,
            self._actor(notice),
            action_of(notice.kind, notice.detail),
            f"conversation:{notice.conversation_id}",
            notice.request_id,
            evidence=[f"conversation:{notice.conversation_id}#{notice.seq}"],
            detail=said_of(notice.detail) or None,
            happened=Happened(datetime.fromisoformat(notice.at), entry_id),
        )
        once = FactRecordedItem(f"F#{notice.conversation_id}", seq_key("F", notice.seq), entry_id=entry_id)
        writes = Transaction(self._database)
        writes.put("once", once)
        writes.put("entry", entry)
        try:
            writes.commit()
        except Cancelled as cancelled:
            if "once" not in cancelled.labels:
                raise  # two at once: SQS brings it again
            tally("repeated")

    def _actor(self, notice: FactNotice) -> Actor:
        """With the role they have now: a fact does not say in which they acted, and is seconds old."""
        name = notice.detail["actor"]
        for affiliate_id in (notice.affiliate_id, PLATFORM):
            affiliate = self._directory.affiliate(affiliate_id)
            member = affiliate.staff.get(name) if affiliate is not None else None
            if member is not None:
                return Actor(name, member.role)
        return Actor(name, "operator" if name == "operator" else "unknown")
