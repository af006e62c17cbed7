"""Web chat, from both ends: a texter's page with a socket or without, and a responder at the queue."""

from __future__ import annotations

import json
import secrets
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
import requests
import websocket

from localstack.demo import HARBOR_SITE
from tests.e2e import remains
from tests.e2e.aws import Aws
from tests.e2e.event_tap import EventTap
from tests.e2e.line import Line
from tests.e2e.listening import Listener
from tests.e2e.people import CRISIS, TEEN, WELLNESS, Responder, Supervisor, TexterFactory
from tests.e2e.sightings import sightings
from tests.e2e.waiting import eventually
from tests.e2e.web_texter import WebTexter, opens

pytestmark = pytest.mark.e2e

Chats = Callable[..., WebTexter]
EVIL = "https://evil.example"


@pytest.fixture
def chats(line: Line, texters: TexterFactory) -> Chats:
    """Opens web chats."""
    return lambda program=CRISIS, origin=None: WebTexter(line, texters, program, origin)


@pytest.fixture
def chat(chats: Chats) -> WebTexter:
    return chats()


@pytest.fixture
def ear(chat: WebTexter) -> Iterator[Listener]:
    listener = chat.listens()
    yield listener
    listener.leaves()


def problem(answer: requests.Response, status: int, code: str) -> dict[str, Any]:
    assert answer.headers["Content-Type"].startswith("application/problem+json"), answer.text
    document: dict[str, Any] = answer.json()
    assert (answer.status_code, document["code"]) == (status, code)
    return document


@pytest.mark.usefixtures("nobody_waits")
def test_a_texter_and_a_responder_talk_by_web_chat_and_by_asking_alone_it_works_too(
    chat: WebTexter, texters: TexterFactory, vera: Supervisor, rosa: Responder
) -> None:
    assert (chat.opened["programId"], chat.opened["programName"]) == (CRISIS, "Harbor Crisis Line")
    assert chat.reads()["state"] == "new"

    words = chat.writes("I do not know who to talk to")
    conversation_id = vera.finds(words)
    taken = rosa.presses_next()
    assert (taken.status_code, taken.json()["id"], taken.json()["channel"]) == (200, conversation_id, "webchat")
    chat.sees_state("active")

    reply = rosa.replies(conversation_id, answer := texters.mark("I am Rosa. I am listening"))
    seen = chat.sees(answer)
    assert (seen["direction"], seen["automatic"]) == ("outbound", False)
    rosa.sees_status(conversation_id, reply["id"], "sent")
    more = chat.writes("thank you")
    eventually(lambda: more in rosa.words_in(conversation_id), "the second message")

    rosa.closes(conversation_id)
    chat.sees_state("ended")
    assert chat.words("inbound") == [words, more]


def test_with_a_socket_the_texter_hears_of_each_answer_and_of_how_the_chat_stands(
    chat: WebTexter, ear: Listener, texters: TexterFactory, vera: Supervisor, rosa: Responder
) -> None:
    conversation_id = vera.finds(chat.writes("hello"))
    ear.hears("state", state="waiting")
    rosa.helps(conversation_id)
    ear.hears("state", state="active")
    known = chat.reads()["cursor"]

    rosa.replies(conversation_id, answer := texters.mark("here I am"))

    assert ear.hears("message")["room"] == f"chat:{chat.session}"
    assert [one["content"] for one in chat.reads(known)["items"]] == [answer]
    rosa.closes(conversation_id)
    ear.hears("state", state="ended")
    heard = json.dumps(ear.frames)
    assert not [mark for mark in texters.marks if mark in heard]
    assert conversation_id not in heard


def test_each_side_sees_that_the_other_is_writing(
    chat: WebTexter, ear: Listener, vera: Supervisor, rosa: Responder, sam: Responder
) -> None:
    conversation_id = vera.finds(chat.writes("hello"))
    rosa.helps(conversation_id)
    desk, room = Listener.of(rosa), f"conversation:{conversation_id}"
    desk.subscribes(room)

    ear.says(action="typing")
    assert desk.hears("typing")["conversationId"] == conversation_id
    assert chat.ask("POST", "typing").status_code == 204

    desk.says(action="typing", room=room)
    desk.hears("typed")
    ear.hears("typing")
    assert rosa.acts(conversation_id, "typing").status_code == 204
    assert sam.acts(conversation_id, "typing").status_code == 404
    assert vera.acts(conversation_id, "typing").json()["code"] == "not_owner"
    desk.leaves()


def test_what_was_read_is_ticked_on_the_responders_side_and_remembered_for_the_page(
    chat: WebTexter, texters: TexterFactory, vera: Supervisor, rosa: Responder
) -> None:
    conversation_id = vera.finds(chat.writes("hello"))
    rosa.helps(conversation_id)
    reply = rosa.replies(conversation_id, answer := texters.mark("can you see this"))
    seen = chat.sees(answer)
    rosa.sees_status(conversation_id, reply["id"], "sent")

    assert chat.ask("POST", "read", {"seq": seen["seq"]}).status_code == 202

    rosa.sees_status(conversation_id, reply["id"], "read")
    assert chat.reads()["readUpTo"] == seen["seq"]


def test_over_the_socket_a_page_says_that_it_has_read_as_well(
    chat: WebTexter, ear: Listener, texters: TexterFactory, vera: Supervisor, rosa: Responder
) -> None:
    conversation_id = vera.finds(chat.writes("hello"))
    rosa.helps(conversation_id)
    reply = rosa.replies(conversation_id, answer := texters.mark("and this"))
    seq = chat.sees(answer)["seq"]
    rosa.sees_status(conversation_id, reply["id"], "sent")

    ear.says(action="read", seq=seq)

    assert ear.hears("read")["seq"] == seq
    rosa.sees_status(conversation_id, reply["id"], "read")


def test_the_same_client_id_ten_times_at_once_is_one_message(
    chat: WebTexter, texters: TexterFactory, vera: Supervisor
) -> None:
    words, name = texters.mark("only once"), secrets.token_hex(8)
    with ThreadPoolExecutor(10) as pool:
        ids = {one["id"] for one in pool.map(lambda _: chat.posts(words, name), range(10))}

    conversation_id = vera.finds(words)
    assert len(ids) == 1
    assert chat.sees(words)["id"] in ids
    last = chat.writes("and one more")
    eventually(lambda: last in vera.words_in(conversation_id), "what came after")
    assert vera.words_in(conversation_id) == [words, last]


def test_after_a_reload_the_chat_goes_on_where_it_was(
    chat: WebTexter, texters: TexterFactory, vera: Supervisor, rosa: Responder
) -> None:
    first = chat.writes("hello")
    conversation_id = vera.finds(first)
    rosa.helps(conversation_id)
    chat.listens().leaves()  # the page before the reload is gone

    # All that a reload has is the token.
    rosa.replies(conversation_id, answer := texters.mark("are you still there"))
    chat.sees(answer)
    again = chat.listens()
    second = chat.writes("yes, the page was gone for a moment")
    eventually(lambda: second in vera.words_in(conversation_id), "the message after the reload")
    rosa.replies(conversation_id, other := texters.mark("good"))
    again.hears("message")
    again.leaves()
    chat.sees(other)
    assert chat.words("inbound") == [first, second]


def test_the_texter_ends_the_chat_and_a_later_message_is_another_conversation_of_it(
    chat: WebTexter, ear: Listener, vera: Supervisor, rosa: Responder
) -> None:
    first = chat.writes("hello")
    conversation_id = vera.finds(first)
    rosa.helps(conversation_id)

    assert chat.ask("POST", "end", {}).status_code == 202
    ear.hears("state", state="ended")
    assert rosa.sees_state(conversation_id, "closed")
    assert rosa.moves_of(conversation_id)[-1] == "end_by_texter"

    second = chat.writes("I am back")
    other = vera.finds(second)
    assert other != conversation_id
    chat.sees(second)
    assert chat.words("inbound") == [first, second]
    numbers = [one["seq"] for one in chat.reads()["items"]]
    assert numbers == sorted(set(numbers))


def test_stop_is_confirmed_and_told_and_nothing_written_after_it_is_shown(
    chat: WebTexter, texters: TexterFactory, vera: Supervisor, rosa: Responder
) -> None:
    conversation_id = vera.finds(chat.writes("hello"))
    rosa.helps(conversation_id)
    chat.posts("STOP")

    chat.sees_state("ended")
    body = chat.reads()
    assert body["optedOut"] is True
    assert "START" in body["items"][-1]["content"]
    assert rosa.sends(conversation_id, texters.mark("wait")).status_code == 409


def test_what_staff_write_for_each_other_is_never_the_texters_to_read(
    chat: WebTexter, texters: TexterFactory, vera: Supervisor, rosa: Responder
) -> None:
    conversation_id = vera.finds(chat.writes("I am going to kill myself tonight"))
    rosa.helps(conversation_id)
    vera.does(conversation_id, "whisper", content=texters.mark("ask about the pills"))
    rosa.does(conversation_id, "tag", tags=["overdose"])
    rosa.replies(conversation_id, answer := texters.mark("are you safe"))
    chat.sees(answer)

    shown = json.dumps(chat.reads())
    for secret in ("pills", "overdose", "critical", "self_harm", rosa.id, vera.id, conversation_id):
        assert secret not in shown, secret


def test_a_token_is_for_its_own_session_and_for_the_web_chat_alone(
    line: Line, chats: Chats, chat: WebTexter, rosa: Responder
) -> None:
    words = chat.writes("mine alone")
    chat.sees(words)
    other = chats()
    assert other.reads()["items"] == []

    staff = rosa.session["token"]
    for method, path in (("GET", "messages"), ("POST", "messages"), ("POST", "end"), ("POST", "ticket")):
        body = {"content": "x", "clientId": "c"} if method == "POST" else None
        problem(chat.ask(method, path, body, token=staff), 401, "token_invalid")
    headers = {"Authorization": f"Bearer {chat.token}"}
    for path in ("/api/queue", "/api/auth/profile", "/api/conversations"):
        problem(line.call("GET", path, headers=headers), 401, "token_invalid")
    tampered = chat.token[:-3] + ("abc" if not chat.token.endswith("abc") else "xyz")
    problem(chat.ask("GET", "messages", token=tampered), 401, "token_invalid")


def test_a_texters_connection_is_in_no_other_room_and_its_ticket_works_once(chat: WebTexter) -> None:
    url = str(chat.ask("POST", "ticket").json()["url"])
    ear = Listener(url)
    for room in (f"program:{CRISIS}", "conversation:con_1", "user:usr_rosa", "chat:somebody-else"):
        ear.says(action="subscribe", room=room)
        assert ear.hears("refused")["code"] == "invalid_input"
    ear.says(action="ping")
    ear.hears("pong")
    ear.leaves()
    with pytest.raises(websocket.WebSocketBadStatusException):
        Listener(url)


def test_only_the_programs_web_sites_may_show_the_chat(line: Line, chats: Chats) -> None:
    for origin in (HARBOR_SITE, line.api_url):
        answer = opens(line, CRISIS, origin=origin)
        assert (answer.status_code, answer.headers["Access-Control-Allow-Origin"]) == (201, origin)
    refused = opens(line, CRISIS, origin=EVIL)
    problem(refused, 403, "origin_not_allowed")
    assert "Access-Control-Allow-Origin" not in refused.headers

    page = chats(origin=HARBOR_SITE)
    assert page.ask("GET", "messages").headers["Access-Control-Allow-Origin"] == HARBOR_SITE
    page.origin = EVIL
    problem(page.ask("GET", "messages"), 403, "origin_not_allowed")
    problem(page.ask("POST", "messages", {"content": "x", "clientId": "c"}), 403, "origin_not_allowed")


@pytest.mark.parametrize("path", ["sessions", "messages", "ticket"])
def test_a_browser_asks_whether_it_may_ask_and_is_told_by_its_site(line: Line, path: str) -> None:
    def asks(origin: str) -> requests.Response:
        headers = {"Origin": origin, "Access-Control-Request-Method": "POST"}
        return line.call("OPTIONS", f"/api/webchat/{path}", headers=headers)

    allowed = asks(HARBOR_SITE)
    assert (allowed.status_code, allowed.headers["Access-Control-Allow-Origin"]) == (204, HARBOR_SITE)
    assert "authorization" in allowed.headers["Access-Control-Allow-Headers"]
    assert "Access-Control-Allow-Origin" not in asks(EVIL).headers


@pytest.mark.parametrize("program", [WELLNESS, "prg_none"])
def test_a_program_without_a_web_chat_has_none(line: Line, program: str) -> None:
    problem(opens(line, program), 404, "not_found")


def test_every_program_with_a_web_chat_has_its_own(chats: Chats, vera: Supervisor) -> None:
    teen = chats(TEEN)
    conversation_id = vera.finds(teen.writes("hello"))
    assert vera.conversation(conversation_id)["programId"] == TEEN


def test_one_address_cannot_open_sessions_without_end(line: Line) -> None:
    address = f"203.0.113.{secrets.randbelow(250) + 1}"
    answers: list[requests.Response] = []
    while len(answers) < 220:  # the window may turn over once
        answers.append(opens(line, "prg_none", address=address))
        if answers[-1].status_code == 429:
            break

    problem(answers[-1], 429, "too_many_requests")
    assert 0 < int(answers[-1].headers["Retry-After"]) <= 300
    assert opens(line, CRISIS, address="198.51.100.7").status_code == 201


@pytest.mark.parametrize(
    ("body", "status", "field"),
    [
        ({"clientId": "c"}, 400, "content"),
        ({"content": "hello"}, 400, "clientId"),
        ({"content": "", "clientId": "c"}, 422, "content"),
        ({"content": "x" * 2001, "clientId": "c"}, 422, "content"),
        ({"content": "hello", "clientId": "not well formed"}, 422, "clientId"),
    ],
)
def test_a_message_that_makes_no_sense_names_its_field(
    chat: WebTexter, body: dict[str, str], status: int, field: str
) -> None:
    document = problem(chat.ask("POST", "messages", body), status, "invalid_input" if status == 400 else "rule_broken")
    assert [one["field"] for one in document["errors"]] == [field]


def test_what_was_written_in_web_chats_can_be_read_nowhere_in_the_line(
    line: Line,
    aws: Aws,
    event_tap: EventTap,
    chat: WebTexter,
    texters: TexterFactory,
    vera: Supervisor,
    rosa: Responder,
) -> None:
    conversation_id = vera.finds(chat.writes("between us"))
    rosa.helps(conversation_id)
    rosa.replies(conversation_id, answer := texters.mark("of course"))
    chat.sees(answer)

    for place, text in remains.everything(line, aws, event_tap):
        # Nor does a domain event say which chat it was.
        secret = [*texters.marks, chat.session] if place.startswith("event") else texters.marks
        assert sightings(text, secret) == [], place
