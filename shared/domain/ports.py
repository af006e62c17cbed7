"""What the rules need from outside: a clock and a source of ids. Both are injected, so a simulation can own them."""

from __future__ import annotations

from datetime import datetime
from typing import Protocol


class Clock(Protocol):
    def now(self) -> datetime:
        """The current moment in UTC."""
        ...


class Ids(Protocol):
    def new(self, prefix: str) -> str:
        """A fresh id: unguessable, sorted roughly by time, with a readable prefix."""
        ...
