"""One pass over one outbound message. Correct when run early, late or twice.

done already            → nothing
an attempt is still open → a pass died in mid-send: outcome unknown, a person decides
opted out               → blocked, unless it is the confirmation of that very opt-out
otherwise               → open an attempt, hand it over, write what came of it
"""

from __future__ import annotations

import random
from collections.abc import Callable
from typing import Any

from shared.channels.outbound import Accepted, Answer, OutboundMessage, OutcomeUnknown, Provider, Refused, TryLater
from shared.contracts.queues import DeliveryTask
from shared.domain.conversation import Purpose
from shared.domain.delivery import MAX_ATTEMPTS, DeliveryStatus, back_off_seconds
from shared.domain.errors import Unavailable
from shared.runtime.invocation import note
from shared.runtime.metrics import count
from shared.security.sealing import Context, unseal
from shared.store.deliveries import Deliveries, Outbound
from shared.store.directory import Directory, Program
from shared.store.heads import number_context
from shared.store.vault import Vault


class DeliverySupervisor:
    def __init__(
        self,
        deliveries: Deliveries,
        directory: Directory,
        vault: Vault,
        provider: Callable[[Program], Provider],
        sqs: Any,
        queue: str,
    ) -> None:
        self._deliveries = deliveries
        self._directory = directory
        self._vault = vault
        self._provider = provider
        self._sqs = sqs
        self._queue = queue

    def run(self, task: DeliveryTask, receipt_handle: str) -> None:
        """Raises `Unavailable` to be run again, after the back-off, when the carrier did not take the message."""
        note(requestId=task.request_id, conversationId=task.conversation_id, seq=task.seq)
        outbound = self._deliveries.read(task)
        if outbound.settled:
            note(outcome="settled_before")
            return
        if outbound.open_attempt:
            self._park(outbound, "pass_interrupted")
            return
        if outbound.opted_out and outbound.fact.purpose != Purpose.OPT_OUT_CONFIRMATION:
            self._deliveries.settle(outbound, DeliveryStatus.BLOCKED_OPT_OUT)
            note(outcome="blocked_opt_out")
            return
        # What can fail on our side comes before the attempt: one that is left open means "may have been sent".
        message, program = self._message(task, outbound, outbound.attempts + 1)
        provider = self._provider(program)
        attempt = self._deliveries.begin(outbound)
        if attempt is None:
            raise Unavailable("another pass is at work on this message")
        self._settle(outbound, program, attempt, provider.send(message), receipt_handle)

    def _settle(self, outbound: Outbound, program: Program, attempt: int, answer: Answer, receipt_handle: str) -> None:
        match answer:
            case Accepted(provider_id):
                self._deliveries.accepted(outbound, program.provider, provider_id)
                note(outcome="accepted", providerId=provider_id)
            case Refused(error_code, opted_out):
                self._deliveries.settle(outbound, DeliveryStatus.FAILED, error_code)
                if opted_out:
                    self._deliveries.record_opt_out(outbound.task.consent_id)
                count("DeliveryFailed", reason="refused")
                note(outcome="refused", errorCode=error_code)
            case OutcomeUnknown(error_code):
                self._park(outbound, error_code)
            case TryLater(error_code):
                self._later(outbound, attempt, error_code, receipt_handle)

    def _later(self, outbound: Outbound, attempt: int, error_code: str, receipt_handle: str) -> None:
        if attempt >= MAX_ATTEMPTS:
            self._deliveries.settle(outbound, DeliveryStatus.FAILED, error_code)
            count("DeliveryFailed", reason="gave_up")
            note(outcome="gave_up", errorCode=error_code)
            return
        self._deliveries.failed(outbound, error_code)
        delay = back_off_seconds(attempt, random.uniform(-1, 1))  # noqa: S311 - jitter needs no secrecy
        self._sqs.change_message_visibility(QueueUrl=self._queue, ReceiptHandle=receipt_handle, VisibilityTimeout=delay)
        note(outcome="later", errorCode=error_code, delay=delay)
        raise Unavailable("the carrier did not take it")

    def _park(self, outbound: Outbound, error_code: str) -> None:
        self._deliveries.park(outbound, error_code)
        count("DeliveryUnknown")
        note(outcome="unknown", errorCode=error_code)

    def _message(self, task: DeliveryTask, outbound: Outbound, attempt: int) -> tuple[OutboundMessage, Program]:
        affiliate = self._directory.affiliate(task.affiliate_id)
        program = affiliate.programs.get(task.program_id) if affiliate is not None else None
        if program is None:
            raise Unavailable("the program is not in the directory")
        content_key = self._vault.known(task.conversation_id) or self._vault.open(
            task.affiliate_id, task.conversation_id, outbound.conversation_key
        )
        number_key = self._vault.known(task.texter_id) or self._vault.open(
            task.affiliate_id, task.texter_id, outbound.texter_key
        )
        text = unseal(
            content_key,
            outbound.fact.content or b"",
            Context(task.affiliate_id, task.conversation_id, f"content#{task.seq}"),
        ).decode()
        number = unseal(number_key, outbound.head.number, number_context(task.affiliate_id, task.texter_id)).decode()
        return OutboundMessage(
            outbound.head.line, number, text, f"{task.conversation_id}.{task.seq}.{attempt}", task.request_id
        ), program
