"""The report of a day, from conversations as staff and texters made them, and from nothing but the indexes."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from functions.conversations.reports import Reports
from functions.jobs.retention import Retention
from shared.contracts import reports_api
from shared.domain.errors import InvalidInput, NotFound
from shared.domain.figures import Ending, Figures
from shared.operator.tenants import NewProgram
from shared.store import tallies
from shared.store.tallies import Tallies
from tests.unit import aws
from tests.unit.builders import LINE
from tests.unit.staff import ENTRY, EXIT, TEXTS, Staff
from tests.unit.world import World

#: Noon where nobody said which clocks a program goes by: five hours behind UTC.
NOON = datetime(2031, 3, 5, 17, tzinfo=UTC)


@pytest.fixture
def staff(world: World) -> Staff:
    world.clock.set(NOON)
    return Staff(world, surveys=(ENTRY, EXIT))


def report(world: World, user: str = "sup_1", affiliate: str = "aff_1", **query: str) -> reports_api.DayReport:
    return Reports(Tallies(world.database), world.clock).day(world.request(user, affiliate=affiliate, **query))


def figures(staff: Staff, one: str) -> Figures:
    found = staff.world.conversations.get(one)
    assert found is not None
    return found.figures


def endings(found: reports_api.DayReport) -> dict[str, int]:
    return {str(one.ending): one.count for one in found.endings}


class TestWhatAConversationAdds:
    def test_how_long_it_took_until_somebody_began_and_until_they_wrote(self, staff: Staff) -> None:
        staff.world.text("hello")
        one = staff.world.only().id
        staff.later(seconds=90)
        staff.assign("sup_1", one, "res_1")
        staff.later(seconds=10)
        staff.accept("res_1", one)
        assert figures(staff, one) == Figures(taken=100)
        staff.later(seconds=20)
        staff.world.reply(one)
        staff.later(seconds=20)
        staff.world.reply(one)
        assert figures(staff, one) == Figures(taken=100, answered=120)

    def test_an_automatic_text_or_a_whisper_is_no_answer(self, staff: Staff) -> None:
        one = staff.talking()
        staff.whisper("sup_1", one)
        assert figures(staff, one).answered is None

    def test_how_often_it_went_from_hand_to_hand_and_back_to_the_queue(self, staff: Staff) -> None:
        one = staff.talking()
        staff.transfer("res_1", one)
        staff.accept("res_2", one)
        staff.reassign("sup_1", one)
        staff.give_back("sup_1", one)
        assert (figures(staff, one).handed, figures(staff, one).returned) == (2, 1)

    def test_a_transfer_that_is_declined_or_runs_out_is_no_hand_off(self, staff: Staff) -> None:
        one = staff.talking()
        staff.transfer("res_1", one)
        staff.reject("res_2", one)
        assert figures(staff, one).handed == 0
        staff.transfer("res_1", one)
        staff.later(minutes=3)
        staff.look(one)
        assert (figures(staff, one).handed, figures(staff, one).returned) == (0, 1)

    def test_calls_for_help_and_opting_out(self, staff: Staff) -> None:
        one = staff.talking()
        staff.escalate("res_1", one)
        staff.resolve("res_1", one)
        staff.escalate("res_1", one, "police", "at home")
        staff.world.text("STOP")
        found = figures(staff, one)
        assert (found.medical, found.police, found.stopped, found.ending) == (1, 1, True, None)

    def test_how_it_ended_and_by_whom(self, staff: Staff) -> None:
        def ended(one: str) -> Ending | None:
            return figures(staff, one).ending

        one = staff.talking()
        staff.wrap_up("res_1", one)
        staff.close("res_1", one)
        assert ended(one) is Ending.CLOSED_BY_RESPONDER

        one = staff.talking()
        staff.wrap_up("res_1", one)
        staff.later(minutes=31)
        staff.look(one)
        assert ended(one) is Ending.CLOSED_BY_TIMER

        one = staff.talking()
        staff.world.text("STOP")
        assert ended(one) is Ending.ENDED_BY_TEXTER
        staff.world.text("START")
        after = next(c for c in staff.world.all_conversations() if c.live)
        staff.close("sup_1", after.id, reason="only the word")
        assert ended(after.id) is Ending.CLOSED_UNWORKED

        one = staff.talking()
        staff.escalate("res_1", one)
        staff.close("sup_1", one, outcome="in hospital")
        assert ended(one) is Ending.CLOSED_BY_SUPERVISOR

    def test_a_check_in_belongs_to_whoever_planned_it(self, staff: Staff) -> None:
        first, second = staff.talking(), ""
        staff.wrap_up("res_1", first)
        staff.follow_up("res_1", first)
        second = staff.talking(sender="+12025550199")
        staff.wrap_up("res_1", second)
        staff.follow_up("res_1", second)
        staff.cancel_follow_up("res_1", first)
        staff.cancel_follow_up("sup_1", second)
        assert figures(staff, first).ending is Ending.CLOSED_BY_RESPONDER
        assert figures(staff, second).ending is Ending.CLOSED_BY_SUPERVISOR

    def test_retention_takes_the_content_and_leaves_the_figures(self, staff: Staff) -> None:
        one = staff.talking()
        staff.world.reply(one)
        staff.world.close(one)
        before = figures(staff, one)
        staff.later(days=400)
        world = staff.world
        Retention(world.writer, world.agenda, world.file_removal, world.purging).run()
        found = staff.world.conversations.get(one)
        assert found is not None
        assert found.purged
        assert found.figures == before


class TestTheDay:
    def test_who_came_how_long_they_waited_and_what_became_of_them(self, staff: Staff) -> None:
        world = staff.world
        for number in range(3):
            world.text(sender=f"+1202555{1000 + number}")
            world.clock.go_on(minutes=1)
        first = world.hand_out().id
        world.reply(first)  # after three minutes
        world.clock.go_on(minutes=4)
        second = world.hand_out().id
        world.reply(second)  # after six
        world.close(first)
        found = report(world)
        answers = found.waits.answers
        assert (found.day, found.zone) == (date(2031, 3, 5), "Etc/GMT+5")
        assert (found.waits.arrivals, answers.count, answers.median_seconds, answers.p95_seconds) == (3, 2, 270, 360)
        # The third has waited for five minutes: that is not too long yet.
        assert (found.waits.decided, found.waits.in_time) == (2, 1)
        assert (endings(found), found.open) == ({"closed_by_responder": 1}, 2)
        assert {one.state: one.count for one in found.states} == {"queued": 1, "active": 1}
        assert [(one.begins, one.waits.arrivals) for one in found.hours if one.waits.arrivals] == [(NOON, 3)]

    def test_yesterday_stands_beside_it_and_can_be_asked_for_itself(self, staff: Staff) -> None:
        world = staff.world
        world.text("hello")
        world.clock.go_on(days=1, hours=1)
        world.text("hello", sender="+12025550199")
        found = report(world)
        assert (found.waits.arrivals, found.before.arrivals) == (1, 1)
        assert [one.arrivals_before for one in found.hours if one.arrivals_before] == [1]
        yesterday = report(world, day="2031-03-05")
        assert (yesterday.waits.arrivals, yesterday.before.arrivals) == (1, 0)
        assert yesterday.ends == found.begins

    def test_a_day_is_the_programs_own(self, staff: Staff) -> None:
        world = staff.world
        berlin = NewProgram("pro_1", "PRO_1", LINE, aws.ACCOUNT, TEXTS, zone="Europe/Berlin")
        world.tenants.program("aff_1", berlin)
        world.clock.set(datetime(2031, 3, 5, 22, 30, tzinfo=UTC))  # half past eleven in the evening there
        world.text("hello")
        world.clock.go_on(hours=1)
        assert report(world).zone == "Europe/Berlin"
        assert (report(world).day, report(world).waits.arrivals) == (date(2031, 3, 6), 0)
        assert report(world, day="2031-03-05").hours[23].waits.arrivals == 1

    def test_only_ones_own_programs_are_counted_and_an_admin_has_all(self, staff: Staff) -> None:
        world = staff.world
        world.text("hello")
        world.text("hello", line="+12025550102", sender="+12025550199")
        assert (report(world).waits.arrivals, report(world, "adm_1").waits.arrivals) == (1, 2)
        assert [one.id for one in report(world).programs] == ["pro_1"]
        assert report(world, "adm_1", programId="pro_2").waits.arrivals == 1
        for program in ("pro_2", "pro_9", "pro_none"):
            with pytest.raises(NotFound):
                report(world, programId=program)

    @pytest.mark.parametrize("day", ["yesterday", "2031-13-01", "2031-03-07", "0001-01-01", ""])
    def test_a_day_that_is_none_or_has_not_begun_is_refused(self, staff: Staff, day: str) -> None:
        with pytest.raises(InvalidInput):
            report(staff.world, day=day)

    def test_what_is_told_names_no_conversation_and_no_texter(self, staff: Staff) -> None:
        one = staff.talking()
        told = report(staff.world).model_dump_json()
        conversation = staff.world.conversations.get(one)
        assert conversation is not None
        for secret in (conversation.id, conversation.texter_id, conversation.thread_id, "+1202"):
            assert secret not in told

    def test_surveys_are_told_once_enough_texters_have_answered_both(self, staff: Staff) -> None:
        world = staff.world
        for number in range(5):
            assert report(world).survey_outcome is None
            one = staff.talking(sender=f"+1202555{1000 + number}")
            staff.survey("res_1", one, "srv_entry", {"upset": 5})
            staff.wrap_up("res_1", one)
            staff.survey("res_1", one, "srv_exit", {"upset": 2, "helped": "talking"})
            staff.close("res_1", one)
        outcome = report(world).survey_outcome
        assert outcome is not None
        assert (outcome.count, outcome.mean_change, outcome.better) == (5, -3.0, 5)


class TestWhatItCosts:
    def calls(self, world: World, user: str = "sup_1") -> list[str]:
        with world.wire.watching() as sent:
            report(world, user)
        return [one.operation for one in sent if one.operation in ("Query", "BatchGetItem", "GetItem", "Scan")]

    def test_four_queries_for_each_program_however_many_conversations_there_are(self, staff: Staff) -> None:
        world = staff.world
        world.directory.affiliate("aff_1")
        nothing = self.calls(world).count("Query")
        world.texters(12)
        assert self.calls(world).count("Query") == nothing
        assert self.calls(world, "adm_1").count("Query") == nothing + 4
        assert not {"BatchGetItem", "Scan"} & set(self.calls(world))

    def test_of_more_than_are_read_at_once_it_is_said_that_some_are_missing(
        self, staff: Staff, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        world = staff.world
        world.texters(3)
        monkeypatch.setattr(tallies, "MOST_PAGES", 2)
        whole = world.database.query
        monkeypatch.setattr(world.database, "query", lambda *args, **more: whole(*args, **(more | {"limit": 1})))
        arrived = Tallies(world.database).arrived("pro_1", NOON - timedelta(days=1), NOON + timedelta(days=1))
        assert (len(arrived.arrivals), arrived.complete) == (2, False)
        assert not report(world).complete
