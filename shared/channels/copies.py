"""Asking carriers to delete their own copies of messages whose content is gone here.

A channel whose provider can be asked has a `copies.py` with a function `copies(account, credentials, setting)`. AWS End
User Messaging keeps no text that anybody could read or delete; a web chat's messages are ours from the start.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol


@dataclass(frozen=True)
class Deleted:
    """The carrier has no such message any more."""


@dataclass(frozen=True)
class NoneKept:
    """The provider keeps nothing that it could be asked to delete."""


@dataclass(frozen=True)
class NotNow:
    """It is still there, or nobody knows. `error_code` is an enum or an HTTP status, fit for logs."""

    error_code: str


Removal = Deleted | NoneKept | NotNow


class CarrierCopies(Protocol):
    """One account's copies."""

    def delete(self, provider_id: str) -> Removal:
        """Delete the carrier's copy of a message, media included. Safe to repeat; never raises for what it does."""
        ...


class KeepsNone:
    """For providers that keep nothing."""

    def delete(self, provider_id: str) -> Removal:
        return NoneKept()


#: From an account's name, its credentials and a reader of settings to its copies.
MakeCopies = Callable[[str, Mapping[str, Any], Callable[[str], str]], CarrierCopies]


def make_copies(channel: str) -> MakeCopies:
    """How an account of the channel is asked."""
    match channel:
        case "twilio":
            from shared.channels.twilio.copies import copies as twilio

            return twilio
        case "partner":
            from shared.channels.partner.copies import copies as partner

            return partner
    return lambda account, credentials, setting: KeepsNone()
