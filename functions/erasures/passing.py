"""A pass over one erasure, from the queue, and the job that sees that all of them come to an end.

What is to be taken up again within minutes waits in the queue, out of sight; what takes longer is found by the job.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import timedelta
from functools import partial
from typing import Any

from shared.contracts.queues import ErasureTask
from shared.domain.erasure import EXPIRES_AFTER, OVERDUE_AFTER, UNDER_WAY, ErasureStatus
from shared.domain.errors import Unavailable
from shared.domain.ports import Clock
from shared.lifecycle.carrier_copies import CarrierCleaning
from shared.lifecycle.erasing import Erasing
from shared.runtime.invocation import describe, note, tally
from shared.runtime.metrics import gauge
from shared.store.conversations import Conversations
from shared.store.copies import Copies
from shared.store.directory import Directory
from shared.store.erasures import Erasures, Overtaken
from shared.store.models import ErasureItem
from shared.store.scope import within, work_for
from shared.store.traces import ERASED

#: Seconds of one run of the job; the next goes on.
_BUDGET = 40.0
#: Copies one run looks at, of one affiliate.
_MOST = 200
#: Retention runs each day: what it noted two days ago and did not remove, it did not mean to.
_FORGOTTEN = timedelta(days=2)
#: Seconds a pass may be put off in the queue; what waits longer is the job's.
_SHORTLY = 60


class Passing:
    """`seconds` is a clock that never goes back."""

    def __init__(
        self,
        erasing: Erasing,
        erasures: Erasures,
        copies: Copies,
        cleaning: CarrierCleaning,
        conversations: Conversations,
        directory: Directory,
        clock: Clock,
        sqs: Any,
        queue: str,
        seconds: Callable[[], float] = time.monotonic,
    ) -> None:
        self._erasing = erasing
        self._erasures = erasures
        self._copies = copies
        self._cleaning = cleaning
        self._conversations = conversations
        self._directory = directory
        self._clock = clock
        self._sqs = sqs
        self._queue = queue
        self._seconds = seconds

    def take(self, task: ErasureTask, receipt_handle: str) -> None:
        """Raises `Unavailable` to be run again in a moment."""
        note(requestId=task.request_id)
        work_for(task.affiliate_id)
        outcome = self._erasing.run(task.affiliate_id, task.erasure_id, task.request_id)
        note(outcome=outcome.status.value)
        if outcome.wait is not None and outcome.wait <= _SHORTLY:
            self._sqs.change_message_visibility(
                QueueUrl=self._queue, ReceiptHandle=receipt_handle, VisibilityTimeout=outcome.wait
            )
            raise Unavailable("the erasure goes on in a moment")

    def look_after(self) -> None:
        """Take every open erasure on, void requests that are too old, and ask carriers for what is due."""
        end = self._seconds() + _BUDGET
        overdue = 0
        for affiliate_id in self._directory.affiliate_ids():
            with within(affiliate_id):
                for erasure_id in self._erasures.open(affiliate_id):
                    overdue += self._safely(partial(self._take_on, affiliate_id, erasure_id, end))
                overdue += self._safely(partial(self._ask, affiliate_id, end))
        gauge("ErasuresOverdue", overdue, "Count")
        note(job="erasures", overdue=overdue)

    def _safely(self, work: Callable[[], bool]) -> int:
        """Whether it is overdue; what fails is, too: one must not keep the others waiting."""
        try:
            return int(work())
        except Exception as error:
            tally("failed")
            note(level="ERROR", **{key: str(value) for key, value in describe(error).items()})
            return 1

    def _take_on(self, affiliate_id: str, erasure_id: str, end: float) -> bool:
        item = self._erasures.get(affiliate_id, erasure_id)
        if item is None:
            return False
        status = ErasureStatus(item.status)
        if status is ErasureStatus.REQUESTED:
            self._void(item)
            return False
        if self._seconds() < end:
            status = self._erasing.run(affiliate_id, erasure_id).status
            tally("takenOn")
        since = item.decided_at or item.requested_at
        waits = status is ErasureStatus.APPROVED or status in UNDER_WAY
        return waits and self._clock.now() >= since + OVERDUE_AFTER

    def _void(self, item: ErasureItem) -> None:
        if self._clock.now() < item.requested_at + EXPIRES_AFTER:
            return
        try:
            self._erasures.move(item, ErasureStatus.EXPIRED)
        except Overtaken:
            return
        tally("expired")

    def _ask(self, affiliate_id: str, end: float) -> bool:
        """Have carriers delete copies of what retention removed. Those of an erasure are asked for by its passes."""
        for conversation_id in self._copies.due(affiliate_id, _MOST):
            if self._seconds() >= end:
                break
            found = self._conversations.get(conversation_id)
            if found is not None and found.thread_id == ERASED:
                continue
            if found is not None and not found.purged:
                # About to be removed, or meant to be and kept after all: then it is noted again when it does go.
                if all(self._clock.now() - copy.noted_at > _FORGOTTEN for copy in self._copies.of(conversation_id)):
                    self._copies.drop(conversation_id)
            elif self._cleaning.ask(conversation_id, end):
                self._copies.drop(conversation_id)
        return self._copies.overdue(affiliate_id, OVERDUE_AFTER)
