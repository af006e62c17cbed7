"""The phones of pretend texters, as the carrier finds them: reachable, without a signal, or not made for texts."""

from __future__ import annotations

import asyncio
from enum import StrEnum


class PhoneState(StrEnum):
    """A phone nobody spoke of is on."""

    ON = "on"
    OFF = "off"  # no signal: texts wait at the carrier, and arrive, with their receipts, when it is on again
    LANDLINE = "landline"  # takes no texts: they end as undelivered


class Phones:
    """Their states by number. A carrier gives a text up after hours; this one waits as long as it runs."""

    def __init__(self) -> None:
        self._states: dict[str, PhoneState] = {}
        self._changes: dict[str, asyncio.Event] = {}

    def state(self, number: str) -> PhoneState:
        return self._states.get(number, PhoneState.ON)

    def set(self, number: str, state: PhoneState) -> None:
        if state is PhoneState.ON:
            self._states.pop(number, None)
        else:
            self._states[number] = state
        if change := self._changes.pop(number, None):
            change.set()

    async def found(self, number: str) -> PhoneState:
        """Wait while the phone is off; then what it is."""
        while (state := self.state(number)) is PhoneState.OFF:
            await self._changes.setdefault(number, asyncio.Event()).wait()
        return state
