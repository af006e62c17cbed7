"""From a fact to the people it concerns: kept, shown, mailed; each once."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from functions.notify.calling import Calling
from shared.channels.mail import SesMailer
from shared.contracts.queues import FactNotice
from tests.unit import aws
from tests.unit.outlets import told_of
from tests.unit.places import answered, medical, police, transferred, waiting
from tests.unit.staff import CRITICAL, RISKY, Staff
from tests.unit.wire import client_error
from tests.unit.world import World


class FakeSes:
    def __init__(self) -> None:
        self.sent: list[dict[str, Any]] = []
        self.refuses = False

    def send_email(self, **mail: Any) -> None:
        if self.refuses:
            raise client_error("TooManyRequestsException", "SendEmail")
        self.sent.append(mail)

    @property
    def subjects(self) -> list[tuple[str, str]]:
        return [
            (mail["Destination"]["ToAddresses"][0].split("@")[0], mail["Content"]["Simple"]["Subject"]["Data"])
            for mail in self.sent
        ]


@pytest.fixture
def ses() -> FakeSes:
    return FakeSes()


@pytest.fixture
def staff(world: World) -> Staff:
    return Staff(world)


@pytest.fixture
def calling(world: World, ses: FakeSes) -> Calling:
    mailer = SesMailer(ses, "line@example.org")
    return Calling(world.alerts, world.directory, mailer, world.sqs, world.queues["push"], "https://line.example.org")


def alerts(world: World) -> list[tuple[str, str, str | None]]:
    """Kind, level and person of every alert that is kept, oldest first."""
    found = reversed(world.alerts.newest("aff_1", 100))
    return [(one.kind, one.level, one.user_id) for one in found]


def hear(calling: Calling, story: Callable[[], object]) -> list[FactNotice]:
    told = told_of(story)
    for notice in told:
        calling.call(notice)
    return told


class TestOneCall:
    def test_a_page_is_kept_shown_in_the_console_and_mailed_to_supervisors(
        self, world: World, staff: Staff, calling: Calling, ses: FakeSes
    ) -> None:
        hear(calling, lambda: world.text(CRITICAL))
        assert alerts(world) == [("risk_raised", "page", None)]
        assert ses.subjects == [("sup_1", "Holdfast: A texter is at high risk")]
        (shown,) = [json.loads(record["body"]) for record in aws.drain(world.queues["push"])]
        assert (shown["kind"], shown["detail"]["call"], shown["detail"]["level"]) == ("alert", "risk_raised", "page")

    def test_a_notice_is_not_mailed(self, world: World, staff: Staff, calling: Calling, ses: FakeSes) -> None:
        one = answered(staff)
        hear(calling, lambda: staff.reassign("sup_1", one, "res_2"))
        assert alerts(world) == [("given_to_you", "notice", "res_2"), ("taken_from_you", "notice", "res_1")]
        assert ses.sent == []

    def test_heard_twice_it_is_kept_and_mailed_once(
        self, world: World, staff: Staff, calling: Calling, ses: FakeSes
    ) -> None:
        told = hear(calling, lambda: world.text(CRITICAL))
        for notice in told:
            calling.call(notice)
        assert len(alerts(world)) == len(ses.sent) == 1

    def test_given_mail_is_down_then_it_is_kept_and_shown_all_the_same_and_the_failure_is_not_hidden(
        self, world: World, staff: Staff, calling: Calling, ses: FakeSes
    ) -> None:
        ses.refuses = True
        with pytest.raises(Exception, match="TooManyRequests"):
            hear(calling, lambda: world.text(CRITICAL))
        assert len(alerts(world)) == 1
        assert len(aws.drain(world.queues["push"])) == 1

    def test_a_mail_names_no_texter_and_quotes_nobody(
        self, world: World, staff: Staff, calling: Calling, ses: FakeSes
    ) -> None:
        hear(calling, lambda: world.text(CRITICAL))
        assert not {"kill", "202555"} & set(repr(ses.sent).split())
        assert world.only().id in repr(ses.sent)
        assert "kill" not in repr(ses.sent) and "5550142" not in repr(ses.sent)

    def test_an_ordinary_message_is_nothing_to_call_for(
        self, world: World, staff: Staff, calling: Calling, ses: FakeSes
    ) -> None:
        hear(calling, lambda: world.text("hello"))
        assert alerts(world) == [] and ses.sent == []


class TestWhoIsCalledForWhat:
    def timed(self, staff: Staff, one: str, minutes: float) -> None:
        staff.later(minutes=minutes)
        staff.look(one)

    def test_a_texter_waits_for_their_responder_first_the_responder_then_the_supervisor(
        self, world: World, staff: Staff, calling: Calling
    ) -> None:
        one = staff.talking()
        hear(calling, lambda: self.timed(staff, one, 3))
        assert alerts(world) == [("texter_waits_for_you", "page", "res_1")]
        hear(calling, lambda: self.timed(staff, one, 3))
        assert alerts(world)[-1] == ("texter_unanswered", "page", None)
        hear(calling, lambda: self.timed(staff, one, 4))
        assert alerts(world)[-2:] == [("returned_by_timer", "page", None), ("taken_from_you", "notice", "res_1")]

    def test_a_police_dispatch_needs_a_second_person_again_and_again(
        self, world: World, staff: Staff, calling: Calling
    ) -> None:
        made: list[str] = []
        hear(calling, lambda: made.append(police(staff)))
        kinds = [kind for kind, _, _ in alerts(world)]
        assert {"escalated", "confirmation_needed"} <= set(kinds)
        for minutes in (3, 2):
            hear(calling, lambda by=minutes: self.timed(staff, made[0], by))  # type: ignore[misc]
        assert [kind for kind, _, _ in alerts(world)].count("confirmation_needed") == 3
        hear(calling, lambda: staff.confirm("res_1", made[0]))
        assert alerts(world)[-1] == ("confirmed_alone", "page", None)

    def test_an_escalation_that_stays_open_is_brought_back_to_mind(
        self, world: World, staff: Staff, calling: Calling
    ) -> None:
        one = medical(staff)
        for _ in range(2):
            hear(calling, lambda: self.timed(staff, one, 10))
        assert [kind for kind, _, _ in alerts(world)] == ["escalation_open"] * 2

    def test_a_transfer_concerns_receiver_sender_and_when_nobody_answers_the_supervisor(
        self, world: World, staff: Staff, calling: Calling
    ) -> None:
        made: list[str] = []
        hear(calling, lambda: made.append(transferred(staff)))
        assert alerts(world) == [("transfer_offered", "page", "res_2")]
        hear(calling, lambda: self.timed(staff, made[0], 2))
        assert ("transfer_unanswered", "page", None) in alerts(world)
        assert ("transfer_unanswered", "notice", "res_1") in alerts(world)

    def test_an_accepted_transfer_is_told_to_the_sender(self, world: World, staff: Staff, calling: Calling) -> None:
        one = transferred(staff)
        hear(calling, lambda: staff.accept("res_2", one))
        assert alerts(world) == [("transfer_accepted", "notice", "res_1")]

    @pytest.mark.parametrize("text", [RISKY, CRITICAL])
    def test_stop_from_somebody_at_risk_reaches_the_supervisor_and_the_owner(
        self, world: World, staff: Staff, calling: Calling, text: str
    ) -> None:
        staff.talking(text=text)
        hear(calling, lambda: world.text("STOP"))
        assert ("texter_stopped", "page", None) in alerts(world)
        assert ("texter_stopped", "notice", "res_1") in alerts(world)
        assert ("ended_at_risk", "page", None) in alerts(world)

    def test_writing_after_stop_reaches_the_supervisor(self, world: World, staff: Staff, calling: Calling) -> None:
        world.text("STOP")
        hear(calling, lambda: world.text("please"))
        assert alerts(world) == [("wrote_after_stop", "page", None)]

    def test_waiting_long_does(self, world: World, staff: Staff, calling: Calling) -> None:
        one = waiting(staff)
        hear(calling, lambda: self.timed(staff, one, 5))
        assert alerts(world) == [("waiting_long", "page", None)]

    def test_a_conversation_that_failed_does(self, world: World, staff: Staff, calling: Calling) -> None:
        one = answered(staff)
        hear(calling, lambda: world.writer.fail(one, "CannotOpen"))
        assert alerts(world) == [("conversation_failed", "page", None)]

    def test_nobody_is_told_of_what_they_did_themselves(self, world: World, staff: Staff, calling: Calling) -> None:
        one = answered(staff)
        hear(calling, lambda: staff.reassign("sup_1", one))
        assert alerts(world) == [("taken_from_you", "notice", "res_1")]
