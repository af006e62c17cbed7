"""When a line is open: weekdays, holidays, midnight, and clocks that change."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.domain.errors import RuleBroken
from shared.domain.hours import DAYS, Hours

EAST = ZoneInfo("America/New_York")
#: Monday, 16 November 2026.
MONDAY = datetime(2026, 11, 16, tzinfo=EAST)
OFFICE = {day: ["09:00-17:00"] for day in DAYS[:5]}


def hours(**given: object) -> Hours:
    return Hours.checked(given, "America/New_York", ("twilio", "webchat"))


def at(day: int, clock: str, month: int = 11, year: int = 2026) -> datetime:
    hour, minute = map(int, clock.split(":"))
    return datetime(year, month, day, hour, minute, tzinfo=EAST)


class TestAWeek:
    def test_it_opens_on_the_minute_and_is_closed_on_the_minute(self) -> None:
        office = hours(week=OFFICE)
        assert [office.is_open(at(16, clock)) for clock in ("08:59", "09:00", "16:59", "17:00")] == [
            False, True, True, False,
        ]  # fmt: skip

    def test_when_it_opens_next_is_told_by_its_own_clock(self) -> None:
        office = hours(week=OFFICE)
        assert office.opens_at(at(16, "05:00").astimezone(UTC)) == at(16, "09:00")
        assert office.opens_at(at(20, "17:00")) == at(23, "09:00"), "after the weekend"
        found = office.opens_at(at(16, "05:00").astimezone(UTC))
        assert found is not None and (found.hour, found.tzname()) == (9, "EST")
        assert office.opens_at(at(16, "10:00")) == at(16, "10:00"), "it is open"

    def test_when_it_closes_next(self) -> None:
        office = hours(week=OFFICE)
        assert office.closes_at(at(16, "10:00")) == at(16, "17:00")
        assert office.closes_at(at(16, "17:00")) == at(17, "17:00")

    def test_hours_beyond_midnight_belong_to_the_evening_they_begin(self) -> None:
        late = hours(week={"friday": ["18:00-02:00"]}, holidays={"2026-11-27": "Day after"})
        assert late.is_open(at(21, "01:59"))
        assert not late.is_open(at(21, "02:00"))
        assert not late.is_open(at(28, "01:00")), "the evening before was a holiday"
        eve = hours(week={"friday": ["18:00-02:00"]}, holidays={"2026-11-21": "Saturday"})
        assert eve.is_open(at(21, "01:00")), "the evening was none"

    def test_until_midnight_and_from_midnight_there_is_no_gap(self) -> None:
        around = hours(week={day: ["00:00-24:00"] for day in DAYS})
        assert around.is_open(at(17, "00:00"))
        assert around.closes_at(at(16, "12:00")) is None
        weekend = hours(week={"saturday": ["00:00-24:00"], "sunday": ["00:00-24:00"]})
        assert weekend.closes_at(at(21, "12:00")) == at(23, "00:00")

    def test_a_channel_may_have_hours_of_its_own(self) -> None:
        both = hours(week=OFFICE, channels={"webchat": {"monday": ["12:00-13:00"]}})
        assert both.on("twilio").is_open(at(16, "10:00"))
        assert not both.on("webchat").is_open(at(16, "10:00"))
        assert both.on("webchat").is_open(at(16, "12:30"))


class TestHolidays:
    def test_on_a_holiday_it_is_closed_and_the_day_has_a_name(self) -> None:
        office = hours(week=OFFICE, holidays={"2026-11-26": "Thanksgiving"})
        assert not office.is_open(at(26, "12:00"))
        holiday = office.holiday_at(at(26, "23:59").astimezone(UTC))
        assert holiday is not None and holiday.name == "Thanksgiving"
        assert office.holiday_at(at(27, "00:00")) is None
        assert office.opens_at(at(25, "18:00")) == at(27, "09:00")

    def test_a_line_without_a_week_is_open_day_and_night_but_for_them(self) -> None:
        always = hours(holidays={"2026-12-25": "Christmas Day"})
        assert always.is_open(at(16, "03:00"))
        assert always.closes_at(at(16, "03:00")) == at(25, "00:00", 12)
        assert always.opens_at(at(25, "08:00", 12)) == at(26, "00:00", 12)


class TestClocksThatChange:
    def test_in_spring_a_line_opens_at_the_same_hour_by_the_clock(self) -> None:
        office = hours(week={day: ["09:00-17:00"] for day in DAYS})
        saturday, sunday = (office.opens_at(at(day, "00:00", 3, 2027)) for day in (13, 14))
        assert saturday is not None and sunday is not None
        assert sunday.astimezone(UTC) - saturday.astimezone(UTC) == timedelta(hours=23)

    def test_a_night_in_spring_is_an_hour_shorter_and_one_in_autumn_an_hour_longer(self) -> None:
        night = hours(week={day: ["22:00-06:00"] for day in DAYS})
        for month, day, expected in ((3, 13, 7), (10, 31, 9), (11, 16, 8)):
            year = 2027 if month == 3 else 2026
            begin = at(day, "22:00", month, year)
            end = night.closes_at(begin)
            assert end is not None
            assert end.astimezone(UTC) - begin.astimezone(UTC) == timedelta(hours=expected)

    def test_hours_that_begin_or_end_at_a_time_shown_twice_leave_nobody_out(self) -> None:
        late = hours(week={"sunday": ["00:00-01:30"]})
        second = datetime(2026, 11, 1, 1, 15, fold=1, tzinfo=EAST)
        assert late.is_open(second)
        early = hours(week={"sunday": ["01:30-04:00"]})
        first = datetime(2026, 11, 1, 1, 45, fold=0, tzinfo=EAST)
        assert early.is_open(first)

    def test_hours_that_the_clocks_jump_over_do_not_exist_and_break_nothing(self) -> None:
        gone = hours(week={"sunday": ["02:15-02:45"]})
        jump = at(14, "00:00", 3, 2027)
        found = gone.opens_at(jump)
        assert found is not None
        assert found.date().day in (14, 21)


class TestTimeThatCountsWhileOpen:
    def test_four_hours_that_begin_before_closing_end_the_next_day(self) -> None:
        office = hours(week=OFFICE)
        assert office.after(at(16, "16:30"), 4 * 3600) == at(17, "12:30")
        assert office.after(at(20, "16:30"), 4 * 3600) == at(23, "12:30"), "over a weekend"
        assert office.after(at(16, "20:00"), 0) == at(17, "09:00")
        assert office.after(at(16, "10:00"), 60) == at(16, "10:01")

    def test_how_long_it_was_open(self) -> None:
        office = hours(week=OFFICE)
        assert office.open_seconds(at(16, "16:00"), at(17, "10:00")) == 2 * 3600
        assert office.open_seconds(at(16, "18:00"), at(16, "23:00")) == 0

    @given(
        st.integers(0, 160 * 24 * 60).map(lambda minutes: MONDAY.astimezone(UTC) + timedelta(minutes=minutes)),
        st.integers(0, 200 * 3600),
        st.lists(
            st.tuples(st.sampled_from(DAYS), st.integers(0, 23), st.integers(0, 23)).filter(lambda w: w[1] != w[2]),
            min_size=1,
            max_size=6,
            unique_by=lambda window: window[0],
        ),
    )
    def test_whatever_the_hours_the_moment_reached_is_that_much_open_time_away(
        self, since: datetime, seconds: int, windows: list[tuple[str, int, int]]
    ) -> None:
        week = {day: [f"{opens:02}:00-{closes:02}:00"] for day, opens, closes in windows}
        some = hours(week=week, holidays={"2026-12-25": "Christmas Day", "2027-01-01": "New Year"})
        reached = some.after(since, seconds)
        assert reached is not None
        assert some.open_seconds(since, reached) == pytest.approx(seconds)
        assert reached >= since + timedelta(seconds=seconds)
        opened = some.opens_at(since)
        assert opened is not None and some.is_open(opened)
        assert some.is_open(since) == (opened == since)
        closed = some.closes_at(since)
        assert closed is not None and not some.is_open(closed)


class TestWhatMayBeSaved:
    @pytest.mark.parametrize(
        ("given", "field"),
        [
            ({"zone": "Mars/Olympus"}, "hours.zone"),
            ({"weeks": {}}, "hours.weeks"),
            ({"week": []}, "hours.week"),
            ({"week": {}}, "hours.week"),
            ({"week": {"monday": []}}, "hours.week"),
            ({"week": {**OFFICE, "mon": ["09:00-17:00"]}}, "hours.week.mon"),
            ({"week": {"monday": "09:00-17:00"}}, "hours.week.monday"),
            ({"week": {"monday": ["9-17"], "friday": ["09:00-17:00"]}}, "hours.week.monday"),
            ({"week": {"monday": ["09:00-25:00"], "friday": ["09:00-17:00"]}}, "hours.week.monday"),
            ({"week": {"monday": ["09:00-09:00"]}}, "hours.week.monday"),
            ({"week": {"monday": ["09:00-13:00", "12:00-17:00"]}}, "hours.week.monday"),
            ({"holidays": {"25 December": "Christmas"}}, "hours.holidays.25 December"),
            ({"holidays": {"2026-12-25": ""}}, "hours.holidays.2026-12-25"),
            ({"holidays": {"2026-12-25": "x" * 41}}, "hours.holidays.2026-12-25"),
            ({"holidays": ["2026-12-25"]}, "hours.holidays"),
            ({"channels": {"pigeon": OFFICE}}, "hours.channels.pigeon"),
            ({"channels": {"webchat": {"monday": ["x"], "friday": ["09:00-17:00"]}}}, "hours.channels.webchat.monday"),
        ],
    )
    def test_what_makes_no_sense_is_refused_by_its_name(self, given: Mapping[str, object], field: str) -> None:
        with pytest.raises(RuleBroken) as broken:
            Hours.checked(given, "America/New_York", ("twilio", "webchat"))
        assert [error.field for error in broken.value.errors] == [field]

    def test_hours_without_a_clock_are_refused(self) -> None:
        with pytest.raises(RuleBroken) as broken:
            Hours.checked({"week": OFFICE}, None, ())
        assert [error.field for error in broken.value.errors] == ["hours.zone"]

    @given(
        st.recursive(
            st.none() | st.integers() | st.text(max_size=12),
            lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
        ),
        st.sampled_from(["week", "holidays", "channels", "zone"]),
    )
    def test_whatever_is_given_it_is_hours_or_refused(self, value: object, name: str) -> None:
        try:
            found = Hours.checked({name: value}, "UTC", ("twilio",))
        except RuleBroken:
            return
        assert found.opens_at(MONDAY) is not None
