"""STOP, START, and what a person writes in between."""

from __future__ import annotations

import pytest

from shared.domain.conversation import FactKind
from shared.domain.errors import Conflict, Forbidden, NotFound
from shared.domain.lifecycle import State
from tests.unit import aws
from tests.unit.staff import TEXTS, Staff
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


# --- after a STOP, and a STOP in other words ------------------------------------------------------


def flags(world: World) -> list[tuple[str, ...]]:
    return [one.flags for one in world.all_conversations() if one.live]


def test_given_a_stop_in_an_escalation_when_they_write_on_then_it_is_flagged_once(world: World) -> None:
    staff = Staff(world)
    one = staff.talking()
    staff.escalate("res_1", one)
    world.text("STOP")
    for text in ("are you there", "hello?"):
        world.text(text)
    facts = [fact for fact in world.facts(world.only()) if fact.kind is FactKind.FLAG]
    assert [fact.detail["flag"] for fact in facts] == ["wrote_after_stop"]
    assert [direction for direction, _ in world.words(world.only())][-2:] == ["inbound", "inbound"]


@pytest.mark.parametrize("word", ["START", "STOP"])
def test_given_an_opt_out_then_the_word_that_changes_or_repeats_it_is_not_flagged(world: World, word: str) -> None:
    world.text("STOP")
    world.text(word)
    assert not any(one.flags for one in world.all_conversations())


def test_given_somebody_asks_in_a_sentence_for_no_more_texts_then_it_is_flagged_and_they_are_not_opted_out(
    world: World,
) -> None:
    world.text("hello")
    world.text("please don't text me again")
    world.text("I said stop texting me")
    conversation = world.only()
    assert (conversation.state, conversation.cannot_reply) == (State.QUEUED, False)
    assert conversation.flags == ("asks_to_stop",)
    assert consents() == []
    assert len([fact for fact in world.facts(conversation) if fact.kind is FactKind.FLAG]) == 1


def test_given_a_person_has_read_it_then_they_record_the_opt_out_which_is_confirmed_once(world: World) -> None:
    staff = Staff(world)
    one = staff.talking(text="please don't text me again")
    assert staff.opt_out("res_1", one).flags == []
    staff.opt_out("res_1", one)
    conversation = world.only()
    assert (conversation.state, conversation.cannot_reply, conversation.flags) == (State.ACTIVE, True, ())
    assert said(world).count(CONFIRMATION) == 1
    assert consents() == [True]
    (fact,) = [fact for fact in world.facts(conversation) if fact.kind is FactKind.OPTED_OUT]
    assert fact.actor == "res_1"
    with pytest.raises(Conflict):
        world.reply(one)


def test_given_a_follow_up_is_planned_when_a_person_records_an_opt_out_then_it_is_cancelled(world: World) -> None:
    staff = Staff(world)
    one = staff.talking()
    staff.wrap_up("res_1", one)
    staff.follow_up("res_1", one)
    assert staff.opt_out("sup_1", one).state is State.CLOSED


@pytest.mark.parametrize(("user", "error"), [("res_2", NotFound), ("adm_1", Forbidden)])
def test_nobody_else_records_an_opt_out(world: World, user: str, error: type[Exception]) -> None:
    one = Staff(world).talking()
    with pytest.raises(error):
        Staff(world).opt_out(user, one)
    assert consents() == []


# --- HELP -----------------------------------------------------------------------------------------


def test_given_a_newcomer_sends_help_then_they_get_the_information_line_and_are_queued(world: World) -> None:
    Staff(world)
    world.text("Help!")
    assert said(world) == [TEXTS["help_line"]]
    assert [one.state for one in world.all_conversations()] == [State.QUEUED]


def test_given_the_carrier_sent_its_help_text_then_ours_is_not_sent_too_and_the_person_is_welcomed_and_queued(
    world: World,
) -> None:
    Staff(world)
    world.text("HELP", carrier_opt_out="HELP")
    assert said(world) == [WELCOME]
    world.text("HELP", carrier_opt_out="HELP")
    assert said(world) == [WELCOME]
    assert [one.state for one in world.all_conversations()] == [State.QUEUED]


def test_given_an_opt_out_when_they_send_help_then_nothing_is_sent_and_they_are_queued(world: World) -> None:
    Staff(world)
    world.text("STOP")
    world.text("HELP")
    assert said(world) == [CONFIRMATION]
    assert flags(world) == [("wrote_after_stop",)]


# --- pictures -------------------------------------------------------------------------------------

PICTURE = ("https://api.example.org/media/1",)


@pytest.mark.parametrize("text", ["look at this", ""])
def test_given_somebody_sends_a_picture_then_they_are_told_once_that_nobody_sees_it(world: World, text: str) -> None:
    Staff(world)
    world.text(text, media=PICTURE)
    assert said(world) == [WELCOME, TEXTS["no_pictures"]]
    world.text("", media=PICTURE)
    world.text("and this", media=PICTURE)
    assert said(world) == [WELCOME, TEXTS["no_pictures"]]
    assert world.only().flags == ("told_no_pictures",)


def test_given_nobody_approved_the_text_then_it_is_not_sent_and_not_said_to_have_been(world: World) -> None:
    world.text("look", media=PICTURE)
    assert said(world) == [WELCOME]
    assert world.only().flags == ()


def test_given_an_opt_out_when_a_picture_comes_then_nothing_is_sent(world: World) -> None:
    Staff(world)
    world.text("STOP")
    world.text("", media=PICTURE)
    assert said(world) == [CONFIRMATION]
