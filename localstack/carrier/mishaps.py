"""What can go wrong with a texter's message between a provider and the line."""

from __future__ import annotations

import asyncio
import contextlib
from dataclasses import dataclass

from localstack.carrier.faults import FaultKind, Faults
from localstack.carrier.inbound_request import InboundRequest


@dataclass(frozen=True, slots=True)
class Mishaps:
    """Decided when the message comes, so that a fault's count holds. `overtaken`: the next message passes this one."""

    lost: bool = False
    forged: bool = False
    twice: bool = False
    late: bool = False
    overtaken: bool = False

    @classmethod
    def of(cls, faults: Faults, wanted: InboundRequest, *, overtakes: bool) -> Mishaps:
        """None for a message that is asked for with a mishap of its own; one that overtakes is not overtaken."""
        if not wanted.deliver or wanted.signature != "good":
            return cls()
        if faults.take(FaultKind.INBOUND_LOST):
            return cls(lost=True)
        return cls(
            forged=faults.take(FaultKind.INBOUND_FORGED),
            twice=faults.take(FaultKind.INBOUND_DUPLICATED),
            late=faults.take(FaultKind.INBOUND_DELAYED),
            overtaken=not overtakes and faults.take(FaultKind.INBOUND_REORDERED),
        )

    @property
    def is_held(self) -> bool:
        return self.late or self.overtaken

    def note(self, wanted: InboundRequest) -> str:
        signature = "wrong" if self.forged else wanted.signature
        odd = {
            "signature wrong": signature == "wrong",
            "not signed": signature == "none",
            "twice": self.twice,
            "late": self.late,
            "out of order": self.overtaken,
        }
        return ", ".join(words for words, holds in odd.items() if holds)


async def hold(mishaps: Mishaps, passed: asyncio.Event, seconds: float) -> None:
    """Wait as long as a held message does: so many seconds, or until another has `passed` it."""
    if mishaps.late:
        await asyncio.sleep(seconds)
    if mishaps.overtaken:
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(passed.wait(), seconds)
