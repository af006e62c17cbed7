"""One mail or text to a member of staff: once, however late or often it is tried, and whatever dies meanwhile."""

from __future__ import annotations

import contextlib
import random
from dataclasses import replace
from typing import Any

import pytest

from functions.comms.supervisor import NoticeSupervisor
from shared.channels.outbound import Accepted, CannotTell, Found, LookUp, OutcomeUnknown, Refused, TryLater
from shared.contracts.queues import NoticeTask
from shared.domain.breaker import THRESHOLD
from shared.domain.delivery import MAX_ATTEMPTS, DeliveryStatus
from shared.domain.errors import Unavailable
from shared.domain.templates import StaffTemplate
from shared.operator.tenants import NewLine
from shared.store.directory import Directory
from shared.store.models import NoticeItem, UserItem
from tests.unit import aws
from tests.unit.builders import LINE
from tests.unit.post import LINK, Post, Reply
from tests.unit.world import World

PHONE = "+12025550190"


class Queue:
    """The comms queue as far as a pass needs it: how long each message is kept from sight."""

    def __init__(self) -> None:
        self.delays: list[int] = []

    def change_message_visibility(self, **given: Any) -> None:
        self.delays.append(given["VisibilityTimeout"])


class Comms:
    """The function, each time in an environment of its own."""

    def __init__(self, world: World) -> None:
        self.world, self.post, self.queue = world, Post(), Queue()
        UserItem("A#aff_1", "U#sup_1").update(actions=[UserItem.phone.set(PHONE)])
        world.tenants.touch("aff_1")

    def task(self, **changes: Any) -> NoticeTask:
        at = self.world.clock.now().isoformat()
        task = NoticeTask("al_1-sup_1-sms", "nobody_online", "sms", "sup_1", "aff_1", "pro_1", "con_1", at, "req-1",
                          False, {})  # fmt: skip
        return replace(task, **changes)

    def run(self, task: NoticeTask) -> bool:
        """One pass; whether it is over."""
        directory = Directory(self.world.database)
        supervisor = NoticeSupervisor(self.post.sender(self.world), directory, self.queue, "the-queue")
        try:
            supervisor.run(task, "receipt")
        except Unavailable:
            return False
        return True

    def run_through(self, task: NoticeTask, most: int = 40) -> int:
        """As SQS would, until it is over; how many passes it took."""
        for number in range(1, most + 1):
            if self.run(task):
                return number
            self.world.clock.go_on(seconds=self.queue.delays[-1])
        raise AssertionError("it never comes to an end")

    def kept(self, task: NoticeTask) -> NoticeItem:
        item = self.world.database.get(NoticeItem, f"G#{task.id}", "NOTICE")
        assert item is not None
        return item


@pytest.fixture
def comms(world: World) -> Comms:
    return Comms(world)


def failed(capsys: pytest.CaptureFixture[str]) -> int:
    return capsys.readouterr().out.count('"NoticeFailed":1')


class TestOnce:
    def test_a_text_goes_by_the_programs_line_with_a_link(self, comms: Comms) -> None:
        assert comms.run(comms.task())
        (text,) = comms.post.carrier.texts
        assert (text.line, text.number) == (LINE, PHONE)
        assert text.text == f"Somebody is waiting and nobody is there\n{LINK}/#/conversations/con_1"
        assert comms.kept(comms.task()).status == "sent"

    def test_a_mail_has_a_subject_and_names_the_program(self, comms: Comms) -> None:
        task = comms.task(id="al_1-sup_1-email", medium="email")
        assert comms.run(task)
        (mail,) = comms.post.mailbox.mails
        assert (mail.to, mail.subject) == (
            "sup_1@line.example.org",
            "Holdfast: Somebody is waiting and nobody is there",
        )
        assert "PRO_1" in mail.text and f"{LINK}/#/conversations/con_1" in mail.text

    def test_about_a_queue_the_link_leads_to_the_console_and_the_number_is_said(self, comms: Comms) -> None:
        comms.run(comms.task(kind="queue_deep", conversation_id="", says={"waiting": "12"}))
        assert comms.post.carrier.texts[0].text == f"Many people are waiting: 12\n{LINK}/#/"

    @pytest.mark.parametrize("medium", ["sms", "email"])
    def test_run_again_and_again_it_is_sent_once(self, comms: Comms, medium: str) -> None:
        task = comms.task(medium=medium)
        for _ in range(5):
            assert comms.run(task)
        assert len(comms.post.carrier.texts) + len(comms.post.mailbox.mails) == 1

    def test_given_a_pass_died_after_the_text_had_left_then_the_provider_is_asked_and_it_is_not_sent_again(
        self, comms: Comms
    ) -> None:
        task = comms.task()
        comms.post.carrier.replies = [SystemExit()]
        with pytest.raises(SystemExit):
            comms.run(task)
        comms.post.carrier.found = Found("SM7", DeliveryStatus.DELIVERED)
        comms.run_through(task)
        assert len(comms.post.carrier.texts) == 1
        assert (comms.kept(task).status, comms.kept(task).provider_id) == ("delivered", "SM7")

    def test_given_a_pass_died_after_the_mail_had_left_then_it_is_not_sent_again_and_somebody_hears_of_it(
        self, comms: Comms, capsys: pytest.CaptureFixture[str]
    ) -> None:
        task = comms.task(medium="email")
        comms.post.mailbox.replies = [SystemExit()]
        with pytest.raises(SystemExit):
            comms.run(task)
        comms.run_through(task)
        assert len(comms.post.mailbox.mails) == 1
        assert comms.kept(task).status == "unknown"
        assert failed(capsys) == 1

    def test_given_the_same_message_is_being_handled_elsewhere_then_this_pass_waits_and_changes_nothing(
        self, comms: Comms
    ) -> None:
        task = comms.task()
        during: list[bool] = []
        carrier = comms.post.carrier

        def meanwhile(message: object) -> Accepted:
            carrier.send = original  # type: ignore[method-assign]
            during.append(comms.run(task))
            return Accepted("SM1")

        original = carrier.send
        carrier.send = meanwhile  # type: ignore[method-assign, assignment]
        assert comms.run(task)
        assert during == [False]
        assert carrier.texts == [] and carrier.asked == []
        assert comms.kept(task).status == "sent"

    @pytest.mark.parametrize("seed", range(10))
    def test_whatever_happens_between_whichever_passes_it_leaves_at_most_once(self, comms: Comms, seed: int) -> None:
        chance = random.Random(seed)
        fates: list[Reply] = [
            TryLater("503"),
            TryLater("429"),
            OutcomeUnknown("no_answer"),
            SystemExit(),
            Accepted("SM1"),
        ]
        fate = comms.post.carrier.replies
        fate += chance.choices(fates, [4, 4, 1, 1, 2], k=40)
        planned, task = list(fate), comms.task(at_once=True)
        for _ in range(80):
            with contextlib.suppress(SystemExit):
                comms.run(task)
            comms.world.clock.go_on(seconds=chance.choice([0, 1, 5, 30, 70, 300]))
        left = [one for one in planned[: len(comms.post.carrier.texts)] if not isinstance(one, TryLater)]
        assert len(left) <= 1
        assert comms.kept(task).status in ("sent", "unknown", "failed")
        assert (comms.kept(task).status == "sent") == (left == [Accepted("SM1")])


class TestWhatGoesWrong:
    @pytest.mark.parametrize("medium", ["sms", "email"])
    def test_what_was_not_taken_is_tried_again_ever_more_slowly_and_at_last_given_up_with_an_alarm(
        self, comms: Comms, medium: str, capsys: pytest.CaptureFixture[str]
    ) -> None:
        task = comms.task(medium=medium)
        replies = [TryLater("busy", failing=False)] * (MAX_ATTEMPTS + 5)
        comms.post.carrier.replies, comms.post.mailbox.replies = list(replies), list(replies)
        assert comms.run_through(task) == MAX_ATTEMPTS
        assert comms.queue.delays[:5] == sorted(set(comms.queue.delays[:5]))
        assert comms.queue.delays[0] <= 5 and max(comms.queue.delays) <= 375
        assert (comms.kept(task).status, comms.kept(task).error_code) == ("failed", "busy")
        assert failed(capsys) == 1

    def test_a_number_that_does_not_exist_is_not_tried_again(
        self, comms: Comms, capsys: pytest.CaptureFixture[str]
    ) -> None:
        comms.post.carrier.replies = [Refused("21211")]
        assert comms.run_through(comms.task()) == 1
        assert failed(capsys) == 1

    def test_after_a_failure_it_goes_through(self, comms: Comms, capsys: pytest.CaptureFixture[str]) -> None:
        comms.post.carrier.replies = [TryLater("503"), TryLater("503")]
        assert comms.run_through(comms.task()) == 3
        assert len({text.attempt for text in comms.post.carrier.texts}) == 3
        assert failed(capsys) == 0

    def test_given_nobody_knows_whether_a_text_was_sent_when_the_provider_has_it_then_all_is_well(
        self, comms: Comms, capsys: pytest.CaptureFixture[str]
    ) -> None:
        comms.post.carrier.replies = [OutcomeUnknown("no_answer")]
        comms.post.carrier.found = Found("SM7", DeliveryStatus.SENT)
        comms.run_through(comms.task())
        assert len(comms.post.carrier.texts) == 1
        assert comms.kept(comms.task()).status == "sent"
        assert failed(capsys) == 0

    @pytest.mark.parametrize("found", [CannotTell(), None])
    def test_when_the_provider_cannot_say_for_a_minute_it_is_left_as_it_is_and_an_alarm_rings(
        self, comms: Comms, found: LookUp | None, capsys: pytest.CaptureFixture[str]
    ) -> None:
        comms.post.carrier.replies = [OutcomeUnknown("no_answer")]
        if found is not None:
            comms.post.carrier.found = found
        comms.run_through(comms.task())
        assert len(comms.post.carrier.texts) == 1
        assert comms.kept(comms.task()).status == "unknown"
        assert sum(comms.queue.delays) >= 60
        assert failed(capsys) == 1

    def test_while_the_provider_is_down_no_attempt_is_used_up_and_the_backup_takes_over(self, comms: Comms) -> None:
        comms.post.carrier.replies = [TryLater("503")] * THRESHOLD
        for number in range(THRESHOLD):
            comms.run(comms.task(id=f"al_{number}-sup_1-sms", kind="risk_raised", at_once=True))
        task = comms.task(id="al_9-sup_1-sms")
        assert not comms.run(task)
        assert len(comms.post.carrier.texts) == THRESHOLD
        backup = NewLine("aws", "+12025550188", "pro_1", "aws-1", stands_for=("twilio", LINE))
        comms.world.tenants.line("aff_1", backup)
        assert comms.run(task)
        assert comms.kept(task).attempts == 1
        assert comms.post.carrier.texts[-1].line == "+12025550188"


class TestRespectForPeople:
    def test_nobody_is_texted_twice_in_ten_minutes_for_the_same_kind(self, comms: Comms) -> None:
        comms.run(comms.task())
        second = comms.task(id="al_2-sup_1-sms")
        assert comms.run(second)
        assert len(comms.post.carrier.texts) == 1
        assert comms.kept(second).error_code == "told_lately"
        comms.world.clock.go_on(minutes=10, seconds=1)
        comms.run(comms.task(id="al_3-sup_1-sms"))
        assert len(comms.post.carrier.texts) == 2

    def test_another_kind_another_person_and_what_is_critical_are_not_held_back(self, comms: Comms) -> None:
        comms.world.hire("sup_2", role="supervisor")
        UserItem("A#aff_1", "U#sup_2").update(actions=[UserItem.phone.set("+12025550191")])
        comms.world.tenants.touch("aff_1")
        comms.run(comms.task())
        comms.run(comms.task(id="al_2-sup_1-sms", kind="queue_deep", says={"waiting": "12"}))
        comms.run(comms.task(id="al_2-sup_2-sms", user_id="sup_2"))
        comms.run(comms.task(id="al_4-sup_1-sms", at_once=True))
        assert len(comms.post.carrier.texts) == 4

    def test_one_that_has_to_be_tried_again_does_not_hold_itself_back(self, comms: Comms) -> None:
        comms.post.carrier.replies = [TryLater("503")]
        assert comms.run_through(comms.task()) == 2

    def test_mails_are_not_held_back(self, comms: Comms) -> None:
        for number in range(3):
            comms.run(comms.task(id=f"al_{number}-sup_1-email", medium="email"))
        assert len(comms.post.mailbox.mails) == 3

    def test_what_happened_hours_ago_interrupts_nobody(self, comms: Comms, capsys: pytest.CaptureFixture[str]) -> None:
        task = comms.task()
        comms.world.clock.go_on(hours=2, seconds=1)
        assert comms.run(task)
        assert comms.post.carrier.texts == []
        assert failed(capsys) == 1

    def test_whoever_has_left_is_told_nothing(self, comms: Comms, capsys: pytest.CaptureFixture[str]) -> None:
        UserItem("A#aff_1", "U#sup_1").update(actions=[UserItem.active.set(False)])
        comms.world.tenants.touch("aff_1")
        assert comms.run(comms.task())
        assert comms.run(comms.task(id="al_2", user_id="sup_none"))
        assert comms.post.carrier.texts == []
        assert failed(capsys) == 0


class TestInWhoseWords:
    def test_an_affiliates_own_template_is_used_in_the_language_of_whoever_reads_it(self, comms: Comms) -> None:
        tenants = comms.world.tenants
        tenants.template("aff_1", "nobody_online", "es", StaffTemplate("¡Nadie!", "{program} {link}", "Nadie {link}"))
        comms.run(comms.task())
        assert comms.post.carrier.texts[-1].text.startswith("Somebody is waiting")
        UserItem("A#aff_1", "U#sup_1").update(actions=[UserItem.languages.set(["es", "en"])])
        tenants.touch("aff_1")
        comms.run(comms.task(id="al_2-sup_1-email", medium="email"))
        assert comms.post.mailbox.mails[-1].subject == "¡Nadie!"

    def test_one_that_speaks_of_what_is_not_known_is_passed_over(self, comms: Comms) -> None:
        template = StaffTemplate("{waiting} wait", "{waiting} {link}", "{waiting} {link}")
        comms.world.tenants.template("aff_1", "queue_deep", "en", template)
        comms.run(comms.task(kind="queue_deep", says={"waiting": "12"}))
        assert comms.post.carrier.texts[-1].text == f"12 {LINK}/#/conversations/con_1"
        comms.run(comms.task(id="al_2", kind="queue_deep", medium="email"))
        assert comms.kept(comms.task(id="al_2")).error_code == "no_words"

    def test_a_program_that_texters_reach_by_web_texts_staff_by_another_line_of_its_affiliate(
        self, comms: Comms
    ) -> None:
        comms.run(comms.task(program_id="pro_none"))
        assert comms.post.carrier.texts[0].line in (LINE, "+12025550102")


def test_what_is_kept_holds_neither_address_nor_words(comms: Comms) -> None:
    comms.run(comms.task())
    comms.run(comms.task(id="al_1-sup_1-email", medium="email"))
    kept = [row for row in aws.rows("sessions") if row["pk"]["S"].startswith("G#")]
    assert len(kept) == 3
    assert not any(word in repr(kept) for word in (PHONE, "@line.example.org", "Somebody"))
