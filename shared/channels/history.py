"""The carriers' own lists of what was texted to us, by which a message whose webhook never came is found.

A channel whose provider keeps such a list has a `history.py` with a function `history(account, credentials, setting)`.
AWS offers no list, and a web chat's messages are ours from the start.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from typing import Any, Protocol

from shared.domain.inbound import InboundMessage

#: The channels that have one.
LISTING = ("twilio", "partner")


class NotListed(Exception):
    """The list, or the rest of it, could not be read. `code` is an enum or an HTTP status, fit for logs."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class History(Protocol):
    """One account's list, in order of time, the `newest_first` or the oldest.

    `skipped` counts entries so far that lacked what a message needs.
    """

    newest_first: bool
    skipped: int

    def inbound(self, since: datetime, until: datetime) -> Iterator[InboundMessage]:
        """What texters sent between these moments, perhaps with some from just outside.

        The same channel, account and provider id as the webhook would have brought; `received_at` is when the provider
        got it. Raises `NotListed`, also after having given a part.
        """
        ...

    def complete(self, message: InboundMessage) -> InboundMessage:
        """The message with what the list leaves out: the addresses of its media. Raises `NotListed`."""
        ...


#: From an account's name, its credentials and a reader of settings to its list; None where the account has none.
MakeHistory = Callable[[str, Mapping[str, Any], Callable[[str], str]], History | None]


def make_history(channel: str) -> MakeHistory:
    """How a list of the channel is made. `channel` is one of `LISTING`."""
    if channel == "twilio":
        from shared.channels.twilio.history import history as twilio

        return twilio
    from shared.channels.partner.history import history as partner

    return partner
