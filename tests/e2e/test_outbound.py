"""When a carrier fails: nothing is lost, nothing is sent twice, nothing overtakes, and a second provider takes over."""

from __future__ import annotations

import time

import pytest
import requests

from tests.e2e.aws import Aws
from tests.e2e.carrier import PretendCarrier
from tests.e2e.line import Line
from tests.e2e.people import Responder, Supervisor, Texter, TexterFactory
from tests.e2e.problems import problem
from tests.e2e.tide import BACKED_UP, BACKUP_NUMBER, CALM, Tide
from tests.e2e.waiting import eventually

pytestmark = pytest.mark.e2e

DOWN_SECONDS = 60


def helped(tide: Tide, texters: TexterFactory, who: Responder, program: str = CALM) -> tuple[Texter, str]:
    """A texter whom somebody is helping, with nothing on its way to them."""
    texter = tide.text_from(texters, program)
    conversation_id = tide.supervisor().finds(texter.writes("hello"))
    who.helps(conversation_id)
    return texter, conversation_id


def states(staff: Responder | Supervisor, number: str) -> set[str]:
    """What the breakers of our number's lines say."""
    return {one["state"] for one in staff.get("/api/providers")["items"] if one["number"] == number}


def closed_again(tide: Tide, texters: TexterFactory, ana: Responder) -> None:
    """A message without a backup waits for the breaker, probes, and closes it."""
    texter, _ = helped(tide, texters, ana)
    eventually(lambda: states(ana, texter.to) == {"closed"}, "the breaker closed", seconds=150)


def test_a_carrier_that_is_down_for_a_minute_loses_nothing_and_its_breaker_opens_and_closes(
    tide: Tide, texters: TexterFactory, ana: Responder, troubled_carrier: PretendCarrier
) -> None:
    people = [helped(tide, texters, ana) for _ in range(4)]
    for texter, _ in people:
        eventually(lambda one=texter: troubled_carrier.sent_to(one.number), "the welcome")  # type: ignore[misc]
    troubled_carrier.settle()
    number = people[0][0].to

    troubled_carrier.fails_for("server_error", DOWN_SECONDS)
    sent = {conversation: [texters.mark("first"), texters.mark("second")] for _, conversation in people}
    for conversation, words in sent.items():
        for one in words:
            ana.replies(conversation, one)
    eventually(lambda: "open" in states(ana, number), "the breaker open")
    began = time.monotonic()

    for texter, conversation in people:
        eventually(
            lambda one=texter, words=sent[conversation]: troubled_carrier.bodies_to(one.number)[-2:] == words,  # type: ignore[misc]
            "both, in order",
            seconds=DOWN_SECONDS + 150,
        )
    assert time.monotonic() - began > DOWN_SECONDS / 2, "the carrier was down"
    eventually(lambda: states(ana, number) == {"closed"}, "the breaker closed")
    troubled_carrier.settle()
    for texter, conversation in people:
        for words in sent[conversation]:
            assert troubled_carrier.bodies_to(texter.number).count(words) == 1


def test_a_text_whose_answer_never_came_is_looked_up_and_not_sent_twice(
    tide: Tide, texters: TexterFactory, ana: Responder, troubled_carrier: PretendCarrier
) -> None:
    texter, conversation_id = helped(tide, texters, ana)
    eventually(lambda: troubled_carrier.sent_to(texter.number), "the welcome")
    # The very same words went out before, by a message of their own: they must not be taken for this one.
    ana.replies(conversation_id, words := texters.mark("are you there"))
    troubled_carrier.receives(texter.number, words)
    troubled_carrier.settle()
    troubled_carrier.fail("timeout_after_accept")
    troubled_carrier.fail("receipts_off")

    reply = ana.replies(conversation_id, words)

    ana.sees_status(conversation_id, reply["id"], "delivered")
    assert troubled_carrier.bodies_to(texter.number).count(words) == 2


def test_when_nobody_can_find_out_the_next_goes_on_after_a_minute_and_a_person_decides(
    tide: Tide, line: Line, texters: TexterFactory, ana: Responder, troubled_carrier: PretendCarrier
) -> None:
    texter, conversation_id = helped(tide, texters, ana)
    eventually(lambda: troubled_carrier.sent_to(texter.number), "the welcome")
    troubled_carrier.settle()
    troubled_carrier.fail("timeout_after_accept")
    troubled_carrier.fail("receipts_off")
    reply = ana.replies(conversation_id, words := texters.mark("did this go"))
    lost = troubled_carrier.receives(texter.number, words)
    forget_at_carrier(line, lost["sid"])
    ana.replies(conversation_id, later := texters.mark("and this"))
    ana.sees_status(conversation_id, reply["id"], "unknown")
    assert later not in troubled_carrier.bodies_to(texter.number)

    eventually(lambda: later in troubled_carrier.bodies_to(texter.number), "the next one", seconds=100)
    path = f"messages/{reply['seq']}/outcome"
    assert ana.does(conversation_id, path, outcome="not_sent")["status"] == "failed"
    problem(ana.acts(conversation_id, path, outcome="sent"), 409, "outcome_known")
    assert words not in troubled_carrier.bodies_to(texter.number)


def test_while_one_provider_is_down_the_other_takes_over_and_answers_to_its_number_come_home(
    tide: Tide, texters: TexterFactory, ana: Responder, iris: Supervisor, troubled_carrier: PretendCarrier
) -> None:
    texter, conversation_id = helped(tide, texters, ana, BACKED_UP)
    eventually(lambda: troubled_carrier.sent_to(texter.number), "the welcome")
    troubled_carrier.settle()
    troubled_carrier.fails_for("server_error", 40)

    said = [texters.mark(words) for words in ("one", "two", "three")]
    for words in said:
        ana.replies(conversation_id, words)

    arrived = [troubled_carrier.receives(texter.number, words) for words in said]
    assert {one["from"] for one in arrived} <= {BACKUP_NUMBER, texter.to}
    assert arrived[-1]["from"] == BACKUP_NUMBER
    assert troubled_carrier.bodies_to(texter.number)[-3:] == said
    troubled_carrier.writes_by_aws(texter.number, BACKUP_NUMBER, answer := texters.mark("I got your other number"))
    eventually(lambda: answer in iris.words_in(conversation_id), "the answer in the same conversation")
    troubled_carrier.recover()
    closed_again(tide, texters, ana)


def test_stop_while_a_reply_is_queued_is_honoured(
    tide: Tide, texters: TexterFactory, ana: Responder, iris: Supervisor, troubled_carrier: PretendCarrier, aws: Aws
) -> None:
    texter, conversation_id = helped(tide, texters, ana)
    eventually(lambda: troubled_carrier.sent_to(texter.number), "the welcome")
    with aws.stopped("deliver"):
        reply = ana.replies(conversation_id, words := texters.mark("one more thing"))
        texter.writes_exactly("STOP")
        eventually(lambda: iris.conversation(conversation_id)["cannotReply"], "the opt-out")

    eventually(lambda: iris.status_in(conversation_id, reply["id"]) == "blocked_opt_out", "the message blocked")
    assert words not in troubled_carrier.bodies_to(texter.number)


def test_what_the_carrier_knows_of_an_opt_out_stops_us_and_shows(
    tide: Tide, texters: TexterFactory, ana: Responder, iris: Supervisor, troubled_carrier: PretendCarrier
) -> None:
    _, conversation_id = helped(tide, texters, ana)
    troubled_carrier.settle()
    troubled_carrier.fail("opted_out")

    ana.replies(conversation_id, texters.mark("are you still there"))

    eventually(lambda: iris.conversation(conversation_id)["cannotReply"], "the opt-out")
    problem(ana.sends(conversation_id, texters.mark("hello?")), 409, "texter_opted_out")


def test_a_text_too_long_for_one_message_arrives_as_several_in_order(
    tide: Tide, texters: TexterFactory, ana: Responder, troubled_carrier: PretendCarrier
) -> None:
    texter, conversation_id = helped(tide, texters, ana)
    eventually(lambda: troubled_carrier.sent_to(texter.number), "the welcome")
    words = texters.mark("✓ " + "Take your time and breathe slowly. " * 40)

    ana.replies(conversation_id, words)

    eventually(lambda: len(troubled_carrier.bodies_to(texter.number)) >= 3, "two parts")
    parts = troubled_carrier.bodies_to(texter.number)[1:]
    assert " ".join(parts).split() == words.split()


def forget_at_carrier(line: Line, sid: str) -> None:
    """As if the carrier had never heard of the message."""
    carrier = f"{line.outputs['carrier_url']}/2010-04-01/Accounts/{line.account_sid}/Messages/{sid}.json"
    answer = requests.delete(carrier, auth=(line.account_sid, line.auth_token), timeout=10)
    assert answer.status_code == 204
