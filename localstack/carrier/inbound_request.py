"""A texter's message, as POST /inbound is asked for it."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from localstack.carrier.ledger import Provider

Party = Annotated[str, Field(min_length=1, max_length=64, pattern=r"^\S+$")]


class InboundRequest(BaseModel):
    """`from` and `to` are not held to the configured lines: a number the line does not know must be tryable.

    `to` may be left out with a partner, whose id it is then. `mediaUrls` and `optOutType` are Twilio's, `metadata` is a
    partner's; the other providers have no such thing. `signature`: `good`, `wrong`, `none`, or `v1` for SNS's older
    one. `deliver` false: the provider has the message and lists it, and its webhook is lost.
    """

    model_config = ConfigDict(extra="forbid")

    from_: Annotated[Party, Field(alias="from")]
    to: Party | None = None
    body: str = ""
    provider: Provider = Provider.TWILIO
    sid: Annotated[str, Field(pattern=r"^[A-Za-z0-9_-]{1,64}$")] | None = None
    media_urls: Annotated[list[str], Field(alias="mediaUrls", max_length=10)] = Field(default_factory=list)
    opt_out_type: Annotated[Literal["STOP", "START", "HELP"] | None, Field(alias="optOutType")] = None
    metadata: dict[str, Any] | None = None
    signature: Literal["good", "wrong", "none", "v1"] = "good"
    deliver: bool = True
