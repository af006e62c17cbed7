"""Each minute: how long the queues are and who has waited longest. The alarm on the longest wait reads this."""

from __future__ import annotations

from shared.domain.ports import Clock
from shared.runtime.invocation import note
from shared.runtime.metrics import gauge
from shared.store.conversations import Conversations
from shared.store.directory import Directory


def watch_queues(conversations: Conversations, directory: Directory, clock: Clock) -> None:
    """Measure every program's queue."""
    now = clock.now()
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
