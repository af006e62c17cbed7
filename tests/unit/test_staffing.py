"""Who is there, how long the queues are, what staff are called for."""

from __future__ import annotations

from dataclasses import replace

import pytest

from shared.contracts import care_api
from shared.contracts.alerts import AlertNotice
from shared.domain.errors import NotFound
from tests.unit.places import answered
from tests.unit.staff import EXIT, Staff
from tests.unit.world import World


@pytest.fixture
def staff(world: World) -> Staff:
    return Staff(world)


def status(world: World, user: str, asked_by: str = "sup_1") -> care_api.ResponderStatus:
    listed = world.staffing.responders(world.request(asked_by)).items
    return next(one for one in listed if one.id == user)


def say(world: World, user: str, state: str) -> care_api.PresenceReply:
    body = care_api.PresenceRequest.model_validate({"state": state})
    return world.staffing.set_presence(world.request(user, body=body))


class TestPresence:
    @pytest.mark.parametrize("state", ["available", "busy", "away"])
    def test_people_say_whether_they_are_there(self, world: World, state: str) -> None:
        assert say(world, "res_1", state).state == state
        assert status(world, "res_1").state == state

    def test_after_ninety_seconds_without_a_word_they_are_gone(self, world: World) -> None:
        say(world, "res_1", "available")
        world.clock.go_on(seconds=90)
        assert status(world, "res_1").state == "available"
        world.clock.go_on(seconds=1)
        assert status(world, "res_1").state == "gone"

    def test_whoever_was_never_heard_of_is_gone(self, world: World) -> None:
        assert (status(world, "res_1").state, status(world, "res_1").last_seen_at) == ("gone", None)

    def test_a_sign_of_life_keeps_what_they_said(self, world: World) -> None:
        say(world, "res_1", "busy")
        world.clock.go_on(seconds=80)
        world.presences.seen("aff_1", "res_1")
        world.clock.go_on(seconds=80)
        assert status(world, "res_1").state == "busy"

    def test_somebody_who_is_heard_of_all_the_time_costs_a_write_every_twenty_five_seconds(self, world: World) -> None:
        with world.wire.watching() as sent:
            for _ in range(100):
                world.presences.seen("aff_1", "res_1")
                world.clock.go_on(seconds=1)
        assert [one.operation for one in sent].count("UpdateItem") == 4


class TestLoads:
    def test_load_and_limit_are_those_that_count_when_texters_are_handed_out(self, staff: Staff) -> None:
        answered(staff)
        assert (status(staff.world, "res_1").load, status(staff.world, "res_1").limit) == (1, 3)
        assert status(staff.world, "res_2").load == 0

    def test_of_ones_own_programs_and_affiliate_only(self, world: World) -> None:
        world.hire("res_4", programs=("pro_2",))
        listed = {one.id for one in world.staffing.responders(world.request("res_1")).items}
        assert listed == {"res_1", "res_2", "sup_1"}


class TestLongestUnanswered:
    def longest(self, staff: Staff, user: str = "res_1") -> int | None:
        return status(staff.world, user).longest_unanswered_seconds

    def test_of_ones_texters_the_one_counts_who_waits_longest(self, staff: Staff) -> None:
        world = staff.world
        first = staff.talking()
        second = staff.talking(sender="+12025550199")
        world.reply(first)
        world.reply(second)
        assert self.longest(staff) is None
        world.text("I am still here")
        staff.later(seconds=40)
        world.text("and so am I", sender="+12025550199")
        world.text("hello?")
        staff.later(seconds=20)
        assert self.longest(staff) == 60
        world.reply(first)
        assert self.longest(staff) == 20
        assert self.longest(staff, "res_2") is None

    def test_whoever_was_just_given_a_texter_is_not_late_for_the_time_in_line(self, staff: Staff) -> None:
        staff.world.text("hello")
        one = staff.world.only().id
        staff.later(minutes=20)
        staff.assign("sup_1", one, "res_1")
        staff.later(seconds=30)
        assert self.longest(staff) == 30
        staff.accept("res_1", one)
        staff.later(seconds=5)
        assert self.longest(staff) == 5

    def test_nobody_is_late_for_who_cannot_be_answered_or_answers_a_survey(self, world: World) -> None:
        staff = Staff(world, surveys=(EXIT,))
        one = staff.talking()
        staff.wrap_up("res_1", one)
        staff.survey("res_1", one)
        world.text("4")
        staff.later(minutes=1)
        assert self.longest(staff) is None

    def test_everybodys_are_read_together(self, staff: Staff) -> None:
        world = staff.world
        world.staffing.responders(world.request("sup_1"))

        def reads() -> int:
            request = world.request("sup_1")
            with world.wire.watching() as sent:
                world.staffing.responders(request)
            return len(sent)

        staff.talking()
        one = reads()
        for number in range(4):
            staff.talking("res_2" if number % 2 else "res_1", sender=f"+1202555{1000 + number}")
        assert reads() == one


class TestHealth:
    def health(self, staff: Staff, user: str = "sup_1") -> care_api.QueueHealth:
        return staff.world.staffing.health(staff.world.request(user))

    def test_depth_average_and_longest_wait(self, staff: Staff) -> None:
        staff.world.texters(2)  # two and one minutes ago
        (program,) = self.health(staff).programs
        assert (program.depth, program.avg_wait_seconds, program.longest_wait_seconds) == (2, 90, 120)

    def test_an_empty_queue_is_nothing_to_worry_about(self, staff: Staff) -> None:
        health = self.health(staff)
        assert (health.programs[0].depth, health.programs[0].alert, health.alerts) == (0, False, [])

    def test_people_who_wait_while_nobody_is_there_are(self, staff: Staff) -> None:
        staff.world.text("hello")
        assert [one.kind for one in self.health(staff).alerts] == ["nobody_online"]
        staff.here("res_1")
        assert self.health(staff).alerts == []
        assert self.health(staff).programs[0].responders_available == 1
        staff.here("res_1", state="busy")
        assert self.health(staff).programs[0].responders_available == 0

    def test_so_are_many_and_long_waits_by_the_programs_own_thresholds(self, world: World) -> None:
        staff = Staff(world, rules={"queue_alert_depth": 2, "queue_alert_wait": 90})
        staff.here("res_1")
        world.texters(2)
        staff.here("res_1")
        assert {one.kind for one in self.health(staff).alerts} == {"depth", "wait"}
        assert self.health(staff).programs[0].alert


class TestAlerts:
    def alert(self, world: World, number: int = 1, user: str | None = None, program: str = "pro_1") -> str:
        at = world.clock.now().isoformat()
        notice = AlertNotice(f"al_{number:03d}", "escalated", "page", "aff_1", program, "con_1", user, at)
        for _ in range(2):
            world.alerts.record(notice)
        return notice.id

    def seen(self, world: World, user: str) -> list[str]:
        return [one.id for one in world.staffing.alerts(world.request(user)).items]

    def acknowledge(self, world: World, user: str, alert: str, affiliate: str = "aff_1") -> care_api.AlertReply:
        return world.staffing.acknowledge(world.request(user, alert, affiliate=affiliate))

    def test_supervisors_see_theirs_and_everybody_their_own_newest_first(self, world: World) -> None:
        for_all = self.alert(world, 1)
        for_one = self.alert(world, 2, "res_1")
        assert self.seen(world, "sup_1") == [for_all]
        assert self.seen(world, "res_1") == [for_one]
        assert self.seen(world, "res_2") == []
        newer = self.alert(world, 3)
        assert self.seen(world, "sup_1") == [newer, for_all]

    def test_of_another_program_there_are_none(self, world: World) -> None:
        alert = self.alert(world, program="pro_2")
        assert self.seen(world, "sup_1") == []
        with pytest.raises(NotFound):
            self.acknowledge(world, "sup_1", alert)

    def test_the_first_who_says_so_is_on_it_and_the_others_see_who(self, world: World) -> None:
        world.hire("sup_2", role="supervisor")
        alert = self.alert(world)
        assert self.acknowledge(world, "sup_1", alert).acknowledged_by == "sup_1"
        assert self.acknowledge(world, "sup_2", alert).acknowledged_by == "sup_1"

    def test_somebody_elses_or_none_at_all_is_not_found(self, world: World) -> None:
        alert = self.alert(world, 1, "res_1")
        for user, name in (("res_2", alert), ("sup_1", alert), ("res_1", "al_none")):
            with pytest.raises(NotFound):
                self.acknowledge(world, user, name)
        with pytest.raises(NotFound):
            self.acknowledge(world, "res_9", alert, "aff_2")

    def test_a_page_of_them_is_as_long_as_asked_for(self, world: World) -> None:
        for number in range(5):
            self.alert(world, number)
        request = replace(world.request("sup_1"), query={"limit": "2"})
        assert len(world.staffing.alerts(request).items) == 2
