"""Every move that people make, through the API; and that each one leaves its execution where the conversation is."""

from __future__ import annotations

import pytest

from tests.e2e.carrier import PretendCarrier
from tests.e2e.people import Responder, Supervisor, TexterFactory
from tests.e2e.problems import problem
from tests.e2e.tide import ASKING, CALM, Tide
from tests.e2e.waiting import eventually
from tests.e2e.workflow import Workflow

pytestmark = pytest.mark.e2e


@pytest.fixture
def talking(tide: Tide, texters: TexterFactory, ana: Responder, iris: Supervisor) -> str:
    """A conversation that ana has just started."""
    conversation_id = iris.finds(tide.text_from(texters, CALM).writes("can we talk"))
    ana.helps(conversation_id)
    return conversation_id


def test_given_an_ordinary_conversation_then_its_execution_walks_with_it_in_few_transitions(
    tide: Tide, texters: TexterFactory, ana: Responder, iris: Supervisor, workflow: Workflow
) -> None:
    texter = tide.text_from(texters, ASKING)
    conversation_id = iris.finds(texter.writes("an ordinary evening"))
    ana.helps(conversation_id)
    workflow.stands_at(conversation_id, "active")
    before = len(workflow.entered(workflow.executions(conversation_id)[0]))
    texter.writes_exactly("4")
    for number in range(12):
        texter.writes(f"and another thing, {number}")
        ana.replies(conversation_id, texters.mark("go on"))
    assert len(workflow.entered(workflow.executions(conversation_id)[0])) == before, "messages woke the workflow"

    ana.does(conversation_id, "wrap-up")
    workflow.stands_at(conversation_id, "wrap_up")
    ana.does(conversation_id, "close")

    execution = workflow.stands_at(conversation_id, "closed")
    entered = workflow.entered(execution)
    states = [name for name in entered if name in ("new", "queued", "assigned", "active", "wrap_up", "closed")]
    assert states == ["new", "queued", "assigned", "active", "wrap_up", "closed"]
    assert len(entered) <= 25
    eventually(lambda: workflow.executions(conversation_id)[0]["status"] == "SUCCEEDED", "the execution's end")


def test_a_transfer_is_offered_accepted_and_known_to_both(
    talking: str, texters: TexterFactory, ana: Responder, ben: Responder, iris: Supervisor
) -> None:
    note = texters.mark("she likes to be called Bo")
    offered = ana.does(talking, "transfer", responderId=ben.id, note=note)
    assert (offered["state"], offered["receiverId"], offered["responderId"]) == ("transferred", ben.id, ana.id)
    eventually(lambda: "transfer_offered" in ben.alerts_about(talking), "ben's alert")
    assert ana.replies(talking, texters.mark("you will talk with Ben"))["direction"] == "outbound"

    told = next(one for one in ben.timeline(talking) if one["transition"] == "transfer_to_responder")
    assert told["words"] == {"note": note}
    assert ben.does(talking, "accept")["responderId"] == ben.id

    eventually(lambda: "transfer_accepted" in ana.alerts_about(talking), "ana's alert")
    problem(ana.sends(talking, texters.mark("one more word")), 404, "not_found")
    summary = eventually(
        lambda: next((one for one in ben.timeline(talking) if one["kind"] == "summary"), None), "the hand-off's summary"
    )
    assert summary["detail"]["occasion"] == "hand_off"
    assert summary["words"]["text"]
    ben.does(talking, "close")


@pytest.mark.parametrize("who", ["ben", "ana"])
def test_a_transfer_that_is_declined_or_taken_back_leaves_the_conversation_with_its_sender(
    talking: str, ana: Responder, ben: Responder, who: str
) -> None:
    ana.does(talking, "transfer", responderId=ben.id)

    (ben if who == "ben" else ana).does(talking, "reject")

    kept = ana.conversation(talking)
    assert (kept["state"], kept["responderId"], kept["receiverId"]) == ("active", ana.id, None)
    ana.does(talking, "close")


def test_who_is_given_back_keeps_their_place_and_comes_first(
    tide: Tide, talking: str, texters: TexterFactory, ana: Responder, ben: Responder, iris: Supervisor
) -> None:
    later = iris.finds(tide.text_from(texters, CALM).writes("somebody else"))

    given_back = ana.does(talking, "return", note=texters.mark("my shift ends"))

    assert (given_back["state"], given_back["responderId"]) == ("queued", None)
    assert given_back["preferredResponderId"] == ana.id
    handed = ben.ask("POST", "/api/queue/next", json={"programId": CALM}).json()
    assert handed["id"] == talking
    assert handed["state"] == "active"
    for one in (talking, later):
        if one == later:
            ben.helps(one)
        ben.does(one, "close")


def test_a_supervisor_takes_over_hands_over_and_whispers(
    talking: str, texters: TexterFactory, ana: Responder, ben: Responder, iris: Supervisor
) -> None:
    whisper = texters.mark("ask about tonight")
    noted = iris.does(talking, "whisper", content=whisper)
    assert noted["direction"] == "note"
    assert whisper in [one["content"] for one in ana.thread(talking) if one["direction"] == "note"]

    assert iris.does(talking, "reassign", responderId=ben.id)["responderId"] == ben.id
    problem(ana.acts(talking, "wrap-up"), 404, "not_found")
    assert iris.does(talking, "reassign")["responderId"] == iris.id
    assert iris.acts(talking, "messages", content=texters.mark("I am Iris")).status_code == 201
    iris.does(talking, "close")
    assert iris.moves_of(talking)[-3:] == ["reassign", "reassign", "close_from_active"]


def test_a_whisper_never_leaves_the_house(
    tide: Tide, texters: TexterFactory, ana: Responder, iris: Supervisor, carrier: PretendCarrier
) -> None:
    texter = tide.text_from(texters, CALM)
    conversation_id = iris.finds(texter.writes("can we talk"))
    ana.helps(conversation_id)
    whisper = texters.mark("for you only")
    iris.does(conversation_id, "whisper", content=whisper)
    ana.replies(conversation_id, said := texters.mark("hello"))

    carrier.receives(texter.number, said)

    assert whisper not in carrier.bodies_to(texter.number)
    assert [one["status"] for one in ana.thread(conversation_id) if one["content"] == whisper] == ["received"]
    ana.does(conversation_id, "close")


def test_wrapping_up_going_on_and_ending(talking: str, ana: Responder) -> None:
    assert ana.does(talking, "wrap-up")["state"] == "wrap_up"
    assert ana.does(talking, "resume")["state"] == "active"
    ana.does(talking, "wrap-up")
    assert ana.does(talking, "close")["state"] == "closed"
    problem(ana.acts(talking, "resume"), 409, "illegal_transition")
    assert ana.conversation(talking)["allowedTransitions"] == []


def test_what_nobody_worked_on_is_closed_by_a_supervisor_with_a_reason(
    tide: Tide, texters: TexterFactory, ana: Responder, iris: Supervisor
) -> None:
    conversation_id = iris.finds(tide.text_from(texters, CALM).writes("win a prize now"))

    refused = problem(iris.acts(conversation_id, "close"), 422, "rule_broken")
    assert [one["field"] for one in refused["errors"]] == ["reason"]
    problem(ana.acts(conversation_id, "close", reason="spam"), 403, "not_owner")

    assert iris.does(conversation_id, "close", reason=texters.mark("spam"))["state"] == "closed"


def test_tags_risk_and_the_ladder_are_the_responders_judgement(
    talking: str, texters: TexterFactory, ana: Responder
) -> None:
    assert ana.does(talking, "tag", tags=["school", "family"])["tags"] == ["family", "school"]
    laddered = ana.does(talking, "ladder", wish=True, thoughts=True, plan=True, recent=True)
    assert laddered["riskLevel"] == "critical"

    refused = problem(ana.acts(talking, "tag", riskLevel="low"), 422, "rule_broken")
    assert [one["field"] for one in refused["errors"]] == ["reason"]
    assert ana.conversation(talking)["riskLevel"] == "critical"

    assert ana.does(talking, "tag", riskLevel="medium", reason=texters.mark("misread"))["riskLevel"] == "medium"
    ana.does(talking, "close")
