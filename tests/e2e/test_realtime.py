"""The WebSocket: who may hear what, how fast, and that it says nothing of anybody's words."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator

import pytest
import websocket

from tests.e2e.listening import Listener, ticket_url
from tests.e2e.people import CRISIS, Responder, Staff, Supervisor, TexterFactory
from tests.e2e.waiting import eventually

pytestmark = pytest.mark.e2e


@pytest.fixture
def listener(rosa: Responder) -> Iterator[Listener]:
    listener = Listener.of(rosa)
    yield listener
    listener.leaves()


@pytest.fixture
def helped(texters: TexterFactory, vera: Supervisor, rosa: Responder) -> str:
    """A conversation Rosa has."""
    conversation_id = vera.finds(texters().writes("are you there"))
    rosa.helps(conversation_id)
    return conversation_id


def test_a_ticket_opens_one_connection(rosa: Responder) -> None:
    url = ticket_url(rosa)
    Listener(url).leaves()

    with pytest.raises(websocket.WebSocketBadStatusException) as refused:
        Listener(url)
    assert refused.value.status_code in (401, 403)


@pytest.mark.parametrize("ticket", ["", "?ticket=", "?ticket=made-up"])
def test_without_a_ticket_there_is_no_connection(rosa: Responder, ticket: str) -> None:
    with pytest.raises(websocket.WebSocketBadStatusException) as refused:
        Listener(ticket_url(rosa).partition("?")[0] + ticket)
    assert refused.value.status_code in (401, 403)


def test_a_ping_is_answered(listener: Listener) -> None:
    listener.says(action="ping")

    listener.hears("pong")


def test_a_text_is_announced_within_two_seconds(
    texters: TexterFactory, vera: Supervisor, rosa: Responder, listener: Listener
) -> None:
    texter = texters()
    conversation_id = vera.finds(texter.writes("hello"))
    rosa.helps(conversation_id)
    room = f"conversation:{conversation_id}"
    assert listener.subscribes(room)["type"] == "subscribed"

    took = []
    for _ in range(3):  # the first may find a function cold
        known = rosa.conversation(conversation_id)["version"]
        began = time.monotonic()
        texter.writes("and another thing")
        frame = listener.hears("fact", room=room, seq=known + 1)
        took.append(time.monotonic() - began)
        assert (frame["conversationId"], frame["kind"]) == (conversation_id, "message")
    print(f"announced after {', '.join(f'{one:.2f}' for one in took)} s")
    assert min(took) < 2


def test_frames_carry_no_words_and_no_numbers(
    texters: TexterFactory, vera: Supervisor, rosa: Responder, listener: Listener
) -> None:
    listener.subscribes(f"user:{rosa.id}")
    listener.subscribes(f"program:{CRISIS}")
    texter = texters()
    words = texter.writes("just between us")
    conversation_id = vera.finds(words)
    listener.hears("queue", programId=CRISIS)
    rosa.helps(conversation_id)
    listener.hears("owned", conversationId=conversation_id)
    listener.subscribes(f"conversation:{conversation_id}")
    rosa.replies(conversation_id, answer := texters.mark("of course"))
    listener.hears("delivery", conversationId=conversation_id)

    heard = json.dumps(listener.frames)
    assert not [one for one in (words.split()[-1], answer.split()[-1], texter.number[1:]) if one in heard]


def test_deliveries_are_announced_with_their_status(
    texters: TexterFactory, rosa: Responder, listener: Listener, helped: str
) -> None:
    listener.subscribes(f"conversation:{helped}")

    reply = rosa.replies(helped, texters.mark("I am here"))

    listener.hears("delivery", conversationId=helped, seq=reply["seq"], status="delivered")


def test_a_room_one_may_not_hear_looks_like_one_that_does_not_exist(
    mia: Responder, sam: Responder, listener: Listener, helped: str
) -> None:
    def refusals(staff: Staff, *rooms: str) -> list[tuple[str, str, str]]:
        ear = Listener.of(staff)
        answers = [ear.subscribes(room) for room in rooms]
        ear.leaves()
        return [(one["type"], one["code"], one["detail"]) for one in answers]

    made_up = f"conversation:{helped[:-4]}zzzz"
    stranger = refusals(mia, f"conversation:{helped}", f"program:{CRISIS}", f"user:{sam.id}", made_up)
    assert len(set(stranger)) == 1
    assert stranger[0][:2] == ("refused", "not_found")
    # Not even a colleague who does not own the conversation.
    assert refusals(sam, f"conversation:{helped}") == stranger[:1]
    assert listener.subscribes(f"conversation:{helped}")["type"] == "subscribed"


def test_after_unsubscribing_nothing_more_is_heard_of_a_room(
    texters: TexterFactory, rosa: Responder, listener: Listener, helped: str
) -> None:
    room = f"conversation:{helped}"
    listener.subscribes(room)
    listener.says(action="unsubscribe", room=room)
    listener.hears("unsubscribed", room=room)
    other = Listener.of(rosa)
    other.subscribes(room)
    already = len(listener.frames)

    reply = rosa.replies(helped, texters.mark("still here"))

    other.hears("delivery", room=room, seq=reply["seq"], status="delivered")
    listener.says(action="ping")
    listener.hears("pong")
    assert [frame for frame in listener.frames[already:] if frame.get("room") == room] == []
    other.leaves()


@pytest.mark.parametrize(
    ("frame", "code"),
    [
        ("not json", "not_json"),
        ('["a", "list"]', "invalid_input"),
        ('{"action": "subscribe"}', "invalid_input"),
        ('{"action": "subscribe", "room": "kitchen:1"}', "invalid_input"),
        ('{"action": "shout", "room": "program:prg_harbor_crisis"}', "invalid_input"),
    ],
)
def test_a_frame_nobody_understands_is_refused_and_the_connection_stays(
    listener: Listener, frame: str, code: str
) -> None:
    listener.says_raw(frame)

    assert listener.hears("refused")["code"] == code
    listener.says(action="ping")
    listener.hears("pong")


def test_given_a_socket_dies_then_what_was_missed_is_there_after_reconnecting_and_nothing_is_doubled(
    texters: TexterFactory, vera: Supervisor, rosa: Responder, sam: Responder, listener: Listener, helped: str
) -> None:
    room = f"user:{rosa.id}"
    known = listener.subscribes(room)["seq"]
    vera.does(helped, "reassign", responderId=sam.id)
    first = listener.hears("owned", room=room, conversationId=helped)
    listener.dies()

    vera.does(helped, "reassign", responderId=rosa.id)
    vera.does(helped, "reassign", responderId=sam.id)
    patient = Listener.of(rosa)

    def back() -> list[int]:
        answer = patient.subscribes(room, after=first["seq"])
        assert answer["type"] == "subscribed"
        return [one["seq"] for one in answer.get("missed", ()) if one["conversationId"] == helped]

    eventually(lambda: len(back()) >= 2, "both moves are in the log")
    missed = back()
    assert missed == sorted(set(missed))
    assert min(missed) > first["seq"] > known
    everything = patient.subscribes(room, after=known)["missed"]
    numbers = [one["seq"] for one in everything]
    assert numbers == list(range(known + 1, known + 1 + len(numbers)))
    patient.leaves()


def test_given_a_conversation_changes_hands_then_its_former_owner_hears_no_more_of_it(
    texters: TexterFactory, vera: Supervisor, rosa: Responder, sam: Responder, listener: Listener
) -> None:
    texter = texters()
    conversation_id = vera.finds(texter.writes("may I tell you something"))
    rosa.helps(conversation_id)
    room = f"conversation:{conversation_id}"
    assert listener.subscribes(room)["seq"] == rosa.conversation(conversation_id)["version"]

    vera.does(conversation_id, "reassign", responderId=sam.id)

    assert listener.hears("unsubscribed", room=room)["reason"] == "not_yours"
    new_owner = Listener.of(sam)
    known = new_owner.subscribes(room)["seq"]
    already = len(listener.frames)
    texter.writes("it is about my brother")
    new_owner.hears("fact", room=room, seq=known + 1)
    listener.says(action="ping")
    listener.hears("pong")
    # That it is out may be said twice, as notices may come twice; of the conversation nothing is said.
    heard = [frame["type"] for frame in listener.frames[already:] if frame.get("room") == room]
    assert set(heard) <= {"unsubscribed"}
    assert listener.subscribes(room)["code"] == "not_found"
    new_owner.leaves()


def test_given_somebody_signs_out_then_that_sessions_socket_is_closed_and_no_other(
    rosa: Responder, listener: Listener
) -> None:
    session = rosa.signs_in()
    other = Listener.of_session(rosa, session)
    assert other.subscribes(f"program:{CRISIS}")["type"] == "subscribed"

    out = rosa.line.call("POST", "/api/auth/logout", headers={"Authorization": f"Bearer {session['token']}"})
    assert out.ok, out.text

    other.hears_the_end()
    listener.says(action="ping")
    listener.hears("pong")


def test_colleagues_hear_what_somebody_says_of_being_there_and_the_state_says_the_same(
    rosa: Responder, sam: Responder, listener: Listener
) -> None:
    listener.subscribes(f"program:{CRISIS}")
    for state in ("busy", "available"):
        answer = sam.ask("PUT", "/api/responders/me/presence", json={"state": state})
        assert answer.ok, answer.text
        listener.hears("presence", room=f"program:{CRISIS}", userId=sam.id, state=state)

    listener.says(action="state")
    told = listener.hears("state")
    assert told["presence"][sam.id] == "available"
    assert told["user"]["id"] == rosa.id
    assert f"program:{CRISIS}" in told["rooms"]
