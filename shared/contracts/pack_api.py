"""What a tenant pack says that the API of the directory says otherwise."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, StringConstraints, field_validator

from shared.contracts.directory_base import Id, Spec
from shared.contracts.hooks_api import Description, EventName, Url
from shared.contracts.texts_directory_api import Key, Words
from shared.domain.webhooks import DISABLED_AFTER, MOST_ATTEMPTS

Approver = Annotated[str, StringConstraints(min_length=1, max_length=80, strip_whitespace=True)]


class PackText(Spec):
    """An automatic text. With `approvedBy` it is sent as it stands; without, it waits for approval as a draft."""

    program_id: Id
    key: Key = Field(description="`welcome`, or its version in a language: `welcome@es`.")
    text: Words
    approved_by: Approver | None = Field(default=None, description="Who read and approved these very words.")


class PackWebhook(Spec):
    """Where events are posted. Its secret is told when the pack first makes it, and never again."""

    url: Url = Field(description="https, on the public internet, without credentials and fragment.")
    events: Annotated[list[EventName], Field(min_length=1, max_length=100)]
    description: Description | None = None
    max_attempts: Annotated[int, Field(ge=1, le=MOST_ATTEMPTS)] = MOST_ATTEMPTS
    disable_after: Annotated[int, Field(ge=1, le=100)] = DISABLED_AFTER

    _in_order = field_validator("events")(sorted)
