"""What the API says about carriers: how they are, and messages of which nobody knows whether they went."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from pydantic import Field

from shared.contracts.api import Channel, Reply, Wire


class Provider(Wire):
    """One of the affiliate's lines, and whether its provider can be reached."""

    channel: Channel
    title: str = Field(description="What people call the channel.")
    number: str = Field(description="Our number; a partner's id; for web chat, the program's id.")
    program_id: str
    state: Literal["closed", "open", "half_open"] = Field(
        description="Of the circuit breaker: `closed` is well, `open` is down, `half_open` is being tried."
    )
    failures: int = Field(description="In a row.")
    retry_at: datetime | None = Field(description="When it is tried again; null while it is well.")
    backup: str | None = Field(description="Which line sends while this one's provider is down, `channel#number`.")
    stands_for: str | None = Field(description="The line whose backup this is, `channel#number`.")
    segment_cost: float | None = Field(description="US dollars per SMS segment, where the operator entered it.")


class Providers(Reply):
    items: list[Provider]


class OutcomeRequest(Wire):
    outcome: Literal["sent", "not_sent"] = Field(description="What a person found out, at the carrier or by asking.")
