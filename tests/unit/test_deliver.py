"""One pass over one outbound message; correct when run early, late or twice."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import pytest

from functions.deliver.supervisor import DeliverySupervisor
from shared.channels.outbound import Accepted, Answer, LookUp, NotFound, OutboundMessage, Refused, TryLater
from shared.domain.delivery import MAX_ATTEMPTS, DeliveryStatus, back_off_seconds
from shared.domain.errors import Unavailable
from shared.lifecycle.carrier_opt_out import CarrierOptOut
from shared.store.breakers import Breakers, Pace
from shared.store.directory import Directory
from shared.store.models import DeliveryItem
from shared.store.vault import Vault
from tests.unit.builders import LINE, TEXTER
from tests.unit.world import CONFIRMATION, WELCOME, World


@dataclass
class FakeCarrier:
    """Answers as told, by default that it has the message."""

    answers: list[Answer | Callable[[], Answer]] = field(default_factory=list)
    taken: list[OutboundMessage] = field(default_factory=list)
    known: LookUp = field(default_factory=NotFound)
    asked: int = 0

    def send(self, message: OutboundMessage) -> Answer:
        self.taken.append(message)
        answer = self.answers.pop(0) if self.answers else Accepted(f"SM{len(self.taken)}")
        return answer() if callable(answer) else answer

    def look_up(self, message: OutboundMessage, since: datetime, taken: Collection[str]) -> LookUp:
        self.asked += 1
        return self.known


@dataclass
class FakeSqs:
    visible_in: list[int] = field(default_factory=list)

    def change_message_visibility(self, **how: Any) -> None:
        assert how["ReceiptHandle"] == "handle"
        self.visible_in.append(how["VisibilityTimeout"])


class Post:
    """The deliver function over a world in which one message, by default the welcome, waits."""

    def __init__(self, world: World) -> None:
        self.world, self.carrier, self.sqs = world, FakeCarrier(), FakeSqs()
        self.carriers = {"twilio": self.carrier, "aws": FakeCarrier()}
        self.supervisor = self.another()

    def another(self) -> DeliverySupervisor:
        """An environment of its own: nothing cached."""
        world = self.world
        directory = Directory(world.database)
        return DeliverySupervisor(
            world.deliveries,
            directory,
            Vault(world.database, world.kms, world.clock),
            lambda line: self.carriers[line.channel],
            Breakers(world.database, world.clock),
            Pace(world.database, world.clock),
            CarrierOptOut(world.conversations, directory, world.clock),
            world.clock.now,
            self.sqs,
            "deliver",
        )

    def run(self, seq: int = 4, supervisor: DeliverySupervisor | None = None) -> None:
        (supervisor or self.supervisor).run(self.world.task(self.world.only(), seq), "handle")

    def wait(self, seq: int = 4, supervisor: DeliverySupervisor | None = None) -> int:
        """A pass that has to come back; the clock goes on until then. In how many seconds that was."""
        with pytest.raises(Unavailable):
            self.run(seq, supervisor)
        seconds = self.sqs.visible_in[-1]
        self.world.clock.go_on(seconds=seconds)
        return seconds

    def until_settled(self, seq: int = 4) -> None:
        """As `wait`, until the message is settled."""
        while True:
            try:
                self.run(seq)
            except Unavailable:
                self.world.clock.go_on(seconds=self.sqs.visible_in[-1])
            else:
                return

    def item(self, seq: int = 4) -> DeliveryItem:
        found = self.world.conversations.deliveries(self.world.only().id, seq, seq)
        return found[seq]

    @property
    def status(self) -> str:
        return self.item().status


@pytest.fixture
def post(world: World) -> Post:
    world.text("hello")
    return Post(world)


def crash() -> Answer:
    raise KeyboardInterrupt("the environment died in mid-send")


def test_a_message_is_handed_over_in_plain_words_with_its_attempt(post: Post) -> None:
    post.run()
    (message,) = post.carrier.taken
    conversation = post.world.only()
    assert (message.line, message.number, message.text) == (LINE, TEXTER, WELCOME)
    assert message.attempt == f"{conversation.id}.4.1"
    assert (post.status, post.item().provider_id, post.item().provider) == ("sent", "SM1", "twilio")


def test_given_the_pass_runs_twice_then_the_carrier_gets_it_once(post: Post) -> None:
    post.run()
    post.run()
    post.run(supervisor=post.another())
    assert len(post.carrier.taken) == 1


def test_given_two_passes_race_then_one_sends_and_the_other_comes_back_later(post: Post) -> None:
    post.world.wire.before("UpdateItem", lambda: post.run(supervisor=post.another()))
    with pytest.raises(Unavailable):
        post.run()
    assert len(post.carrier.taken) == 1
    assert post.status == "sent"


def test_given_the_fact_is_not_there_yet_then_the_pass_comes_back_later(post: Post) -> None:
    with pytest.raises(Unavailable) as refused:
        post.run(seq=99)
    assert refused.value.retryable
    assert post.carrier.taken == []


def test_given_the_texter_opted_out_meanwhile_then_nothing_is_sent_and_the_item_says_why(post: Post) -> None:
    post.world.text("STOP")
    post.run()
    assert post.carrier.taken == []
    assert post.status == "blocked_opt_out"


def test_given_an_opt_out_then_its_own_confirmation_still_leaves(post: Post) -> None:
    post.world.text("STOP")
    confirmation = post.world.only().version - 1
    post.run(seq=confirmation)
    assert [message.text for message in post.carrier.taken] == [CONFIRMATION]


def test_given_they_opted_in_again_then_messages_leave_again(post: Post) -> None:
    post.world.text("STOP")
    post.world.text("START")
    (waiting,) = post.world.conversations.waiting("pro_1")
    post.supervisor.run(post.world.task(waiting, waiting.version), "handle")
    assert [message.text for message in post.carrier.taken] == [WELCOME]


def test_given_a_pass_died_in_mid_send_then_the_outcome_is_unknown_and_it_is_never_sent_again(post: Post) -> None:
    post.carrier.answers = [crash]
    with pytest.raises(KeyboardInterrupt):
        post.run()
    post.wait(supervisor=post.another())
    assert (post.status, post.item().error_code) == ("unknown", "pass_interrupted")
    post.until_settled()
    assert len(post.carrier.taken) == 1
    assert post.status == "unknown"


@pytest.mark.parametrize("code", ["429", "503", "no_connection"])
def test_given_the_carrier_did_not_take_it_then_it_is_tried_again_after_a_back_off(post: Post, code: str) -> None:
    post.carrier.answers = [TryLater(code, failing=False), TryLater(code, failing=False)]
    for _ in range(2):
        post.wait()
        assert post.status == "queued"
    post.run()
    assert post.status == "sent"
    assert [message.attempt.rsplit(".", 1)[1] for message in post.carrier.taken] == ["1", "2", "3"]
    for failures, wait in enumerate(post.sqs.visible_in, 1):
        assert back_off_seconds(failures, -1) <= wait <= back_off_seconds(failures, 1)


def test_given_the_carrier_never_takes_it_then_holdfast_gives_up_at_the_limit(
    post: Post, capsys: pytest.CaptureFixture[str]
) -> None:
    post.carrier.answers = [TryLater("503")] * (MAX_ATTEMPTS + 5)
    post.until_settled()
    assert (post.status, post.item().error_code) == ("failed", "503")
    assert "gave_up" in capsys.readouterr().out
    post.run()
    assert len(post.carrier.taken) == MAX_ATTEMPTS


def test_given_the_carrier_refuses_then_it_has_failed_for_good(post: Post) -> None:
    post.carrier.answers = [Refused("21211")]
    post.run()
    post.run()
    assert len(post.carrier.taken) == 1
    assert (post.status, post.item().error_code) == ("failed", "21211")
    post.world.text("still there?")
    assert not post.world.only().cannot_reply


def test_given_the_carrier_says_they_opted_out_with_it_then_that_is_recorded_and_later_messages_are_blocked(
    post: Post,
) -> None:
    one = post.world.hand_out().id
    sent = post.world.reply(one)
    post.carrier.answers = [Refused("21610", opted_out=True)]
    post.run()
    post.run(seq=sent.seq)
    assert len(post.carrier.taken) == 1
    assert post.item(sent.seq).status == "blocked_opt_out"
    assert post.world.only().cannot_reply
    assert [fact.kind for fact in post.world.facts(post.world.only())].count("opted_out") == 1


def test_given_a_receipt_overtakes_the_answer_then_it_is_not_overwritten(post: Post) -> None:
    def receipt_first() -> Answer:
        assert post.world.deliveries.receipt(post.world.only().id, 4, DeliveryStatus.DELIVERED, "SM1", None)
        return Accepted("SM1")

    post.carrier.answers = [receipt_first]
    post.run()
    assert post.status == "delivered"


def test_given_kms_was_down_before_anything_left_then_the_message_is_sent_once_it_is_back(post: Post) -> None:
    with post.world.wire.refusing("kms"), pytest.raises(Exception, match="AccessDenied"):
        post.run()
    assert post.carrier.taken == []
    post.run(supervisor=post.another())
    assert [message.text for message in post.carrier.taken] == [WELCOME]


def test_a_pass_makes_four_aws_calls_at_most_when_warm(post: Post) -> None:
    post.run()
    one = post.world.hand_out().id
    sent = post.world.reply(one)
    task = post.world.task(post.world.only(), sent.seq)
    with post.world.wire.watching() as calls:
        post.supervisor.run(task, "handle")
    assert len(calls) <= 4, [call.operation for call in calls]


def test_the_log_has_neither_number_nor_words(post: Post, capsys: pytest.CaptureFixture[str]) -> None:
    post.carrier.answers = [Refused("30005")]
    post.run()
    out = capsys.readouterr().out
    assert "DeliveryFailed" in out
    assert TEXTER[1:] not in out
    assert WELCOME not in out
