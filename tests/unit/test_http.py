"""The HTTP side: routes, bodies, errors as problem documents."""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.contracts.api import Tokens, User
from shared.contracts.routes import ROUTES, Route
from shared.domain.errors import (
    Conflict,
    FieldError,
    Forbidden,
    IllegalTransition,
    NotFound,
    NotSignedIn,
    RuleBroken,
    TooManyRequests,
    Unavailable,
)
from shared.runtime.http import MAX_BODY, Request, api
from shared.runtime.identity import Caller
from tests.unit.builders import NOON, http_event

SECRET = "my name is Ann and I am at 12 Elm Street"
LOGIN = {"email": "ann@line.example.org", "password": "x"}
CONVERSATIONS = [route for route in ROUTES if route.function == "conversations"]
OPERATIONS = [route.operation for route in ROUTES if route.function == "auth"]


class Server:
    """The auth function's routes with operations of our own."""

    def __init__(self) -> None:
        self.seen: list[Request] = []
        self.act: Callable[[Request], Any] = lambda request: None
        self.app = api("auth", dict.fromkeys(OPERATIONS, self._operate), lambda: self._authenticate)

    def _operate(self, request: Request) -> Any:
        self.seen.append(request)
        return self.act(request)

    def _authenticate(self, caller: Caller) -> Any:
        raise NotSignedIn

    def post(self, body: bytes | object = LOGIN, path: str = "/api/auth/login", **headers: str) -> dict[str, Any]:
        raw = body if isinstance(body, bytes) else json.dumps(body).encode()
        event = http_event("POST", path, body=raw, headers={k.replace("_", "-"): v for k, v in headers.items()})
        return self.answer(event)

    def answer(self, event: dict[str, Any]) -> dict[str, Any]:
        answer: dict[str, Any] = self.app.resolve(event, None)
        return answer


def raising(error: Exception) -> Callable[[Request], Any]:
    def act(request: Request) -> Any:
        raise error

    return act


@pytest.fixture
def server() -> Server:
    return Server()


def problem(answer: dict[str, Any]) -> dict[str, Any]:
    assert header(answer, "Content-Type") == "application/problem+json"
    document: dict[str, Any] = json.loads(answer["body"])
    assert {"type", "title", "status", "code", "detail", "requestId"} <= set(document)
    assert document["status"] == answer["statusCode"]
    return document


def header(answer: dict[str, Any], name: str) -> str | None:
    found = {k.lower(): v for k, v in (answer.get("headers") or {}).items()}
    value = found.get(name.lower())
    return value[0] if isinstance(value, list) else value


@pytest.mark.parametrize(
    ("body", "status", "field"),
    [
        (b"", 400, "body"),
        (b"{", 400, "body"),
        (b"\xff", 400, "body"),
        (b"[]", 400, "body"),
        (b"null", 400, "body"),
        (b'"x"', 400, "body"),
        ({}, 400, "email"),
        ({"email": "ann@line.example.org"}, 400, "password"),
        ({"email": 5, "password": "x"}, 400, "email"),
        ({"email": None, "password": "x"}, 400, "email"),
        ({"email": "ann@line.example.org", "password": ["x"]}, 400, "password"),
        ({"email": "a", "password": "x"}, 422, "email"),
        ({"email": "a@b", "password": ""}, 422, "password"),
        ({"email": "a@b", "password": "x" * 257}, 422, "password"),
    ],
)
def test_what_cannot_be_understood_is_400_and_a_broken_rule_is_422_and_the_field_is_named(
    server: Server, body: Any, status: int, field: str
) -> None:
    answer = server.post(body)
    document = problem(answer)
    assert document["status"] == status
    assert field in [one["field"] for one in document["errors"]]
    assert server.seen == []


def test_an_error_does_not_repeat_what_was_sent(server: Server) -> None:
    for body in ({"email": SECRET * 10, "password": "x"}, {"email": 5, "password": [SECRET]}, SECRET.encode()):
        assert "Elm Street" not in server.post(body)["body"]


@pytest.mark.parametrize(
    ("error", "status", "code"),
    [
        (NotSignedIn(), 401, "not_signed_in"),
        (Forbidden(), 403, "forbidden"),
        (NotFound(), 404, "not_found"),
        (Conflict(), 409, "conflict"),
        (IllegalTransition("close", "queued"), 409, "illegal_transition"),
        (RuleBroken(errors=(FieldError("a", "b"),)), 422, "rule_broken"),
        (TooManyRequests(retry_after=7), 429, "too_many_requests"),
        (Unavailable(), 503, "unavailable"),
    ],
)
def test_each_error_has_its_status_and_a_stable_code(server: Server, error: Exception, status: int, code: str) -> None:
    server.act = raising(error)
    document = problem(server.post())
    assert (document["status"], document["code"]) == (status, code)


def test_an_illegal_transition_says_which_state_it_lost_to_and_a_limit_when_to_come_back(server: Server) -> None:
    server.act = raising(IllegalTransition("close_from_active", "queued"))
    assert problem(server.post())["state"] == "queued"
    server.act = raising(TooManyRequests(retry_after=7))
    assert header(server.post(), "Retry-After") == "7"
    server.act = raising(NotSignedIn())
    assert header(server.post(), "WWW-Authenticate") == "Bearer"


def test_given_something_breaks_inside_then_the_answer_is_500_and_says_nothing_of_it(
    server: Server, capsys: pytest.CaptureFixture[str]
) -> None:
    server.act = raising(RuntimeError(SECRET))
    answer = server.post()
    assert problem(answer)["code"] == "internal_error"
    assert answer["statusCode"] == 500
    assert "Elm Street" not in json.dumps(answer) + capsys.readouterr().out


def test_a_body_of_64_kb_is_taken_and_one_byte_more_is_413(server: Server) -> None:
    shell = len(json.dumps(LOGIN | {"more": ""}))
    assert server.post(LOGIN | {"more": "x" * (MAX_BODY - shell)})["statusCode"] == 204
    answer = server.post(LOGIN | {"more": "x" * (MAX_BODY - shell + 1)})
    assert (answer["statusCode"], problem(answer)["code"]) == (413, "too_large")


@pytest.mark.parametrize("given_", ["abc-123", "A.b_c-9", "x" * 128])
def test_the_callers_request_id_is_in_header_and_body(server: Server, given_: str) -> None:
    server.act = raising(NotFound())
    answer = server.post(X_Request_ID=given_)
    assert header(answer, "X-Request-ID") == problem(answer)["requestId"] == given_


@pytest.mark.parametrize("given_", ["", "x" * 129, "a b", "a\nb", "é", "<script>"])
def test_a_malformed_request_id_is_replaced_by_the_gateways(server: Server, given_: str) -> None:
    answer = server.post(b"{", X_Request_ID=given_)
    assert header(answer, "X-Request-ID") == problem(answer)["requestId"] == "req-of-the-gateway"


def test_an_answer_carries_the_request_id_in_camel_case_and_is_not_stored(server: Server) -> None:
    user = User(id="u", name="Ann", role="responder", affiliate_id="a", program_ids=[])
    server.act = lambda _: Tokens(token="t", refresh_token="r", expires_at=NOON, csrf_token="c", user=user)
    answer = server.post(X_Request_ID="abc")
    body = json.loads(answer["body"])
    assert (answer["statusCode"], body["requestId"], body["refreshToken"]) == (200, "abc", "r")
    assert body["expiresAt"] == "2025-11-20T12:00:00Z"
    assert header(answer, "Cache-Control") == "no-store"


def test_a_route_for_staff_asks_who_is_there_before_it_reads_the_body(server: Server) -> None:
    answer = server.post(b"{", path="/api/realtime/ticket")
    assert answer["statusCode"] == 401
    assert server.seen == []


@pytest.mark.parametrize("path", ["/api/none", "/", "/api/auth/login/x", "/api/webhooks/twilio"])
def test_an_unknown_route_is_a_problem_too(server: Server, path: str) -> None:
    assert problem(server.post(path=path))["code"] == "not_found"


class TestPaths:
    """The conversations function's routes; each notes what it was asked."""

    @pytest.fixture
    def asked(self) -> list[tuple[str, dict[str, str]]]:
        return []

    @pytest.fixture
    def app(self, asked: list[tuple[str, dict[str, str]]]) -> Any:
        def operation(name: str) -> Callable[[Request], None]:
            return lambda request: asked.append((name, dict(request.path)))

        def authenticate(caller: Caller) -> Any:
            return SimpleNamespace(user_id="res_1", role=caller.headers["authorization"])

        return api(
            "conversations", {one.operation: operation(one.operation) for one in CONVERSATIONS}, lambda: authenticate
        )

    @pytest.mark.parametrize("route", CONVERSATIONS, ids=lambda one: one.operation)
    @pytest.mark.parametrize("id_", ["con_01kah3", "al_001763640000000_con_01_4_0", "A.b~c:d-9", "x" * 128])
    def test_every_route_is_found_by_its_path_with_the_ids_in_it(
        self, app: Any, asked: list[tuple[str, dict[str, str]]], route: Route, id_: str
    ) -> None:
        path = re.sub(r"\{\w+\}", id_, route.path)
        answer = app.resolve(http_event(route.method, path, headers={"Authorization": route.who[0]}), None)
        names = re.findall(r"\{(\w+)\}", route.path)
        if answer["statusCode"] == 204:
            assert asked == [(route.operation, dict.fromkeys(names, id_))]
        else:
            # It was found; what it was asked for without a body is another matter.
            assert problem(answer)["errors"]

    @pytest.mark.parametrize("id_", ["", "x" * 129, "a b", "é", "a\nb", "{id}", '"', "\ud800", "con_1\n"])
    def test_what_is_no_id_leads_nowhere(self, app: Any, asked: list[tuple[str, dict[str, str]]], id_: str) -> None:
        answer = app.resolve(http_event("GET", f"/api/conversations/{id_}"), None)
        assert problem(answer)["status"] == 404
        assert asked == []

    def test_no_path_could_be_meant_for_two_routes(self) -> None:
        shapes = [(route.method, re.sub(r"\{\w+\}", "*", route.path)) for route in CONVERSATIONS]
        assert len(set(shapes)) == len(shapes)
        for method, shape in shapes:
            for other_method, other in shapes:
                if (method, shape) != (other_method, other) and method == other_method:
                    mine, theirs = shape.split("/"), other.split("/")
                    alike = [a == b or "*" in (a, b) for a, b in zip(mine, theirs, strict=False)]
                    assert len(mine) != len(theirs) or not all(alike), (method, shape, other)


def test_an_answer_without_a_body_has_no_type(server: Server) -> None:
    answer = server.post()
    assert (answer["statusCode"], answer["body"], header(answer, "Content-Type")) == (204, "", None)


def test_a_known_path_with_another_method_is_not_found(server: Server) -> None:
    assert problem(server.answer(http_event("DELETE", "/api/auth/login")))["status"] == 404


@given(
    st.binary(max_size=200) | st.recursive(st.none() | st.text(max_size=9), st.lists).map(json.dumps).map(str.encode)
)
def test_whatever_the_body_the_answer_is_never_500(body: bytes) -> None:
    answer = _SERVER.post(body)
    assert answer["statusCode"] in (204, 400, 422)


_SERVER = Server()


def test_a_body_that_is_not_base64_encoded_is_read_as_text(server: Server) -> None:
    event = http_event("POST", "/api/auth/login", body=json.dumps(LOGIN).encode())
    event |= {"body": base64.b64decode(event["body"]).decode(), "isBase64Encoded": False}
    assert server.answer(event)["statusCode"] == 204
