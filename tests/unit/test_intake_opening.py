"""A text comes in: who is it, and what becomes of it."""

from __future__ import annotations

from shared.domain.conversation import FactKind
from shared.domain.lifecycle import State
from tests.unit.world import WELCOME, World


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
