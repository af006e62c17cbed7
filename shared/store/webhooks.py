"""Outgoing webhooks in the directory: they come to functions with their affiliate's snapshot.

Every change is written together with the affiliate's stamp, so that running functions see it within seconds.
"""

from __future__ import annotations

from dataclasses import replace

from shared.domain.errors import Conflict, NotFound
from shared.domain.ports import Clock, Ids
from shared.domain.webhooks import DisabledReason, Webhook
from shared.store.database import Cancelled, Database, Transaction
from shared.store.models import AffiliateItem, DirectoryItem, StampItem, WebhookItem


class Webhooks:
    def __init__(self, database: Database, clock: Clock, ids: Ids) -> None:
        self._database = database
        self._clock = clock
        self._ids = ids

    def of(self, affiliate_id: str) -> list[Webhook]:
        """The affiliate's webhooks as they are now, the oldest first."""
        rows = self._database.query(DirectoryItem, f"A#{affiliate_id}", prefix="W#")["Items"]
        found = [webhook_of(affiliate_id, WebhookItem.from_raw_data(row)) for row in rows]
        return sorted(found, key=lambda one: (one.created_at, one.id))

    def get(self, affiliate_id: str, webhook_id: str) -> Webhook | None:
        """The webhook as it is now."""
        item = self._database.get(WebhookItem, f"A#{affiliate_id}", f"W#{webhook_id}")
        return webhook_of(affiliate_id, item) if item is not None else None

    def key_of(self, affiliate_id: str) -> str:
        """The affiliate's KMS key; raises `NotFound`."""
        item = self._database.get(AffiliateItem, f"A#{affiliate_id}", "AFFILIATE")
        if item is None or item.kms_key_id is None:
            raise NotFound
        return str(item.kms_key_id)

    def add(self, webhook: Webhook) -> None:
        writes = Transaction(self._database)
        writes.put("webhook", _item(webhook))
        self._commit(webhook.affiliate_id, writes)

    def change(self, webhook: Webhook) -> Webhook:
        """Write a webhook over the version it was made from; the new version. Raises `Conflict` when it lost a race."""
        changed = replace(webhook, version=webhook.version + 1)
        writes = Transaction(self._database)
        writes.replace("webhook", _item(changed), WebhookItem.version == webhook.version)
        self._commit(webhook.affiliate_id, writes)
        return changed

    def remove(self, webhook: Webhook) -> None:
        """Its secret goes with it. May be repeated."""
        writes = Transaction(self._database)
        writes.delete("webhook", WebhookItem(f"A#{webhook.affiliate_id}", f"W#{webhook.id}"))
        self._commit(webhook.affiliate_id, writes)

    def disable(self, webhook: Webhook, reason: DisabledReason, error: str | None) -> bool:
        """Stop delivering to it until an admin enables it again; False when it has changed since it was read."""
        stopped = replace(
            webhook, active=False, disabled_reason=reason, disabled_at=self._clock.now(), disabled_error=error
        )
        try:
            self.change(stopped)
        except Conflict:
            return False
        return True

    def _commit(self, affiliate_id: str, writes: Transaction) -> None:
        stamp = StampItem(f"A#{affiliate_id}", "STAMP")
        writes.update("stamp", stamp, [StampItem.stamp.set(self._ids.new("stamp"))])
        try:
            writes.commit()
        except Cancelled:
            raise Conflict("The webhook has been changed meanwhile: read it again") from None


def webhook_of(affiliate_id: str, item: WebhookItem) -> Webhook:
    return Webhook(
        item.webhook_id,
        affiliate_id,
        item.url,
        tuple(item.events or ()),
        item.created_at,
        item.secret,
        item.active,
        int(item.version),
        item.description,
        int(item.max_attempts),
        int(item.disable_after),
        item.secret_since,
        item.secret_before,
        item.before_until,
        DisabledReason(item.disabled_reason) if item.disabled_reason is not None else None,
        item.disabled_at,
        item.disabled_error,
    )


def _item(webhook: Webhook) -> WebhookItem:
    return WebhookItem(
        f"A#{webhook.affiliate_id}",
        f"W#{webhook.id}",
        webhook_id=webhook.id,
        url=webhook.url,
        events=list(webhook.events),
        description=webhook.description,
        active=webhook.active,
        version=webhook.version,
        max_attempts=webhook.max_attempts,
        disable_after=webhook.disable_after,
        created_at=webhook.created_at,
        secret=webhook.sealed,
        secret_since=webhook.secret_since,
        secret_before=webhook.sealed_before,
        before_until=webhook.before_until,
        disabled_reason=str(webhook.disabled_reason) if webhook.disabled_reason is not None else None,
        disabled_at=webhook.disabled_at,
        disabled_error=webhook.disabled_error,
    )
