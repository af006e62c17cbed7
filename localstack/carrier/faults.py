"""Ways a pretend provider can be told to fail, each for a number of times, for some seconds, or until cleared."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from localstack.carrier.ledger import Provider


class FaultKind(StrEnum):
    """All but `down` act on one provider's sending, on what follows from it, or on what its texters write; looking
    messages up always works.

    A cut connection leaves the sender in doubt whether anything arrived; a refused one does not.
    """

    SERVER_ERROR = "server_error"  # 500
    RATE_LIMITED = "rate_limited"  # 429 with Retry-After; AWS: ThrottlingException
    TIMEOUT_AFTER_ACCEPT = "timeout_after_accept"  # the message is taken, the call is never answered
    REFUSE = "refuse"  # the connection is cut before the body is read
    OPTED_OUT = "opted_out"  # 21610; AWS: ConflictException
    UNDELIVERABLE = "undeliverable"  # ends as undelivered: 30003; AWS: TEXT_UNREACHABLE; partner: unreachable
    RECEIPTS_REORDERED = "receipts_reordered"  # delivered arrives before sent
    RECEIPTS_DUPLICATED = "receipts_duplicated"  # every receipt twice
    RECEIPTS_DELAYED = "receipts_delayed"  # each receipt seconds late; the carrier's own record is not
    RECEIPTS_OFF = "receipts_off"  # no receipt at all
    INBOUND_DUPLICATED = "inbound_duplicated"  # a texter's message is posted twice, both at once
    INBOUND_REORDERED = "inbound_reordered"  # it is posted after the next one, or late when there is no next
    INBOUND_DELAYED = "inbound_delayed"  # it is posted seconds late
    INBOUND_LOST = "inbound_lost"  # it is never posted; the provider has and lists it
    INBOUND_FORGED = "inbound_forged"  # it is posted with a signature that does not match
    CARRIER_OPT_OUT = "carrier_opt_out"  # a setting: the carrier keeps its own STOP list; `count` does not apply
    DOWN = "down"  # for `seconds`, which it needs, no connection is taken: of no provider, and none to this surface


#: A partner keeps no list of people who want no messages.
KINDS: dict[Provider, frozenset[FaultKind]] = {
    Provider.TWILIO: frozenset(FaultKind),
    Provider.AWS: frozenset(FaultKind),
    Provider.PARTNER: frozenset(FaultKind) - {FaultKind.OPTED_OUT, FaultKind.CARRIER_OPT_OUT},
}


class FaultRequest(BaseModel):
    """`{kind, provider?, count?, seconds?}`: the next `count` messages, at most for `seconds`, or until cleared."""

    model_config = ConfigDict(extra="forbid")

    kind: FaultKind
    provider: Provider = Provider.TWILIO
    count: Annotated[int, Field(ge=1, strict=True)] | None = None
    seconds: Annotated[float, Field(gt=0, allow_inf_nan=False)] | None = None


@dataclass(slots=True)
class _Fault:
    remaining: int | None
    until: float | None


class Faults:
    """One provider's faults in force. Setting a kind again replaces it."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._faults: dict[FaultKind, _Fault] = {}

    def set(self, wanted: FaultRequest) -> None:
        until = None if wanted.seconds is None else self._clock() + wanted.seconds
        self._faults[wanted.kind] = _Fault(wanted.count, until)

    def clear(self) -> None:
        self._faults.clear()

    def stop(self, kind: FaultKind) -> None:
        """Nothing happens when it is not in force."""
        self._faults.pop(kind, None)

    def active(self, kind: FaultKind) -> bool:
        fault = self._faults.get(kind)
        if fault is not None and fault.until is not None and self._clock() >= fault.until:
            del self._faults[kind]
            return False
        return fault is not None

    def take(self, kind: FaultKind) -> bool:
        """True when the fault is in force; uses up one of its count."""
        if not self.active(kind):
            return False
        fault = self._faults[kind]
        if fault.remaining is not None:
            fault.remaining -= 1
            if fault.remaining == 0:
                del self._faults[kind]
        return True

    def describe(self) -> list[dict[str, object]]:
        """`[{kind, count?, seconds?}]` with what is left of each."""
        items: list[dict[str, object]] = []
        for kind in [kind for kind in self._faults if self.active(kind)]:
            fault = self._faults[kind]
            item: dict[str, object] = {"kind": kind.value}
            if fault.remaining is not None:
                item["count"] = fault.remaining
            if fault.until is not None:
                item["seconds"] = round(fault.until - self._clock(), 3)
            items.append(item)
        return items
