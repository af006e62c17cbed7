"""A text of somebody who has a live conversation; races, repeats, and what it costs."""

from __future__ import annotations

import base64
import dataclasses
import json
from collections.abc import Callable
from typing import Any

import pytest

from shared.contracts.queues import QuarantineEnvelope
from shared.domain.errors import Unavailable
from shared.domain.lifecycle import State
from tests.unit import aws
from tests.unit.measures import transaction_units
from tests.unit.world import World

INDEX_KEYS = ("queue_key", "queue_rank", "owner_key", "owner_sort", "program_key", "program_sort")


def gap_free(world: World) -> bool:
    conversation = world.only()
    return [f.seq for f in world.facts(conversation)] == list(range(1, conversation.version + 1))


def inbound(world: World) -> list[str]:
    return [text for direction, text in world.words(world.only()) if direction == "inbound"]


def test_a_second_text_is_appended(world: World) -> None:
    world.text("hello")
    world.text("are you there")
    assert inbound(world) == ["hello", "are you there"]
    assert gap_free(world)


def test_a_keyword_in_mid_conversation_is_text(world: World) -> None:
    world.text("hello")
    world.text("TEEN")
    assert inbound(world) == ["hello", "TEEN"]
    assert world.only().program_id == "pro_1"
    assert world.only().boost_seconds == 0


def test_given_the_same_message_again_also_with_other_words_then_the_first_one_wins(world: World) -> None:
    world.text("hello", provider_id="SM1")
    before = aws.rows("conversations")
    world.text("hello", provider_id="SM1")
    world.text("changed", provider_id="SM1")
    world.new_intake().take(world.texting("changed", provider_id="SM1"))
    assert aws.rows("conversations") == before


def test_given_a_message_was_seen_when_its_conversation_has_closed_then_the_repeat_opens_nothing(world: World) -> None:
    world.text("hello", provider_id="SM1")
    world.close(world.hand_out().id)
    world.text("hello", provider_id="SM1")
    assert world.only().state is State.CLOSED


def test_given_two_first_messages_race_then_they_make_one_conversation(world: World) -> None:
    other, second = world.new_intake(), world.texting("second")
    world.wire.before("TransactWriteItems", lambda: other.take(second))
    world.text("first")
    assert sorted(inbound(world)) == ["first", "second"]
    assert gap_free(world)
    assert len([row for row in aws.rows("conversations") if row["sk"]["S"] == "LIVE"]) == 1
    assert len([row for row in aws.rows("vault") if row["pk"]["S"].startswith("K#")]) == 2


def test_given_a_texter_we_know_comes_back_with_two_messages_at_once_then_they_make_one_conversation(
    world: World,
) -> None:
    world.text("before")
    world.close(world.hand_out().id)
    other, second = world.new_intake(), world.texting("second")
    world.wire.before("TransactWriteItems", lambda: other.take(second))
    world.text("first")
    live = [one for one in world.all_conversations() if one.live]
    assert len(live) == 1
    assert sorted(text for direction, text in world.words(live[0]) if direction == "inbound") == ["first", "second"]


def test_given_two_first_messages_on_two_lines_race_then_the_texter_is_one(world: World) -> None:
    other, second = world.new_intake(), world.texting("second", line="+12025550102")
    world.wire.before("TransactWriteItems", lambda: other.take(second))
    world.text("first")
    one, two = world.all_conversations()
    assert one.texter_id == two.texter_id


def test_given_somebody_else_appends_first_then_the_message_is_appended_after(world: World) -> None:
    world.text("one")
    other, second = world.new_intake(), world.texting("two")
    world.wire.before("TransactWriteItems", lambda: other.take(second))
    world.text("three")
    assert inbound(world) == ["one", "two", "three"]
    assert gap_free(world)


def test_given_the_conversation_closes_under_the_message_then_a_new_one_opens(world: World) -> None:
    world.text("one")
    conversation = world.hand_out().id
    world.wire.before("TransactWriteItems", lambda: world.close(conversation))
    world.text("two")
    old, new = world.all_conversations()
    assert [old.state, new.state] == [State.CLOSED, State.QUEUED]
    assert world.words(new)[0] == ("inbound", "two")


@pytest.mark.parametrize(
    ("code", "more"),
    [
        ("TransactionCanceledException", {"CancellationReasons": [{"Code": "TransactionConflict"}, {"Code": "None"}]}),
        ("TransactionConflictException", {}),
        ("TransactionInProgressException", {}),
    ],
)
def test_given_a_transaction_conflict_then_it_is_tried_again(world: World, code: str, more: dict[str, Any]) -> None:
    world.text("one")
    world.wire.fail("TransactWriteItems", code, **more)
    world.text("two")
    assert inbound(world) == ["one", "two"]


def test_given_the_tables_are_throttled_then_nothing_is_written_and_the_message_comes_again(world: World) -> None:
    envelope = world.texting("one")
    reasons = [{"Code": "None"}, {"Code": "ThrottlingError"}]
    world.wire.fail("TransactWriteItems", "TransactionCanceledException", CancellationReasons=reasons)
    with pytest.raises(Unavailable) as refused:
        world.intake.take(envelope)
    assert refused.value.retryable
    assert not world.all_conversations()
    world.intake.take(envelope)
    assert inbound(world) == ["one"]


def test_given_the_answer_of_the_write_is_lost_then_the_repeat_writes_nothing_twice(world: World) -> None:
    envelope = world.texting("one")
    other = world.new_intake()

    def written_but_unanswered() -> None:
        other.take(envelope)
        raise ConnectionError("the answer was lost")

    world.wire.before("TransactWriteItems", written_but_unanswered)
    with pytest.raises(ConnectionError):
        world.intake.take(envelope)
    world.intake.take(envelope)
    assert inbound(world) == ["one"]


def altered(sealed: str) -> str:
    blob = bytearray(base64.b64decode(sealed))
    blob[-1] ^= 1
    return base64.b64encode(blob).decode()


@pytest.mark.parametrize("damage", [altered, lambda sealed: "not base64", lambda sealed: ""])
def test_given_an_envelope_that_cannot_be_read_then_it_is_held_and_the_next_text_is_not_held_back(
    world: World, damage: Callable[[str], str]
) -> None:
    envelope = world.texting("one")
    broken = dataclasses.replace(envelope, sealed=damage(envelope.sealed))
    world.intake.take(broken)
    assert not world.all_conversations()
    (record,) = aws.drain(world.queues["quarantine"])
    held = QuarantineEnvelope.from_json(record["body"])
    assert (held.reason, held.sealed) == ("unreadable", broken.sealed)


@pytest.mark.parametrize("state", ["queued", "active"])
@pytest.mark.parametrize("text", ["hello again", "x" * 160])
def test_a_message_in_an_open_conversation_costs_four_calls_and_six_write_units_at_most(
    world: World, state: str, text: str
) -> None:
    world.text("hello")
    if state == "active":
        world.hand_out()
    world.text("warm")
    before = world.head_row(world.only())
    with world.wire.watching() as sent:
        world.text(text)
    assert len(sent) <= 4, [one.operation for one in sent]
    (write,) = [json.loads(one.body) for one in sent if one.operation == "TransactWriteItems"]
    assert transaction_units(write) <= 6
    # An index costs a write only when one of its keys changes, and a message changes none.
    after = world.head_row(world.only())
    assert {name: before.get(name) for name in INDEX_KEYS} == {name: after.get(name) for name in INDEX_KEYS}
    assert [one.operation for one in sent if one.service == "kms"] == []


def test_a_whole_conversation_asks_kms_once_for_the_affiliates_branch_key(world: World) -> None:
    with world.wire.watching() as sent:
        for number in range(12):
            world.text(f"message {number}")
    assert len([one for one in sent if one.service == "kms"]) == 1
    assert len(inbound(world)) == 12
