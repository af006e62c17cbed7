"""Outgoing webhooks, as a tenant pack speaks of them. They are made and looked after by `functions/admin`.

A webhook has a secret, which is answered once when it is made, so a pack cannot make one by itself: see
`configuration.pack_hooks`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from pydantic import BaseModel

from shared.channels.targets import Target
from shared.configuration.documents import Document, House
from shared.configuration.kind import Kind
from shared.domain.errors import FieldError
from shared.store.models import WebhookItem


def _spec() -> type[BaseModel]:
    from shared.contracts.pack_api import PackWebhook

    return PackWebhook


def _attributes(webhook_id: str, fields: Mapping[str, Any]) -> Mapping[str, Any]:
    return {
        "webhook_id": webhook_id,
        "url": fields["url"],
        "events": list(fields["events"]),
        "description": fields["description"],
        "max_attempts": fields["max_attempts"],
        "disable_after": fields["disable_after"],
    }


def _document(item: WebhookItem) -> tuple[str, Mapping[str, Any]]:
    return item.webhook_id, {
        "url": item.url,
        "events": sorted(item.events or ()),
        "description": item.description,
        "max_attempts": int(item.max_attempts),
        "disable_after": int(item.disable_after),
    }


def _check(house: House, webhook: Document) -> Sequence[FieldError]:
    from shared.contracts.hooks_api import EVENT_NAMES

    if not webhook.active:
        return ()
    found = [
        FieldError(f"events.{number}", f"there is no event '{name}'")
        for number, name in enumerate(webhook["events"])
        if name not in EVENT_NAMES
    ]
    try:
        # Where it leads is looked at when it is posted to; here a developer's own machine may stand as well.
        Target.of(webhook["url"], loopback=True)
    except ValueError as error:
        found.append(FieldError("url", str(error)))
    return found


WEBHOOK = Kind(
    name="webhook",
    prefix="whk",
    model=WebhookItem,
    spec=_spec,
    sort_key=lambda webhook_id, _: f"W#{webhook_id}",
    is_row=lambda sort: sort.startswith("W#"),
    attributes=_attributes,
    document=_document,
    check=_check,
)
