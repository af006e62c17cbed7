"""Texters reach the line by AWS and by a partner as they do by Twilio: heard once, answered, with receipts."""

from __future__ import annotations

import pytest

from tests.e2e.carrier import PretendCarrier
from tests.e2e.line import Line
from tests.e2e.people import Responder, Supervisor, TexterFactory
from tests.e2e.tide import AWS_NUMBER, Tide
from tests.e2e.waiting import all_at_once, eventually

pytestmark = pytest.mark.e2e


@pytest.fixture
def way(
    request: pytest.FixtureRequest, line: Line, tide: Tide, vera: Supervisor, rosa: Responder, ana: Responder
) -> tuple[str, str, Supervisor, Responder]:
    """A provider, our number there, and who reads and answers what comes in by it."""
    if request.param == "aws":
        return "aws", AWS_NUMBER, tide.supervisor(), ana
    return "partner", str(line.outputs["partner"]["id"]), vera, rosa


BOTH = pytest.mark.parametrize("way", ["aws", "partner"], indirect=True)


@BOTH
def test_a_texter_is_heard_answered_and_the_receipt_arrives(
    way: tuple[str, str, Supervisor, Responder], texters: TexterFactory, carrier: PretendCarrier
) -> None:
    provider, number, supervisor, responder = way
    texter = texters.number()
    carrier.writes(provider, texter, words := texters.mark("hello from elsewhere"), to=number)
    conversation_id = supervisor.finds(words)
    assert supervisor.conversation(conversation_id)["channel"] == provider
    eventually(lambda: carrier.sent_to(texter), "the welcome, by the same way")

    responder.helps(conversation_id)
    reply = responder.replies(conversation_id, answer := texters.mark("I am here"))

    assert carrier.receives(texter, answer)["from"] == number
    responder.sees_status(conversation_id, reply["id"], "delivered")
    carrier.writes(provider, texter, more := texters.mark("thank you"), to=number)
    eventually(lambda: more in supervisor.words_in(conversation_id), "the answer in the same conversation")
    assert carrier.bodies_to(texter).count(answer) == 1
    responder.closes(conversation_id)


@BOTH
def test_the_same_message_ten_times_is_one(
    way: tuple[str, str, Supervisor, Responder], texters: TexterFactory, carrier: PretendCarrier
) -> None:
    provider, number, supervisor, _ = way
    texter, words = texters.number(), texters.mark("once is enough")
    first = carrier.writes(provider, texter, words, to=number)

    all_at_once(lambda _: carrier.writes(provider, texter, words, to=number, sid=first["sid"]), range(9))

    conversation_id = supervisor.finds(words)
    carrier.writes(provider, texter, last := texters.mark("and this one after"), to=number)
    eventually(lambda: last in supervisor.words_in(conversation_id), "the last one")
    assert supervisor.words_in(conversation_id) == [words, last]


@BOTH
def test_stop_is_confirmed_once_and_counts_here_too(
    way: tuple[str, str, Supervisor, Responder], texters: TexterFactory, carrier: PretendCarrier
) -> None:
    provider, number, supervisor, _ = way
    texter = texters.number()
    carrier.writes(provider, texter, words := texters.mark("hello"), to=number)
    conversation_id = supervisor.finds(words)
    eventually(lambda: len(carrier.sent_to(texter)) == 1, "the welcome")

    for _ in range(2):
        carrier.writes(provider, texter, "STOP", to=number)

    eventually(lambda: supervisor.conversation(conversation_id)["cannotReply"], "the opt-out")
    carrier.writes(provider, texter, after := texters.mark("still here"), to=number)
    assert supervisor.conversation(supervisor.finds(after))["cannotReply"] is True
    carrier.settle()
    assert len(carrier.sent_to(texter)) == 2


@BOTH
@pytest.mark.parametrize("signature", ["wrong", "none"])
def test_what_nobody_signed_is_refused_and_never_heard(
    way: tuple[str, str, Supervisor, Responder], texters: TexterFactory, carrier: PretendCarrier, signature: str
) -> None:
    provider, number, supervisor, _ = way
    texter = texters.number()

    answer = carrier.writes(provider, texter, texters.mark("a forged text"), to=number, signature=signature)

    assert answer["status"] == 403
    carrier.writes(provider, texter, genuine := texters.mark("a genuine one"), to=number)
    assert supervisor.words_in(supervisor.finds(genuine)) == [genuine]


def test_the_line_confirms_its_subscription_and_no_strangers(tide: Tide, carrier: PretendCarrier) -> None:
    asked = carrier.asks_to_confirm()
    assert asked["status"] == 200
    eventually(lambda: asked["token"] in carrier.confirmed(), "the visit")

    forged = carrier.asks_to_confirm(signature="wrong")
    assert forged["status"] == 403
    assert forged["token"] not in carrier.confirmed()
