"""Secrets of the webhooks that a pack makes: each gets one of its own, which is told once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from shared.configuration.documents import Document
from shared.configuration.editing import VersionMismatch
from shared.domain.ports import Clock
from shared.security.tokens import new_secret
from shared.security.webhook_secrets import WebhookSecrets
from shared.store.webhooks import Webhooks


@dataclass(frozen=True)
class NewSecret:
    """What is told of a new webhook, and the attributes that its item is to begin with."""

    webhook_id: str
    url: str
    secret: str = field(repr=False)
    attributes: Mapping[str, Any] = field(repr=False)


def new_secrets(
    webhooks: Webhooks, secrets: WebhookSecrets, clock: Clock, affiliate_id: str, documents: Iterable[Document]
) -> list[NewSecret]:
    """One for each webhook that was never written, sealed with the affiliate's key. Nobody can read it again.

    Whoever loses a secret rotates it through the API.
    """
    new = [one for one in documents if one.kind == "webhook" and one.version == 0]
    if not new:
        return []
    key, now = webhooks.key_of(affiliate_id), clock.now()
    made = []
    for document in new:
        secret = f"whsec_{new_secret()}"
        sealed = secrets.seal(key, affiliate_id, document.id, secret)
        attributes = {"secret": sealed, "secret_since": now, "created_at": now}
        made.append(NewSecret(document.id, document["url"], secret, attributes))
    return made


def require_all(secrets: Iterable[NewSecret], documents: Iterable[Document]) -> None:
    """Raises `VersionMismatch` where a webhook is new that had been there when the secrets were made."""
    made = {one.webhook_id for one in secrets}
    if any(one.kind == "webhook" and one.version == 0 and one.id not in made for one in documents):
        raise VersionMismatch


def beside(secrets: Iterable[NewSecret]) -> dict[tuple[str, str], Mapping[str, Any]]:
    """As `Editor.apply` takes them."""
    return {("webhook", one.webhook_id): one.attributes for one in secrets}
