"""Each day: content whose time is up is destroyed.

Its files and the words of each fact are removed, and with the conversation's key goes everything that a backup may
still hold. States, tags, durations, survey scores stay. A legal hold stops it.

Files of no conversation are kept as long as content is, and uploads that nobody completed for a day.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from functools import partial

from shared.lifecycle.purging import Purging
from shared.lifecycle.writing import Writer
from shared.runtime.file_removal import FileRemoval
from shared.runtime.invocation import describe, note, tally
from shared.runtime.metrics import count
from shared.store.agenda import Agenda
from shared.store.directory import Affiliate
from shared.store.scope import within


class Retention:
    def __init__(self, writer: Writer, agenda: Agenda, files: FileRemoval, purging: Purging) -> None:
        self._writer = writer
        self._agenda = agenda
        self._files = files
        self._purging = purging

    def run(self) -> None:
        """Destroy what is due in every affiliate. What fails today is due tomorrow."""
        for affiliate_id in self._writer.directory.affiliate_ids():
            affiliate = self._writer.directory.affiliate(affiliate_id)
            if affiliate is not None:
                with within(affiliate_id):
                    self._affiliate(affiliate)
        self._try(self._files.unfinished)
        note(job="retention")

    def _affiliate(self, affiliate: Affiliate) -> None:
        before = self._writer.clock.now() - timedelta(days=affiliate.retention_days)
        for conversation_id in self._agenda.ended(affiliate.id, before):
            self._try(partial(self._ended, conversation_id))
        self._try(partial(self._files.own_until, affiliate.id, before))

    def _try(self, step: Callable[[], object]) -> None:
        """What fails today keeps nothing else."""
        try:
            step()
        except Exception as error:
            count("RetentionFailed")
            tally("failed")
            note(level="ERROR", **{key: str(value) for key, value in describe(error).items()})

    def _ended(self, conversation_id: str) -> None:
        found = self._writer.conversations.get(conversation_id)
        if found is not None and not (found.live or found.held or found.purged) and self._purging.purge(found):
            tally("purged")
