"""From a fact to the people it concerns: kept, shown, and handed on to be mailed and texted; each once."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest

from functions.notify.calling import Calling
from shared.contracts.queues import FactNotice, NoticeTask
from shared.domain.errors import Unavailable
from shared.store.models import UserItem
from tests.unit import aws
from tests.unit.outlets import told_of
from tests.unit.places import answered, medical, planned, police, transferred, waiting
from tests.unit.staff import CRITICAL, RISKY, Staff
from tests.unit.world import World


@pytest.fixture
def staff(world: World) -> Staff:
    return Staff(world)


@pytest.fixture
def calling(world: World) -> Calling:
    queues = world.queues
    return Calling(
        world.alerts, world.directory, world.presences, world.clock, world.sqs, queues["push"], queues["comms"]
    )


def phone(world: World, user: str) -> None:
    UserItem("A#aff_1", f"U#{user}").update(actions=[UserItem.phone.set("+12025550190")])
    world.tenants.touch("aff_1")


def alerts(world: World) -> list[tuple[str, str, str | None]]:
    """Kind, level and person of every alert that is kept, oldest first."""
    found = reversed(world.alerts.newest("aff_1", 100))
    return [(one.kind, one.level, one.user_id) for one in found]


def handed_on(world: World) -> list[NoticeTask]:
    return [NoticeTask.from_json(record["body"]) for record in aws.drain(world.queues["comms"])]


def interrupted(world: World) -> list[tuple[str, str, str]]:
    """Whom by what for what, since last asked."""
    return sorted((task.user_id, task.medium, task.kind) for task in handed_on(world))


def hear(calling: Calling, story: Callable[[], object]) -> list[FactNotice]:
    told = told_of(story)
    for notice in told:
        calling.call(notice)
    return told


class TestOneCall:
    def test_a_page_is_kept_shown_in_the_console_and_handed_on_to_be_mailed_to_supervisors(
        self, world: World, staff: Staff, calling: Calling
    ) -> None:
        hear(calling, lambda: world.text(CRITICAL))
        assert alerts(world) == [("risk_raised", "page", None)]
        assert interrupted(world) == [("sup_1", "email", "risk_raised")]
        (shown,) = [json.loads(record["body"]) for record in aws.drain(world.queues["push"])]
        assert (shown["kind"], shown["detail"]["call"], shown["detail"]["level"]) == ("alert", "risk_raised", "page")

    def test_a_notice_interrupts_nobody(self, world: World, staff: Staff, calling: Calling) -> None:
        one = answered(staff)
        hear(calling, lambda: staff.reassign("sup_1", one, "res_2"))
        assert alerts(world) == [("given_to_you", "notice", "res_2"), ("taken_from_you", "notice", "res_1")]
        assert interrupted(world) == []

    def test_heard_twice_it_is_kept_once_and_what_is_handed_on_has_the_same_name(
        self, world: World, staff: Staff, calling: Calling
    ) -> None:
        told = hear(calling, lambda: world.text(CRITICAL))
        first = handed_on(world)
        for notice in told:
            calling.call(notice)
        assert len(alerts(world)) == 1
        assert handed_on(world) == first
        assert len(first) == 1

    def test_given_the_queue_is_down_then_it_is_kept_and_shown_all_the_same_and_the_failure_is_not_hidden(
        self, world: World, staff: Staff, calling: Calling
    ) -> None:
        world.wire.fail("SendMessageBatch", "InternalError")
        with pytest.raises(Exception, match="InternalError"):
            hear(calling, lambda: world.text(CRITICAL))
        assert len(alerts(world)) == 1
        assert len(aws.drain(world.queues["push"])) == 1

    def test_given_part_of_a_batch_is_refused_then_it_is_tried_again(
        self, world: World, staff: Staff, calling: Calling, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(calling, "_sqs", RefusingPart(calling._sqs))
        with pytest.raises(Unavailable):
            hear(calling, lambda: world.text(CRITICAL))

    def test_what_is_handed_on_names_no_texter_and_quotes_nobody_and_carries_no_address(
        self, world: World, staff: Staff, calling: Calling
    ) -> None:
        hear(calling, lambda: world.text(CRITICAL))
        (task,) = handed_on(world)
        said = task.to_json()
        assert world.only().id in said
        assert not any(word in said for word in (*CRITICAL.split()[2:], "5550142", "@line.example.org"))

    def test_an_ordinary_message_is_nothing_to_call_for(self, world: World, staff: Staff, calling: Calling) -> None:
        hear(calling, lambda: world.text("hello"))
        assert alerts(world) == [] and interrupted(world) == []


class RefusingPart:
    def __init__(self, sqs: object) -> None:
        self._sqs = sqs

    def __getattr__(self, name: str) -> object:
        return getattr(self._sqs, name)

    def send_message_batch(self, **_: object) -> dict[str, object]:
        return {"Failed": [{"Id": "0", "Code": "ServiceUnavailable", "SenderFault": False}]}


class TestByWhat:
    """Supervisors who left a number are texted for what cannot wait; of the rest, only who is not at their console."""

    def test_who_is_at_their_console_is_not_texted_of_what_stands_in_it(
        self, world: World, staff: Staff, calling: Calling
    ) -> None:
        phone(world, "sup_1")
        staff.here("sup_1")
        hear(calling, lambda: world.text(RISKY))
        assert interrupted(world) == [("sup_1", "email", "risk_raised")]
        staff.here("sup_1", state="away")
        hear(calling, lambda: world.text(CRITICAL))
        assert interrupted(world) == [("sup_1", "email", "risk_raised"), ("sup_1", "sms", "risk_raised")]

    def test_a_police_dispatch_that_waits_is_texted_at_any_rate_and_at_once(
        self, world: World, staff: Staff, calling: Calling
    ) -> None:
        phone(world, "sup_1")
        staff.here("sup_1")
        hear(calling, lambda: police(staff))
        tasks = [task for task in handed_on(world) if task.kind == "confirmation_needed"]
        assert [(task.medium, task.at_once) for task in tasks] == [("email", True), ("sms", True)]

    def test_a_call_for_help_is_not_mailed_as_an_alert_because_its_call_out_is(
        self, world: World, staff: Staff, calling: Calling
    ) -> None:
        hear(calling, lambda: medical(staff))
        assert ("escalated", "page", None) in alerts(world)
        assert interrupted(world) == []

    def test_critical_risk_is_texted_at_once_and_high_risk_not_more_often_than_needed(
        self, world: World, staff: Staff, calling: Calling
    ) -> None:
        phone(world, "sup_1")
        hear(calling, lambda: world.text(RISKY))
        assert {task.at_once for task in handed_on(world)} == {False}
        hear(calling, lambda: world.text(CRITICAL))
        assert {task.at_once for task in handed_on(world)} == {True}

    def test_a_colleague_who_is_away_is_mailed_what_is_offered_to_them(
        self, world: World, staff: Staff, calling: Calling
    ) -> None:
        hear(calling, lambda: transferred(staff))
        assert interrupted(world) == [("res_2", "email", "transfer_offered")]

    def test_one_who_is_there_is_not(self, world: World, staff: Staff, calling: Calling) -> None:
        staff.here("res_2", state="busy")
        hear(calling, lambda: transferred(staff))
        assert interrupted(world) == []

    def test_a_former_responder_who_is_away_is_mailed_that_their_texter_is_back(
        self, world: World, staff: Staff, calling: Calling
    ) -> None:
        planned(staff)
        hear(calling, lambda: world.text("hello again"))
        assert ("res_1", "email", "texter_returned") in interrupted(world)

    def test_a_queue_that_has_become_long_calls_with_its_number(
        self, world: World, staff: Staff, calling: Calling
    ) -> None:
        phone(world, "sup_1")
        at = world.clock.now().isoformat()
        calling.call(FactNotice("queue_deep", "aff_1", "pro_1", "", 0, at, "", {"waiting": "12", "threshold": "10"}))
        assert alerts(world) == [("queue_deep", "page", None)]
        tasks = handed_on(world)
        assert [(task.medium, task.conversation_id, task.says) for task in tasks] == [
            ("email", "", {"waiting": "12"}),
            ("sms", "", {"waiting": "12"}),
        ]


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
