"""A follow-up comes when it was asked for, and never in somebody's night."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.domain.errors import RuleBroken
from shared.domain.follow_up import is_quiet, plan
from shared.domain.time_zones import first_known, time_zone_of

NEW_YORK = ZoneInfo("America/New_York")
NOON = datetime(2026, 11, 21, 17, 0, tzinfo=UTC)  # noon in New York
EVENING = datetime(2026, 11, 22, 3, 30, tzinfo=UTC)  # half past ten in the evening there


def in_new_york(
    asked: datetime,
    quiet_from: time = time(21),
    quiet_to: time = time(9),
    now: datetime = datetime(2026, 1, 1, tzinfo=UTC),
) -> str:
    """What the clocks of New York show when the follow-up is sent."""
    moment = plan(asked, now, "America/New_York", quiet_from, quiet_to)
    assert moment.utcoffset() == timedelta(0)
    return moment.astimezone(NEW_YORK).strftime("%m-%d %H:%M %Z")


@pytest.mark.parametrize(
    ("number", "zone"),
    [
        ("+12125550123", "America/New_York"),
        ("+16895550123", "America/New_York"),
        ("+14235550123", "America/New_York"),
        ("+12195550123", "America/Chicago"),
        ("+18505550123", "America/Chicago"),
        ("+19155550123", "America/Denver"),
        ("+12085550123", "America/Boise"),
        ("+16025550123", "America/Phoenix"),
        ("+13105550123", "America/Los_Angeles"),
        ("+19075550123", "America/Anchorage"),
        ("+18085550123", "Pacific/Honolulu"),
        ("+14165550123", "America/Toronto"),
        ("+17095550123", "America/St_Johns"),
        ("+13065550123", "America/Regina"),
        ("+17875550123", "America/Puerto_Rico"),
        ("+18765550123", "America/Jamaica"),
        ("+16715550123", "Pacific/Guam"),
    ],
)
def test_an_area_code_tells_the_zone(number: str, zone: str) -> None:
    assert time_zone_of(number) == zone


@pytest.mark.parametrize(
    "number",
    [
        "+442079460123",
        "+525555550123",
        "+18005550123",
        "+1212555012",
        "+121255501234",
        "12125550123",
        "",
        "web",
        "+1２125550123",
    ],
)
def test_other_numbers_tell_nothing(number: str) -> None:
    assert time_zone_of(number) is None


def test_every_zone_in_the_table_is_known_and_every_area_code_has_one_zone() -> None:
    zones = {code: time_zone_of(f"+1{code}5550123") for code in range(200, 1000)}
    named = {zone for zone in zones.values() if zone}
    assert len([zone for zone in zones.values() if zone]) > 440
    assert {first_known(zone) for zone in named} == {ZoneInfo(zone) for zone in named}


@pytest.mark.parametrize(
    "name", ["Mars/Olympus", "", "../../etc/passwd", "America", "/etc/localtime", "\0", "a" * 5000, None]
)
def test_when_a_zone_is_unknown_then_the_programs_counts_and_then_utc_minus_five(name: str | None) -> None:
    assert first_known(name, "America/Denver") == ZoneInfo("America/Denver")
    assert first_known(name) == timezone(timedelta(hours=-5))


def test_given_no_time_then_it_is_a_day_from_now() -> None:
    assert plan(None, NOON, "America/New_York") == NOON + timedelta(days=1)


def test_given_no_time_when_a_day_from_now_is_night_then_it_is_the_morning_after() -> None:
    assert plan(None, EVENING, "America/New_York") == datetime(2026, 11, 23, 14, 0, tzinfo=UTC)


def test_the_texters_night_counts_and_not_the_programs() -> None:
    asked = datetime(2026, 12, 1, 14, 30, tzinfo=UTC)  # 09:30 in New York, 06:30 in Los Angeles
    assert plan(asked, NOON, "America/New_York", program_zone="America/Los_Angeles") == asked
    moved = plan(asked, NOON, "America/Los_Angeles", program_zone="America/New_York")
    assert moved == datetime(2026, 12, 1, 17, 0, tzinfo=UTC)


@pytest.mark.parametrize("zone", [None, "Mars/Olympus"])
def test_given_no_zone_of_the_texter_then_the_programs_night_counts(zone: str | None) -> None:
    asked = datetime(2026, 12, 1, 14, 30, tzinfo=UTC)
    assert plan(asked, NOON, zone, program_zone="America/Los_Angeles") == datetime(2026, 12, 1, 17, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("asked", "sent"),
    [
        ("2026-12-01T09:00", "12-01 09:00 EST"),
        ("2026-12-01T20:59", "12-01 20:59 EST"),
        ("2026-12-01T21:00", "12-02 09:00 EST"),
        ("2026-12-01T23:59", "12-02 09:00 EST"),
        ("2026-12-02T00:00", "12-02 09:00 EST"),
        ("2026-12-02T08:59", "12-02 09:00 EST"),
        ("2026-07-01T22:00", "07-02 09:00 EDT"),
    ],
)
def test_quiet_hours_that_span_midnight(asked: str, sent: str) -> None:
    assert in_new_york(datetime.fromisoformat(asked).replace(tzinfo=NEW_YORK)) == sent


@pytest.mark.parametrize(
    ("asked", "sent"),
    [
        ("2026-12-01T12:59", "12-01 12:59 EST"),
        ("2026-12-01T13:00", "12-01 15:00 EST"),
        ("2026-12-01T15:00", "12-01 15:00 EST"),
    ],
)
def test_quiet_hours_within_a_day(asked: str, sent: str) -> None:
    assert in_new_york(datetime.fromisoformat(asked).replace(tzinfo=NEW_YORK), time(13), time(15)) == sent


def test_quiet_hours_that_begin_as_they_end_are_none() -> None:
    assert in_new_york(datetime(2026, 12, 1, 3, 0, tzinfo=NEW_YORK), time(0), time(0)) == "12-01 03:00 EST"


def test_on_the_night_the_clocks_go_forward_the_morning_is_still_nine() -> None:
    assert in_new_york(datetime(2026, 3, 7, 22, 0, tzinfo=NEW_YORK)) == "03-08 09:00 EDT"


def test_on_the_night_the_clocks_go_back_the_morning_is_still_nine() -> None:
    assert in_new_york(datetime(2026, 10, 31, 22, 0, tzinfo=NEW_YORK)) == "11-01 09:00 EST"


def test_quiet_hours_that_end_at_a_time_the_clocks_jump_over_end_after_the_jump() -> None:
    assert in_new_york(datetime(2026, 3, 8, 1, 0, tzinfo=NEW_YORK), time(21), time(2, 30)) == "03-08 03:30 EDT"


def test_quiet_hours_that_end_at_a_time_shown_twice_end_at_the_next_of_the_two() -> None:
    first, second = (datetime(2026, 11, 1, 1, 10, tzinfo=NEW_YORK, fold=fold) for fold in (0, 1))
    assert in_new_york(first, time(21), time(1, 30)) == "11-01 01:30 EDT"
    assert in_new_york(second, time(21), time(1, 30)) == "11-01 01:30 EST"


@pytest.mark.parametrize(
    "asked",
    [
        datetime(2026, 12, 1, 12, 0),  # noqa: DTZ001 - a time without a zone is what is refused
        NOON,
        NOON - timedelta(seconds=1),
        NOON + timedelta(days=365, seconds=1),
        datetime.min.replace(tzinfo=timezone(timedelta(hours=14))),
        datetime.max.replace(tzinfo=timezone(timedelta(hours=-12))),
    ],
)
def test_a_time_without_a_zone_past_or_too_far_is_refused_by_field(asked: datetime) -> None:
    with pytest.raises(RuleBroken) as refused:
        plan(asked, NOON, "America/New_York")
    assert [error.field for error in refused.value.errors] == ["scheduledTime"]


def test_a_year_ahead_is_not_too_far() -> None:
    assert plan(NOON + timedelta(days=365), NOON, "America/New_York") == NOON + timedelta(days=365)


ZONES = st.sampled_from(["America/New_York", "America/St_Johns", "America/Phoenix", "Pacific/Honolulu", "Mars/Olympus"])
CLOCKS = st.times(timezones=st.none()).map(lambda clock: clock.replace(second=0, microsecond=0, fold=0))


@given(st.integers(1, 365 * 24 * 60), ZONES, CLOCKS, CLOCKS)
def test_whatever_is_asked_it_comes_later_never_earlier_and_never_in_quiet_hours(
    minutes: int, zone: str, quiet_from: time, quiet_to: time
) -> None:
    asked = NOON + timedelta(minutes=minutes)
    moment = plan(asked, NOON, zone, quiet_from, quiet_to)
    place = first_known(zone)
    assert moment >= asked
    assert not is_quiet(moment.astimezone(place), quiet_from, quiet_to)
    assert moment == asked or is_quiet(asked.astimezone(place), quiet_from, quiet_to)
    assert moment - asked <= timedelta(days=2)
