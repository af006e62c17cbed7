"""Colleagues write to each other, supervisors and admins tell their people something: over REST and the WebSocket."""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from tests.e2e.line import Line
from tests.e2e.listening import Listener
from tests.e2e.people import CRISIS, TEEN, Responder, Staff, Supervisor, TexterFactory
from tests.e2e.problems import fields, problem
from tests.e2e.tide import CALM, RUSH, Tide

pytestmark = pytest.mark.e2e


@pytest.fixture(scope="module")
def adam(line: Line) -> Staff:
    """Harbor's admin."""
    return Staff(line, "adam@harbor.example")


@pytest.fixture
def listening() -> Iterator[Any]:
    """Open sockets that are closed after the test."""
    opened: list[Listener] = []

    def listen(staff: Staff, *rooms: str) -> Listener:
        opened.append(Listener.of(staff))
        for room in rooms:
            assert opened[-1].subscribes(room)["type"] == "subscribed"
        return opened[-1]

    yield listen
    for one in opened:
        one.leaves()


def writes(sender: Staff, receiver: Staff, words: str, **headers: str) -> dict[str, Any]:
    answer = sender.ask("POST", f"/api/dm/{receiver.id}", json={"content": words}, headers=headers)
    assert answer.status_code == 201, answer.text
    message: dict[str, Any] = answer.json()
    return message


def thread(reader: Staff, peer: Staff, **query: Any) -> dict[str, Any]:
    return reader.get(f"/api/dm/{peer.id}", **query)


def announces(author: Staff, words: str, program: str | None = None) -> dict[str, Any]:
    answer = author.ask("POST", "/api/announcements", json={"content": words, "programId": program})
    assert answer.status_code == 201, answer.text
    posted: dict[str, Any] = answer.json()
    return posted


def announced(reader: Staff) -> list[str]:
    return [one["content"] for one in reader.get("/api/announcements", limit=100)["items"]]


def test_given_two_colleagues_then_one_writes_the_other_hears_fetches_reads_and_answers(
    texters: TexterFactory, rosa: Responder, vera: Supervisor, listening: Any
) -> None:
    ear = listening(vera, f"user:{vera.id}")
    known = thread(vera, rosa)
    unread = known["unread"]
    words = texters.mark("may I take my break now")

    written = writes(rosa, vera, words)

    frame = ear.hears("dm", messageId=written["id"])
    assert (frame["room"], frame["from"]) == (f"user:{vera.id}", rosa.id)
    assert words.split()[-1] not in json.dumps(ear.frames)
    (fetched,) = thread(vera, rosa, after=known["lastSeq"])["items"]
    assert (fetched["content"], fetched["senderId"], fetched["seq"]) == (words, rosa.id, known["lastSeq"] + 1)
    first = vera.get("/api/dm/threads")["items"][0]
    assert (first["peer"]["id"], first["unread"], first["lastMessage"]["preview"]) == (rosa.id, unread + 1, words)
    read = vera.ask("POST", f"/api/dm/{rosa.id}/read", json={})
    assert (read.status_code, read.json()["unread"]) == (200, 0)
    back = listening(rosa, f"user:{rosa.id}")
    answered = writes(vera, rosa, texters.mark("of course"))
    back.hears("dm", messageId=answered["id"])
    assert thread(rosa, vera)["items"][-1]["id"] == answered["id"]


def test_given_somebody_was_away_then_their_room_tells_them_what_they_missed(
    texters: TexterFactory, rosa: Responder, vera: Supervisor, listening: Any
) -> None:
    ear = listening(vera, f"user:{vera.id}")
    first = writes(rosa, vera, texters.mark("one"))
    heard = ear.hears("dm", messageId=first["id"])["seq"]
    ear.leaves()
    second = writes(rosa, vera, texters.mark("two"))

    again = listening(vera)
    again.says(action="subscribe", room=f"user:{vera.id}", after=heard)
    missed = again.hears("subscribed").get("missed", ())
    if second["id"] not in [one["messageId"] for one in missed]:
        again.hears("dm", messageId=second["id"])  # It was still on its way.


def test_given_both_write_at_the_same_time_then_every_message_is_there_with_a_number_of_its_own(
    texters: TexterFactory, rosa: Responder, sam: Responder
) -> None:
    before = thread(rosa, sam)["lastSeq"]
    pairs = [(rosa, sam), (sam, rosa)] * 4
    words = [texters.mark(f"at once {number}") for number in range(len(pairs))]

    def write(number: int) -> int:
        sender, receiver = pairs[number]
        return int(writes(sender, receiver, words[number])["seq"])

    with ThreadPoolExecutor(4) as pool:
        numbers = list(pool.map(write, range(len(pairs))))

    assert sorted(numbers) == list(range(before + 1, before + 1 + len(pairs)))
    found = {one["seq"]: one["content"] for one in thread(sam, rosa, after=before, limit=100)["items"]}
    assert found == dict(zip(numbers, words, strict=True))


def test_the_same_key_writes_once(texters: TexterFactory, rosa: Responder, vera: Supervisor) -> None:
    words, key = texters.mark("only once"), str(uuid.uuid4())
    first = writes(rosa, vera, words, **{"Idempotency-Key": key})
    again = writes(rosa, vera, words, **{"Idempotency-Key": key})
    assert (first["id"], first["seq"]) == (again["id"], again["seq"])
    other = rosa.ask("POST", f"/api/dm/{vera.id}", json={"content": "else"}, headers={"Idempotency-Key": key})
    problem(other, 409, "idempotency_mismatch")


def test_only_the_two_read_a_thread_and_another_affiliates_people_look_like_nobody(
    texters: TexterFactory, rosa: Responder, sam: Responder, adam: Staff, vera: Supervisor, mia: Responder
) -> None:
    words = texters.mark("between the two of us")
    writes(rosa, sam, words)
    for other in (vera, adam, mia):
        seen = other.get("/api/dm/threads", limit=100)
        assert words not in json.dumps(seen)
    for peer in (mia.id, "usr_nobody"):
        for method, path in (("GET", ""), ("POST", ""), ("POST", "/read")):
            body = {"json": {"content": "hello"}} if method == "POST" else {}
            problem(rosa.ask(method, f"/api/dm/{peer}{path}", **body), 404, "not_found")
    assert fields(problem(rosa.ask("POST", f"/api/dm/{rosa.id}", json={"content": "me"}), 422, "rule_broken")) == [
        "peerId"
    ]
    assert fields(problem(rosa.ask("POST", f"/api/dm/{sam.id}", json={"content": " "}), 422, "rule_broken")) == [
        "content"
    ]


def test_an_announcement_to_a_program_is_heard_by_its_people_only(
    texters: TexterFactory, tide: Tide, iris: Supervisor, ana: Responder, listening: Any
) -> None:
    works_there, elsewhere = tide.responder("crowd0"), tide.responder("carmen")
    there, not_there = listening(works_there, f"program:{RUSH}"), listening(elsewhere, f"program:{CALM}")
    words = texters.mark("the rush line closes at six")

    posted = announces(iris, words, RUSH)

    frame = there.hears("announcement", announcementId=posted["id"])
    assert (frame["scope"], frame["programId"]) == ("program", RUSH)
    assert words in announced(works_there)
    assert words not in announced(elsewhere) + announced(ana)
    # Whoever is not told hears what comes after it, and nothing of it.
    after = announces(iris, texters.mark("the calm line stays"), CALM)
    not_there.hears("announcement", announcementId=after["id"])
    assert posted["id"] not in json.dumps(not_there.frames)
    problem(elsewhere.ask("POST", f"/api/announcements/{posted['id']}/read"), 404, "not_found")


def test_an_admin_tells_the_whole_affiliate_and_nobody_else(
    texters: TexterFactory, adam: Staff, rosa: Responder, vera: Supervisor, mia: Responder, listening: Any
) -> None:
    ear = listening(rosa, f"program:{CRISIS}", f"program:{TEEN}")
    words = texters.mark("we meet on Friday")

    posted = announces(adam, words)

    assert {
        ear.hears("announcement", announcementId=posted["id"], room=f"program:{one}")["scope"] for one in (CRISIS, TEEN)
    } == {"affiliate"}
    assert words not in json.dumps(ear.frames)
    assert words in announced(vera)
    assert words not in announced(mia)
    read = rosa.ask("POST", f"/api/announcements/{posted['id']}/read")
    assert (read.status_code, read.json()["read"]) == (200, True)
    states = [
        next(one["read"] for one in who.get("/api/announcements")["items"] if one["id"] == posted["id"])
        for who in (rosa, vera, adam)
    ]
    assert states == [True, False, True]
    problem(rosa.ask("DELETE", f"/api/announcements/{posted['id']}"), 403, "forbidden")
    problem(vera.ask("DELETE", f"/api/announcements/{posted['id']}"), 403, "not_author")
    assert adam.ask("DELETE", f"/api/announcements/{posted['id']}").status_code == 204
    assert words not in announced(rosa)
    problem(adam.ask("DELETE", f"/api/announcements/{posted['id']}"), 404, "not_found")


def test_given_the_daily_job_runs_then_what_is_young_stays(
    texters: TexterFactory, tide: Tide, ana: Responder, ben: Responder, iris: Supervisor
) -> None:
    words, news = texters.mark("see you tomorrow"), texters.mark("shifts are up")
    writes(ana, ben, words)
    posted = announces(iris, news, CALM)

    tide.run("retention")

    assert thread(ben, ana)["items"][-1]["content"] == words
    assert news in announced(ana)
    assert iris.ask("DELETE", f"/api/announcements/{posted['id']}").status_code == 204


def test_who_may_not_announce_is_told_so(rosa: Responder, vera: Supervisor, omar: Supervisor) -> None:
    body = {"content": "hello all", "programId": CRISIS}
    problem(rosa.ask("POST", "/api/announcements", json=body), 403, "forbidden")
    problem(omar.ask("POST", "/api/announcements", json=body), 404, "not_found")
    problem(vera.ask("POST", "/api/announcements", json={"content": "hello all"}), 403, "not_admin")
