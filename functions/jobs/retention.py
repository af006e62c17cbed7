"""Each day: content whose time is up is destroyed.

The words of each fact are removed, and with the conversation's key goes everything that a backup may still hold.
States, tags, durations, survey scores stay. A legal hold stops it.
"""

from __future__ import annotations

from datetime import timedelta

from shared.domain.conversation import Conversation
from shared.domain.draft import Draft
from shared.domain.lifecycle import Actor
from shared.lifecycle.writing import Writer
from shared.runtime.invocation import describe, note, tally
from shared.runtime.metrics import count
from shared.store.agenda import Agenda
from shared.store.commits import Alongside, Lost
from shared.store.directory import Affiliate
from shared.store.models import OwnerKeyItem
from shared.store.vault import owner_key


class Retention:
    def __init__(self, writer: Writer, agenda: Agenda) -> None:
        self._writer = writer
        self._agenda = agenda

    def run(self) -> None:
        """Destroy what is due in every affiliate. What fails today is due tomorrow."""
        for affiliate_id in self._writer.directory.affiliate_ids():
            affiliate = self._writer.directory.affiliate(affiliate_id)
            if affiliate is not None:
                self._affiliate(affiliate)
        note(job="retention")

    def _affiliate(self, affiliate: Affiliate) -> None:
        before = self._writer.clock.now() - timedelta(days=affiliate.retention_days)
        for conversation_id in self._agenda.ended(affiliate.id, before):
            try:
                found = self._writer.conversations.get(conversation_id)
                if found is not None and not (found.live or found.held or found.purged):
                    self._purge(found)
            except Exception as error:
                count("RetentionFailed")
                tally("failed")
                note(level="ERROR", **{key: str(value) for key, value in describe(error).items()})

    def _purge(self, conversation: Conversation) -> None:
        # Sealed words first, then the key and the state in one: a pass that dies in between is done again tomorrow.
        self._writer.conversations.strip(conversation.id)
        place = owner_key(conversation.id)
        draft = Draft.on(conversation).move("retention_expire", self._writer.clock.now(), Actor.TIMER)
        key = OwnerKeyItem(place.pk, place.sk, affiliate_id="", branch_id="", wrapped=b"")
        try:
            self._writer.conversations.commit(draft, b"", Alongside(destroys=key))
        except Lost:
            return
        self._writer.vault.forget(conversation.id)
        tally("purged")
