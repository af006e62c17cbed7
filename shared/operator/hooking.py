"""Making the webhooks of a pack: each gets a secret of its own, which is told once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from shared.configuration.documents import Document
from shared.domain.clockwork import RandomIds, SystemClock
from shared.domain.webhooks import Webhook
from shared.security.tokens import new_secret
from shared.security.webhook_secrets import WebhookSecrets
from shared.store.database import Database
from shared.store.webhooks import Webhooks


def make_webhooks(
    database: Database, kms: Any, affiliate_id: str, documents: Iterable[Document]
) -> Iterator[tuple[str, str]]:
    """Make those that are not there yet, paused; answers each address with its secret, which nobody can read again.

    The pack puts them into use. Whoever loses a secret rotates it through the API.
    """
    clock = SystemClock()
    webhooks = Webhooks(database, clock, RandomIds())
    for document in documents:
        if webhooks.get(affiliate_id, document.id) is not None:
            continue
        secret, now = f"whsec_{new_secret()}", clock.now()
        sealed = WebhookSecrets(kms).seal(webhooks.key_of(affiliate_id), affiliate_id, document.id, secret)
        made = Webhook(
            document.id,
            affiliate_id,
            document["url"],
            tuple(document["events"]),
            now,
            sealed,
            active=False,
            description=document["description"],
            max_attempts=document["max_attempts"],
            disable_after=document["disable_after"],
            secret_since=now,
        )
        webhooks.add(made)
        yield document["url"], secret
