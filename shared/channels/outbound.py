"""What a provider answers when it is handed a message. Each answer decides what may happen next."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from shared.domain.delivery import DeliveryStatus


@dataclass(frozen=True)
class OutboundMessage:
    """Plain text, in memory only. `attempt` comes back with every receipt; `id` is the same for every attempt."""

    line: str
    number: str
    text: str
    attempt: str
    request_id: str

    @property
    def id(self) -> str:
        return self.attempt.rpartition(".")[0]


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
    """The provider did not take it: trying again is safe.

    `failing`: the provider itself does not work, which its circuit breaker counts; otherwise it is about this message.
    """

    error_code: str
    failing: bool = True


@dataclass(frozen=True)
class OutcomeUnknown:
    """The request left and no answer came: it may have been sent. Never repeated blindly."""

    error_code: str


Answer = Accepted | Refused | TryLater | OutcomeUnknown


@dataclass(frozen=True)
class Found:
    """The provider has the message that nobody was sure of, and this is what became of it."""

    provider_id: str
    status: DeliveryStatus
    error_code: str | None = None


@dataclass(frozen=True)
class NotFound:
    """The provider was asked and knows of no such message. It may still learn of it."""


@dataclass(frozen=True)
class CannotTell:
    """The provider has no way to be asked, or did not answer."""


LookUp = Found | NotFound | CannotTell


class Provider(Protocol):
    def send(self, message: OutboundMessage) -> Answer:
        """Hand one message over. Never raises for what the provider or the network does."""
        ...

    def look_up(self, message: OutboundMessage, since: datetime, taken: Collection[str]) -> LookUp:
        """What became of a message handed over at `since`, of which no answer came. Never raises likewise.

        `taken` are the provider's names of other messages of ours, which may have had the same words.
        """
        ...


#: From an account's name, its credentials and a reader of settings to its provider.
MakeSender = Callable[[str, Mapping[str, Any], Callable[[str], str]], Provider]
