"""A day on the line: of the conversations that began on it, how long people waited and what became of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from shared.domain.figures import Ending, Figures
from shared.domain.reports.days import Day
from shared.domain.reports.spread import Spread, spread
from shared.domain.surveys import outcome

#: Whoever is answered within so many seconds was answered in time.
IN_TIME = 300
#: What fewer than so many texters answered in surveys is not told: it could be one of them.
FEWEST = 5


@dataclass(frozen=True)
class Arrival:
    """What reports know of one conversation: when it began, and what it adds. Not whose it is."""

    at: datetime
    figures: Figures
    cannot_reply: bool = False
    entry_score: int | float | None = None
    exit_score: int | float | None = None

    def answered_in_time(self, now: datetime) -> bool | None:
        """Whether a person wrote back within `IN_TIME`.

        None while that is open, and where it never will be known: nobody can write to whoever opted out, and some are
        gone before the time is over.
        """
        figures = self.figures
        if figures.answered is not None:
            return figures.answered <= IN_TIME
        waited = figures.ended if figures.ended is not None else int((now - self.at).total_seconds())
        return None if self.cannot_reply or waited <= IN_TIME else False


@dataclass(frozen=True)
class Waits:
    """How long `arrivals` waited for a person's first words, in seconds.

    Of `decided` it is known whether that was in time, and of `in_time` that it was.
    """

    arrivals: int
    answers: Spread
    decided: int
    in_time: int


@dataclass(frozen=True)
class Hour:
    """One hour of the day; `before` are the arrivals of the day before while clocks showed the same hour."""

    begins: datetime
    waits: Waits
    before: int


@dataclass(frozen=True)
class Surveyed:
    """Texters who answered both surveys: exit minus entry, on the mean; distress went down, up, or neither."""

    count: int
    change: float
    better: int
    worse: int
    same: int


@dataclass(frozen=True)
class Today:
    """`before` is the day before, up to the same time of day while this one lasts. `open` have not ended."""

    day: Day
    hours: tuple[Hour, ...]
    waits: Waits
    in_line: Spread
    before: Waits
    endings: Mapping[Ending, int]
    open: int
    medical: int
    police: int
    hand_offs: int
    returns: int
    opt_outs: int
    surveyed: Surveyed | None


def today(day: Day, arrivals: Iterable[Arrival], now: datetime) -> Today:
    """The figures of `day` from the arrivals of this day and the one before, in any order."""
    own: list[Arrival] = []
    earlier: list[Arrival] = []
    for one in arrivals:
        if day.holds(one.at):
            own.append(one)
        elif day.before.holds(one.at):
            earlier.append(one)
    figures = [one.figures for one in own]
    endings = Counter(one.ending for one in figures if one.ending is not None)
    return Today(
        day=day,
        hours=_hours(day, own, earlier, now),
        waits=waits(own, now),
        in_line=spread(one.taken for one in figures if one.taken is not None),
        before=waits([one for one in earlier if one.at < _same_time(day, now)], now),
        endings={ending: endings[ending] for ending in Ending if endings[ending]},
        open=sum(one.ending is None for one in figures),
        medical=sum(one.medical for one in figures),
        police=sum(one.police for one in figures),
        hand_offs=sum(one.handed for one in figures),
        returns=sum(one.returned for one in figures),
        opt_outs=sum(one.stopped for one in figures),
        surveyed=_surveyed(own),
    )


def waits(arrivals: Sequence[Arrival], now: datetime) -> Waits:
    known = [one.answered_in_time(now) for one in arrivals]
    answers = spread(one.figures.answered for one in arrivals if one.figures.answered is not None)
    return Waits(len(arrivals), answers, sum(one is not None for one in known), sum(one is True for one in known))


def _hours(day: Day, own: Sequence[Arrival], earlier: Sequence[Arrival], now: datetime) -> tuple[Hour, ...]:
    begins = day.hours()
    held: list[list[Arrival]] = [[] for _ in begins]
    for one in own:
        held[day.hour_of(one.at)].append(one)
    before = Counter(day.clock(one.at) for one in earlier)
    # An hour that clocks show twice is compared once.
    first = {day.clock(at): number for number, at in reversed(list(enumerate(begins)))}
    return tuple(
        Hour(at, waits(held[number], now), before[day.clock(at)] if first[day.clock(at)] == number else 0)
        for number, at in enumerate(begins)
    )


def _same_time(day: Day, now: datetime) -> datetime:
    """How much of the day before is compared with the day: as much as there is of it."""
    gone = min(now, day.ends) - day.begins
    return min(day.before.begins + gone, day.begins) if now < day.ends else day.begins


def _surveyed(arrivals: Sequence[Arrival]) -> Surveyed | None:
    changes = [change for one in arrivals if (change := outcome(one.entry_score, one.exit_score)) is not None]
    if len(changes) < FEWEST:
        return None
    better, worse = sum(one < 0 for one in changes), sum(one > 0 for one in changes)
    return Surveyed(len(changes), round(sum(changes) / len(changes), 2), better, worse, len(changes) - better - worse)
