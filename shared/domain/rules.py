"""A program's rules: how long each state may last, who comes first, when supervisors are called.

Every value is data a program can change; the defaults stand here and in `docs/lifecycle.md`. Times are seconds.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import time, timedelta

from shared.domain.errors import FieldError, RuleBroken
from shared.domain.hours import Hours
from shared.domain.risk.levels import Risk

_MINUTE, _HOUR, _DAY = 60, 3600, 24 * 3600


@dataclass(frozen=True)
class Rules:
    """`fair_every`: each so-many-th hand-out goes to whoever has waited longest; 0 turns that off.

    `language_wait`: for so long responders who do not speak a texter's language leave them to those who do.

    `hours` is when the program's people are there; None: always. It is given by itself (see `domain.hours`).
    """

    still_in_line_after: int = 5 * _MINUTE
    still_in_line_every: int = 15 * _MINUTE
    queue_expires_after: int = 4 * _HOUR
    queue_pages_every: int = 10 * _MINUTE
    queue_alert_wait: int = 5 * _MINUTE
    queue_alert_depth: int = 10
    unstarted_after: int = 2 * _MINUTE
    transfer_after: int = 2 * _MINUTE
    still_there_after: int = 10 * _MINUTE
    texter_silent_after: int = 20 * _MINUTE
    reply_nudge_after: int = 3 * _MINUTE
    reply_alert_after: int = 6 * _MINUTE
    reply_return_after: int = 10 * _MINUTE
    escalation_reminder_every: int = 10 * _MINUTE
    police_second_after: int = 3 * _MINUTE
    police_alone_after: int = 5 * _MINUTE
    wrap_up_after: int = 30 * _MINUTE
    follow_up_in: int = _DAY
    follow_up_ends_after: int = _DAY
    boost_medium: int = 15 * _MINUTE
    boost_high: int = 60 * _MINUTE
    boost_returned: int = 30 * _MINUTE
    fair_every: int = 5
    language_wait: int = 2 * _MINUTE
    quiet_from: int = 21
    quiet_to: int = 9
    hours: Hours | None = None

    @classmethod
    def of(cls, given: Mapping[str, object]) -> Rules:
        """The defaults with what a program changed. Raises `RuleBroken` naming the first rule that makes no sense."""
        known = {field.name for field in fields(cls)} - {"hours"}
        changes: dict[str, int] = {}
        for name, value in given.items():
            if name not in known:
                raise RuleBroken(errors=(FieldError(name, "is not a rule of a program"),))
            least, most = _bounds(name)
            # Numbers come back from the table as Decimal.
            number = int(value) if isinstance(value, int | float) or hasattr(value, "to_integral_value") else None  # type: ignore[call-overload]
            if number is None or isinstance(value, bool) or not least <= number <= most:
                raise RuleBroken(errors=(FieldError(name, f"must be a whole number from {least} to {most}"),))
            changes[name] = number
        return cls(**changes)  # type: ignore[arg-type]  # `hours` is not among them

    @property
    def quiet_begins(self) -> time:
        """When the texter's night begins, by their clock."""
        return time(self.quiet_from)

    @property
    def quiet_ends(self) -> time:
        return time(self.quiet_to)

    @property
    def follow_up_delay(self) -> timedelta:
        return timedelta(seconds=self.follow_up_in)

    def boost(self, risk: Risk) -> int:
        """How many seconds ahead in line a level of risk puts a texter. Critical ones have a line of their own."""
        return {Risk.MEDIUM: self.boost_medium, Risk.HIGH: self.boost_high}.get(risk, 0)


def _bounds(name: str) -> tuple[int, int]:
    if name in ("quiet_from", "quiet_to"):
        return 0, 23
    if name in ("fair_every", "boost_medium", "boost_high", "boost_returned"):
        return 0, _DAY
    if name == "language_wait":
        return 0, _HOUR
    return 1, 366 * _DAY


DEFAULT = Rules()
