"""A notice's pass from the queue: what is to be tried again waits there, out of sight."""

from __future__ import annotations

from typing import Any

from shared.contracts.queues import NoticeTask
from shared.contracts.sign_in import NOBODY
from shared.domain.errors import Unavailable
from shared.lifecycle.noticing import FAILURES, NoticeSender
from shared.lifecycle.sending import Later
from shared.runtime.invocation import note
from shared.runtime.metrics import count
from shared.store.directory import Directory
from shared.store.scope import work_for

#: SQS keeps a message from sight for twelve hours at most; nothing here waits that long.
_LONGEST_WAIT = 900


class NoticeSupervisor:
    def __init__(self, sender: NoticeSender, directory: Directory, sqs: Any, queue: str) -> None:
        self._sender = sender
        self._directory = directory
        self._sqs = sqs
        self._queue = queue

    def run(self, task: NoticeTask, receipt_handle: str) -> None:
        """Raises `Unavailable` to be run again, after a while, when the notice is neither out nor given up."""
        work_for(task.affiliate_id)
        note(requestId=task.request_id, conversationId=task.conversation_id or None, notice=task.id, kind=task.kind)
        if task.user_id == NOBODY:
            # Somebody typed an address that nobody has: they must not be able to tell.
            note(outcome="nobody", medium=task.medium)
            return
        affiliate = self._directory.affiliate(task.affiliate_id)
        if affiliate is not None and task.user_id not in affiliate.staff:
            # Somebody who was added a moment ago, and is invited.
            affiliate = self._directory.affiliate(task.affiliate_id, now=True)
        if affiliate is None:
            raise Unavailable("the affiliate is not in the directory")
        verdict = self._sender.run(task, affiliate)
        note(outcome=verdict.outcome, errorCode=verdict.error_code, medium=task.medium)
        if isinstance(verdict, Later):
            seconds = min(verdict.seconds, _LONGEST_WAIT)
            self._sqs.change_message_visibility(
                QueueUrl=self._queue, ReceiptHandle=receipt_handle, VisibilityTimeout=seconds
            )
            note(delay=seconds)
            raise Unavailable("the notice has to wait")
        if verdict.outcome in FAILURES:
            count("NoticeFailed")
