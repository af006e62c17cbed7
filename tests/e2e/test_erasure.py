"""A texter is erased: two people decide, the words go here and at the carrier, and a signed receipt says so."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.e2e import remains
from tests.e2e.aws import PREFIX, Aws
from tests.e2e.carrier import PretendCarrier
from tests.e2e.line import Line
from tests.e2e.operating import operator
from tests.e2e.people import CRISIS, Responder, Staff, Supervisor, TexterFactory
from tests.e2e.problems import problem
from tests.e2e.sightings import sightings
from tests.e2e.waiting import eventually

pytestmark = pytest.mark.e2e


@pytest.fixture
def adam(line: Line) -> Staff:
    """Harbor's admin."""
    return Staff(line, "adam@harbor.example")


class Guest:
    """Somebody who texted through the carrier, was answered, and whose conversation has ended."""

    def __init__(
        self, line: Line, carrier: PretendCarrier, texters: TexterFactory, rosa: Responder, vera: Supervisor
    ) -> None:
        self.number = texters.number()
        self.words, self.answer = texters.mark("I cannot sleep"), texters.mark("I am here")
        self._line, self._carrier = line, carrier
        self.writes(self.words)
        self.conversation = vera.finds(self.words)
        rosa.helps(self.conversation)
        rosa.replies(self.conversation, self.answer)
        carrier.receives(self.number, self.answer)
        carrier.settle()
        rosa.closes(self.conversation)
        vera.sees_state(self.conversation, "closed")
        self.texter = str(vera.conversation(self.conversation)["texterId"])

    def writes(self, words: str) -> None:
        self._carrier.writes("twilio", self.number, words, to=self._line.number_of(CRISIS))


@pytest.fixture
def guest(line: Line, carrier: PretendCarrier, texters: TexterFactory, rosa: Responder, vera: Supervisor) -> Guest:
    return Guest(line, carrier, texters, rosa, vera)


def export(person: Staff, texter: str) -> dict[str, Any]:
    answer = person.ask("POST", f"/api/texters/{texter}/export", json={})
    assert answer.status_code == 200, answer.text
    page: dict[str, Any] = answer.json()
    return page


def erase(vera: Supervisor, adam: Staff, texter: str) -> dict[str, Any]:
    """Asked for and agreed to, and carried out to its end; the erasure."""
    path = f"/api/texters/{texter}/erase"
    asked = vera.ask("POST", path, json={"reason": "asked us by letter"})
    assert asked.status_code == 202, asked.text
    path = f"{path}/{asked.json()['id']}"
    problem(vera.ask("POST", f"{path}/approve"), 409, "same_person")
    agreed = adam.ask("POST", f"{path}/approve")
    assert agreed.status_code == 202, agreed.text

    def over() -> dict[str, Any] | None:
        found: dict[str, Any] = vera.ask("GET", path).json()
        assert found["status"] in ("approved", "erasing", "asking", "done"), found
        return found if found["status"] == "done" else None

    return eventually(over, "the erasure's end", seconds=120)


def test_an_export_has_the_words_and_who_wrote_them(guest: Guest, vera: Supervisor, rosa: Responder) -> None:
    page = export(vera, guest.texter)
    assert page["texter"]["number"] == guest.number
    (conversation,) = page["conversations"]
    said = {entry["content"]: entry for entry in conversation["entries"] if entry["content"]}
    assert {guest.words, guest.answer} <= set(said)
    assert said[guest.answer]["actor"] == rosa.id and said[guest.answer]["status"] == "delivered"
    problem(rosa.ask("POST", f"/api/texters/{guest.texter}/export", json={}), 403, "forbidden")


def test_an_erased_texter_is_gone_here_and_at_the_carrier_and_the_receipt_says_so(
    line: Line,
    aws: Aws,
    carrier: PretendCarrier,
    texters: TexterFactory,
    guest: Guest,
    vera: Supervisor,
    rosa: Responder,
    adam: Staff,
    tmp_path: Path,
) -> None:
    assert carrier.listed_of(guest.number)
    done = erase(vera, adam, guest.texter)

    problem(vera.ask("GET", f"/api/conversations/{guest.conversation}/messages"), 410, "content_erased")
    assert carrier.listed_of(guest.number) == []
    problem(vera.ask("POST", f"/api/texters/{guest.texter}/export", json={}), 404, "not_found")
    rows = [row for name in ("conversations", "vault") for row in aws.rows(f"{PREFIX}-{name}")]
    owners = {f"K#{guest.conversation}", f"K#{guest.texter}", f"E#{guest.texter}"}
    assert not [row for row in rows if row["pk"]["S"] in owners]
    assert not [row for row in rows if row["pk"]["S"].startswith("X#") and row["texter_id"]["S"] == guest.texter]
    secrets = [guest.number.removeprefix("+1"), guest.words.split()[-1], guest.answer.split()[-1]]
    assert not [place for place, text in remains.tables(aws) if sightings(text, secrets)]

    file = tmp_path / "receipt.json"
    file.write_text(json.dumps(done))
    assert f"genuine: {guest.texter}" in operator(line, "cli", "texters", "verify-receipt", str(file))
    asked = done["receipt"]["receipt"]["carriers"]["asked"]
    assert asked[0]["pending"] == 0 and asked[0]["deleted"] >= 3, "the text, the welcome and the answer"

    again = texters.mark("me again")
    guest.writes(again)
    back = vera.conversation(vera.finds(again))
    assert back["texterId"] != guest.texter and not back["seenBefore"]
    rosa.helps(back["id"])
    answer = texters.mark("you are heard")
    rosa.replies(back["id"], answer)
    carrier.receives(guest.number, answer)


def test_while_they_are_in_a_conversation_or_held_nobody_is_erased(
    guest: Guest, texters: TexterFactory, vera: Supervisor, rosa: Responder
) -> None:
    path, wish = f"/api/texters/{guest.texter}/erase", {"reason": "asked us by letter"}
    held = vera.ask("POST", "/api/admin/legal-holds", json={"conversationId": guest.conversation, "reason": "a court"})
    assert held.status_code == 200, held.text
    problem(vera.ask("POST", path, json=wish), 409, "legal_hold")
    vera.ask("DELETE", f"/api/admin/legal-holds/{guest.conversation}")
    words = texters.mark("it is bad again")
    guest.writes(words)
    live = vera.finds(words)
    problem(vera.ask("POST", path, json=wish), 409, "conversation_live")
    rosa.helps(live)


def test_replaying_erasures_on_a_line_that_was_not_restored_changes_nothing(
    line: Line, aws: Aws, guest: Guest, vera: Supervisor, adam: Staff
) -> None:
    erase(vera, adam, guest.texter)
    mine = [row for row in aws.rows(f"{PREFIX}-conversations") if row["pk"]["S"] == f"C#{guest.conversation}"]
    said = operator(line, "cli", "restore", "replay-erasures")
    assert "0 keys and 0 conversations had come back" in said
    after = [row for row in aws.rows(f"{PREFIX}-conversations") if row["pk"]["S"] == f"C#{guest.conversation}"]
    assert after == mine


def test_a_key_that_came_back_is_destroyed_again(
    line: Line, aws: Aws, guest: Guest, vera: Supervisor, adam: Staff
) -> None:
    owners = (f"K#{guest.conversation}", f"K#{guest.texter}")
    backup = [row for row in aws.rows(f"{PREFIX}-vault") if row["pk"]["S"] in owners]
    assert len(backup) == 2
    erase(vera, adam, guest.texter)
    for row in backup:
        aws.client("dynamodb").put_item(TableName=f"{PREFIX}-vault", Item=row)
    assert "2 keys" in operator(line, "cli", "restore", "replay-erasures")
    assert not [row for row in aws.rows(f"{PREFIX}-vault") if row["pk"]["S"] in owners]
