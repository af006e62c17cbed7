"""One pass over one message to a texter. Correct when run early, late or twice.

    opted out                → blocked, unless it is the confirmation of that very opt-out
    the provider is down     → by the line's backup, if it has one that works; else later, and no attempt is used up
    the line's second is full → a second later
    otherwise                → as every send: see `shared.lifecycle.sending`

One texter's messages wait for one another: a pass that is to run again holds back what was written later.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from shared.channels.outbound import LookUp, OutboundMessage, Provider, Refused
from shared.contracts.queues import DeliveryTask
from shared.domain.breaker import BreakerState
from shared.domain.conversation import Purpose
from shared.domain.delivery import DeliveryStatus
from shared.domain.errors import Unavailable
from shared.lifecycle.carrier_opt_out import CarrierOptOut
from shared.lifecycle.choosing import tell_breaker, with_backup, working
from shared.lifecycle.sending import Done, Later, Standing, Verdict, attempt, resolve
from shared.runtime.invocation import note
from shared.runtime.metrics import count
from shared.security.sealing import Context, unseal
from shared.store.breakers import Breakers, Pace
from shared.store.deliveries import Deliveries, Outbound
from shared.store.directory import Affiliate, Directory, Line
from shared.store.heads import number_context
from shared.store.scope import work_for
from shared.store.vault import Vault

#: SQS keeps a message from sight for twelve hours at most; nothing here waits that long.
_LONGEST_WAIT = 900


@dataclass(frozen=True)
class _Words:
    """What is to be sent, to whom: plain text, in memory only."""

    number: str
    text: str


class _DeliveryLog:
    """A delivery item as `sending.Log`."""

    def __init__(self, deliveries: Deliveries, outbound: Outbound, line: Line) -> None:
        self._deliveries = deliveries
        self._outbound = outbound
        self._line = line

    @property
    def standing(self) -> Standing:
        o = self._outbound
        return Standing(o.status, o.attempts, o.failures, o.started_at)

    def begin(self, provider: str) -> int | None:
        return self._deliveries.begin(self._outbound, self._line.key)

    def accepted(self, provider_id: str, status: DeliveryStatus, error_code: str | None = None) -> None:
        self._deliveries.accepted(self._outbound, provider_id, status, error_code)

    def failed(self, error_code: str) -> None:
        self._deliveries.failed(self._outbound, error_code)

    def park(self, error_code: str) -> None:
        self._deliveries.park(self._outbound, error_code)

    def settle(self, status: DeliveryStatus, error_code: str | None = None) -> None:
        self._deliveries.settle(self._outbound, status, error_code)


class DeliverySupervisor:
    def __init__(
        self,
        deliveries: Deliveries,
        directory: Directory,
        vault: Vault,
        provider: Callable[[Line], Provider],
        breakers: Breakers,
        pace: Pace,
        opt_out: CarrierOptOut,
        now: Callable[[], datetime],
        sqs: Any,
        queue: str,
    ) -> None:
        self._deliveries = deliveries
        self._directory = directory
        self._vault = vault
        self._provider = provider
        self._breakers = breakers
        self._pace = pace
        self._opt_out = opt_out
        self._now = now
        self._sqs = sqs
        self._queue = queue

    def run(self, task: DeliveryTask, receipt_handle: str) -> None:
        """Raises `Unavailable` to be run again, after a while, when the message is neither out nor given up."""
        work_for(task.affiliate_id)
        note(requestId=task.request_id, conversationId=task.conversation_id, seq=task.seq)
        outbound = self._deliveries.read(task)
        verdict = self._pass(task, outbound)
        note(outcome=verdict.outcome, errorCode=verdict.error_code)
        if isinstance(verdict, Later):
            seconds = min(verdict.seconds, _LONGEST_WAIT)
            self._sqs.change_message_visibility(
                QueueUrl=self._queue, ReceiptHandle=receipt_handle, VisibilityTimeout=seconds
            )
            note(delay=seconds)
            raise Unavailable("the message has to wait")
        self._count(verdict)

    def _pass(self, task: DeliveryTask, outbound: Outbound) -> Verdict:
        standing = Standing(outbound.status, outbound.attempts, outbound.failures, outbound.started_at)
        if standing.settled:
            return Done("settled_before")
        if outbound.head.purged:
            # Its words are gone, on time or with its texter: there is nothing to send.
            self._deliveries.settle(outbound, DeliveryStatus.FAILED, "content_erased")
            return Done("content_erased")
        affiliate = self._directory.affiliate(task.affiliate_id)
        main = affiliate.lines.get((outbound.head.channel, outbound.head.line)) if affiliate is not None else None
        if affiliate is None or main is None:
            raise Unavailable("the line is not in the directory")
        if standing.open:
            return self._find_out(outbound, affiliate, main)
        if outbound.opted_out and outbound.fact.purpose != Purpose.OPT_OUT_CONFIRMATION:
            self._deliveries.settle(outbound, DeliveryStatus.BLOCKED_OPT_OUT)
            return Done("blocked_opt_out")
        line, wait = working(with_backup(affiliate, main), self._breakers)
        if line is None:
            return Later(wait, "provider_down")
        if line.per_second is not None and not self._pace.take(line.key, line.per_second):
            return Later(1, "line_is_busy")
        verdict = self._send(outbound, line)
        if isinstance(verdict, Later) and verdict.outcome == "later" and self._backup_is_better(affiliate, main):
            return replace(verdict, seconds=1)
        return verdict

    def _backup_is_better(self, affiliate: Affiliate, main: Line) -> bool:
        """Whether the line's breaker has opened while its backup's has not: then nobody waits for a back-off."""
        backup = with_backup(affiliate, main)[-1]
        if backup is main or not self._breakers.get((main.channel, main.account)).blocks(self._now()):
            return False
        return self._breakers.get((backup.channel, backup.account)).state is BreakerState.CLOSED

    def _send(self, outbound: Outbound, line: Line) -> Verdict:
        # What can fail on our side comes before the attempt: one that is left open means "may have been sent".
        words, provider = self._words(outbound), self._provider(line)
        verdict, answer = attempt(
            _DeliveryLog(self._deliveries, outbound, line),
            line.channel,
            lambda number: provider.send(_message(outbound, line, words, number)),
        )
        tell_breaker(self._breakers, line, answer)
        if isinstance(answer, Refused) and answer.opted_out:
            self._opt_out.record(outbound.task.conversation_id, outbound.task.request_id)
        return verdict

    def _find_out(self, outbound: Outbound, affiliate: Affiliate, main: Line) -> Verdict:
        line = affiliate.lines.get(outbound.via) if outbound.via is not None else None
        line = line or main
        words, provider = self._words(outbound), self._provider(line)

        def look_up(since: datetime) -> LookUp:
            message = _message(outbound, line, words, outbound.attempts)
            return provider.look_up(message, since, self._deliveries.others(outbound))

        return resolve(_DeliveryLog(self._deliveries, outbound, line), look_up, self._now())

    def _count(self, verdict: Done) -> None:
        match verdict.outcome:
            case "left_to_a_person":
                count("DeliveryUnknown")
            case "refused" | "gave_up":
                count("DeliveryFailed", reason=verdict.outcome)

    def _words(self, outbound: Outbound) -> _Words:
        task = outbound.task
        content_key = self._vault.known(task.conversation_id) or self._vault.open(
            task.affiliate_id, task.conversation_id, outbound.conversation_key
        )
        number_key = self._vault.known(task.texter_id) or self._vault.open(
            task.affiliate_id, task.texter_id, outbound.texter_key
        )
        context = Context(task.affiliate_id, task.conversation_id, f"content#{task.seq}")
        text = unseal(content_key, outbound.fact.content or b"", context).decode()
        number = unseal(number_key, outbound.head.number, number_context(task.affiliate_id, task.texter_id)).decode()
        return _Words(number, text)


def _message(outbound: Outbound, line: Line, words: _Words, number: int) -> OutboundMessage:
    task = outbound.task
    attempt_id = f"{task.conversation_id}.{task.seq}.{number}"
    return OutboundMessage(line.number, words.number, words.text, attempt_id, task.request_id)
