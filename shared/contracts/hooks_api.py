"""Requests and responses of outgoing webhooks. A secret is answered once, when it is made; a payload never."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from shared.contracts.api import Reply, Wire
from shared.contracts.events import EVENTS
from shared.domain.webhooks import DISABLED_AFTER, MOST_ATTEMPTS

#: The events one may ask for.
EVENT_NAMES = tuple(event.detail_type for event in EVENTS)

WebhookStatus = Literal["active", "paused", "disabled"]
HookDeliveryStatus = Literal["pending", "sending", "delivered", "gave_up", "dropped"]
Url = Annotated[str, StringConstraints(min_length=1, max_length=2000)]
Description = Annotated[str, StringConstraints(max_length=200)]
EventName = Annotated[str, StringConstraints(min_length=1, max_length=100)]


class NewWebhook(Wire):
    url: Url = Field(description="https, on the public internet, without credentials and fragment.")
    events: list[EventName] = Field(min_length=1, max_length=100, description=f"Some of {', '.join(EVENT_NAMES)}.")
    description: Description | None = None
    active: bool = True
    max_attempts: int = Field(
        default=MOST_ATTEMPTS, ge=1, le=MOST_ATTEMPTS, description="How often one delivery is tried."
    )
    disable_after: int = Field(
        default=DISABLED_AFTER, ge=1, le=100, description="Deliveries in a row that come to nothing, until disabled."
    )


class WebhookUpdate(NewWebhook):
    """The whole webhook anew. `active` enables one that was disabled."""

    version: int | None = Field(default=None, description="Refused with 409 if the webhook is no longer this version.")


class Webhook(Reply):
    id: str
    url: str
    events: list[str]
    description: str | None
    status: WebhookStatus = Field(description="`paused` by an admin, or `disabled` because deliveries failed.")
    active: bool
    max_attempts: int
    disable_after: int
    version: int
    created_at: datetime
    failures_in_a_row: int = Field(description="Deliveries that came to nothing since one arrived.")
    disabled_reason: Literal["gave_up_in_a_row", "failing_for_days"] | None
    disabled_at: datetime | None
    disabled_error: str | None = Field(description="The kind of the last failure; see the deliveries.")
    secret_since: datetime | None
    previous_secret_until: datetime | None = Field(description="Until then the secret before signs, too.")


class WebhookWithSecret(Webhook):
    secret: str = Field(description="Shown now and never again.")


class WebhookList(Reply):
    items: list[Webhook]
    next_cursor: str | None = None


class WebhookTest(Reply):
    delivery_id: str = Field(description="What became of it stands in the deliveries.")


class HookDelivery(Reply):
    """One event for one webhook. What was sent and what was answered is not kept."""

    id: str = Field(description="The header X-Delivery-Id, the same at every attempt.")
    event_id: str
    event_type: str
    conversation_id: str | None
    status: HookDeliveryStatus
    attempts: int
    http_status: int | None = Field(description="Of the last attempt, if there was an answer.")
    error: str | None = Field(description="The kind of the last failure.")
    duration_ms: int | None
    occurred_at: datetime
    last_attempt_at: datetime | None
    next_attempt_at: datetime | None


class HookDeliveryList(Reply):
    items: list[HookDelivery] = Field(description="The newest first; kept for 30 days.")
    next_cursor: str | None
