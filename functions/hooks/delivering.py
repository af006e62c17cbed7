"""Events to webhooks. A message is only a wake-up: what is due stands on the delivery's item.

    an event                 → a task for each webhook that wants it; delivered here and now if it is only one
    a task, too early        → comes again when it is due: SQS delays by a quarter of an hour at most, so maybe in hops
    a task, due              → an attempt; if it fails, the task comes again, until there are no attempts left
    a task, settled before   → nothing
    its webhook is gone, paused or disabled → nothing, and the log says so

A receiver that fails again and again is left alone for a while (the same circuit breakers as for carriers): an attempt
that would fall into that time is used up without a request, but for the last one. So those that never answer cannot
keep everybody else's events waiting.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from functions.hooks.posting import Http, attempts_allowed, post
from shared.contracts.hooks import HookTask
from shared.contracts.queues import tens
from shared.domain.errors import Unavailable
from shared.domain.ports import Clock
from shared.domain.webhooks import PING, Webhook, disabling, wait_after
from shared.runtime.invocation import note, tally
from shared.runtime.metrics import count
from shared.security.webhook_secrets import WebhookSecrets
from shared.store.breakers import Breakers, Leave
from shared.store.directory import Directory
from shared.store.hook_deliveries import Begun, HookDeliveries, Outcome, Streaks, Waiting
from shared.store.scope import work_for
from shared.store.webhooks import Webhooks

#: The longest that SQS delays a message, in seconds.
_LONGEST_DELAY = 900


class Delivering:
    """`jitter` gives a number in [-1, 1]."""

    def __init__(
        self,
        directory: Directory,
        webhooks: Webhooks,
        deliveries: HookDeliveries,
        streaks: Streaks,
        breakers: Breakers,
        secrets: WebhookSecrets,
        http: Http,
        clock: Clock,
        jitter: Callable[[], float],
        sqs: Any,
        queue: str,
    ) -> None:
        self._directory = directory
        self._webhooks = webhooks
        self._deliveries = deliveries
        self._streaks = streaks
        self._breakers = breakers
        self._secrets = secrets
        self._http = http
        self._clock = clock
        self._jitter = jitter
        self._sqs = sqs
        self._queue = queue

    def take(self, task: HookTask) -> None:
        """Handle one message. May be repeated; raises when it has to be."""
        work_for(task.affiliate_id)
        note(requestId=task.request_id, kind=task.kind, webhookId=task.webhook_id)
        affiliate = self._directory.affiliate(task.affiliate_id)
        if affiliate is None or not affiliate.active:
            return
        if task.webhook_id is not None:
            webhook = affiliate.webhooks.get(task.webhook_id)
            if webhook is None or not webhook.wants(task.kind):
                # What was made or enabled a moment ago is not in every snapshot yet.
                webhook = self._webhooks.get(task.affiliate_id, task.webhook_id)
            if webhook is None or not webhook.wants(task.kind):
                self._deliveries.drop(task.webhook_id, task)
                tally("dropped")
                return
            self._deliver(webhook, task)
            return
        wanting = [one for one in affiliate.webhooks.values() if one.wants(task.kind)]
        if len(wanting) == 1:
            self._deliver(wanting[0], task.to(wanting[0].id))
        elif wanting:
            self._fan_out(task, wanting)

    def _fan_out(self, task: HookTask, wanting: list[Webhook]) -> None:
        for ten in tens([task.to(one.id).to_json() for one in wanting]):
            entries = [{"Id": str(number), "MessageBody": body} for number, body in enumerate(ten)]
            if self._sqs.send_message_batch(QueueUrl=self._queue, Entries=entries).get("Failed"):
                raise Unavailable("the queue did not take all tasks")
        tally("fanned_out")

    def _deliver(self, webhook: Webhook, task: HookTask) -> None:
        # What can fail on our side comes before the attempt.
        sealed = webhook.sealed_secrets(self._clock.now())
        secrets = [self._secrets.open(webhook.affiliate_id, webhook.id, one) for one in sealed]
        begun = self._deliveries.begin(webhook.id, task)
        if isinstance(begun, Waiting):
            self._again(task, begun.until)
        elif isinstance(begun, Begun):
            last = begun.attempt >= attempts_allowed(task, webhook.max_attempts)
            receiver = ("webhook", webhook.id)
            if not last and self._breakers.ask(receiver)[0] is Leave.WAIT:
                self._conclude(webhook, task, begun, Outcome(error="left_alone"), None, last)
                return
            outcome, asked = post(self._http, webhook.url, task, begun.delivery, secrets, self._clock.now())
            self._conclude(webhook, task, begun, outcome, asked, last)
            (self._breakers.failed if outcome.error else self._breakers.worked)(receiver)

    def _conclude(
        self, webhook: Webhook, task: HookTask, begun: Begun, outcome: Outcome, asked: int | None, last: bool
    ) -> None:
        note(webhookId=webhook.id, attempt=begun.attempt, httpStatus=outcome.http_status, errorCode=outcome.error)
        if outcome.error is None:
            self._deliveries.delivered(webhook.id, begun, outcome)
            self._streaks.end(webhook)
            tally("delivered")
        elif not last:
            next_at = self._clock.now() + wait_after(begun.attempt, self._jitter(), asked)
            self._deliveries.failed(webhook.id, begun, outcome, next_at)
            self._again(task, next_at)
        elif self._deliveries.gave_up(webhook.id, begun, outcome) and task.kind != PING:
            tally("gave_up")
            self._disable_if_hopeless(webhook, outcome)

    def _disable_if_hopeless(self, webhook: Webhook, outcome: Outcome) -> None:
        reason = disabling(webhook, self._streaks.extend(webhook), self._clock.now())
        if reason is not None and self._webhooks.disable(webhook, reason, outcome.error):
            count("WebhookDisabled")
            note(disabled=str(reason), disabledWebhook=webhook.id)

    def _again(self, task: HookTask, due: datetime) -> None:
        """Let the task come again when it is due, or on the way there."""
        seconds = math.ceil((due - self._clock.now()) / timedelta(seconds=1))
        delay = max(1, min(seconds, _LONGEST_DELAY))
        self._sqs.send_message(QueueUrl=self._queue, MessageBody=task.to_json(), DelaySeconds=delay)
        tally("postponed")
