"""Each day: what colleagues wrote to each other, and what was announced, goes when its time is up."""

from __future__ import annotations

from datetime import datetime, timedelta

from shared.domain.ports import Clock
from shared.runtime.invocation import describe, note, tally
from shared.runtime.metrics import count
from shared.store.announcements import Announcements
from shared.store.directory import Directory
from shared.store.scope import within
from shared.store.staff_aging import StaffAging


class StaffRetention:
    def __init__(self, directory: Directory, aging: StaffAging, announcements: Announcements, clock: Clock) -> None:
        self._directory = directory
        self._aging = aging
        self._announcements = announcements
        self._clock = clock

    def run(self) -> None:
        """Remove what is due in every affiliate. What fails today is due tomorrow."""
        for affiliate_id in self._directory.affiliate_ids():
            affiliate = self._directory.affiliate(affiliate_id)
            if affiliate is not None:
                with within(affiliate_id):
                    self._affiliate(affiliate_id, self._clock.now() - timedelta(days=affiliate.retention_days))

    def _affiliate(self, affiliate_id: str, before: datetime) -> None:
        try:
            self._announcements.forget_before(affiliate_id, before)
            due = self._aging.due(affiliate_id, before)
        except Exception as error:
            _failed(error)
            return
        for thread_id in due:
            try:
                if self._aging.forget_before(thread_id, before, self._clock.now()):
                    tally("agedThreads")
            except Exception as error:
                _failed(error)


def _failed(error: Exception) -> None:
    count("RetentionFailed")
    tally("failed")
    note(level="ERROR", **{key: str(value) for key, value in describe(error).items()})
