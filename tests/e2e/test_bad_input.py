"""What nobody should send, and how the line says so."""

from __future__ import annotations

import base64
import json
import re
import secrets
from collections.abc import Callable
from typing import Any

import pytest
import requests

from shared.contracts.routes import ROUTES
from tests.e2e.aws import Aws
from tests.e2e.line import Line
from tests.e2e.people import Responder, Supervisor, TexterFactory
from tests.e2e.problems import fields, problem
from tests.e2e.sightings import sightings

pytestmark = pytest.mark.e2e

TOO_LONG = 64 * 1024 + 1


# --- webhooks ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("signature", [None, "", "nonsense", "of another form", "with another token"])
def test_a_webhook_nobody_signed_properly_is_refused_and_kept_sealed(
    line: Line, aws: Aws, texters: TexterFactory, vera: Supervisor, signature: str | None
) -> None:
    texter = texters()
    words = texters.mark("forged")
    form = line.sms(texter.number, texter.to, words)
    if signature == "of another form":
        signature = line.signature(line.webhook_url, form | {"Body": "something else"})
    if signature == "with another token":
        signature = base64.b64encode(secrets.token_bytes(20)).decode()

    refused = problem(line.post_webhook(form, signature), 403, "bad_signature")

    row = aws.quarantined(refused["requestId"])
    assert row["reason"] == {"S": "bad_signature"}
    assert row["sealed"]["S"]
    assert sightings(json.dumps(row), [words, words.split()[-1], texter.number[1:], texter.to[1:]]) == []
    assert vera.with_words(words) == []


@pytest.mark.parametrize("name", ["From", "To", "MessageSid"])
@pytest.mark.parametrize("how", ["missing", "empty"])
def test_a_signed_webhook_that_lacks_something_is_told_what(
    line: Line, texters: TexterFactory, name: str, how: str
) -> None:
    texter = texters()
    form = line.sms(texter.number, texter.to, texters.mark("hello"))
    form = {key: value for key, value in form.items() if key != name} | ({name: ""} if how == "empty" else {})

    refused = problem(line.post_webhook(form), 400, "missing_parameter")

    assert fields(refused) == [name]


def test_parameters_nobody_knows_yet_are_fine(texters: TexterFactory, vera: Supervisor) -> None:
    words = texters().writes("hello", NewIn2030="ünïcode & = + %", Empty="")

    assert vera.finds(words)


@pytest.mark.parametrize(
    "words", ["", "😢", "ñandú ☎ 漢字", "a=b&c=d", "+1 + 1", "<script>alert(1)</script>", "two\nlines", "x" * 1600]
)
def test_whatever_a_texter_writes_arrives_as_it_was_written(
    texters: TexterFactory, vera: Supervisor, words: str
) -> None:
    texter = texters()
    texter.writes_exactly(words)

    conversation_id = vera.finds(texter.writes("that was it"))

    assert vera.words_in(conversation_id)[0] == words


def test_a_message_to_a_number_that_is_not_ours_is_taken_and_quarantined(
    line: Line, aws: Aws, texters: TexterFactory
) -> None:
    nobodys = texters.number()
    words = texters.mark("is this the line")
    answer = line.post_webhook(line.sms(texters.number(), nobodys, words))

    assert answer.status_code == 200
    row = aws.quarantined(answer.headers["X-Request-ID"])
    assert row["reason"] == {"S": "unknown_line"}
    assert sightings(json.dumps(row), [words, nobodys[1:]]) == []


def test_a_webhook_of_more_than_64_kilobytes_is_refused(line: Line, texters: TexterFactory) -> None:
    texter = texters()

    problem(line.post_webhook(line.sms(texter.number, texter.to, "x" * TOO_LONG)), 413, "too_large")


# --- the API ----------------------------------------------------------------------------------------


def test_a_wrong_password_and_an_unknown_person_get_the_same_answer(line: Line) -> None:
    def tries(email: str) -> dict[str, Any]:
        answer = line.call("POST", "/api/auth/login", json={"email": email, "password": "not it"})
        document = problem(answer, 401, "wrong_login")
        del document["requestId"]
        return document

    assert tries("rosa@harbor.example") == tries(f"{secrets.token_hex(4)}@nowhere.example")


def test_the_eleventh_wrong_login_has_to_wait(line: Line) -> None:
    login = {"email": f"{secrets.token_hex(4)}@nowhere.example", "password": "not it"}
    answers = [line.call("POST", "/api/auth/login", json=login) for _ in range(11)]

    assert [answer.status_code for answer in answers] == [401] * 10 + [429]
    problem(answers[-1], 429, "too_many_requests")
    assert 0 < int(answers[-1].headers["Retry-After"]) <= 300


STAFF_PATHS = {route.path: route.method for route in ROUTES if not {"anyone", "provider", "texter"} & set(route.who)}


def filled(path: str, one: str) -> str:
    """A route's path with `one` for the id, and something well-formed for whatever else stands in it."""
    others = {"{eid}": "esc_1", "{seq}": "4", "{queue}": "inbound", "{did}": "wdl_1"}
    others |= dict.fromkeys(("{id}", "{programId}", "{peerId}"), one)
    for name, value in others.items():
        path = path.replace(name, value)
    return path


@pytest.mark.parametrize(
    ("authorization", "code"),
    [
        (None, "not_signed_in"),
        ("Bearer", "not_signed_in"),
        ("Basic cm9zYTp4", "not_signed_in"),
        ("Bearer nonsense", "token_invalid"),
        ("Bearer a.b.c", "token_invalid"),
    ],
)
@pytest.mark.parametrize("path", STAFF_PATHS)
def test_nobody_gets_in_without_a_token(line: Line, path: str, authorization: str | None, code: str) -> None:
    headers = {} if authorization is None else {"Authorization": authorization}

    answer = line.call(STAFF_PATHS[path], filled(path, "con_nobodys"), headers=headers)

    problem(answer, 401, code)
    assert answer.headers["WWW-Authenticate"].startswith("Bearer")


def test_another_affiliates_conversation_looks_like_one_that_does_not_exist(
    texters: TexterFactory, vera: Supervisor, omar: Supervisor, mia: Responder
) -> None:
    theirs = vera.finds(texters().writes("this is Harbor's"))
    bodies: dict[str, dict[str, Any]] = {
        "sendMessage": {"content": "hello"},
        "whisper": {"content": "hello"},
        "escalate": {"type": "medical"},
        "updateEscalation": {"location": "here"},
        "logContact": {"service": "911", "note": "hello"},
        "scheduleFollowUp": {"message": "hello"},
        "tag": {"tags": ["school"]},
        "survey": {"surveyId": "srv_teen_entry"},
        "decideOutcome": {"outcome": "sent"},
        "reportAbuse": {"reason": "hello"},
        "confirmSamePerson": {"confirmed": True},
        "requestErasure": {"reason": "texter_asked", "words": "hello"},
    }

    for route in (route for route in ROUTES if "{id}" in route.path):
        for stranger in (mia, omar):
            role = stranger.session["user"]["role"]
            if role not in route.who:
                continue
            body = bodies.get(route.operation, {} if route.request else None)
            if route.operation == "assign" and role == "supervisor":
                body = {"responderId": mia.id}
            answers = [
                problem(stranger.ask(route.method, filled(route.path, one), json=body), 404, "not_found")
                for one in (theirs, f"{theirs[:-4]}zzzz")
            ]
            for answer in answers:
                del answer["requestId"]
            assert answers[0] == answers[1], route.operation
    assert vera.conversation(theirs)["state"] == "queued"


def test_a_colleagues_conversation_is_not_for_another_responder(
    texters: TexterFactory, vera: Supervisor, rosa: Responder, sam: Responder
) -> None:
    conversation_id = vera.finds(texters().writes("for one person only"))
    problem(rosa.ask("GET", f"/api/conversations/{conversation_id}/messages"), 404, "not_found")  # nobody's yet
    rosa.helps(conversation_id)

    problem(sam.ask("GET", f"/api/conversations/{conversation_id}"), 404, "not_found")
    problem(sam.ask("GET", f"/api/conversations/{conversation_id}/messages"), 404, "not_found")
    problem(sam.sends(conversation_id, texters.mark("let me")), 404, "not_found")
    problem(sam.closes(conversation_id), 404, "not_found")


def test_supervisors_watch_but_do_not_write(texters: TexterFactory, vera: Supervisor) -> None:
    conversation_id = vera.finds(texters().writes("hello"))
    path = f"/api/conversations/{conversation_id}/messages"

    problem(vera.ask("POST", path, json={"content": "hello"}), 403, "not_owner")
    problem(vera.ask("POST", "/api/queue/next", json={}), 403, "forbidden")


def test_admins_watch_and_change_nothing(texters: TexterFactory, vera: Supervisor, line: Line) -> None:
    conversation_id = vera.finds(texters().writes("hello"))
    adam = Supervisor(line, "adam@harbor.example")

    for route in ROUTES:
        path = filled(route.path, conversation_id)
        if route.method != "GET" and path.startswith(f"/api/conversations/{conversation_id}"):
            problem(adam.ask(route.method, path, json={}), 403, "forbidden")
    assert adam.state_of(conversation_id) == "queued"
    assert adam.conversation(conversation_id)["allowedTransitions"] == []


@pytest.mark.parametrize(
    ("what", "body", "status", "field"),
    [
        ("escalate", {}, 400, "type"),
        ("escalate", {"type": "fire"}, 422, "type"),
        ("escalate", {"type": "medical", "urgency": "later"}, 422, "urgency"),
        ("transfer", {"responderId": "usr_nobody"}, 422, "responderId"),
        ("transfer", {"responderId": "usr_mia"}, 422, "responderId"),
        ("transfer", {"responderId": "usr_rosa"}, 422, "responderId"),
        ("tag", {}, 422, "tags"),
        ("tag", {"tags": ["Not a tag!"]}, 422, "tags.0"),
        ("tag", {"riskLevel": "terrible"}, 422, "riskLevel"),
        ("ladder", {"wish": "perhaps"}, 400, "wish"),
        ("survey", {}, 400, "surveyId"),
        ("survey", {"surveyId": "srv_teen_entry"}, 422, "surveyId"),
        ("resolve", {"outcome": "   "}, 422, "outcome"),
        ("follow-up", {"message": ""}, 422, "message"),
        ("follow-up", {"message": "hello", "scheduledTime": "tomorrow"}, 400, "scheduledTime"),
    ],
)
def test_a_body_that_makes_no_sense_names_its_field_and_changes_nothing(
    texters: TexterFactory,
    vera: Supervisor,
    rosa: Responder,
    what: str,
    body: dict[str, Any],
    status: int,
    field: str,
) -> None:
    conversation_id = vera.finds(texters().writes("hello"))
    rosa.helps(conversation_id)
    made = rosa.moves_of(conversation_id)

    answer = rosa.acts(conversation_id, what, **body)

    assert fields(problem(answer, status, "invalid_input" if status == 400 else "rule_broken")) == [field]
    assert rosa.moves_of(conversation_id) == made
    rosa.closes(conversation_id)


def test_every_move_that_is_not_legal_now_is_refused_with_the_state_and_changes_nothing(
    texters: TexterFactory, vera: Supervisor, rosa: Responder
) -> None:
    conversation_id = vera.finds(texters().writes("hello"))
    rosa.helps(conversation_id)
    made = rosa.moves_of(conversation_id)

    for what, body in {
        "assign": {},
        "accept": {},
        "reject": {},
        "resume": {},
        "resolve": {"outcome": "none"},
        "follow-up": {"message": "hello"},
        "follow-up/cancel": {},
    }.items():
        refused = problem(rosa.acts(conversation_id, what, **body), 409, "illegal_transition")
        assert refused["state"] == "active", what
    assert rosa.moves_of(conversation_id) == made
    rosa.closes(conversation_id)


@pytest.mark.parametrize("body", [b"", b"{", b"not json", b"[]", b'"text"', b"\xff\xfe", b"null"])
def test_a_body_that_is_no_json_object_is_told_so(line: Line, body: bytes) -> None:
    answer = line.call("POST", "/api/auth/login", data=body, headers={"Content-Type": "application/json"})

    document = problem(answer, 400, answer.json()["code"])
    assert document["code"] in ("not_json", "invalid_input")
    assert document["errors"]


@pytest.mark.parametrize(
    ("body", "status", "field"),
    [
        ({}, 400, "content"),
        ({"content": None}, 400, "content"),
        ({"content": 7}, 400, "content"),
        ({"content": {"text": "hello"}}, 400, "content"),
        ({"content": ""}, 422, "content"),
        ({"content": " \n\t "}, 422, "content"),
        ({"content": "x" * 1601}, 422, "content"),
    ],
)
def test_a_reply_that_is_none_names_the_field(
    texters: TexterFactory, vera: Supervisor, rosa: Responder, body: Any, status: int, field: str
) -> None:
    code = {400: "invalid_input", 422: "rule_broken"}[status]

    refused = problem(rosa.ask("POST", "/api/conversations/con_any/messages", json=body), status, code)

    assert fields(refused) == [field]


@pytest.mark.parametrize(
    ("path", "field"),
    [
        ("/api/queue?limit=0", "limit"),
        ("/api/queue?limit=101", "limit"),
        ("/api/queue?limit=many", "limit"),
        ("/api/conversations?state=asleep", "state"),
        ("/api/conversations?cursor=made-up", "cursor"),
        ("/api/conversations/{id}/messages?after=-1", "after"),
        ("/api/conversations/{id}/messages?after=1e3", "after"),
        ("/api/conversations/{id}/messages?cursor=made-up", "cursor"),
    ],
)
def test_a_query_nobody_understands_names_the_parameter(
    texters: TexterFactory, vera: Supervisor, path: str, field: str
) -> None:
    conversation_id = vera.finds(texters().writes("hello")) if "{id}" in path else ""

    answer = vera.ask("GET", path.replace("{id}", conversation_id))

    document = problem(answer, 400, answer.json()["code"])
    assert fields(document) == [field]


def test_an_api_body_of_more_than_64_kilobytes_is_refused(line: Line, rosa: Responder) -> None:
    login = {"email": "rosa@harbor.example", "password": "x" * TOO_LONG}

    problem(line.call("POST", "/api/auth/login", json=login), 413, "too_large")
    problem(rosa.sends("con_any", "x" * TOO_LONG), 413, "too_large")


@pytest.mark.parametrize(
    ("method", "path"), [("GET", "/api/nothing"), ("POST", "/api/queue/nothing"), ("DELETE", "/api/queue")]
)
def test_an_address_where_nothing_is_says_so(line: Line, method: str, path: str) -> None:
    problem(line.call(method, path), 404, "not_found")


@pytest.mark.parametrize("key", ["", "x" * 201])
def test_an_idempotency_key_of_no_use_is_refused(rosa: Responder, key: str) -> None:
    refused = problem(rosa.presses_next(headers={"Idempotency-Key": key}), 400, "invalid_input")

    assert fields(refused) == ["Idempotency-Key"]


# --- request ids ------------------------------------------------------------------------------------

ANSWERS: dict[str, Callable[[Line, dict[str, str]], requests.Response]] = {
    "healthz": lambda line, headers: line.call("GET", "/healthz", headers=headers),
    "an error": lambda line, headers: line.call("GET", "/api/queue", headers=headers),
    "a bad login": lambda line, headers: line.call("POST", "/api/auth/login", headers=headers, data="{"),
}


@pytest.mark.parametrize("what", ANSWERS)
def test_a_request_id_comes_back(line: Line, what: str) -> None:
    given = f"e2e-{secrets.token_hex(6)}"

    answer = ANSWERS[what](line, {"X-Request-ID": given})

    assert (answer.headers["X-Request-ID"], answer.json()["requestId"]) == (given, given)


@pytest.mark.parametrize("given", ["has blanks", "<script>", "x" * 129, '{"a":1}', "Ã¼n"])
@pytest.mark.parametrize("what", ANSWERS)
def test_a_malformed_request_id_is_replaced(line: Line, what: str, given: str) -> None:
    answer = ANSWERS[what](line, {"X-Request-ID": given})

    assert re.fullmatch(r"[A-Za-z0-9._=-]{1,128}", answer.headers["X-Request-ID"])
    assert answer.json()["requestId"] == answer.headers["X-Request-ID"] != given


def test_each_request_has_an_id_of_its_own(line: Line) -> None:
    ids = {line.call("GET", "/healthz").headers["X-Request-ID"] for _ in range(3)}

    assert len(ids) == 3
