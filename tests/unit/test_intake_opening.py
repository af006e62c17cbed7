"""A text of somebody who has no live conversation."""

from __future__ import annotations

import pytest

from shared.contracts.queues import QuarantineEnvelope
from shared.domain.conversation import FactKind
from shared.domain.lifecycle import State
from shared.store.models import TextItem
from tests.unit import aws
from tests.unit.builders import LINE
from tests.unit.world import SECOND_LINE, WELCOME, World


def test_given_an_unknown_texter_when_they_write_then_one_conversation_is_open_and_they_are_welcomed(
    world: World,
) -> None:
    with world.wire.watching() as sent:
        world.text("I need somebody to talk to")
    conversation = world.only()
    assert conversation.state is State.QUEUED
    facts = world.facts(conversation)
    assert [fact.seq for fact in facts] == [1, 2, 3, 4]
    assert [fact.kind for fact in facts] == [FactKind.OPENED, FactKind.MESSAGE, FactKind.TRANSITION, FactKind.MESSAGE]
    assert conversation.version == 4
    assert world.words(conversation) == [("inbound", "I need somebody to talk to"), ("system", WELCOME)]
    assert [one.operation for one in sent].count("TransactWriteItems") == 1


def test_given_the_conversation_was_closed_when_they_write_again_then_a_new_one_of_the_same_texter_opens(
    world: World,
) -> None:
    world.text("hello")
    first = world.hand_out()
    world.close(first.id)
    world.text("it is me again")
    old, new = world.all_conversations()
    assert (old.state, new.state) == (State.CLOSED, State.QUEUED)
    assert old.texter_id == new.texter_id
    assert world.words(new)[0] == ("inbound", "it is me again")


def test_the_same_person_on_two_lines_has_two_conversations_and_is_one_texter(world: World) -> None:
    world.text("hello")
    world.text("hello", line=SECOND_LINE)
    one, other = world.all_conversations()
    assert {one.program_id, other.program_id} == {"pro_1", "pro_2"}
    assert one.texter_id == other.texter_id
    assert one.thread_id != other.thread_id


def test_the_same_number_at_another_affiliate_is_another_texter(world: World) -> None:
    world.text("hello")
    world.text("hello", line="+12025550101")
    one, other = world.all_conversations()
    assert {one.affiliate_id, other.affiliate_id} == {"aff_1", "aff_2"}
    assert one.texter_id != other.texter_id


@pytest.mark.parametrize(
    ("text", "program", "boost"),
    [("TEEN", "pro_2", 0), ("teen please", "pro_2", 0), ("Help", "pro_1", 1800), ("hello", "pro_1", 0)],
)
def test_a_keyword_chooses_the_program_and_may_move_ahead_in_line(
    world: World, text: str, program: str, boost: int
) -> None:
    world.text(text)
    conversation = world.only()
    assert (conversation.program_id, conversation.boost_seconds) == (program, boost)


def test_given_a_keyword_with_a_boost_then_its_texter_is_ahead_of_who_came_a_little_earlier(world: World) -> None:
    world.text("hello", sender="+12025550111")
    world.clock.go_on(minutes=20)
    world.text("help", sender="+12025550112")
    assert [one.boost_seconds for one in world.conversations.waiting("pro_1")] == [1800, 0]


def test_given_a_number_that_is_not_ours_then_the_message_is_held_exactly_as_it_came(world: World) -> None:
    envelope = world.texting("hello", line="+12025550177")
    world.intake.take(envelope)
    assert not world.all_conversations()
    (record,) = aws.drain(world.queues["quarantine"])
    held = QuarantineEnvelope.from_json(record["body"])
    assert (held.reason, held.sealed, held.id) == ("unknown_line", envelope.sealed, envelope.message_key)


def test_given_the_welcome_was_never_approved_then_it_is_not_sent(world: World) -> None:
    unapprove(world, "pro_1")
    world.text("hello")
    assert world.words(world.only()) == [("inbound", "hello")]
    assert world.only().state is State.QUEUED


def test_given_the_confirmation_was_never_approved_then_the_opt_out_counts_all_the_same(world: World) -> None:
    unapprove(world, "pro_1")
    world.text("STOP")
    assert world.words(world.only()) == [("inbound", "STOP")]
    assert world.only().cannot_reply


def unapprove(world: World, program: str) -> None:
    for item in TextItem.query("A#aff_1", TextItem.sk.startswith(f"X#{program}#")):
        item.update(actions=[TextItem.approved_by.remove()])
    world.tenants.touch("aff_1")
    world.intake = world.new_intake()


def test_number_and_words_are_in_the_tables_as_ciphertext_only(world: World) -> None:
    world.text("a very unusual sentence", sender="+12025550173", media=("https://m/unusual",))
    seen = repr([aws.rows(name) for name in ("conversations", "vault", "consents", "directory", "sessions")])
    assert "unusual" not in seen
    assert "2025550173" not in seen
    assert LINE in seen


def test_pictures_are_there_when_the_thread_is_read(world: World) -> None:
    world.text("look", media=("https://m/0", "https://m/1"))
    messages = [fact.message for fact in world.facts(world.only()) if fact.message]
    assert messages[0].media == ("https://m/0", "https://m/1")
