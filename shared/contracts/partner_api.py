"""What partners post to us. The front door checks it by hand (`shared.channels.partner.door`): it loads no pydantic.

A contract test holds the two together.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import AwareDatetime, Field, StringConstraints

from shared.contracts.api import Reply, Wire

_Seconds = Annotated[float, Field(strict=True, ge=0, lt=1e11)]
_Moment = Annotated[AwareDatetime, Field(strict=True)]
_Name = Annotated[str, StringConstraints(min_length=1, max_length=200)]


class PartnerMessage(Wire):
    id: _Name = Field(description="The message's name. The same name twice is one message, for ever.")
    sender: _Name = Field(alias="from", description="Your user. What we answer is sent `to` this.")
    message: Annotated[str, StringConstraints(min_length=1, max_length=10_000)]
    timestamp: _Seconds | _Moment = Field(
        description="When it was written: seconds since 1970, or ISO 8601 with its offset."
    )
    metadata: dict[str, Any] | None = Field(default=None, description="Yours: neither read nor kept.")


class PartnerStatus(Wire):
    id: _Name = Field(description="The `id` that the message had when we sent it to you.")
    status: Literal["accepted", "queued", "sending", "sent", "delivered", "read", "undelivered", "failed"]
    error_code: Annotated[str, StringConstraints(min_length=1, max_length=64)] | None = Field(
        default=None, description="Why not; `opted_out` when your user does not want to hear from us."
    )


class PartnerReceived(Reply):
    received: Literal[True]
