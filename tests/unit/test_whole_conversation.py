"""A line on which every kind of fact was written: each is readable, and together they are what the heads say."""

from __future__ import annotations

import pytest

from functions.jobs.reopening import Reopening
from functions.lifecycle.hooks import Hooks
from shared.ai.embedded import EmbeddedAssistant
from shared.domain.applying import replayed
from shared.domain.conversation import FactKind
from shared.domain.lifecycle import Hook
from tests.unit.post import Post
from tests.unit.staff import CRITICAL, EXIT, Staff
from tests.unit.world import World


@pytest.fixture
def eventful(world: World) -> World:
    """One texter opts out and in again, is helped in every way there is, and in the end the conversation fails."""
    staff = Staff(world, surveys=(EXIT,))
    hooks = Hooks(world.writer, world.presences, EmbeddedAssistant(), Post().people_on_call(world))
    world.text("STOP")
    world.text("START")
    one = staff.talking("res_1", CRITICAL)
    staff.later(minutes=1)
    world.reply(one, "I am here")
    staff.whisper("sup_1", one, "ask for the address")
    world.text("please stop texting me")
    staff.same_person("res_1", one)
    staff.report_abuse("res_1", one, "swears at me")
    staff.tag("res_1", one, "grief")
    staff.ladder("res_1", one, wish=True)
    staff.survey("res_1", one, responses={"upset": 3, "helped": "being heard"})
    staff.escalate("res_1", one, "medical", "12 Elm Street")
    hooks.contact(one)
    staff.later(minutes=11)
    staff.look(one)
    staff.resolve("res_1", one, "they are safe")
    hooks.run(Hook.SUMMARISE_HAND_OFF, one, 1)
    hooks.give_up(Hook.CONTACT_SERVICES, one, 2, "gave_up")
    returned = staff.give_back("res_1", one, "shift over")
    hooks.run(Hook.ANNOUNCE_WAITING, one, returned.version)
    staff.hold("sup_1", one, "a court asked")
    world.writer.fail(one, "test")
    assert Reopening(world.writer).reopen(one)
    staff.unblock("sup_1", staff.block("sup_1", one, "swears at everybody", confirm=True).id)
    return world


def test_every_kind_of_fact_is_readable_with_its_words(eventful: World) -> None:
    facts = [fact for one in eventful.all_conversations() for fact in eventful.facts(one)]
    assert {fact.kind for fact in facts} == set(FactKind)
    said = {text for fact in facts for text in fact.words.values()}
    assert said >= {"12 Elm Street", "they are safe", "being heard", "shift over", "a court asked", "swears at me"}
    assert {fact.message.content for fact in facts if fact.message} >= {"I am here", "ask for the address"}


def test_facts_are_numbered_without_gaps_and_add_up_to_the_head(eventful: World) -> None:
    conversations = eventful.all_conversations()
    assert len(conversations) == 3
    for head in conversations:
        facts = eventful.facts(head)
        assert [fact.seq for fact in facts] == list(range(1, head.version + 1))
        assert replayed(head, facts) == head
