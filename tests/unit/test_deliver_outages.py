"""When a carrier does not answer, or is down: nothing is sent twice, nothing is lost, nothing overtakes."""

from __future__ import annotations

import pytest

from shared.channels.outbound import CannotTell, Found, NotFound, OutcomeUnknown, TryLater
from shared.domain.breaker import THRESHOLD
from shared.domain.delivery import HOLD_SECONDS, DeliveryStatus
from shared.domain.errors import Unavailable
from shared.operator.tenants import NewLine
from tests.unit import aws
from tests.unit.builders import LINE
from tests.unit.test_deliver import Post
from tests.unit.world import World

BACKUP = "+12025550170"
DOWN = TryLater("503")


@pytest.fixture
def post(world: World) -> Post:
    world.text("hello")
    return Post(world)


def with_backup(post: Post) -> Post:
    stands_for = ("twilio", LINE)
    post.world.tenants.line("aff_1", NewLine("aws", BACKUP, "pro_1", "main", stands_for=stands_for))
    return post


def several(post: Post, count: int) -> list[int]:
    """So many replies to the one texter; their numbers."""
    one = post.world.hand_out().id
    return [post.world.reply(one).seq for _ in range(count)]


def state_of(post: Post) -> str:
    (row,) = [row for row in aws.rows("sessions") if row["sk"]["S"] == "BREAKER"]
    return str(row["state"]["S"])


# --- nobody knows -----------------------------------------------------------------------------------------------------


def test_given_no_answer_came_and_the_provider_has_it_then_it_is_found_and_not_sent_again(post: Post) -> None:
    post.carrier.answers = [OutcomeUnknown("no_answer")]
    post.wait()
    post.carrier.known = Found("SM7", DeliveryStatus.DELIVERED)
    post.run()
    assert (post.status, post.item().provider_id, len(post.carrier.taken)) == ("delivered", "SM7", 1)


@pytest.mark.parametrize("answer", [NotFound(), CannotTell()])
def test_given_nothing_can_be_found_then_it_holds_the_next_back_for_a_minute_and_a_person_decides(
    post: Post, answer: NotFound | CannotTell, capsys: pytest.CaptureFixture[str]
) -> None:
    post.carrier.answers = [OutcomeUnknown("no_answer")]
    post.carrier.known = answer
    began = post.world.clock.now()
    post.until_settled()
    held = (post.world.clock.now() - began).total_seconds()
    assert HOLD_SECONDS <= held <= HOLD_SECONDS + 5
    assert (post.status, len(post.carrier.taken)) == ("unknown", 1)
    assert "DeliveryUnknown" in capsys.readouterr().out


def test_given_a_receipt_comes_meanwhile_then_nothing_is_looked_up_any_more(post: Post) -> None:
    post.carrier.answers = [OutcomeUnknown("no_answer")]
    post.wait()
    conversation = post.world.only()
    assert post.world.deliveries.receipt(conversation.id, 4, DeliveryStatus.DELIVERED, "SM1", None)
    asked = post.carrier.asked
    post.run()
    assert (post.carrier.asked, post.status) == (asked, "delivered")


def test_a_person_decides_once_and_only_while_nobody_knows(post: Post) -> None:
    conversation = post.world.only()
    post.carrier.answers = [OutcomeUnknown("no_answer")]
    post.until_settled()
    decide = post.world.deliveries.decide
    assert decide(conversation.id, 4, DeliveryStatus.FAILED, "res_1")
    assert not decide(conversation.id, 4, DeliveryStatus.SENT, "res_2")
    assert (post.status, post.item().decided_by) == ("failed", "res_1")


# --- the breaker ------------------------------------------------------------------------------------------------------


def test_given_failures_in_a_row_then_nobody_asks_the_provider_until_a_probe_and_no_attempt_is_used_up(
    post: Post,
) -> None:
    post.carrier.answers = [DOWN] * THRESHOLD
    for _ in range(THRESHOLD):
        with pytest.raises(Unavailable):
            post.run()
    assert state_of(post) == "open"
    tried = len(post.carrier.taken)
    other = several(post, 1)[0]
    # Another environment, which has seen none of it, knows too.
    with pytest.raises(Unavailable):
        post.run(other, supervisor=post.another())
    assert len(post.carrier.taken) == tried


def test_when_the_pause_is_over_one_message_probes_and_the_others_still_wait(post: Post) -> None:
    first, second = several(post, 2)
    post.carrier.answers = [DOWN] * THRESHOLD
    for _ in range(THRESHOLD):
        with pytest.raises(Unavailable):
            post.run(first)
    post.world.clock.go_on(seconds=11)
    asked: list[int] = []

    def meanwhile() -> TryLater:
        with pytest.raises(Unavailable):
            post.run(second, supervisor=post.another())
        asked.append(len(post.carrier.taken))
        return DOWN

    post.carrier.answers = [meanwhile]
    with pytest.raises(Unavailable):
        post.run(first)
    assert asked == [THRESHOLD + 1], "only the probe was handed over"
    assert state_of(post) == "open"


def test_when_the_probe_is_taken_the_breaker_closes_and_all_goes_out(post: Post) -> None:
    numbers = several(post, 2)
    post.carrier.answers = [DOWN] * THRESHOLD
    for _ in range(THRESHOLD):
        with pytest.raises(Unavailable):
            post.run(numbers[0])
    post.world.clock.go_on(seconds=11)
    for number in numbers:
        post.run(number)
    assert state_of(post) == "closed"
    assert {post.item(number).status for number in numbers} == {"sent"}


def test_a_refusal_is_about_the_message_and_opens_nothing(post: Post) -> None:
    post.carrier.answers = [TryLater("21611", failing=False)] * 5
    for _ in range(5):
        post.wait()
    assert not [row for row in aws.rows("sessions") if row["sk"]["S"] == "BREAKER"]


# --- a second provider ------------------------------------------------------------------------------------------------


def test_while_the_first_provider_is_down_the_backup_takes_over_by_its_own_number(post: Post) -> None:
    with_backup(post)
    post.carrier.answers = [DOWN] * THRESHOLD
    waits = [post.wait() for _ in range(THRESHOLD)]
    assert waits[-1] == 1, "nobody waits for the back-off of a provider that is down"
    post.run()
    (message,) = post.carriers["aws"].taken
    assert message.line == BACKUP
    assert (post.status, post.item().provider, post.item().via) == ("sent", "aws", f"aws#{BACKUP}")


def test_what_a_texter_answers_to_the_backup_number_joins_the_same_conversation_and_the_same_stop(post: Post) -> None:
    with_backup(post)
    post.world.text("are you there?", channel="aws", account="main", line=BACKUP)
    assert post.world.only().line == LINE
    post.world.text("STOP", channel="aws", account="main", line=BACKUP)
    assert post.world.only().cannot_reply


def test_given_both_are_down_then_the_message_waits_for_whichever_may_be_asked_first(post: Post) -> None:
    with_backup(post)
    post.carrier.answers = [DOWN] * 10
    post.carriers["aws"].answers = [DOWN] * THRESHOLD
    for _ in range(2 * THRESHOLD):
        with pytest.raises(Unavailable):
            post.run()
    tried = len(post.carrier.taken) + len(post.carriers["aws"].taken)
    with pytest.raises(Unavailable):
        post.run()
    assert len(post.carrier.taken) + len(post.carriers["aws"].taken) == tried
    assert 1 <= post.sqs.visible_in[-1] <= 10


# --- a line's pace ----------------------------------------------------------------------------------------------------


def test_a_line_sends_so_many_a_second_and_no_more(post: Post) -> None:
    post.world.tenants.line("aff_1", NewLine("twilio", LINE, "pro_1", aws.ACCOUNT, per_second=2))
    numbers = several(post, 3)
    environment = post.another()
    for number in numbers[:2]:
        post.run(number, supervisor=environment)
    assert post.wait(numbers[2], supervisor=post.another()) == 1
    assert len(post.carrier.taken) == 2
    post.run(numbers[2], supervisor=environment)
    assert len(post.carrier.taken) == 3
