"""Each minute: how long the queues are and who has waited longest. The alarm on the longest wait reads this.

Supervisors are called when a program's queue has become too long, once until it has been shorter. While a line is
closed, nobody is called for its queue and its time does not count, but for those at risk.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from shared.contracts.queues import FactNotice
from shared.domain.conversation import Conversation
from shared.domain.ports import Clock
from shared.runtime.invocation import note, tally
from shared.runtime.metrics import gauge
from shared.store.conversations import Conversations
from shared.store.depths import Deep, Depths
from shared.store.directory import Affiliate, Directory, Program


class QueueWatch:
    """`notify_queue` is where supervisors are called from."""

    def __init__(
        self,
        conversations: Conversations,
        directory: Directory,
        depths: Depths,
        clock: Clock,
        sqs: Any,
        notify_queue: str,
    ) -> None:
        self._conversations = conversations
        self._directory = directory
        self._depths = depths
        self._clock = clock
        self._sqs = sqs
        self._notify_queue = notify_queue
        self._failure: Exception | None = None

    def run(self) -> None:
        """Measure every program's queue. Raises, after all the others, what kept one from being called for."""
        now = self._clock.now()
        self._failure = None
        waiting, longest = 0, 0.0
        for affiliate_id in self._directory.affiliate_ids():
            affiliate = self._directory.affiliate(affiliate_id)
            if affiliate is None:
                continue
            depths = {program: self._conversations.depth(program) for program in affiliate.programs}
            waiting += sum(depths.values())
            for program_id, program in affiliate.programs.items():
                # The front of a queue is not always its oldest, but its oldest is near the front.
                found = self._conversations.waiting(program_id) if depths[program_id] else []
                longest = max([longest, *(_waited(one, program, now) for one in found)])
            self._watch(affiliate, depths, now)
        gauge("Waiting", waiting, "Count")
        gauge("LongestWait", longest, "Seconds")
        note(job="queue_watch", waiting=waiting, longestWait=round(longest))
        if self._failure is not None:
            raise self._failure

    def _watch(self, affiliate: Affiliate, depths: dict[str, int], now: datetime) -> None:
        known = self._depths.known(list(affiliate.programs))
        for program_id, program in affiliate.programs.items():
            closed = program.hours is not None and not program.hours.is_open(now)
            deep = depths[program_id] >= program.rules.queue_alert_depth and program.active and not closed
            try:
                if deep:
                    self._deepened(program, depths[program_id], known.get(program_id), now)
                elif program_id in known:
                    self._depths.over(program_id)
            except Exception as error:
                # One that cannot be called for keeps nobody else from being called.
                self._failure = error
                tally("failed")

    def _deepened(self, program: Program, depth: int, known: Deep | None, now: datetime) -> None:
        """Called for first, noted second: a pass that dies in between calls again, and that is the same alert."""
        deep = known or self._depths.begin(program.id, now)
        if deep.told:
            return
        detail = {"waiting": str(depth), "threshold": str(program.rules.queue_alert_depth)}
        notice = FactNotice("queue_deep", program.affiliate_id, program.id, "", 0, deep.since.isoformat(), "", detail)
        self._sqs.send_message(QueueUrl=self._notify_queue, MessageBody=notice.to_json())
        self._depths.told(program.id)
        tally("deep")


def _waited(conversation: Conversation, program: Program, now: datetime) -> float:
    """Seconds that count: those in which somebody should have been there."""
    since = conversation.queued_at or now
    hours = program.hours.on(conversation.channel) if program.hours is not None else None
    if hours is None or conversation.at_risk:
        return (now - since).total_seconds()
    return hours.open_seconds(since, now)
