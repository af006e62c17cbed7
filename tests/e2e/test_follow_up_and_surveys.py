"""A check-in later, and the questions before and after."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from tests.e2e.carrier import PretendCarrier
from tests.e2e.people import Responder, Supervisor, TexterFactory
from tests.e2e.problems import fields, problem
from tests.e2e.tide import ASKING, CALM, ENDING, Tide
from tests.e2e.waiting import eventually
from tests.e2e.workflow import Workflow

pytestmark = pytest.mark.e2e


def _wrapping_up(tide: Tide, texters: TexterFactory, ana: Responder, iris: Supervisor, program: str) -> tuple[str, str]:
    texter = tide.text_from(texters, program)
    conversation_id = iris.finds(texter.writes("good evening"))
    ana.helps(conversation_id)
    ana.does(conversation_id, "wrap-up")
    return conversation_id, texter.number


def _soon() -> str:
    return (datetime.now(UTC) + timedelta(seconds=2)).isoformat()


def test_a_check_in_is_sent_at_its_time_and_ends_when_nobody_answers(
    tide: Tide, texters: TexterFactory, ana: Responder, iris: Supervisor, carrier: PretendCarrier, workflow: Workflow
) -> None:
    conversation_id, number = _wrapping_up(tide, texters, ana, iris, ENDING)
    words = texters.mark("how are you today")
    planned = ana.does(conversation_id, "follow-up", scheduledTime=_soon(), message=words)
    assert planned["state"] == "follow_up_scheduled"
    assert planned["responderId"] is None

    carrier.receives(number, words)
    iris.sees_state(conversation_id, "closed")
    workflow.stands_at(conversation_id, "closed")
    moves = ["schedule_follow_up", "trigger_follow_up", "close_from_followup"]
    assert iris.moves_of(conversation_id)[-3:] == moves


def test_a_texter_who_writes_before_the_check_in_is_back_in_line_ahead_of_others(
    tide: Tide, texters: TexterFactory, ana: Responder, iris: Supervisor
) -> None:
    texter = tide.text_from(texters, CALM)
    conversation_id = iris.finds(texter.writes("good evening"))
    ana.helps(conversation_id)
    ana.does(conversation_id, "wrap-up")
    ana.does(conversation_id, "follow-up", message=texters.mark("tomorrow"))
    other = iris.finds(tide.text_from(texters, CALM).writes("somebody else"))

    texter.writes("it is bad again")

    back = iris.sees_state(conversation_id, "queued")
    assert back["preferredResponderId"] == ana.id
    waiting = [one["id"] for one in iris.queue()["items"] if one["id"] in (conversation_id, other)]
    assert waiting == [conversation_id, other]
    for one in (conversation_id, other):
        ana.helps(one)
        ana.does(one, "close")


def test_stop_calls_a_check_in_off(tide: Tide, texters: TexterFactory, ana: Responder, iris: Supervisor) -> None:
    texter = tide.text_from(texters, CALM)
    conversation_id = iris.finds(texter.writes("good evening"))
    ana.helps(conversation_id)
    ana.does(conversation_id, "wrap-up")
    ana.does(conversation_id, "follow-up", message=texters.mark("tomorrow"))

    texter.writes_exactly("STOP")

    iris.sees_state(conversation_id, "closed")
    assert iris.moves_of(conversation_id)[-1] == "cancel_follow_up"


@pytest.mark.parametrize(
    ("when", "field"),
    [(timedelta(minutes=-5), "scheduledTime"), (timedelta(days=400), "scheduledTime")],
    ids=["in the past", "beyond a year"],
)
def test_a_check_in_at_an_impossible_time_is_refused_and_nothing_changes(
    tide: Tide, texters: TexterFactory, ana: Responder, iris: Supervisor, when: timedelta, field: str
) -> None:
    conversation_id, _ = _wrapping_up(tide, texters, ana, iris, CALM)
    before = ana.moves_of(conversation_id)
    moment = (datetime.now(UTC) + when).isoformat()

    refused = problem(
        ana.acts(conversation_id, "follow-up", scheduledTime=moment, message=texters.mark("hi")), 422, "rule_broken"
    )

    assert fields(refused) == [field]
    assert ana.moves_of(conversation_id) == before
    ana.does(conversation_id, "close")


def test_surveys_are_asked_one_question_at_a_time_and_tell_what_changed(
    tide: Tide, texters: TexterFactory, ana: Responder, iris: Supervisor, carrier: PretendCarrier
) -> None:
    texter = tide.text_from(texters, ASKING)
    conversation_id = iris.finds(texter.writes("good evening"))
    ana.helps(conversation_id)

    def asked(words: str, times: int = 1) -> bool:
        return sum(words in body for body in carrier.bodies_to(texter.number)) >= times

    eventually(lambda: asked("How upset are you"), "the entry question")
    texter.writes_exactly("9")
    eventually(lambda: asked("How upset are you", 2), "the question once more, gently")
    texter.writes_exactly("4")
    eventually(lambda: (ana.conversation(conversation_id)["outcome"] or {}).get("entryScore") == 4, "the entry score")
    ana.does(conversation_id, "wrap-up")
    eventually(lambda: asked("How upset are you", 3), "the exit question")
    texter.writes_exactly("2")
    eventually(lambda: asked("Did it help?"), "the second question")
    texter.writes_exactly("skip")

    eventually(lambda: ana.conversation(conversation_id)["survey"] is None, "the survey's end")
    assert ana.conversation(conversation_id)["outcome"] == {"entryScore": 4, "exitScore": 2, "change": -2}
    assert ana.state_of(conversation_id) == "wrap_up"
    ana.does(conversation_id, "close")


def test_a_survey_never_gets_in_the_way_of_somebody_in_crisis(
    tide: Tide, texters: TexterFactory, ana: Responder, iris: Supervisor, carrier: PretendCarrier
) -> None:
    texter = tide.text_from(texters, ASKING)
    conversation_id = iris.finds(texter.writes("good evening"))
    ana.helps(conversation_id)
    eventually(lambda: ana.conversation(conversation_id)["survey"] is not None, "the survey")

    texter.writes("I am going to kill myself tonight")

    eventually(lambda: ana.conversation(conversation_id)["survey"] is None, "the survey's end")
    assert ana.conversation(conversation_id)["riskLevel"] in ("high", "critical")
    refused = ana.acts(conversation_id, "survey", surveyId="srv_tide_entry")
    problem(refused, 409, "at_risk")
    ana.does(conversation_id, "close")


def test_a_responder_may_ask_the_entry_survey_again_or_record_it_as_a_form(
    tide: Tide, texters: TexterFactory, ana: Responder, iris: Supervisor, carrier: PretendCarrier
) -> None:
    texter = tide.text_from(texters, ASKING)
    conversation_id = iris.finds(texter.writes("good evening"))
    ana.helps(conversation_id)
    eventually(lambda: ana.conversation(conversation_id)["survey"] is not None, "the first time")
    texter.writes_exactly("5")
    eventually(lambda: ana.conversation(conversation_id)["survey"] is None, "its answer")

    asked = ana.does(conversation_id, "survey", surveyId="srv_tide_entry")
    assert asked["survey"] == {"surveyId": "srv_tide_entry", "type": "entry", "question": 1}
    eventually(lambda: sum("How upset" in body for body in carrier.bodies_to(texter.number)) == 2, "the question")
    texter.writes_exactly("3")
    eventually(lambda: (ana.conversation(conversation_id)["outcome"] or {}).get("entryScore") == 3, "the new score")

    recorded = ana.does(conversation_id, "survey", surveyId="srv_tide_entry", responses={"distress": 2})
    assert recorded["outcome"]["entryScore"] == 2
    assert iris.moves_of(conversation_id).count("send_entry_survey") == 2
    refused = ana.acts(conversation_id, "survey", surveyId="srv_tide_entry", responses={"distress": 9})
    assert fields(problem(refused, 422, "rule_broken")) == ["responses.distress"]
    ana.does(conversation_id, "close")
