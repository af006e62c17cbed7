"""Outgoing webhooks, as an affiliate's admins set them up and watch them."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any

from shared.channels.targets import Target
from shared.contracts import hooks_api as api
from shared.contracts.hooks import HookTask, payload_of
from shared.domain.errors import BadCursor, Conflict, FieldError, NotFound, RuleBroken
from shared.domain.ports import Clock, Ids
from shared.domain.webhooks import MOST_WEBHOOKS, OVERLAP, PING, Streak, Webhook, delivery_id
from shared.runtime.http import Request
from shared.runtime.invocation import note
from shared.security.tokens import new_secret
from shared.security.webhook_secrets import WebhookSecrets
from shared.store.hook_deliveries import HookDeliveries, Streaks
from shared.store.models import HookDeliveryItem
from shared.store.webhooks import Webhooks


class WebhookDesk:
    """`loopback`: addresses on this machine are taken, for the local cloud."""

    def __init__(
        self,
        webhooks: Webhooks,
        deliveries: HookDeliveries,
        streaks: Streaks,
        secrets: WebhookSecrets,
        clock: Clock,
        ids: Ids,
        sqs: Any,
        queue: str,
        *,
        loopback: bool,
    ) -> None:
        self._webhooks = webhooks
        self._deliveries = deliveries
        self._streaks = streaks
        self._secrets = secrets
        self._clock = clock
        self._ids = ids
        self._sqs = sqs
        self._queue = queue
        self._loopback = loopback

    def webhooks(self, request: Request) -> api.WebhookList:
        found = self._webhooks.of(request.principal.affiliate.id)
        streaks = self._streaks.of(found)
        return api.WebhookList(items=[self._view(one, streak) for one, streak in zip(found, streaks, strict=True)])

    def webhook(self, request: Request) -> api.Webhook:
        found = self._own(request)
        return self._view(found, self._streaks.of([found])[0])

    def create(self, request: Request) -> api.WebhookWithSecret:
        """A new webhook and its secret, which nobody can read again."""
        body, affiliate_id = request.parsed(api.NewWebhook), request.principal.affiliate.id
        self._check(body)
        if len(self._webhooks.of(affiliate_id)) >= MOST_WEBHOOKS:
            raise Conflict(f"An affiliate may have {MOST_WEBHOOKS} webhooks", code="too_many_webhooks")
        name, secret, now = self._ids.new("whk"), _secret(), self._clock.now()
        made = Webhook(
            name,
            affiliate_id,
            body.url,
            _events(body),
            now,
            self._seal(affiliate_id, name, secret),
            body.active,
            description=body.description,
            max_attempts=body.max_attempts,
            disable_after=body.disable_after,
            secret_since=now,
        )
        self._webhooks.add(made)
        note(webhookId=name)
        return api.WebhookWithSecret(**self._fields(made, None), secret=secret)

    def update(self, request: Request) -> api.Webhook:
        """Replace all but the secret. An active one that was disabled gets a fresh start."""
        body, found = request.parsed(api.WebhookUpdate), self._own(request)
        self._check(body)
        if body.version is not None and body.version != found.version:
            raise Conflict("The webhook has been changed meanwhile: read it again")
        changed = replace(
            found,
            url=body.url,
            events=_events(body),
            description=body.description,
            active=body.active,
            max_attempts=body.max_attempts,
            disable_after=body.disable_after,
        )
        if body.active:
            changed = replace(changed, disabled_reason=None, disabled_at=None, disabled_error=None)
        return self._view(self._webhooks.change(changed), None)

    def delete(self, request: Request) -> None:
        """It is gone, and so is its secret; deliveries that are still under way are dropped."""
        self._webhooks.remove(self._own(request))

    def rotate(self, request: Request) -> api.WebhookWithSecret:
        """A new secret. For a day both sign, so that the receiver can change over in its own time."""
        found, secret, now = self._own(request), _secret(), self._clock.now()
        changed = self._webhooks.change(
            replace(
                found,
                sealed=self._seal(found.affiliate_id, found.id, secret),
                secret_since=now,
                sealed_before=found.sealed,
                before_until=now + OVERLAP,
            )
        )
        return api.WebhookWithSecret(**self._fields(changed, None), secret=secret)

    def test(self, request: Request) -> api.WebhookTest:
        """Send it a test event, once, paused or not."""
        found, now = self._own(request), self._clock.now()
        event, moment = self._ids.new("evt"), now.isoformat()
        data = {
            "affiliateId": found.affiliate_id,
            "webhookId": found.id,
            "occurredAt": moment,
            "requestId": request.request_id,
        }
        task = HookTask(
            PING, found.affiliate_id, "", "", event, moment, request.request_id, payload_of(event, PING, data), found.id
        )
        self._send(task)
        return api.WebhookTest(delivery_id=delivery_id(found.id, event, now))

    def deliveries(self, request: Request) -> api.HookDeliveryList:
        found, most, cursor = self._own(request), request.limit(), request.query.get("cursor")
        if cursor is not None and not cursor.startswith("dlv_"):
            raise BadCursor
        items = self._deliveries.newest(found.id, most, cursor)
        return api.HookDeliveryList(
            items=[_delivery(one) for one in items], next_cursor=str(items[-1].sk) if len(items) == most else None
        )

    def replay(self, request: Request) -> api.HookDelivery:
        """Deliver it again, with all its attempts and under the same id."""
        found, name = self._own(request), request.path["did"]
        item = self._deliveries.get(found.id, name)
        if item is None:
            raise NotFound
        if not found.wants(item.kind):
            raise Conflict("The webhook is not active, or asks for no such event any more", code="webhook_inactive")
        self._send(self._deliveries.again(item))
        return _delivery(item)

    def _own(self, request: Request) -> Webhook:
        """The caller's webhook of the path's id; raises `NotFound`, also for another affiliate's."""
        found = self._webhooks.get(request.principal.affiliate.id, request.path["id"])
        if found is None:
            raise NotFound
        note(webhookId=found.id)
        return found

    def _check(self, body: api.NewWebhook) -> None:
        """Raises `RuleBroken` that names every field that cannot be."""
        errors = [
            FieldError(f"events.{number}", f"there is no event '{name}'")
            for number, name in enumerate(body.events)
            if name not in api.EVENT_NAMES
        ]
        try:
            Target.of(body.url, loopback=self._loopback)
        except ValueError as error:
            errors.insert(0, FieldError("url", str(error)))
        if errors:
            raise RuleBroken(errors=tuple(errors))

    def _seal(self, affiliate_id: str, webhook_id: str, secret: str) -> bytes:
        return self._secrets.seal(self._webhooks.key_of(affiliate_id), affiliate_id, webhook_id, secret)

    def _send(self, task: HookTask) -> None:
        self._sqs.send_message(QueueUrl=self._queue, MessageBody=task.to_json())

    def _view(self, webhook: Webhook, streak: Streak | None) -> api.Webhook:
        return api.Webhook(**self._fields(webhook, streak))

    def _fields(self, webhook: Webhook, streak: Streak | None) -> dict[str, Any]:
        two_sign = len(webhook.sealed_secrets(self._clock.now())) > 1
        return {
            "id": webhook.id,
            "url": webhook.url,
            "events": list(webhook.events),
            "description": webhook.description,
            "status": "active" if webhook.active else "paused" if webhook.disabled_reason is None else "disabled",
            "active": webhook.active,
            "max_attempts": webhook.max_attempts,
            "disable_after": webhook.disable_after,
            "version": webhook.version,
            "created_at": webhook.created_at,
            "failures_in_a_row": streak.length if streak is not None else 0,
            "disabled_reason": webhook.disabled_reason,
            "disabled_at": webhook.disabled_at,
            "disabled_error": webhook.disabled_error,
            "secret_since": webhook.secret_since,
            "previous_secret_until": webhook.before_until if two_sign else None,
        }


def _secret() -> str:
    return f"whsec_{new_secret()}"


def _events(body: api.NewWebhook) -> tuple[str, ...]:
    return tuple(dict.fromkeys(body.events))


def _delivery(item: HookDeliveryItem) -> api.HookDelivery:
    return api.HookDelivery.model_validate(
        {
            "id": str(item.sk),
            "event_id": item.event_id,
            "event_type": item.kind,
            "conversation_id": item.conversation_id or None,
            "status": item.status,
            "attempts": int(item.attempts),
            "http_status": None if item.http_status is None else int(item.http_status),
            "error": item.error,
            "duration_ms": None if item.duration_ms is None else int(item.duration_ms),
            "occurred_at": datetime.fromisoformat(item.occurred_at),
            "last_attempt_at": item.started_at,
            "next_attempt_at": item.next_at,
        }
    )
