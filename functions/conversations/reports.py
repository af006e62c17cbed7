"""Reports: figures of many conversations, for who leads."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date, timedelta, tzinfo

from shared.contracts import reports_api
from shared.domain.errors import FieldError, InvalidInput, NotFound
from shared.domain.lifecycle import State
from shared.domain.ports import Clock
from shared.domain.reports.days import Day
from shared.domain.reports.spread import Spread
from shared.domain.reports.today import Arrival, Today, Waits, today
from shared.domain.time_zones import first_known
from shared.runtime.http import Request
from shared.store.directory import Program
from shared.store.tallies import Tallies

#: What `first_known` falls back to, by its IANA name, which counts west as plus.
_LAST_RESORT = "Etc/GMT+5"
#: Nobody asks for a day before there were conversations; arithmetic on the calendar's first day would fail.
_EARLIEST = date(2000, 1, 1)


class Reports:
    def __init__(self, tallies: Tallies, clock: Clock) -> None:
        self._tallies = tallies
        self._clock = clock

    def day(self, request: Request) -> reports_api.DayReport:
        """One day of one program, or of all that the caller looks after."""
        programs, now = _programs(request), self._clock.now()
        place = _place(programs)
        day = _day(request.query.get("day"), Day.at(now, place))
        arrivals: list[Arrival] = []
        states: Counter[State] = Counter()
        complete = True
        for program in programs:
            # The day and the one it is compared with, in one reading.
            arrived = self._tallies.arrived(program.id, day.before.begins, day.ends)
            standing = self._tallies.standing(program.id)
            arrivals += arrived.arrivals
            states += standing.states
            complete = complete and arrived.complete and standing.complete
        found = today(day, arrivals, now)
        return reports_api.DayReport(
            day=day.date,
            zone=getattr(place, "key", _LAST_RESORT),
            begins=day.begins,
            ends=day.ends,
            made_at=now,
            programs=[reports_api.ReportedProgram(id=one.id, name=one.name) for one in programs],
            complete=complete,
            states=[reports_api.StateCount(state=one, count=states[one]) for one in State if states[one]],
            **_figures(found),
        )


def _figures(found: Today) -> dict[str, object]:
    surveyed = found.surveyed
    return {
        "hours": [
            reports_api.HourOfDay(begins=one.begins, waits=_waits(one.waits), arrivals_before=one.before)
            for one in found.hours
        ],
        "waits": _waits(found.waits),
        "in_line": _spread(found.in_line),
        "before": _waits(found.before),
        "endings": [reports_api.EndingCount(ending=one, count=count) for one, count in found.endings.items()],
        "open": found.open,
        "escalations_medical": found.medical,
        "escalations_police": found.police,
        "hand_offs": found.hand_offs,
        "returns": found.returns,
        "opt_outs": found.opt_outs,
        "survey_outcome": None
        if surveyed is None
        else reports_api.SurveyOutcome(
            count=surveyed.count,
            mean_change=surveyed.change,
            better=surveyed.better,
            worse=surveyed.worse,
            same=surveyed.same,
        ),
    }


def _waits(waits: Waits) -> reports_api.Waits:
    return reports_api.Waits(
        arrivals=waits.arrivals, answers=_spread(waits.answers), decided=waits.decided, in_time=waits.in_time
    )


def _spread(spread: Spread) -> reports_api.Spread:
    return reports_api.Spread(count=spread.count, median_seconds=spread.median, p95_seconds=spread.p95)


def _programs(request: Request) -> list[Program]:
    """The program named, or all that the caller works in at the moment; raises `NotFound` for one not theirs."""
    principal, wanted = request.principal, request.query.get("programId")
    if wanted is not None and wanted not in principal.program_ids:
        raise NotFound("There is no such program")
    ids = principal.working_program_ids if wanted is None else (wanted,)
    programs = principal.affiliate.programs
    return sorted((programs[one] for one in ids if one in programs), key=lambda one: one.name)


def _place(programs: Sequence[Program]) -> tzinfo:
    """The clocks that most of these programs go by."""
    zones = Counter(zone for one in programs if (zone := _zone(one)) is not None)
    return first_known(*(zone for zone, _ in zones.most_common()))


def _zone(program: Program) -> str | None:
    return program.zone or (program.hours.zone if program.hours is not None else None)


def _day(text: str | None, current: Day) -> Day:
    if text is None:
        return current
    try:
        wanted = date.fromisoformat(text)
    except ValueError:
        raise _refused("must be a day like 2026-11-21") from None
    if not _EARLIEST <= wanted <= current.date + timedelta(days=1):
        raise _refused("must be a day that has begun")
    return Day(wanted, current.place)


def _refused(why: str) -> InvalidInput:
    return InvalidInput(errors=(FieldError("day", why),))
