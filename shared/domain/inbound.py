"""A message on its way in, whatever channel it came by."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from datetime import datetime


@dataclass(frozen=True)
class InboundMessage:
    """A provider's webhook in our own words: plain text, in memory only.

    `account` is the provider's account; `line` our number and `sender` the texter's, as the provider
    writes them; `carrier_opt_out` the provider's own verdict (STOP, START, HELP) when it gave one. `signal` is what
    somebody did instead of writing: `end` is the web chat's button.
    """

    channel: str
    account: str
    provider_id: str
    line: str
    sender: str
    text: str
    received_at: datetime
    media: tuple[str, ...] = ()
    carrier_opt_out: str | None = None
    signal: str | None = None

    def to_bytes(self) -> bytes:
        return json.dumps({**asdict(self), "received_at": self.received_at.isoformat()}).encode()

    @classmethod
    def from_bytes(cls, raw: bytes) -> InboundMessage:
        """The inverse of `to_bytes`; raises `ValueError` for anything else."""
        try:
            data = json.loads(raw)
            return cls(
                **{**data, "received_at": datetime.fromisoformat(data["received_at"]), "media": tuple(data["media"])}
            )
        except (KeyError, TypeError) as error:
            raise ValueError("not an inbound message") from error
