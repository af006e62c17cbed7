"""What a conversation adds to the statistics: seconds, counts and enums. It stays when the content is gone."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from enum import StrEnum


class Ending(StrEnum):
    """How a conversation ended, and by whom.

    `closed_by_timer`: it was wrapped up, or a check-in was out, and its time was over. `closed_unworked`: a supervisor
    took it out of the queue. `expired`: nobody came.
    """

    CLOSED_BY_RESPONDER = "closed_by_responder"
    CLOSED_BY_SUPERVISOR = "closed_by_supervisor"
    CLOSED_BY_TIMER = "closed_by_timer"
    CLOSED_UNWORKED = "closed_unworked"
    ENDED_BY_TEXTER = "ended_by_texter"
    EXPIRED = "expired"
    FAILED = "failed"


@dataclass(frozen=True)
class Figures:
    """One conversation's own, added up from its facts by `domain.tallying`.

    In whole seconds since it was opened: `taken`, when a responder first began with it; `answered`, when a person first
    wrote to the texter; `ended`. `handed`: how often it went from one responder to another; `returned`: back to the
    queue. `medical`, `police`: calls for help. `stopped`: whether the texter opted out in it.
    """

    taken: int | None = None
    answered: int | None = None
    ended: int | None = None
    ending: Ending | None = None
    handed: int = 0
    returned: int = 0
    medical: int = 0
    police: int = 0
    stopped: bool = False

    def to_plain(self) -> dict[str, int | str]:
        """What to store: whatever is not as at the beginning, so that it stays small."""
        values = ((one.name, getattr(self, one.name), one.default) for one in fields(self))
        return {name: str(value) if name == "ending" else int(value) for name, value, new in values if value != new}

    @classmethod
    def from_plain(cls, plain: Mapping[str, object]) -> Figures:
        """What was stored; numbers may come back as any numeric type."""
        known = {one.name for one in fields(cls)}
        given = {name: _value(name, value) for name, value in plain.items() if name in known}
        return cls(**given)  # type: ignore[arg-type]  # each by its own name


#: Of a conversation to which nothing has happened yet.
NOTHING = Figures()


def _value(name: str, value: object) -> object:
    if name == "ending":
        return Ending(str(value))
    number = int(str(value))
    return bool(number) if name == "stopped" else number
