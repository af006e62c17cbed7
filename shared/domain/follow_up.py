"""When a follow-up may reach somebody: later than now, within a year, and not while they sleep."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta, tzinfo

from shared.domain.errors import FieldError, RuleBroken
from shared.domain.time_zones import first_known

QUIET_FROM = time(21)
QUIET_TO = time(9)
DEFAULT_DELAY = timedelta(hours=24)
MOST_AHEAD = timedelta(days=365)


def plan(
    asked: datetime | None,
    now: datetime,
    zone: str | None,
    quiet_from: time = QUIET_FROM,
    quiet_to: time = QUIET_TO,
    *,
    program_zone: str | None = None,
    otherwise: timedelta = DEFAULT_DELAY,
    most: timedelta = MOST_AHEAD,
) -> datetime:
    """The moment, in UTC, at which to send a follow-up that was asked for at `asked`; `otherwise` from `now` when None.

    A moment in the texter's quiet hours, from `quiet_from` until before `quiet_to` by their clock, is moved to the end
    of those; equal times mean that no hour is quiet. `zone` is the texter's, as far as known; then the program's
    counts, then UTC−5. Raises RuleBroken for "scheduledTime" when `asked` has no time zone, is not in the future, or
    is more than `most` ahead.
    """
    if asked is None:
        asked = now + otherwise
    elif asked.tzinfo is None or asked.utcoffset() is None:
        raise _refused("must carry its time zone, like 2026-12-01T15:00:00Z")
    elif asked <= now:
        raise _refused("must be in the future")
    elif asked > now + most:
        raise _refused(f"must be within {most.days} days")
    place, moment = first_known(zone, program_zone), asked.astimezone(UTC)
    # Once is enough but on a night whose clocks change: they may jump over the end of the quiet hours.
    for _ in range(3):
        local = moment.astimezone(place)
        if is_quiet(local, quiet_from, quiet_to):
            moment = _next(quiet_to, local, place)
    return moment


def is_quiet(local: datetime, quiet_from: time = QUIET_FROM, quiet_to: time = QUIET_TO) -> bool:
    """Whether `local`, by the clock it carries, falls into hours that may span midnight."""
    clock = local.time()
    if quiet_from <= quiet_to:
        return quiet_from <= clock < quiet_to
    return clock >= quiet_from or clock < quiet_to


def _next(clock: time, local: datetime, place: tzinfo) -> datetime:
    """The first moment after `local` at which the clocks of `place` show `clock`, in UTC.

    A time that the clocks show twice counts both times. One that they jump over is as long after midnight as it would
    have been.
    """
    moment = local.astimezone(UTC)
    shown = (
        datetime.combine(local.date() + timedelta(days=days), clock.replace(fold=fold), place).astimezone(UTC)
        for days in (0, 1, 2)
        for fold in (0, 1)
    )
    return min(one for one in shown if one > moment)


def _refused(why: str) -> RuleBroken:
    return RuleBroken("The follow-up cannot be sent then", errors=(FieldError("scheduledTime", why),))
