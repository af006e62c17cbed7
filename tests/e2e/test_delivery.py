"""What happens to a reply when the carrier has trouble."""

from __future__ import annotations

import pytest

from tests.e2e.aws import Aws
from tests.e2e.carrier import PretendCarrier
from tests.e2e.people import Responder, Supervisor, Texter, TexterFactory
from tests.e2e.waiting import eventually

pytestmark = pytest.mark.e2e

RANK = {"queued": 0, "sending": 1, "unknown": 2, "sent": 3, "delivered": 4}


@pytest.fixture
def helped(
    texters: TexterFactory, vera: Supervisor, rosa: Responder, carrier: PretendCarrier, troubled_carrier: PretendCarrier
) -> tuple[Texter, str]:
    """A texter who has been welcomed and whom Rosa is helping."""
    texter = texters()
    conversation_id = vera.finds(texter.writes("are you there"))
    rosa.helps(conversation_id)
    eventually(lambda: len(carrier.sent_to(texter.number)) == 1, "the welcome")
    carrier.settle()
    return texter, conversation_id


def test_two_server_errors_and_then_it_is_delivered_exactly_once(
    helped: tuple[Texter, str], texters: TexterFactory, rosa: Responder, troubled_carrier: PretendCarrier
) -> None:
    texter, conversation_id = helped
    troubled_carrier.fail("server_error", 2)

    reply = rosa.replies(conversation_id, words := texters.mark("third time lucky"))

    rosa.sees_status(conversation_id, reply["id"], "delivered")
    assert troubled_carrier.bodies_to(texter.number).count(words) == 1


def test_a_receipt_resolves_the_doubt_about_a_text_that_was_never_answered(
    helped: tuple[Texter, str], texters: TexterFactory, rosa: Responder, troubled_carrier: PretendCarrier
) -> None:
    texter, conversation_id = helped
    troubled_carrier.fail("timeout_after_accept")

    reply = rosa.replies(conversation_id, words := texters.mark("got there anyway"))
    rosa.replies(conversation_id, later := texters.mark("and the next"))

    troubled_carrier.receives(texter.number, later)
    rosa.sees_status(conversation_id, reply["id"], "delivered")
    assert troubled_carrier.bodies_to(texter.number).count(words) == 1


def test_a_text_that_does_not_reach_the_phone_is_marked_undelivered(
    helped: tuple[Texter, str], texters: TexterFactory, rosa: Responder, troubled_carrier: PretendCarrier
) -> None:
    _, conversation_id = helped
    troubled_carrier.fail("undeliverable")

    reply = rosa.replies(conversation_id, texters.mark("is your phone on"))

    rosa.sees_status(conversation_id, reply["id"], "undelivered")


def test_receipts_out_of_order_never_take_a_status_back(
    helped: tuple[Texter, str], texters: TexterFactory, rosa: Responder, troubled_carrier: PretendCarrier
) -> None:
    _, conversation_id = helped
    troubled_carrier.fail("receipts_reordered")
    troubled_carrier.fail("receipts_duplicated")

    reply = rosa.replies(conversation_id, texters.mark("one tick, two ticks"))
    seen = [str(reply["status"])]

    def look() -> str:
        seen.append(rosa.status_of(conversation_id, reply["id"]))
        return seen[-1]

    eventually(lambda: look() == "delivered", "the receipt", pause=0.02)
    # A later text's receipts follow the late ones of the first.
    after = rosa.replies(conversation_id, texters.mark("three ticks"))
    eventually(lambda: look() and rosa.status_of(conversation_id, after["id"]) == "delivered", "its receipt")
    assert [RANK[one] for one in seen] == sorted(RANK[one] for one in seen)


def test_quick_replies_arrive_in_the_order_they_were_sent(
    helped: tuple[Texter, str], texters: TexterFactory, rosa: Responder, carrier: PretendCarrier
) -> None:
    texter, conversation_id = helped

    replies = [texters.mark(words) for words in ("first", "second", "third")]
    for words in replies:
        rosa.replies(conversation_id, words)

    carrier.receives(texter.number, replies[-1])
    assert carrier.bodies_to(texter.number)[-3:] == replies


def test_replies_that_waited_together_arrive_in_order_though_the_first_needs_a_second_try(
    helped: tuple[Texter, str],
    texters: TexterFactory,
    rosa: Responder,
    troubled_carrier: PretendCarrier,
    aws: Aws,
) -> None:
    texter, conversation_id = helped
    replies = [texters.mark(words) for words in ("first", "second", "third")]
    with aws.stopped("deliver"):
        for words in replies:
            rosa.replies(conversation_id, words)
        troubled_carrier.fail("server_error")

    # The back-off is four seconds; nothing may keep the others much longer.
    troubled_carrier.receives(texter.number, replies[-1])
    assert troubled_carrier.bodies_to(texter.number)[-3:] == replies
