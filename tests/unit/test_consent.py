"""STOP, START, and what a person writes in between."""

from __future__ import annotations

import pytest

from shared.domain.conversation import FactKind
from shared.domain.lifecycle import State
from tests.unit import aws
from tests.unit.world import CONFIRMATION, SECOND_LINE, WELCOME, World


def said(world: World) -> list[str]:
    """Everything the line itself said, over all conversations."""
    return [text for one in world.all_conversations() for direction, text in world.words(one) if direction == "system"]


def consents() -> list[bool]:
    return [row["opted_out"]["BOOL"] for row in aws.rows("consents")]


def test_given_a_live_conversation_when_its_texter_says_stop_then_it_ends_with_one_confirmation(world: World) -> None:
    world.text("hello")
    world.text("STOP")
    conversation = world.only()
    assert (conversation.state, conversation.cannot_reply) == (State.CLOSED, True)
    assert said(world) == [WELCOME, CONFIRMATION]
    assert consents() == [True]
    kinds = [fact.kind for fact in world.facts(conversation)]
    assert kinds[-4:] == [FactKind.MESSAGE, FactKind.OPTED_OUT, FactKind.MESSAGE, FactKind.TRANSITION]


def test_given_no_conversation_when_somebody_says_stop_then_it_is_honoured_confirmed_and_nobody_is_queued(
    world: World,
) -> None:
    world.text("Stop!")
    conversation = world.only()
    assert conversation.state is State.CLOSED
    assert said(world) == [CONFIRMATION]
    assert consents() == [True]
    assert world.conversations.waiting("pro_1") == []


def test_given_a_responder_owns_the_conversation_when_the_texter_says_stop_then_the_responder_is_free_again(
    world: World,
) -> None:
    world.hire("res_3", limit=1)
    world.text("hello")
    assert world.hand_out("res_3").state is State.ACTIVE
    world.text("STOP")
    world.text("hello", sender="+12025550188")
    assert world.hand_out("res_3").state is State.ACTIVE


@pytest.mark.parametrize("live", [True, False])
def test_given_the_carrier_has_answered_already_then_we_confirm_nothing(world: World, live: bool) -> None:
    if live:
        world.text("hello")
    world.text("STOP", carrier_opt_out="STOP")
    assert CONFIRMATION not in said(world)
    assert consents() == [True]


def test_the_carriers_verdict_counts_also_where_our_own_words_do_not(world: World) -> None:
    world.text("basta", carrier_opt_out="STOP")
    assert consents() == [True]


def test_given_an_opt_out_when_they_say_stop_again_then_there_is_no_second_confirmation(world: World) -> None:
    world.text("STOP")
    world.text("STOP")
    world.text("unsubscribe")
    assert said(world) == [CONFIRMATION]
    assert all(one.state is State.CLOSED for one in world.all_conversations())


def test_given_an_opt_out_when_a_person_writes_then_it_is_stored_and_queued_and_nothing_is_sent(world: World) -> None:
    world.text("STOP")
    world.text("I need help now")
    waiting = world.conversations.waiting("pro_1")
    assert [one.cannot_reply for one in waiting] == [True]
    assert said(world) == [CONFIRMATION]


@pytest.mark.parametrize("word", ["START", "yes", "Unstop."])
def test_given_an_opt_out_when_they_opt_in_again_then_texts_may_be_sent(world: World, word: str) -> None:
    world.text("STOP")
    world.text(word)
    (conversation,) = world.conversations.waiting("pro_1")
    assert not conversation.cannot_reply
    assert consents() == [False]
    assert said(world) == [CONFIRMATION, WELCOME]


def test_given_an_opted_out_texter_in_a_live_conversation_when_they_opt_in_then_it_goes_on_and_may_be_answered(
    world: World,
) -> None:
    world.text("STOP")
    world.text("I need help now")
    world.text("START")
    (conversation,) = world.conversations.waiting("pro_1")
    assert not conversation.cannot_reply
    world.reply(world.hand_out().id)


def test_given_they_never_opted_out_then_yes_is_only_a_word(world: World) -> None:
    world.text("hello")
    world.text("YES")
    assert FactKind.OPTED_IN not in [fact.kind for fact in world.facts(world.only())]
    assert consents() == []


def test_an_opt_out_of_one_line_says_nothing_of_another(world: World) -> None:
    world.text("STOP")
    world.text("hello", line=SECOND_LINE)
    assert [one.cannot_reply for one in world.conversations.waiting("pro_2")] == [False]


def test_stop_him_hitting_me_is_somebody_asking_for_help(world: World) -> None:
    world.text("Stop him hitting me")
    assert [one.cannot_reply for one in world.conversations.waiting("pro_1")] == [False]
    assert consents() == []
