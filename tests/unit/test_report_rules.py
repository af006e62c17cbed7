"""The arithmetic of reports: days by the clocks of a place, spreads, and a day on the line."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.domain.figures import Ending, Figures
from shared.domain.reports.days import Day
from shared.domain.reports.spread import Spread, median, percentile, spread
from shared.domain.reports.today import Arrival, today

NEW_YORK = ZoneInfo("America/New_York")
DAY = Day(date(2026, 11, 20), NEW_YORK)
ZONES = st.sampled_from(["America/New_York", "Europe/Berlin", "Asia/Kolkata", "Australia/Lord_Howe", "UTC"])
DATES = st.dates(date(2001, 1, 1), date(2035, 12, 31))


def begun(hours: float = 0, of: Day = DAY, **figures: object) -> Arrival:
    return Arrival(of.begins + timedelta(hours=hours), Figures(**figures))  # type: ignore[arg-type]


class TestSpread:
    def test_the_middle_of_few_and_what_all_but_one_in_twenty_stay_below(self) -> None:
        assert spread([]) == Spread(0, None, None)
        assert spread([7]) == Spread(1, 7, 7)
        assert spread([30, 10]) == Spread(2, 20, 30)
        assert spread([3, 1, 2]) == Spread(3, 2, 3)
        assert spread(range(1, 21)) == Spread(20, 11, 19)
        assert spread(range(1, 101)).p95 == 95

    @given(st.lists(st.integers(0, 100_000), min_size=1))
    def test_of_any_numbers_half_lie_on_each_side_of_the_median_and_no_more_than_a_twentieth_above_the_p95(
        self, numbers: list[int]
    ) -> None:
        found = spread(reversed(numbers))
        assert found == spread(numbers)
        assert found.median is not None
        assert found.p95 is not None
        assert sum(one < found.median for one in numbers) * 2 <= len(numbers)
        assert sum(one > found.median for one in numbers) * 2 <= len(numbers)
        assert sum(one > found.p95 for one in numbers) * 20 <= len(numbers)
        assert found.p95 in numbers
        assert found.median <= found.p95 or len(numbers) < 3

    def test_of_nothing_there_is_neither(self) -> None:
        assert (median([]), percentile([], 95)) == (None, None)


class TestDays:
    @pytest.mark.parametrize(
        ("day", "zone", "hours"),
        [
            (date(2026, 11, 20), "America/New_York", 24),
            (date(2026, 3, 8), "America/New_York", 23),
            (date(2026, 11, 1), "America/New_York", 25),
            (date(2026, 4, 5), "Australia/Lord_Howe", 25),  # half an hour longer: the last one is half a one
        ],
    )
    def test_a_day_has_as_many_hours_as_its_clocks_say(self, day: date, zone: str, hours: int) -> None:
        assert len(Day(day, ZoneInfo(zone)).hours()) == hours

    def test_what_day_it_is_depends_on_where(self) -> None:
        moment = datetime(2026, 11, 21, 3, tzinfo=UTC)
        assert Day.at(moment, NEW_YORK).date == date(2026, 11, 20)
        assert Day.at(moment, ZoneInfo("Asia/Kolkata")).date == date(2026, 11, 21)

    @given(DATES, ZONES)
    def test_days_follow_each_other_without_a_gap_and_hours_fill_them(self, day: date, zone: str) -> None:
        found = Day(day, ZoneInfo(zone))
        hours = found.hours()
        assert found.ends == found.after.begins
        assert found.before.ends == found.begins == hours[0]
        assert timedelta() < found.ends - hours[-1] <= timedelta(hours=1)
        assert all(found.hour_of(at) == number for number, at in enumerate(hours))
        assert found.hour_of(found.ends - timedelta(microseconds=1)) == len(hours) - 1
        assert Day.at(found.begins, found.place) == found


class TestToday:
    now = DAY.begins + timedelta(hours=12)

    def test_an_empty_day_has_all_its_hours_and_nothing_in_them(self) -> None:
        found = today(DAY, [], self.now)
        assert len(found.hours) == 24
        assert (found.waits.arrivals, found.open, found.endings, found.surveyed) == (0, 0, {}, None)

    def test_people_count_in_the_hour_in_which_they_wrote_and_those_of_yesterday_beside_them(self) -> None:
        arrivals = [begun(9.5, answered=60), begun(9.9), begun(10), begun(9.1, DAY.before), begun(9, DAY.after)]
        hours = today(DAY, arrivals, self.now).hours
        assert [one.waits.arrivals for one in hours[8:12]] == [0, 2, 1, 0]
        assert [one.before for one in hours[8:12]] == [0, 1, 0, 0]
        assert hours[9].waits.answers == Spread(1, 60, 60)

    def test_yesterday_is_compared_up_to_the_same_time_while_the_day_lasts(self) -> None:
        arrivals = [begun(11, DAY.before), begun(13, DAY.before)]
        assert today(DAY, arrivals, self.now).before.arrivals == 1
        assert today(DAY, arrivals, DAY.ends).before.arrivals == 2
        assert today(DAY, arrivals, DAY.begins - timedelta(hours=1)).before.arrivals == 0

    def test_the_hour_that_clocks_show_twice_is_compared_once(self) -> None:
        autumn = Day(date(2026, 11, 1), NEW_YORK)
        hours = today(autumn, [begun(1.5, autumn.before)], autumn.ends).hours
        assert [one.before for one in hours[:4]] == [0, 1, 0, 0]

    @pytest.mark.parametrize(
        ("arrival", "in_time"),
        [
            (begun(11, answered=300), True),
            (begun(11, answered=301), False),
            (begun(11.95), None),  # three minutes ago: nobody knows yet
            (begun(11.9), False),
            (begun(11, ended=120, ending=Ending.ENDED_BY_TEXTER), None),  # gone before it was late
            (begun(11, ended=400, ending=Ending.EXPIRED), False),
            (Arrival(DAY.begins, Figures(stopped=True), cannot_reply=True), None),  # nobody may write to them
        ],
    )
    def test_whether_somebody_was_answered_in_time(self, arrival: Arrival, in_time: bool | None) -> None:
        assert arrival.answered_in_time(self.now) is in_time
        found = today(DAY, [arrival], self.now).waits
        assert (found.decided, found.in_time) == (int(in_time is not None), int(in_time is True))

    def test_what_became_of_them_is_counted(self) -> None:
        found = today(
            DAY,
            [
                begun(1, taken=50, handed=2, returned=1, medical=1, ended=900, ending=Ending.CLOSED_BY_RESPONDER),
                begun(2, taken=70, police=1, stopped=True, ended=90, ending=Ending.ENDED_BY_TEXTER),
                begun(3),
            ],
            self.now,
        )
        assert found.endings == {Ending.CLOSED_BY_RESPONDER: 1, Ending.ENDED_BY_TEXTER: 1}
        assert (found.open, found.medical, found.police, found.hand_offs) == (1, 1, 1, 2)
        assert (found.returns, found.opt_outs, found.in_line) == (1, 1, Spread(2, 60, 70))

    def test_surveys_of_so_few_that_it_could_be_told_who_are_not_shown(self) -> None:
        both = [Arrival(DAY.begins, Figures(), False, 5, after) for after in (2, 3, 5, 6, 4)]
        one_only = Arrival(DAY.begins, Figures(), False, 5, None)
        assert today(DAY, [*both[:4], one_only], self.now).surveyed is None
        found = today(DAY, [*both, one_only], self.now).surveyed
        assert found is not None
        assert (found.count, found.change, found.better, found.worse, found.same) == (5, -1.0, 3, 1, 1)

    @given(
        st.lists(
            st.builds(
                Arrival,
                st.integers(-30 * 60, 30 * 60).map(lambda minutes: DAY.begins + timedelta(minutes=minutes)),
                st.builds(
                    Figures,
                    answered=st.none() | st.integers(0, 5000),
                    ended=st.none() | st.integers(0, 90_000),
                    ending=st.none() | st.sampled_from(Ending),
                ),
                st.booleans(),
            )
        ),
        st.integers(0, 72),
    )
    def test_whatever_the_day_brought_its_hours_add_up_to_it_in_whatever_order_they_are_read(
        self, arrivals: list[Arrival], hours: int
    ) -> None:
        now = DAY.begins + timedelta(hours=hours)
        found = today(DAY, arrivals, now)
        assert found == today(DAY, arrivals[::-1], now)
        assert sum(one.waits.arrivals for one in found.hours) == found.waits.arrivals
        assert sum(one.waits.answers.count for one in found.hours) == found.waits.answers.count
        assert sum(one.waits.decided for one in found.hours) == found.waits.decided
        assert sum(one.before for one in found.hours) >= found.before.arrivals
        assert found.open + sum(found.endings.values()) == found.waits.arrivals
        assert found.waits.in_time <= found.waits.decided <= found.waits.arrivals


class TestFigures:
    @given(
        st.builds(
            Figures,
            taken=st.none() | st.integers(0, 10**6),
            ending=st.none() | st.sampled_from(Ending),
            handed=st.integers(0, 9),
            stopped=st.booleans(),
        )
    )
    def test_what_is_stored_is_what_was_counted_and_nothing_is_stored_of_what_did_not_happen(
        self, figures: Figures
    ) -> None:
        plain = figures.to_plain()
        assert Figures.from_plain(plain) == figures
        assert Figures.from_plain({**plain, "a_later_one": 1}) == figures
        assert all(plain.values()) or plain.get("taken") == 0

    def test_of_a_new_conversation_nothing_is_stored(self) -> None:
        assert Figures().to_plain() == {}
