"""What is known about whoever sent a message."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Sender:
    """Keyed hashes and ids; the number itself is not among them."""

    thread_id: str
    texter_hash: str
    consent_id: str
    live_conversation: str | None
    texter_id: str | None
    opted_out: bool
    blocked: bool = False
