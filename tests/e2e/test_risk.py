"""Danger in what texters write: raised at once by words, a moment later by meaning, lowered by people only."""

from __future__ import annotations

import pytest

from shared.domain.risk.levels import Category, Risk
from shared.domain.risk.lexicon import LexiconEntry
from tests.e2e.people import Responder, Supervisor, TexterFactory
from tests.e2e.problems import problem
from tests.e2e.tide import AFFILIATE, CALM, Tide
from tests.e2e.waiting import eventually

pytestmark = pytest.mark.e2e


def test_the_most_endangered_texter_comes_first_and_supervisors_are_called(
    tide: Tide, texters: TexterFactory, ana: Responder, iris: Supervisor
) -> None:
    calm = iris.finds(tide.text_from(texters, CALM).writes("school is stressful"))
    urgent = iris.finds(tide.text_from(texters, CALM).writes("I have the pills in my hand and I am taking them now"))

    assert iris.conversation(urgent)["riskLevel"] == "critical"
    reasons = iris.conversation(urgent)["riskReasons"]
    assert any("rule" in reason and "pills" in reason.casefold() for reason in reasons), reasons
    eventually(lambda: "risk_raised" in iris.alerts_about(urgent), "the supervisor's alert")

    handed = ana.ask("POST", "/api/queue/next", json={"programId": CALM}).json()
    assert (handed["id"], handed["reason"]) == (urgent, "critical risk comes first")
    ana.helps(calm)
    for one in (urgent, calm):
        ana.does(one, "close")


def test_what_no_word_gives_away_is_raised_by_its_meaning_and_lowered_by_a_person_with_a_reason(
    tide: Tide, texters: TexterFactory, ana: Responder, iris: Supervisor
) -> None:
    words = "they would all sleep better once I have stopped existing"
    conversation_id = iris.finds(tide.text_from(texters, CALM).writes(words))

    raised = eventually(lambda: iris.conversation(conversation_id)["riskLevel"] in ("high", "critical"), "the raise")
    assert raised
    risk = next(one for one in iris.timeline(conversation_id) if one["kind"] == "risk")
    assert (risk["actor"], risk["detail"]["before"]) == ("system", "low")

    ana.helps(conversation_id)
    problem(ana.acts(conversation_id, "tag", riskLevel="low"), 422, "rule_broken")
    ana.does(conversation_id, "tag", riskLevel="low", reason=texters.mark("a line from a song"))
    assert ana.conversation(conversation_id)["riskLevel"] == "low"
    ana.does(conversation_id, "close")


@pytest.mark.parametrize("words", ["I finally finished my homework", "this exam is killing me", "thank you so much"])
def test_what_is_harmless_calls_nobody(
    tide: Tide, texters: TexterFactory, ana: Responder, iris: Supervisor, words: str
) -> None:
    conversation_id = iris.finds(tide.text_from(texters, CALM).writes(words))
    later = iris.finds(tide.text_from(texters, CALM).writes("I want to die"))
    eventually(lambda: iris.conversation(later)["riskLevel"] != "low", "the reader has come past both")

    assert iris.conversation(conversation_id)["riskLevel"] in ("low", "medium")
    assert "risk_raised" not in iris.alerts_about(conversation_id)
    for one in (conversation_id, later):
        ana.helps(one)
        ana.does(one, "close")


def test_an_affiliates_own_words_count_within_seconds_and_need_no_deployment(
    tide: Tide, texters: TexterFactory, ana: Responder, iris: Supervisor
) -> None:
    with tide.as_operator():
        entry = LexiconEntry("meet me at pier nine", Category.IMMEDIATE_CRISIS, Risk.CRITICAL)
        tide.tenants().risk_words(AFFILIATE, [entry])

    def counted() -> bool:
        conversation_id = iris.finds(tide.text_from(texters, CALM).writes("meet me at pier nine"))
        level = iris.conversation(conversation_id)["riskLevel"]
        ana.helps(conversation_id)
        ana.does(conversation_id, "close")
        return bool(level == "critical")

    eventually(counted, "the affiliate's own word", pause=1)
