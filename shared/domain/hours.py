"""When a program's people are there: hours by weekday in a time zone, and holidays.

Given and kept as plain values:

    {"zone": "America/New_York",
     "week": {"monday": ["09:00-12:30", "14:00-22:00"], "friday": ["18:00-02:00"]},
     "holidays": {"2026-12-25": "Christmas Day"},
     "channels": {"webchat": {"monday": ["09:00-17:00"]}}}

A day that is left out is closed; a week that is left out is open day and night, but for holidays. Hours that end at or
before they begin end on the next day, and belong to the day on which they begin. On a holiday none begin. Clocks that
change: hours end at the second of two equal moments, and begin at the first.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from itertools import pairwise

from shared.domain.errors import FieldError, RuleBroken

DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
MOST_HOLIDAY_NAME = 40
_DAY = 24 * 60
#: How far ahead a line is looked at: longer than any row of holidays lasts.
_HORIZON = timedelta(days=400)
_WINDOW = re.compile(r"([01][0-9]|2[0-3]):([0-5][0-9])-(?:([01][0-9]|2[0-3]):([0-5][0-9])|(24:00))")

#: From and until, in minutes after midnight of the day it begins. Beyond 1440 it ends on the next day.
Window = tuple[int, int]
#: The windows of Monday, of Tuesday, …
Week = tuple[tuple[Window, ...], ...]

_ALWAYS: Week = (((0, _DAY),),) * 7


@dataclass(frozen=True)
class Holiday:
    day: date
    name: str


@dataclass(frozen=True)
class Hours:
    """When a line is open, by the clock of `zone`. `channels` have weeks of their own, and the same holidays."""

    zone: str
    week: Week = _ALWAYS
    holidays: tuple[Holiday, ...] = ()
    channels: tuple[tuple[str, Week], ...] = ()

    @classmethod
    def of(cls, given: Mapping[str, object], zone: str | None = None) -> Hours:
        """The hours that these plain values mean; `zone` counts where they name none.

        Raises `RuleBroken` naming each field that makes no sense, like `hours.week.monday`.
        """
        return _Reader(given, zone).hours()

    @classmethod
    def checked(cls, given: Mapping[str, object], zone: str | None, channels: Sequence[str]) -> Hours:
        """The same before they are saved: the zone must be one, and `channels` are those there are."""
        return _Reader(given, zone, channels).hours()

    def on(self, channel: str) -> Hours:
        """The hours of a channel."""
        week = next((week for name, week in self.channels if name == channel), self.week)
        return replace(self, week=week, channels=())

    def is_open(self, at: datetime) -> bool:
        return any(begin <= at < end for begin, end in self._windows(at, timedelta()))

    def opens_at(self, at: datetime) -> datetime | None:
        """When the line opens next, by its own clock; `at` itself while it is open. None: not within a year."""
        for begin, end in self._windows(at):
            if at < end:
                return max(begin, at).astimezone(self._place)
        return None

    def closes_at(self, at: datetime) -> datetime | None:
        """When it closes next after `at`; None if it does not within a year."""
        until: datetime | None = None
        for begin, end in self._windows(at):
            if until is not None and begin > until:
                return until
            if end > at:
                until = end if until is None else max(until, end)
        # What reaches the end of what is looked at has no end yet.
        return until if until is not None and until < at + _HORIZON - timedelta(days=2) else None

    def holiday_at(self, at: datetime) -> Holiday | None:
        today = at.astimezone(self._place).date()
        return next((one for one in self.holidays if one.day == today), None)

    def after(self, since: datetime, seconds: float) -> datetime | None:
        """The moment at which the line has been open for so many seconds since then; None: not within a year."""
        left = timedelta(seconds=seconds)
        for begin, end in self._stretches(since):
            if left <= end - begin:
                return begin + left
            left -= end - begin
        return None

    def open_seconds(self, since: datetime, until: datetime) -> float:
        """For how long the line was open between two moments."""
        total = 0.0
        for begin, end in self._stretches(since):
            if begin >= until:
                break
            total += (min(end, until) - begin).total_seconds()
        return total

    @property
    def _place(self) -> tzinfo:
        # Here, because most programs never close, and every function loads the rules of programs.
        from shared.domain.time_zones import first_known

        return first_known(self.zone)

    def _stretches(self, since: datetime) -> Iterator[tuple[datetime, datetime]]:
        """The windows from `since` on, cut so that none overlaps the one before."""
        reached = since
        for begin, end in self._windows(since):
            if end > reached:
                yield max(begin, reached), end
                reached = end

    def _windows(self, since: datetime, ahead: timedelta = _HORIZON) -> Iterator[tuple[datetime, datetime]]:
        """Windows in UTC, in the order in which they begin, from the day before `since` until so long after it."""
        place = self._place
        day = since.astimezone(place).date() - timedelta(days=1)
        last = day + timedelta(days=1) + ahead
        closed = {holiday.day for holiday in self.holidays}
        while day <= last:
            if day not in closed:
                for opens, closes in self.week[day.weekday()]:
                    begin, end = _shown(day, opens, place), max(_shown(day, closes, place, fold) for fold in (0, 1))
                    if begin < end:  # clocks may jump over a short one
                        yield begin, end
            day += timedelta(days=1)


def _shown(day: date, minutes: int, place: tzinfo, fold: int = 0) -> datetime:
    """When the clocks of `place` show so many minutes after midnight, in UTC."""
    days, minutes = divmod(minutes, _DAY)
    clock = time(*divmod(minutes, 60), fold=fold)
    return datetime.combine(day + timedelta(days=days), clock, place).astimezone(UTC)


class _Reader:
    """Plain values into hours, with all that is wrong with them."""

    def __init__(self, given: Mapping[str, object], zone: str | None, channels: Sequence[str] | None = None) -> None:
        self._given, self._zone, self._channels = given, zone, channels
        self._errors: list[FieldError] = []

    def hours(self) -> Hours:
        known = {"zone", "week", "holidays", "channels"}
        for name in sorted(set(self._given) - known):
            self._wrong(name, f"is none of {', '.join(sorted(known))}")
        zone = self._read_zone()
        week = self._read_week("week", self._given["week"]) if "week" in self._given else _ALWAYS
        holidays = self._read_holidays(self._given.get("holidays", {}))
        channels = self._read_channels(self._given.get("channels", {}))
        if self._errors:
            raise RuleBroken(errors=tuple(self._errors))
        return Hours(zone, week, holidays, channels)

    def _wrong(self, field: str, why: str) -> None:
        self._errors.append(FieldError(f"hours.{field}", why))

    def _read_zone(self) -> str:
        zone = self._given.get("zone", self._zone)
        if not isinstance(zone, str) or not zone:
            self._wrong("zone", "is missing: by which clock are these hours?")
            return ""
        # Not when they are read: a machine without zone data must not keep a whole affiliate from being helped.
        if self._channels is not None:
            from zoneinfo import ZoneInfo

            try:
                ZoneInfo(zone)
            except (KeyError, ValueError, OSError):
                self._wrong("zone", "is not a time zone, like America/New_York")
        return zone

    def _read_week(self, field: str, given: object) -> Week:
        if not isinstance(given, Mapping):
            self._wrong(field, f"must give the hours of {', '.join(DAYS)}")
            return _ALWAYS
        for name in given:
            if name not in DAYS:
                self._wrong(f"{field}.{name}", f"is none of {', '.join(DAYS)}")
        before = len(self._errors)
        week = tuple(self._read_day(f"{field}.{day}", given.get(day, ())) for day in DAYS)
        if not any(week) and len(self._errors) == before:
            self._wrong(field, "must be open at some time")
        return week

    def _read_day(self, field: str, given: object) -> tuple[Window, ...]:
        found: list[Window] = []
        if not isinstance(given, list | tuple):
            self._wrong(field, "must be a list of hours, like 09:00-17:30")
            return ()
        for text in given:
            match = _WINDOW.fullmatch(text) if isinstance(text, str) else None
            if match is None:
                self._wrong(field, "must be hours like 09:00-17:30, until 24:00 at the latest, or beyond midnight")
                continue
            opens = int(match[1]) * 60 + int(match[2])
            closes = _DAY if match[5] else int(match[3]) * 60 + int(match[4])
            if opens == closes:
                self._wrong(field, "begins and ends at the same time; a whole day is 00:00-24:00")
            found.append((opens, closes if closes > opens else closes + _DAY))
        found.sort()
        if any(earlier[1] > later[0] for earlier, later in pairwise(found)):
            self._wrong(field, "has hours that overlap")
        return tuple(found)

    def _read_holidays(self, given: object) -> tuple[Holiday, ...]:
        if not isinstance(given, Mapping):
            self._wrong("holidays", "must give a name to each day, like 2026-12-25")
            return ()
        found = []
        for text, name in given.items():
            try:
                day = date.fromisoformat(str(text))
            except ValueError:
                self._wrong(f"holidays.{text}", "is not a day, like 2026-12-25")
                continue
            if not isinstance(name, str) or not name.strip() or len(name) > MOST_HOLIDAY_NAME:
                self._wrong(f"holidays.{text}", f"needs a name of at most {MOST_HOLIDAY_NAME} characters")
                continue
            found.append(Holiday(day, name.strip()))
        return tuple(sorted(found, key=lambda one: one.day))

    def _read_channels(self, given: object) -> tuple[tuple[str, Week], ...]:
        if not isinstance(given, Mapping):
            self._wrong("channels", "must give the week of each channel")
            return ()
        found = []
        for name, week in given.items():
            if self._channels is not None and name not in self._channels:
                self._wrong(f"channels.{name}", f"is none of {', '.join(self._channels)}")
            found.append((str(name), self._read_week(f"channels.{name}", week)))
        return tuple(found)
