"""Scheduled work: each minute, how long the queues are and who has waited longest."""

from __future__ import annotations

from functools import cache
from typing import Any

from shared.domain.clockwork import SystemClock
from shared.runtime.invocation import invocation, note
from shared.runtime.metrics import gauge
from shared.runtime.tables import database
from shared.store.conversations import Conversations
from shared.store.directory import Directory


@cache
def _parts() -> tuple[Conversations, Directory]:
    tables = database()
    return Conversations(tables), Directory(tables)


@invocation("jobs")
def handler(event: dict[str, Any], context: Any) -> None:
    """Measure every program's queue. The alarm on the longest wait reads what this writes."""
    conversations, directory = _parts()
    now = SystemClock().now()
    waiting, longest = 0, 0.0
    for affiliate_id in directory.affiliate_ids():
        affiliate = directory.affiliate(affiliate_id)
        for program_id in affiliate.programs if affiliate is not None else ():
            waiting += conversations.depth(program_id)
            # The front of a queue is not always its oldest, but its oldest is near the front.
            since = [one.queued_at for one in conversations.waiting(program_id) if one.queued_at is not None]
            if since:
                longest = max(longest, (now - min(since)).total_seconds())
    gauge("Waiting", waiting, "Count")
    gauge("LongestWait", longest, "Seconds")
    note(job="queue_watch", waiting=waiting, longestWait=round(longest))
