"""Calling for help: what must be known, who must agree, who hears of it, and how it ends."""

from __future__ import annotations

import pytest

from tests.e2e.carrier import PretendCarrier
from tests.e2e.people import Responder, Supervisor, TexterFactory
from tests.e2e.problems import fields, problem
from tests.e2e.tide import CALM, IRIS_PHONE, POLICE, Tide
from tests.e2e.waiting import eventually

pytestmark = pytest.mark.e2e


def _talking(tide: Tide, texters: TexterFactory, ana: Responder, iris: Supervisor, program: str) -> str:
    conversation_id = iris.finds(tide.text_from(texters, program).writes("please help"))
    ana.helps(conversation_id)
    return conversation_id


def test_medical_help_is_called_at_once_logged_and_resolved(
    tide: Tide, texters: TexterFactory, ana: Responder, iris: Supervisor, carrier: PretendCarrier
) -> None:
    conversation_id = _talking(tide, texters, ana, iris, CALM)
    place = texters.mark("12 Quay Street")

    called = ana.does(conversation_id, "escalate", type="medical", urgency="immediate", location=place)

    assert "simulated" in called["contactedService"]
    assert called["referenceNumber"].startswith("HF-")
    assert ana.state_of(conversation_id) == "escalated_medical"
    record = f"/api/conversations/{conversation_id}/escalations/{called['escalationId']}"
    eventually(lambda: iris.get(record)["status"] == "contacted", "the contact")
    eventually(lambda: "escalated" in iris.alerts_about(conversation_id), "the supervisor's alert")
    (texted,) = [body for body in carrier.bodies_to(IRIS_PHONE) if called["referenceNumber"] in body]
    assert "simulated" in texted
    assert place not in texted

    told = texters.mark("spoke with the dispatcher")
    ana.does(conversation_id, f"escalations/{called['escalationId']}/contacts", service="911", note=told)
    log = iris.get(record)["log"]
    assert place in [one["location"] for one in log]
    assert told in [one["note"] for one in log]

    refused = problem(ana.acts(conversation_id, "resolve"), 422, "rule_broken")
    assert fields(refused) == ["outcome"]
    assert ana.state_of(conversation_id) == "escalated_medical"
    assert ana.does(conversation_id, "resolve", outcome=texters.mark("she is safe"))["state"] == "active"
    ana.does(conversation_id, "close")


def test_the_police_need_a_place_and_a_second_person(
    tide: Tide, texters: TexterFactory, ana: Responder, iris: Supervisor
) -> None:
    conversation_id = _talking(tide, texters, ana, iris, CALM)

    called = ana.does(conversation_id, "escalate", type="police", urgency="urgent")
    assert (called["status"], called["contactedService"]) == ("pending_location", None)
    one = f"escalations/{called['escalationId']}"
    problem(ana.acts(conversation_id, f"{one}/confirm"), 403, "not_yet")

    path = f"/api/conversations/{conversation_id}/{one}"
    located = ana.ask("PUT", path, json={"location": texters.mark("behind the station")}).json()
    assert located["status"] == "pending_confirmation"
    assert iris.does(conversation_id, f"{one}/confirm")["status"] == "confirmed"

    eventually(lambda: iris.get(path)["status"] == "contacted", "the contact")
    closed = iris.does(conversation_id, "close", outcome=texters.mark("taken to hospital"))
    assert closed["state"] == "closed"
    assert iris.moves_of(conversation_id)[-1] == "close_from_escalation"


def test_after_a_while_any_second_responder_may_confirm_and_at_last_the_owner_alone(
    tide: Tide, texters: TexterFactory, ana: Responder, ben: Responder, iris: Supervisor
) -> None:
    conversation_id = _talking(tide, texters, ana, iris, POLICE)
    place = texters.mark("at the bridge")
    called = ana.does(conversation_id, "escalate", type="police", urgency="immediate", location=place)
    confirm = f"escalations/{called['escalationId']}/confirm"

    def told() -> bool:
        tide.run("sweep")
        return "second_person_needed" in ben.alerts_about(conversation_id)

    eventually(told, "the call for a second person")
    assert ben.does(conversation_id, confirm)["confirmedBy"] == ben.id
    problem(ben.ask("GET", f"/api/conversations/{conversation_id}/messages"), 404, "not_found")
    eventually(lambda: "escalation_open" in iris.alerts_about(conversation_id) or not tide.run("sweep"), "reminders")
    ana.does(conversation_id, "resolve", outcome=texters.mark("safe"))
    ana.does(conversation_id, "close")

    alone = _talking(tide, texters, ana, iris, POLICE)
    called = ana.does(alone, "escalate", type="police", urgency="immediate", location=place)
    confirm = f"escalations/{called['escalationId']}/confirm"
    eventually(lambda: ana.acts(alone, confirm).status_code == 200, "the owner may go ahead alone", pause=0.5)
    eventually(lambda: "confirmed_alone" in iris.alerts_about(alone), "an alarm says so")
    ana.does(alone, "resolve", outcome=texters.mark("safe"))
    ana.does(alone, "close")


def test_a_stop_while_help_is_called_is_honoured_and_help_still_comes(
    tide: Tide, texters: TexterFactory, ana: Responder, iris: Supervisor
) -> None:
    texter = tide.text_from(texters, CALM)
    conversation_id = iris.finds(texter.writes("please help"))
    ana.helps(conversation_id)
    ana.does(conversation_id, "escalate", type="medical", urgency="urgent", location=texters.mark("home"))

    texter.writes_exactly("STOP")

    eventually(lambda: iris.conversation(conversation_id)["cannotReply"], "the opt-out")
    assert iris.state_of(conversation_id) == "escalated_medical"
    problem(ana.sends(conversation_id, texters.mark("hello?")), 409, "texter_opted_out")
    eventually(lambda: "texter_stopped" in iris.alerts_about(conversation_id), "the supervisor's alert")
    iris.does(conversation_id, "close", outcome=texters.mark("safe"))


def test_supervisors_watch_and_do_not_escalate(
    tide: Tide, texters: TexterFactory, ana: Responder, iris: Supervisor
) -> None:
    conversation_id = _talking(tide, texters, ana, iris, CALM)

    problem(iris.acts(conversation_id, "escalate", type="medical"), 403, "not_owner")
    problem(iris.acts(conversation_id, "transfer", responderId=ana.id), 403, "not_owner")

    assert ana.state_of(conversation_id) == "active"
    ana.does(conversation_id, "close")
