"""What a provider answers when it is handed a message. Each answer decides what may happen next."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True)
class OutboundMessage:
    """Plain text, in memory only. `attempt` comes back with every receipt."""

    line: str
    number: str
    text: str
    attempt: str
    request_id: str


@dataclass(frozen=True)
class Accepted:
    """The provider has it. `provider_id` is the provider's name for it."""

    provider_id: str


@dataclass(frozen=True)
class Refused:
    """The provider will never take it: trying again is useless."""

    error_code: str
    opted_out: bool = False


@dataclass(frozen=True)
class TryLater:
    """The provider did not take it: trying again is safe."""

    error_code: str


@dataclass(frozen=True)
class OutcomeUnknown:
    """The request left and no answer came: it may have been sent. Never repeated blindly."""

    error_code: str


Answer = Accepted | Refused | TryLater | OutcomeUnknown


class Provider(Protocol):
    def send(self, message: OutboundMessage) -> Answer:
        """Hand one message over. Never raises for what the provider or the network does."""
        ...
