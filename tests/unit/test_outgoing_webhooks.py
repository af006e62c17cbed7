"""An affiliate's own system is told what happened: once, signed, again until it listens, and not for ever."""

from __future__ import annotations

import json
from datetime import timedelta
from email.utils import format_datetime
from itertools import pairwise

import pytest

from shared.channels.guarded_http import MayHaveArrived, NeverLeft, Refused
from shared.contracts.hooks import HookTask
from shared.domain.errors import HoldfastError, Unavailable
from shared.domain.webhooks import MOST_ATTEMPTS, WAITS
from shared.store.hook_deliveries import Begun, Outcome
from tests.unit import aws
from tests.unit.webhook_house import CLOSED, CREATED, OK, URL, Answer, House, answer
from tests.unit.wire import Wire
from tests.unit.world import World


@pytest.fixture
def house(world: World) -> House:
    return House(world)


class TestDelivering:
    def test_what_was_asked_for_is_posted_once_and_signed(self, house: House) -> None:
        webhook = house.register(CLOSED)
        body = house.happen(CLOSED)
        (posted,) = house.posted
        assert posted.url == URL
        assert posted.signed_by(house.secrets[webhook])
        assert posted.document["type"] == posted.headers["X-Event-Type"] == CLOSED
        assert posted.document["data"] == json.loads(body)["detail"]
        assert posted.headers["Content-Type"] == "application/json"
        (logged,) = house.log(webhook)
        assert (logged.id, logged.event_id) == (posted.delivery, posted.document["id"])
        assert (logged.status, logged.attempts, logged.http_status, logged.error) == ("delivered", 1, 200, None)
        assert (logged.event_type, logged.conversation_id, logged.next_attempt_at) == (CLOSED, "con_1", None)

    def test_what_nobody_asked_for_is_not_posted(self, house: House, wire: Wire) -> None:
        house.register(CLOSED)
        house.happen(CREATED)
        house.happen(CLOSED, affiliate="aff_2")
        house.happen(CLOSED, affiliate="aff_of_nobody")
        with wire.watching() as calls:
            house.happen(CREATED)
        assert (house.posted, calls) == ([], [])

    def test_given_several_asked_for_it_then_each_gets_it_under_an_id_of_its_own(self, house: House) -> None:
        webhooks = [house.register(CLOSED, CREATED), house.register(CREATED), house.register(CLOSED)]
        house.happen(CREATED)
        assert len({posted.delivery for posted in house.posted}) == len(house.posted) == 2
        assert len({posted.document["id"] for posted in house.posted}) == 1
        assert [[one.status for one in house.log(webhook)] for webhook in webhooks] == [
            ["delivered"],
            ["delivered"],
            [],
        ]

    def test_given_the_queue_does_not_take_the_tasks_then_the_event_comes_again(self, house: House) -> None:
        house.register(CLOSED)
        house.register(CLOSED)
        house.queue.refuses = True
        body = house.event(CLOSED)
        with pytest.raises(Unavailable):
            house.take(body)
        house.queue.refuses = False
        house.take(body)
        assert len(house.posted) == 2

    @pytest.mark.parametrize("others", [0, 1])
    def test_given_the_bus_brings_an_event_twice_then_it_is_posted_once(self, house: House, others: int) -> None:
        for _ in range(1 + others):
            house.register(CLOSED)
        body = house.happen(CLOSED)
        house.take(json.dumps(json.loads(body) | {"id": "another-of-the-bus"}))
        assert len(house.posted) == 1 + others

    def test_a_delivery_takes_two_writes_and_now_and_then_a_look(self, house: House, wire: Wire) -> None:
        house.register(CLOSED)
        house.happen(CLOSED)
        with wire.watching() as calls:
            house.happen(CLOSED)
        assert [call.operation for call in calls] == ["UpdateItem", "UpdateItem"]

    def test_nothing_of_an_answer_is_kept(self, house: House, capsys: pytest.CaptureFixture[str]) -> None:
        house.register(CLOSED)
        house.happen(CLOSED)
        assert OK.body_head.decode() not in json.dumps(aws.rows("sessions"), default=str)
        assert OK.body_head.decode() not in capsys.readouterr().out


class TestTryingAgain:
    @pytest.mark.parametrize(
        ("failure", "http_status", "error"),
        [
            (answer(500), 500, "refused_by_receiver"),
            (answer(503), 503, "refused_by_receiver"),
            (answer(429), 429, "refused_by_receiver"),
            (answer(408), 408, "refused_by_receiver"),
            (answer(404), 404, "refused_by_receiver"),
            (answer(199), 199, "refused_by_receiver"),
            (answer(302, location=URL), 302, "redirected"),
            (NeverLeft("no_connection"), None, "no_connection"),
            (MayHaveArrived("timed_out"), None, "timed_out"),
            (Refused("address_refused"), None, "address_refused"),
        ],
    )
    def test_given_it_did_not_work_then_the_same_is_posted_again_later_and_signed_anew(
        self, house: House, failure: Answer, http_status: int | None, error: str
    ) -> None:
        webhook = house.register(CLOSED)
        house.receiver.answers = [failure, OK]
        house.happen(CLOSED)
        (logged,) = house.log(webhook)
        assert (logged.status, logged.http_status, logged.error) == ("pending", http_status, error)
        assert logged.next_attempt_at is not None
        house.settle()
        first, second = house.posted
        assert (first.delivery, first.body) == (second.delivery, second.body)
        assert second.at - first.at == timedelta(seconds=WAITS[0])
        assert second.signed_by(house.secrets[webhook])
        assert first.headers["X-Signature"] != second.headers["X-Signature"]
        (logged,) = house.log(webhook)
        assert (logged.status, logged.attempts, logged.error) == ("delivered", 2, None)

    def test_given_it_never_works_then_it_is_tried_eight_times_in_about_eight_hours(self, house: House) -> None:
        webhook = house.register(CLOSED)
        house.receiver.answers = [answer(500)]
        house.happen(CLOSED)
        house.settle()
        moments = [posted.at for posted in house.posted]
        assert len(moments) == MOST_ATTEMPTS
        waits = [(later - earlier).total_seconds() for earlier, later in pairwise(moments)]
        assert waits == [pytest.approx(wait, abs=1) for wait in WAITS]
        assert timedelta(hours=6) < moments[-1] - moments[0] < timedelta(hours=9)
        (logged,) = house.log(webhook)
        assert (logged.status, logged.attempts, logged.next_attempt_at) == ("gave_up", MOST_ATTEMPTS, None)

    @pytest.mark.parametrize(("jitter", "seconds"), [(-1.0, 24), (1.0, 36)])
    def test_those_that_failed_together_do_not_come_back_together(
        self, house: House, jitter: float, seconds: int
    ) -> None:
        house.register(CLOSED)
        house.function = house.new_function(jitter)
        house.receiver.answers = [answer(500), OK]
        house.happen(CLOSED)
        house.settle()
        first, second = house.posted
        assert (second.at - first.at).total_seconds() == seconds

    @pytest.mark.parametrize(
        ("asked", "seconds"),
        [("300", 300), ("999999", 3600), ("0", 30), ("5", 30), ("-1", 30), ("soon", 30), ("١٢٣", 30), ("", 30)],
    )
    def test_given_the_receiver_asks_to_be_left_alone_then_it_is_within_reason(
        self, house: House, asked: str, seconds: int
    ) -> None:
        house.register(CLOSED)
        house.receiver.answers = [answer(429, retry_after=asked), OK]
        house.happen(CLOSED)
        house.settle()
        first, second = house.posted
        assert (second.at - first.at).total_seconds() == pytest.approx(seconds, abs=1)

    def test_given_the_receiver_names_a_moment_then_it_is_left_alone_until_then(self, house: House) -> None:
        house.register(CLOSED)
        moment = (house.world.clock.now() + timedelta(minutes=7)).replace(microsecond=0)
        house.receiver.answers = [answer(503, retry_after=format_datetime(moment, usegmt=True)), OK]
        house.happen(CLOSED)
        house.settle()
        assert house.posted[1].at - moment <= timedelta(seconds=1)

    def test_given_a_task_comes_early_late_or_twice_then_only_what_is_due_is_tried(self, house: House) -> None:
        webhook = house.register(CLOSED)
        house.receiver.answers = [answer(500), OK]
        body = house.happen(CLOSED)
        task = HookTask.from_json(body).to(webhook).to_json()
        house.take(task)
        house.take(body)
        assert len(house.posted) == 1
        house.world.clock.go_on(days=1)
        house.take(task)
        house.take(task)
        house.settle()
        assert len(house.posted) == 2

    def test_given_another_environment_is_posting_it_right_now_then_this_one_waits(self, house: House) -> None:
        house.register(CLOSED)
        body = house.event(CLOSED)
        other = house.new_function()

        def meanwhile() -> object:
            other.take(HookTask.from_json(body))
            return OK

        house.receiver.answers = [meanwhile]  # type: ignore[list-item]
        house.take(body)
        house.settle()
        assert len(house.posted) == 1

    def test_given_an_attempt_that_was_taken_for_lost_ends_after_all_then_the_one_that_took_over_decides(
        self, house: House
    ) -> None:
        webhook = house.register(CLOSED)
        task = HookTask.from_json(house.event(CLOSED))
        slow = house.deliveries.begin(webhook, task)
        house.world.clock.go_on(seconds=61)
        second = house.deliveries.begin(webhook, task)
        assert isinstance(slow, Begun) and isinstance(second, Begun)
        house.deliveries.failed(webhook, slow, Outcome(error="timed_out"), house.world.clock.now())
        house.deliveries.delivered(webhook, second, Outcome(200))
        assert [(one.status, one.attempts, one.error) for one in house.log(webhook)] == [("delivered", 2, None)]

    @pytest.mark.parametrize("write", [0, 1])
    def test_given_it_dies_around_an_attempt_then_the_message_comes_again_and_nothing_is_lost(
        self, house: House, wire: Wire, write: int
    ) -> None:
        webhook = house.register(CLOSED)
        body = house.event(CLOSED)
        for _ in range(write):
            wire.before("UpdateItem", lambda: None)
        wire.fail("UpdateItem", "ProvisionedThroughputExceededException")
        with pytest.raises(Exception, match="laid by a test"):
            house.take(body)
        house.take(body)
        house.settle()
        # Whether the receiver had it before nobody can know: it is told apart by its delivery id.
        assert len(house.posted) == 1 + write
        assert len({posted.delivery for posted in house.posted}) == 1
        assert [one.status for one in house.log(webhook)] == ["delivered"]

    def test_given_it_dies_before_it_asks_to_come_again_then_it_does_all_the_same(
        self, house: House, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        house.register(CLOSED)
        house.receiver.answers = [answer(500), OK]
        body = house.event(CLOSED)
        with monkeypatch.context() as patch:
            patch.setattr(house.queue, "send_message", lambda **_: 1 / 0)
            with pytest.raises(ZeroDivisionError):
                house.take(body)
        house.take(body)
        house.settle()
        assert len(house.posted) == 2

    def test_given_kms_is_down_then_no_attempt_is_used_up(self, house: House, wire: Wire) -> None:
        webhook = house.register(CLOSED)
        body = house.event(CLOSED)
        with wire.refusing("kms"), pytest.raises(Exception, match="laid by a test"):
            house.take(body)
        house.take(body)
        assert [one.attempts for one in house.log(webhook)] == [1]


class TestReceiversThatDoNotListen:
    def test_given_one_fails_again_and_again_then_it_is_left_alone_but_every_delivery_is_tried(
        self, house: House
    ) -> None:
        webhook = house.register(CLOSED, max_attempts=2, disable_after=100)
        house.receiver.answers = [answer(500)]
        for _ in range(10):
            house.happen(CLOSED)
        assert len(house.posted) == 3, "three failures in a row open the breaker"
        assert [one.error for one in house.log(webhook)] == ["refused_by_receiver"] * 3 + ["left_alone"] * 7
        house.settle()
        assert {one.status for one in house.log(webhook)} == {"gave_up"}
        assert len({posted.delivery for posted in house.posted}) == 10

    def test_given_it_listens_again_then_all_that_waited_arrives(self, house: House) -> None:
        webhook = house.register(CLOSED)
        house.receiver.answers = [answer(500)]
        for _ in range(10):
            house.happen(CLOSED)
        house.receiver.answers = [OK]
        house.settle()
        assert {one.status for one in house.log(webhook)} == {"delivered"}

    def test_given_one_is_left_alone_then_another_ones_events_go_out(self, house: House) -> None:
        deaf = house.register(CLOSED)
        house.receiver.answers = [answer(500)]
        for _ in range(5):
            house.happen(CLOSED)
        house.register(CREATED)
        house.receiver.answers = [OK]
        house.happen(CREATED)
        assert house.posted[-1].document["type"] == CREATED
        assert house.log(deaf)[-1].status == "pending"

    def test_given_so_many_in_a_row_came_to_nothing_then_it_is_disabled_and_says_why(
        self, house: House, capsys: pytest.CaptureFixture[str]
    ) -> None:
        webhook = house.register(CLOSED, max_attempts=1, disable_after=3)
        house.receiver.answers = [answer(500)]
        for _ in range(5):
            house.happen(CLOSED)
            house.function = house.new_function()
        assert len(house.posted) == 3
        found = house.view(webhook)
        assert (found.status, found.active, found.disabled_reason) == ("disabled", False, "gave_up_in_a_row")
        assert (found.disabled_error, found.failures_in_a_row) == ("refused_by_receiver", 3)
        assert found.disabled_at == house.posted[-1].at
        assert capsys.readouterr().out.count('"WebhookDisabled":1') == 1

    def test_given_one_arrived_in_between_then_it_is_not_disabled(self, house: House) -> None:
        webhook = house.register(CLOSED, max_attempts=1, disable_after=3)
        house.receiver.answers = [answer(500), answer(500), OK, answer(500), answer(500), OK]
        for _ in range(6):
            house.happen(CLOSED)
            house.world.clock.go_on(minutes=2)
        found = house.view(webhook)
        assert (found.status, found.failures_in_a_row) == ("active", 0)

    def test_given_nothing_arrived_for_three_days_then_it_is_disabled_however_few_there_were(
        self, house: House
    ) -> None:
        webhook = house.register(CLOSED, max_attempts=1)
        house.receiver.answers = [NeverLeft("name_not_found")]
        for _ in range(4):
            house.happen(CLOSED)
            assert house.view(webhook).status == "active"
            house.world.clock.go_on(hours=20)
        house.happen(CLOSED)
        found = house.view(webhook)
        assert (found.status, found.disabled_reason) == ("disabled", "failing_for_days")
        assert found.disabled_error == "name_not_found"

    def test_given_a_failure_long_ago_then_it_is_no_part_of_todays_streak(self, house: House) -> None:
        webhook = house.register(CLOSED, max_attempts=1)
        house.receiver.answers = [answer(500)]
        for _ in range(3):
            house.happen(CLOSED)
            house.world.clock.go_on(days=5)
        assert house.view(webhook).status == "active"

    def test_given_an_admin_enables_it_then_it_starts_afresh(self, house: House) -> None:
        webhook = house.register(CLOSED, max_attempts=1, disable_after=2)
        house.receiver.answers = [answer(500)]
        for _ in range(2):
            house.happen(CLOSED)
        assert house.view(webhook).status == "disabled"
        enabled = house.change(webhook, active=True)
        assert (enabled.status, enabled.disabled_reason, enabled.failures_in_a_row) == ("active", None, 0)
        house.happen(CLOSED)
        assert (house.view(webhook).status, house.view(webhook).failures_in_a_row) == ("active", 1)

    def test_given_it_was_changed_while_it_failed_then_the_change_stands(self, house: House) -> None:
        webhook = house.register(CLOSED, max_attempts=1, disable_after=1)

        def meanwhile() -> object:
            house.change(webhook, url="https://elsewhere.example.org/")
            return answer(500)

        house.receiver.answers = [meanwhile]  # type: ignore[list-item]
        house.happen(CLOSED)
        found = house.view(webhook)
        assert (found.status, found.url) == ("active", "https://elsewhere.example.org/")

    @pytest.mark.parametrize("end", ["paused", "deleted"])
    def test_given_it_is_paused_or_deleted_then_what_waits_is_dropped(self, house: House, end: str) -> None:
        webhook = house.register(CLOSED)
        house.receiver.answers = [answer(500)]
        house.happen(CLOSED)
        if end == "paused":
            house.change(webhook, active=False)
        else:
            house.desk.delete(house.request(webhook))
            house.function = house.new_function()
        house.settle()
        assert len(house.posted) == 1
        assert [(one.status, one.next_at) for one in house.rows(webhook)] == [("dropped", None)]


class TestTesting:
    def test_a_test_is_posted_once_even_to_a_paused_webhook_and_counts_for_nothing(self, house: House) -> None:
        webhook = house.register(CLOSED, active=False, disable_after=1)
        house.receiver.answers = [answer(500)]
        answered = house.desk.test(house.request(webhook))
        house.settle()
        (posted,) = house.posted
        assert (posted.document["type"], posted.delivery) == ("holdfast.ping", answered.delivery_id)
        assert posted.document["data"]["webhookId"] == webhook
        assert posted.signed_by(house.secrets[webhook])
        (logged,) = house.log(webhook)
        assert (logged.id, logged.status, logged.conversation_id) == (answered.delivery_id, "gave_up", None)
        assert (house.view(webhook).status, house.view(webhook).failures_in_a_row) == ("paused", 0)

    def test_given_the_functions_have_not_heard_of_it_yet_then_a_test_reaches_it_all_the_same(
        self, house: House
    ) -> None:
        house.happen(CLOSED)
        before = house.function
        webhook = house.register(CLOSED)
        house.function = before
        house.desk.test(house.request(webhook))
        house.settle()
        assert len(house.posted) == 1


class TestSecrets:
    def test_given_a_new_secret_then_both_sign_for_a_day_the_new_one_first(self, house: House) -> None:
        webhook = house.register(CLOSED)
        old = house.secrets[webhook]
        new = house.desk.rotate(house.request(webhook)).secret
        assert new != old
        house.function = house.new_function()
        house.happen(CLOSED)
        assert house.posted[-1].signed_by(new, old)
        house.world.clock.go_on(hours=24)
        house.happen(CLOSED)
        assert house.posted[-1].signed_by(new)

    def test_given_another_rotation_within_the_day_then_the_oldest_no_longer_signs(self, house: House) -> None:
        webhook = house.register(CLOSED)
        second, third = (house.desk.rotate(house.request(webhook)).secret for _ in range(2))
        house.function = house.new_function()
        house.happen(CLOSED)
        assert house.posted[-1].signed_by(third, second)

    def test_a_secret_stands_nowhere_in_plain(self, house: House, capsys: pytest.CaptureFixture[str]) -> None:
        webhook = house.register(CLOSED)
        house.happen(CLOSED)
        everything = json.dumps([aws.rows(name) for name in ("directory", "sessions", "vault")], default=repr)
        everything += "".join(body for _, body in house.queue.waiting) + capsys.readouterr().out
        everything += repr(house.store.get("aff_1", webhook))
        assert webhook in everything
        assert house.secrets[webhook] not in everything

    def test_given_a_secret_is_put_into_another_webhook_then_it_does_not_open(
        self, house: House, wire: Wire, world: World
    ) -> None:
        thief, owner = house.register(CREATED), house.register(CLOSED)
        rows = {row["sk"]["S"]: row for row in aws.rows("directory")}
        moved = rows[f"W#{thief}"] | {"secret": rows[f"W#{owner}"]["secret"]}
        aws.client("dynamodb").put_item(TableName=f"{aws.PREFIX}-directory", Item=moved)
        house.function = house.new_function()
        with pytest.raises(Exception, match="InvalidCiphertext"):
            house.happen(CREATED)
        assert house.posted == []


def test_what_is_no_event_and_no_task_is_an_error_and_not_a_post(house: House) -> None:
    for body in ("{}", "[]", "null", '{"detail-type": "x", "detail": {}}', '{"detail-type": "x", "detail": 3}'):
        with pytest.raises((ValueError, HoldfastError)):
            house.take(body)
    assert house.posted == []
