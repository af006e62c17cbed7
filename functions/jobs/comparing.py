"""What a carrier lists against what was taken in.

Left alone: what lies in quarantine, what was sent to a number that is not ours, what was put in before, and, for a
while, what may be waiting in the inbound queue.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import timedelta

from shared.channels.history import History, NotListed
from shared.domain.inbound import InboundMessage
from shared.domain.ports import Clock, Ids
from shared.runtime.inbound_queue import InboundQueue
from shared.runtime.invocation import note, tally
from shared.security.blind_index import message_key
from shared.store.arrivals import Arrivals
from shared.store.directory import Directory
from shared.store.quarantine import Quarantine

#: What is older than this and was not taken in is put in, even while the inbound queue is not worked off.
MAY_WAIT = timedelta(minutes=10)
#: A webhook and the carrier's list may differ about when a message came.
_CLOCKS_DIFFER = timedelta(minutes=15)


class Comparing:
    """`waiting` says how many messages are in the inbound queue; `put_in` counts what was put there."""

    def __init__(
        self,
        arrivals: Arrivals,
        quarantine: Quarantine,
        directory: Directory,
        inbound: InboundQueue,
        waiting: Callable[[], int],
        clock: Clock,
        ids: Ids,
    ) -> None:
        self._arrivals = arrivals
        self._quarantine = quarantine
        self._directory = directory
        self._inbound = inbound
        self._waiting = waiting
        self._clock = clock
        self._ids = ids
        self._lines: dict[tuple[str, str, str], bool] = {}
        self.put_in = 0

    def unseen(self, messages: Sequence[InboundMessage]) -> dict[str, InboundMessage]:
        """Those to one of our numbers that never became a fact, by their key, in their order."""
        ours = {message_key(one.channel, one.account, one.provider_id): one for one in messages if self._is_ours(one)}
        return {key: ours[key] for key in self._arrivals.unseen(list(ours))}

    def take_in(self, unseen: dict[str, InboundMessage], history: History) -> None:
        """Put what is missing into the inbound queue, the oldest first."""
        missing = self._missing(unseen)
        listed = reversed(missing) if history.newest_first else iter(missing)
        # Carriers tell seconds only: within one, the list's own order says what came first.
        for key in sorted(listed, key=lambda one: missing[one].received_at):
            self._inbound.put(_completed(missing[key], history), self._ids.new("mis"))
            self._arrivals.note_put_in(key)
            self.put_in += 1
            note(lastPutIn=key[:16])

    def _missing(self, unseen: dict[str, InboundMessage]) -> dict[str, InboundMessage]:
        known = self._arrivals.put_in_before(list(unseen)) if unseen else set()
        missing = {key: one for key, one in unseen.items() if key not in known}
        if not missing:
            return {}
        since = min(one.received_at for one in missing.values()) - _CLOCKS_DIFFER
        known = {one.id for one in self._quarantine.verified_since(since)}
        missing = {key: one for key, one in missing.items() if key not in known}
        if len(missing) <= self._waiting():
            surely = self._clock.now() - MAY_WAIT
            missing = {key: one for key, one in missing.items() if one.received_at < surely}
        return missing

    def _is_ours(self, message: InboundMessage) -> bool:
        """An account may have numbers that serve something else."""
        line = message.channel, message.line, message.account
        if line not in self._lines:
            self._lines[line] = self._directory.line(*line) is not None
        return self._lines[line]


def _completed(message: InboundMessage, history: History) -> InboundMessage:
    """With the addresses of its media; without, if the carrier does not tell them: the words must not wait for that."""
    try:
        return history.complete(message)
    except NotListed:
        tally("mediaNotListed")
        return replace(message, media=())
