"""Every move that nobody makes: a responder who went away, a texter who fell silent, an offer nobody answered.

Timers of states are the workflow's own; those that messages set back are swept by the job that runs each minute, which
these tests start at once, as its schedule would a little later.
"""

from __future__ import annotations

import pytest

from tests.e2e.carrier import PretendCarrier
from tests.e2e.people import Responder, Supervisor, TexterFactory
from tests.e2e.tide import ENDING, EXPIRING, OFFERED, SILENT, UNANSWERED, UNSTARTED, Tide
from tests.e2e.waiting import eventually
from tests.e2e.workflow import Workflow

pytestmark = pytest.mark.e2e


def test_given_nobody_comes_then_the_texter_is_told_where_else_to_turn(
    tide: Tide, texters: TexterFactory, iris: Supervisor, carrier: PretendCarrier, workflow: Workflow
) -> None:
    texter = tide.text_from(texters, EXPIRING)
    conversation_id = iris.finds(texter.writes("is anybody there"))

    iris.sees_state(conversation_id, "expired")

    carrier.receives(texter.number, "Tide: expired")
    workflow.stands_at(conversation_id, "expired")
    assert iris.moves_of(conversation_id) == ["route_message", "timeout_expire"]


def test_given_somebody_waits_for_long_then_they_hear_of_it_and_so_do_supervisors(
    tide: Tide, texters: TexterFactory, iris: Supervisor, carrier: PretendCarrier
) -> None:
    texter = tide.text_from(texters, EXPIRING)
    conversation_id = iris.finds(texter.writes("still waiting"))

    def reminded() -> bool:
        tide.run("sweep")
        return "Tide: still in line" in carrier.bodies_to(texter.number)

    eventually(reminded, "the reminder")
    eventually(lambda: "waiting_long" in iris.alerts_about(conversation_id), "the alert")


def test_given_somebody_at_high_risk_waits_then_they_are_never_dropped(
    tide: Tide, texters: TexterFactory, ana: Responder, iris: Supervisor, workflow: Workflow
) -> None:
    conversation_id = iris.finds(tide.text_from(texters, EXPIRING).writes("I want to kill myself tonight"))
    assert iris.conversation(conversation_id)["riskLevel"] in ("high", "critical")

    eventually(lambda: _swept(tide) and "waiting_long" in iris.alerts_about(conversation_id), "supervisors are paged")
    eventually(lambda: _waited(iris, conversation_id) >= 5, "more than the time of others")
    tide.run("sweep")

    assert iris.state_of(conversation_id) == "queued"
    ana.helps(conversation_id)
    ana.does(conversation_id, "close")


def test_given_a_responder_never_starts_then_the_texter_is_back_in_the_queue_and_the_next_one_gets_them(
    tide: Tide, texters: TexterFactory, ana: Responder, ben: Responder, iris: Supervisor, workflow: Workflow
) -> None:
    conversation_id = iris.finds(tide.text_from(texters, UNSTARTED).writes("hello"))
    iris.does(conversation_id, "assign", responderId=ana.id)

    iris.sees_state(conversation_id, "queued")

    assert iris.moves_of(conversation_id)[-1] == "return_to_queue"
    handed = ben.ask("POST", "/api/queue/next", json={"programId": UNSTARTED}).json()
    assert handed["id"] == conversation_id
    workflow.stands_at(conversation_id, "active")
    ben.does(conversation_id, "close")


def test_given_nobody_answers_an_offer_then_the_texter_is_back_in_front_and_everybody_hears_of_it(
    tide: Tide, texters: TexterFactory, ana: Responder, ben: Responder, iris: Supervisor
) -> None:
    conversation_id = iris.finds(tide.text_from(texters, OFFERED).writes("hello"))
    ana.helps(conversation_id)
    ana.does(conversation_id, "transfer", responderId=ben.id)

    iris.sees_state(conversation_id, "queued")

    assert iris.moves_of(conversation_id)[-1] == "transfer_timeout"
    eventually(lambda: "transfer_unanswered" in iris.alerts_about(conversation_id), "the supervisor's alert")
    eventually(lambda: "transfer_unanswered" in ana.alerts_about(conversation_id), "the sender's alert")
    handed = ben.ask("POST", "/api/queue/next", json={"programId": OFFERED}).json()
    assert handed["id"] == conversation_id
    ben.does(conversation_id, "close")


def test_given_the_texter_falls_silent_then_they_are_asked_and_then_it_is_wrapped_up(
    tide: Tide, texters: TexterFactory, ana: Responder, iris: Supervisor, carrier: PretendCarrier
) -> None:
    texter = tide.text_from(texters, SILENT)
    conversation_id = iris.finds(texter.writes("hello"))
    ana.helps(conversation_id)
    ana.replies(conversation_id, texters.mark("how are you"))

    eventually(lambda: _swept(tide) and "Tide: still there" in carrier.bodies_to(texter.number), "the question")
    eventually(lambda: _swept(tide) and iris.state_of(conversation_id) == "wrap_up", "wrap-up")

    texter.writes("sorry, I am here again")
    iris.sees_state(conversation_id, "active")
    assert iris.moves_of(conversation_id)[-2:] == ["begin_wrap_up", "resume"]
    ana.does(conversation_id, "close")


def test_given_a_responder_does_not_answer_then_they_are_nudged_and_at_last_somebody_else_is_found(
    tide: Tide, texters: TexterFactory, ana: Responder, ben: Responder, iris: Supervisor, carrier: PretendCarrier
) -> None:
    texter = tide.text_from(texters, UNANSWERED)
    conversation_id = iris.finds(texter.writes("hello"))
    ana.helps(conversation_id)

    eventually(lambda: _swept(tide) and iris.state_of(conversation_id) == "queued", "back in the queue")

    eventually(lambda: "texter_waits_for_you" in ana.alerts_about(conversation_id), "the nudge")
    eventually(lambda: "texter_unanswered" in iris.alerts_about(conversation_id), "the supervisor's alert")
    carrier.receives(texter.number, "Tide: returned")
    assert ben.ask("POST", "/api/queue/next", json={"programId": UNANSWERED}).json()["id"] == conversation_id
    ben.does(conversation_id, "close")


def test_given_a_wrap_up_is_left_alone_then_it_closes_by_itself(
    tide: Tide, texters: TexterFactory, ana: Responder, iris: Supervisor, workflow: Workflow
) -> None:
    conversation_id = iris.finds(tide.text_from(texters, ENDING).writes("hello"))
    ana.helps(conversation_id)
    ana.does(conversation_id, "wrap-up")

    iris.sees_state(conversation_id, "closed")

    workflow.stands_at(conversation_id, "closed")
    assert iris.moves_of(conversation_id)[-1] == "close_from_wrap_up"


def _swept(tide: Tide) -> bool:
    tide.run("sweep")
    return True


def _waited(iris: Supervisor, conversation_id: str) -> int:
    return int(iris.conversation(conversation_id)["waitSeconds"] or 0)
