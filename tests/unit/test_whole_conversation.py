"""A line on which every kind of fact was written: each is readable, and together they are what the heads say."""

from __future__ import annotations

import pytest

from functions.jobs.reopening import Reopening
from functions.lifecycle.hooks import Hooks
from shared.ai.embedded import EmbeddedAssistant
from shared.channels.mail import Mailer
from shared.contracts import care_api
from shared.domain.applying import replayed
from shared.domain.conversation import FactKind
from shared.domain.lifecycle import Hook
from shared.domain.surveys import Survey
from shared.lifecycle.helping import PeopleOnCall
from tests.unit.survey_questions import HELPED, UPSET
from tests.unit.world import World


class NoMail(Mailer):
    def send(self, to: str, subject: str, text: str) -> None:
        pass


@pytest.fixture
def eventful(world: World) -> World:
    """One texter opts out and in again, is helped in every way there is, and in the end the conversation fails."""
    world.tenants.survey("aff_1", Survey("srv_1", "pro_1", "exit", "Afterwards", (UPSET, HELPED)))
    hooks = Hooks(
        world.writer, world.presences, EmbeddedAssistant(), PeopleOnCall(NoMail(), "simulated", "https://line.example")
    )
    world.text("STOP")
    world.text("START")
    world.text("I am going to kill myself tonight")
    world.clock.go_on(minutes=1)
    one = world.hand_out().id
    world.reply(one, "I am here")
    world.hand_overs.whisper(world.request("sup_1", one, body=care_api.WhisperRequest(content="ask for the address")))
    world.judging.tag(world.request("res_1", one, body=care_api.TagRequest(tags=["grief"])))
    world.judging.record_ladder(world.request("res_1", one, body=care_api.LadderRequest(wish=True)))
    form = care_api.SurveyRequest(survey_id="srv_1", responses={"upset": 3, "helped": "being heard"})
    world.judging.survey(world.request("res_1", one, body=form))
    call = care_api.EscalateRequest(type="medical", location="12 Elm Street")
    world.escalations.escalate(world.request("res_1", one, body=call))
    hooks.contact(one)
    world.clock.go_on(minutes=11)
    world.timekeeper.look(one)
    world.escalations.resolve(world.request("res_1", one, body=care_api.ResolveRequest(outcome="they are safe")))
    hooks.run(Hook.SUMMARISE_HAND_OFF, one, 1)
    hooks.give_up(Hook.CONTACT_SERVICES, one, 2, "gave_up")
    returned = world.hand_overs.give_back(world.request("res_1", one, body=care_api.ReturnRequest(note="shift over")))
    hooks.run(Hook.ANNOUNCE_WAITING, one, returned.version)
    world.endings.hold(
        world.request("sup_1", body=care_api.LegalHoldRequest(conversation_id=one, reason="a court asked"))
    )
    world.writer.fail(one, "test")
    assert Reopening(world.writer).reopen(one)
    return world


def test_every_kind_of_fact_is_readable_with_its_words(eventful: World) -> None:
    facts = [fact for one in eventful.all_conversations() for fact in eventful.facts(one)]
    assert {fact.kind for fact in facts} == set(FactKind)
    said = {text for fact in facts for text in fact.words.values()}
    assert said >= {"12 Elm Street", "they are safe", "being heard", "shift over", "a court asked"}
    assert {fact.message.content for fact in facts if fact.message} >= {"I am here", "ask for the address"}


def test_facts_are_numbered_without_gaps_and_add_up_to_the_head(eventful: World) -> None:
    conversations = eventful.all_conversations()
    assert len(conversations) == 3
    for head in conversations:
        facts = eventful.facts(head)
        assert [fact.seq for fact in facts] == list(range(1, head.version + 1))
        assert replayed(head, facts) == head
