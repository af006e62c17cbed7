"""A day by the clocks of a place, and its hours: 23 or 25 of them where clocks change."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo

_HOUR = timedelta(hours=1)


@dataclass(frozen=True)
class Day:
    """A calendar day in `place`."""

    date: date
    place: tzinfo

    @classmethod
    def at(cls, moment: datetime, place: tzinfo) -> Day:
        """The day that it is there at a moment."""
        return cls(moment.astimezone(place).date(), place)

    @property
    def begins(self) -> datetime:
        """In UTC."""
        return datetime.combine(self.date, time(), self.place).astimezone(UTC)

    @property
    def ends(self) -> datetime:
        return self.after.begins

    @property
    def before(self) -> Day:
        return Day(self.date - timedelta(days=1), self.place)

    @property
    def after(self) -> Day:
        return Day(self.date + timedelta(days=1), self.place)

    def hours(self) -> list[datetime]:
        """When each hour of it begins, in UTC."""
        begins, ends = self.begins, self.ends
        return [begins + _HOUR * number for number in range(-(-(ends - begins) // _HOUR))]

    def hour_of(self, moment: datetime) -> int:
        """Which of `hours` a moment of the day falls into."""
        return (moment - self.begins) // _HOUR

    def clock(self, moment: datetime) -> int:
        """The hour that clocks show there, 0 to 23."""
        return moment.astimezone(self.place).hour

    def holds(self, moment: datetime) -> bool:
        return self.begins <= moment < self.ends
