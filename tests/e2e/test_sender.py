"""Who needs a texter's number gets it, and that they did is on record: the number itself is not."""

from __future__ import annotations

import json

import pytest

from tests.e2e.line import Line
from tests.e2e.people import Responder, Staff, Supervisor, TexterFactory
from tests.e2e.problems import problem
from tests.e2e.waiting import eventually
from tests.e2e.web_texter import WebTexter

pytestmark = pytest.mark.e2e


def test_given_an_emergency_when_the_owner_reveals_the_number_then_the_record_says_so_without_it(
    texters: TexterFactory, rosa: Responder, vera: Supervisor
) -> None:
    texter = texters()
    conversation_id = vera.finds(texter.writes("hello there"))
    rosa.helps(conversation_id)

    shown = rosa.get(f"/api/conversations/{conversation_id}/sender")
    answer = rosa.ask(
        "POST",
        f"/api/conversations/{conversation_id}/sender/reveal",
        json={"reason": "emergency"},
        headers={"X-Request-ID": "revealed-by-rosa"},
    )

    assert (shown["channel"], shown["masked"]) == ("twilio", f"+1 ••• ••• ••{texter.number[-2:]}")
    assert (answer.status_code, answer.json()["number"]) == (200, texter.number)
    (entry,) = eventually(
        lambda: vera.get("/api/audit", entity=f"conversation:{conversation_id}", action="sender.revealed")["items"],
        "the reveal on record",
    )
    assert (entry["actor"], entry["actorRole"], entry["requestId"]) == (rosa.id, "responder", "revealed-by-rosa")
    assert entry["detail"] == {"reason": "emergency"}
    assert texter.number[2:] not in json.dumps(entry)
    rosa.closes(conversation_id)


def test_given_somebody_elses_conversation_then_there_is_no_number_to_see(
    line: Line, texters: TexterFactory, rosa: Responder, sam: Responder, vera: Supervisor
) -> None:
    conversation_id = vera.finds(texters().writes("hello there"))
    rosa.helps(conversation_id)
    path = f"/api/conversations/{conversation_id}/sender"

    for wanted in (path, "/api/conversations/con_unknown/sender"):
        problem(sam.ask("GET", wanted), 404, "not_found")
        problem(sam.ask("POST", f"{wanted}/reveal", json={}), 404, "not_found")
    adam = Staff(line, "adam@harbor.example")
    problem(adam.ask("GET", path), 403, "forbidden")
    problem(adam.ask("POST", f"{path}/reveal", json={}), 403, "forbidden")
    assert vera.ask("POST", f"{path}/reveal", json={}).status_code == 200
    rosa.closes(conversation_id)


def test_given_a_web_chat_then_there_is_no_number(
    line: Line, texters: TexterFactory, rosa: Responder, vera: Supervisor
) -> None:
    conversation_id = vera.finds(WebTexter(line, texters).writes("is anyone there"))
    rosa.helps(conversation_id)

    shown = rosa.get(f"/api/conversations/{conversation_id}/sender")

    assert (shown["channel"], shown["masked"]) == ("webchat", None)
    refused = rosa.acts(conversation_id, "sender/reveal")
    problem(refused, 409, "no_number")
    rosa.closes(conversation_id)
