"""The doors texters' words come in by: each channel verifies a request and says in our words what it brings.

Standard library only: the front door imports it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from shared.domain.delivery import DeliveryStatus
from shared.domain.errors import Forbidden
from shared.domain.inbound import InboundMessage

#: Seconds before an account we do not know makes us read the providers' secret again.
_RECHECK = 5.0

Credentials = Mapping[str, Any]


@dataclass(frozen=True)
class Webhook:
    """A request to a door. `rest` is what follows the channel in the path; header names are in lower case.

    `url` is the public address it was sent to, query included: what providers sign.
    """

    url: str
    path: str
    rest: tuple[str, ...]
    query: str
    headers: Mapping[str, str]
    body: bytes
    request_id: str


@dataclass(frozen=True)
class CarrierReceipt:
    """What a carrier says became of one attempt: the last word on it, no number, no text.

    `attempt` is the reference we gave the carrier; `opted_out`: the carrier says that the texter does not want us.
    """

    attempt: str
    provider_id: str
    status: DeliveryStatus
    error_code: str | None = None
    opted_out: bool = False


@dataclass(frozen=True)
class CutOff:
    """The provider says that it will bring us nothing more for this account: whoever texts its numbers is not heard."""

    account: str


#: What a verified request brings. None: nothing anybody has to know, such as that a message is on its way.
Arrival = InboundMessage | CarrierReceipt | CutOff | None


class NotGenuine(Forbidden):
    """Nobody we know has signed this."""

    code = "bad_signature"
    title = "The signature does not match"


class Door(Protocol):
    """One channel's way in. `taken` is the body and content type that the provider is answered with."""

    taken: tuple[str, str]

    def receive(self, webhook: Webhook, accounts: Accounts, now: datetime) -> Arrival:
        """Verify and read one request.

        Raises `NotGenuine` for what nobody we know has signed, `NotFound` for a path the door does not have and
        `InvalidInput` for what is signed and still makes no sense.
        """
        ...


class Accounts:
    """The accounts of one channel, by name. `read` gives them, at most so many seconds old."""

    def __init__(self, read: Callable[[float | None], Mapping[str, Credentials]]) -> None:
        self._read = read

    def get(self, name: str) -> Credentials | None:
        """The account called `name`."""
        found = self.matching(lambda account, _: account == name)
        return found[1] if found is not None else None

    def matching(self, wanted: Callable[[str, Credentials], bool]) -> tuple[str, Credentials] | None:
        """The first account that is `wanted`; looked for again in a fresh copy before there is said to be none."""
        for age in (None, _RECHECK):
            for name, credentials in self._read(age).items():
                if wanted(name, credentials):
                    return name, credentials
        return None


def fresh_enough(seconds: float, now: datetime, window: float) -> bool:
    """Whether a request stamped so many seconds after 1970 came within `window` seconds of now, either way."""
    return abs(now.timestamp() - seconds) <= window
