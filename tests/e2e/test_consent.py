"""STOP and START (47 CFR 64.1200): one confirmation, then nothing leaves; what arrives is kept all the same."""

from __future__ import annotations

import pytest

from tests.e2e.carrier import PretendCarrier
from tests.e2e.people import Responder, Supervisor, Texter, TexterFactory
from tests.e2e.problems import problem
from tests.e2e.waiting import eventually

pytestmark = pytest.mark.e2e

CONFIRMATION = "You won't get any more texts"


@pytest.fixture
def stopped(texters: TexterFactory, vera: Supervisor, carrier: PretendCarrier) -> Texter:
    """A texter who wrote once and then STOP, and has the confirmation."""
    texter = texters()
    conversation_id = vera.finds(texter.writes("who are you"))
    texter.writes_exactly("Stop.")
    eventually(lambda: vera.conversation(conversation_id)["state"] == "closed", "the end of the conversation")
    eventually(lambda: confirmations(carrier, texter), "the confirmation")
    return texter


def confirmations(carrier: PretendCarrier, texter: Texter) -> int:
    return sum(CONFIRMATION in body for body in carrier.bodies_to(texter.number))


def test_stop_closes_the_conversation_and_is_confirmed_once(
    texters: TexterFactory, stopped: Texter, vera: Supervisor, carrier: PretendCarrier
) -> None:
    stopped.writes_exactly("STOP")
    # Messages of one texter stay in order: when this one is in, the second STOP has been dealt with.
    vera.finds(stopped.writes("I said stop"))
    carrier.settle()

    assert confirmations(carrier, stopped) == 1


def test_what_comes_after_stop_is_kept_and_queued_but_cannot_be_answered(
    texters: TexterFactory, stopped: Texter, vera: Supervisor, rosa: Responder, carrier: PretendCarrier
) -> None:
    had = carrier.bodies_to(stopped.number)
    conversation_id = vera.finds(stopped.writes("I still want somebody to know"))
    conversation = vera.conversation(conversation_id)
    assert (conversation["state"], conversation["cannotReply"]) == ("queued", True)

    rosa.helps(conversation_id)
    problem(rosa.sends(conversation_id, texters.mark("I hear you")), 409, "texter_opted_out")

    carrier.settle()
    assert carrier.bodies_to(stopped.number) == had


def test_start_opts_in_again(
    texters: TexterFactory, stopped: Texter, vera: Supervisor, rosa: Responder, carrier: PretendCarrier
) -> None:
    conversation_id = vera.finds(stopped.writes("can I come back"))
    rosa.helps(conversation_id)

    stopped.writes_exactly("START")

    eventually(lambda: not rosa.conversation(conversation_id)["cannotReply"], "the opt-in")
    rosa.replies(conversation_id, answer := texters.mark("welcome back"))
    carrier.receives(stopped.number, answer)


def test_a_texter_who_only_writes_start_after_stop_is_queued_and_welcomed(
    stopped: Texter, vera: Supervisor, carrier: PretendCarrier
) -> None:
    had = len(carrier.bodies_to(stopped.number))

    stopped.writes_exactly("start")

    conversation_id = vera.finds(stopped.writes("it is me"))
    assert vera.conversation(conversation_id)["cannotReply"] is False
    eventually(lambda: len(carrier.bodies_to(stopped.number)) > had, "the welcome")


@pytest.mark.parametrize("words", ["stop him hitting me", "please stop", "I want it to end", "quit my job today"])
def test_a_sentence_with_an_opt_out_word_in_it_is_an_ordinary_message(
    texters: TexterFactory, vera: Supervisor, words: str
) -> None:
    conversation_id = vera.finds(texters().writes(words))

    conversation = vera.conversation(conversation_id)
    assert (conversation["state"], conversation["cannotReply"]) == ("queued", False)


def test_stop_him_hitting_me_alone_is_an_ordinary_message(texters: TexterFactory, vera: Supervisor) -> None:
    texter = texters()
    texter.writes_exactly("stop him hitting me")

    conversation_id = vera.finds(texter.writes("please"))

    assert vera.words_in(conversation_id)[0] == "stop him hitting me"
    assert vera.conversation(conversation_id)["state"] == "queued"
