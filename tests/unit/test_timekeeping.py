"""Each timer at its time: not before, once, and the same whether somebody looks early, late or twice."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import timedelta

import pytest

from shared.domain.draft import Draft
from shared.domain.lifecycle import State
from shared.store.commits import Alongside
from tests.unit.places import (
    answered,
    assigned,
    checked_on,
    medical,
    names,
    now_at,
    police,
    transferred,
    waiting,
    wrapping,
)
from tests.unit.staff import CRITICAL, RISKY, TEXTS, Staff
from tests.unit.world import World


@pytest.fixture
def staff(world: World) -> Staff:
    return Staff(world)


@dataclass(frozen=True)
class Row:
    """A timer of the design: after `minutes` in this place, `does` what it says and the texter hears `says`."""

    place: Callable[[Staff], str]
    minutes: float
    does: str
    says: str | None = None
    to: State | None = None

    def __str__(self) -> str:
        return f"{self.place.__name__} {self.does}"


ROWS = [
    Row(waiting, 5, "still_in_line", TEXTS["still_in_line"]),
    Row(waiting, 5, "queue_alert"),
    Row(waiting, 240, "timeout_expire", TEXTS["expired"], State.EXPIRED),
    Row(assigned, 2, "return_to_queue", None, State.QUEUED),
    Row(transferred, 2, "transfer_timeout", None, State.QUEUED),
    Row(Staff.talking, 3, "reply_nudge"),
    Row(Staff.talking, 6, "reply_alert"),
    Row(Staff.talking, 10, "return_to_queue", TEXTS["returned"], State.QUEUED),
    Row(answered, 10, "still_there", TEXTS["still_there"]),
    Row(answered, 20, "begin_wrap_up", None, State.WRAP_UP),
    Row(medical, 10, "escalation_reminder"),
    Row(police, 10, "escalation_reminder"),
    Row(police, 3, "police_second"),
    Row(police, 5, "police_alone"),
    Row(wrapping, 30, "close_from_wrap_up", None, State.CLOSED),
    Row(checked_on, 24 * 60, "close_from_followup", None, State.CLOSED),
]


def looked_at_every_minute(staff: Staff, one: str, minutes: float) -> None:
    """As the sweep would, and a last time one second before `minutes` are over."""
    left = minutes * 60 - 1
    while left > 0:
        step = min(60.0, left)
        staff.later(seconds=step)
        staff.look(one)
        left -= step


class TestEveryTimerOfTheDesign:
    @pytest.mark.parametrize("row", [row for row in ROWS if row.minutes <= 30], ids=str)
    def test_fires_at_its_time_not_a_second_before_and_once(self, staff: Staff, row: Row) -> None:
        world, one = staff.world, row.place(staff)
        begun = now_at(world, one).version
        looked_at_every_minute(staff, one, row.minutes)
        assert row.does not in names(world, one, begun)
        staff.later(seconds=1)
        for _ in range(3):
            staff.look(one)
        assert names(world, one, begun).count(row.does) == 1
        if row.to is not None:
            assert now_at(world, one).state is row.to
        said = [text for direction, text in world.words(now_at(world, one)) if direction == "system"]
        if row.says is not None:
            assert said.count(row.says) == 1

    @pytest.mark.parametrize("row", ROWS, ids=str)
    def test_given_nobody_looked_for_long_then_what_is_due_is_done_late_and_once(self, staff: Staff, row: Row) -> None:
        world, one = staff.world, row.place(staff)
        begun = now_at(world, one).version
        staff.later(minutes=row.minutes, seconds=59)
        for _ in range(3):
            staff.look(one)
        assert names(world, one, begun).count(row.does) == 1
        if row.to is not None:
            assert now_at(world, one).state is row.to

    @pytest.mark.parametrize("row", ROWS, ids=str)
    def test_a_look_that_comes_too_early_changes_nothing_but_when_it_is_looked_at_again(
        self, staff: Staff, row: Row
    ) -> None:
        world, one = staff.world, row.place(staff)
        before = now_at(world, one)
        for _ in range(2):
            staff.look(one)
        after = now_at(world, one)
        assert (after.version, after.state) == (before.version, before.state)
        assert after.timer_at is not None and after.timer_at > world.clock.now()

    @pytest.mark.parametrize("row", ROWS, ids=str)
    def test_the_agenda_has_it_when_it_is_due(self, staff: Staff, row: Row) -> None:
        world, one = staff.world, row.place(staff)
        staff.later(minutes=row.minutes)
        assert one in world.agenda.due(world.clock.now())


class TestWhatRepeats:
    def test_still_in_line_after_five_minutes_and_every_fifteen(self, staff: Staff) -> None:
        one = waiting(staff)
        heard = []
        for minute in range(1, 61):
            staff.later(minutes=1)
            before = now_at(staff.world, one).version
            staff.look(one)
            if "still_in_line" in names(staff.world, one, before):
                heard.append(minute)
        assert heard == [5, 20, 35, 50]

    def test_supervisors_are_reminded_of_an_escalation_every_ten_minutes_for_as_long_as_it_lasts(
        self, staff: Staff
    ) -> None:
        one = medical(staff)
        for _ in range(6):
            staff.later(minutes=10)
            staff.look(one)
        assert names(staff.world, one).count("escalation_reminder") == 6

    @pytest.mark.parametrize("text", [RISKY, CRITICAL])
    def test_somebody_at_risk_never_expires_and_supervisors_are_paged_again_and_again(
        self, staff: Staff, text: str
    ) -> None:
        staff.world.text(text)
        one = staff.world.only().id
        for _ in range(30):
            staff.later(minutes=10)
            staff.look(one)
        assert now_at(staff.world, one).state is State.QUEUED
        assert names(staff.world, one).count("queue_alert") == 30
        assert "timeout_expire" not in names(staff.world, one)


class TestWhatMessagesSetBack:
    def test_an_answer_in_time_means_nobody_is_nudged(self, staff: Staff) -> None:
        one = staff.talking()
        for _ in range(4):
            staff.later(minutes=2)
            staff.world.reply(one)
            staff.later(minutes=2)
            staff.world.text("yes")
            staff.look(one)
        assert "reply_nudge" not in names(staff.world, one)

    def test_a_second_message_of_the_texter_does_not_set_the_clock_back(self, staff: Staff) -> None:
        one = staff.talking()
        staff.later(minutes=2)
        staff.world.text("are you there?")
        staff.later(minutes=1)
        staff.look(one)
        assert "reply_nudge" in names(staff.world, one)

    def test_each_silence_has_its_own_nudge(self, staff: Staff) -> None:
        one = staff.talking()
        for _ in range(2):
            staff.later(minutes=3)
            staff.look(one)
            staff.world.reply(one)
            staff.later(seconds=1)
            staff.world.text("go on")
        assert names(staff.world, one).count("reply_nudge") == 2

    def test_a_silence_that_begins_long_after_the_last_look_is_noticed_in_time(self, staff: Staff) -> None:
        """Messages do not write when to look next: the look that is due already must come soon enough."""
        one = staff.talking()
        staff.world.reply(one)
        for _ in range(10):
            staff.later(minutes=1)
            if one in staff.world.agenda.due(staff.world.clock.now()):
                staff.look(one)
        staff.world.text("I am back")
        asked = staff.world.clock.now()
        while "reply_nudge" not in names(staff.world, one):
            staff.later(minutes=1)
            if one in staff.world.agenda.due(staff.world.clock.now()):
                staff.look(one)
        assert staff.world.clock.now() - asked <= timedelta(minutes=4)


class TestOrder:
    def test_given_everything_is_late_then_the_move_comes_first_and_notices_of_the_old_state_are_not_made(
        self, staff: Staff
    ) -> None:
        one = staff.talking()
        staff.later(hours=2)
        staff.look(one)
        done = names(staff.world, one)
        assert done.index("return_to_queue") < len(done)
        assert not {"reply_nudge", "reply_alert"} & set(done)

    @pytest.mark.parametrize("hours", [1, 3, 5])
    def test_given_they_talked_for_hours_then_the_texter_who_is_given_back_does_not_expire(
        self, staff: Staff, hours: int
    ) -> None:
        one = staff.talking()
        for _ in range(hours * 12):
            staff.later(minutes=5)
            staff.world.text("and then")
            staff.world.reply(one)
        staff.give_back("res_1", one)
        staff.look(one)
        assert now_at(staff.world, one).state is State.QUEUED
        assert TEXTS["expired"] not in dict(staff.world.words(now_at(staff.world, one))).values()
        assert "still_in_line" not in names(staff.world, one)
        staff.later(hours=4)
        staff.look(one)
        assert now_at(staff.world, one).state is State.EXPIRED

    def test_a_conversation_that_was_opened_and_never_routed_is_routed(self, staff: Staff) -> None:
        world, one = staff.world, "con_new"
        world.text("hello")
        key, item = world.vault.mint("aff_1", one)
        fresh = replace(world.only(), id=one, thread_id="another", state=State.NEW, version=0, queued_at=None)
        rules = world.principal("sup_1").affiliate.rules("pro_1")
        world.conversations.commit(Draft.open(fresh), key, Alongside(new_items=[item], rules=rules))
        staff.later(seconds=59)
        staff.look(one)
        assert now_at(world, one).state is State.NEW
        staff.later(seconds=1)
        staff.look(one)
        assert now_at(world, one).state is State.QUEUED

    def test_a_programs_own_rules_count(self, world: World) -> None:
        staff = Staff(world, rules={"unstarted_after": 7})
        one = assigned(staff)
        staff.later(seconds=6)
        staff.look(one)
        assert now_at(world, one).state is State.ASSIGNED
        staff.later(seconds=1)
        staff.look(one)
        assert now_at(world, one).state is State.QUEUED

    def test_a_conversation_that_is_not_there_is_not_looked_at(self, staff: Staff) -> None:
        assert staff.look("con_none") is None

    def test_one_that_has_ended_is_left_alone(self, staff: Staff) -> None:
        one = staff.talking()
        staff.close("res_1", one)
        before = now_at(staff.world, one)
        staff.later(days=3)
        staff.look(one)
        assert now_at(staff.world, one) == before
        assert staff.world.agenda.timed() == set()

    def test_given_somebody_is_faster_then_the_timer_looks_again_and_finds_nothing_to_do(self, staff: Staff) -> None:
        world, one = staff.world, staff.talking()
        staff.later(minutes=10)
        world.wire.before("TransactWriteItems", lambda: world.reply(one))
        staff.look(one)
        assert now_at(world, one).state is State.ACTIVE
        assert "return_to_queue" not in names(world, one)
