"""Answers to a web chat. They are in the store already: the texter's page hears that there is one and fetches it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from datetime import datetime
from typing import Any

from shared.channels.outbound import Accepted, Answer, Found, LookUp, OutboundMessage, Provider
from shared.domain.delivery import DeliveryStatus


def sender(account: str, credentials: Mapping[str, Any], setting: Callable[[str], str]) -> Provider:
    """See `outbound.MakeSender`. A web chat has no credentials."""
    return WebChat()


class WebChat:
    def send(self, message: OutboundMessage) -> Answer:
        return Accepted(message.attempt)

    def look_up(self, message: OutboundMessage, since: datetime, taken: Collection[str]) -> LookUp:
        """It was where its texter fetches it before it was ever handed over: nothing about it can be unknown."""
        return Found(message.attempt, DeliveryStatus.SENT)
