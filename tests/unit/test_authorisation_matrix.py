"""Everybody asks for everything: each principal, each route and each action of the WebSocket, in each relation.

The cells come from the route table, what is expected of them from `authorisation_table`. They go through the functions
as they are put together, over AWS in memory: some thousands of requests, many of which change something that must be
there again for the next one, would take a deployed stack the better part of an hour.
"""

from __future__ import annotations

import json
import re
from typing import Any, ClassVar

import pytest

from shared.contracts.realtime import ACTIONS
from shared.contracts.routes import ROUTES
from shared.runtime import access
from shared.security.tokens import hash_secret
from tests.unit.authorisation_house import CALLERS, MARKS_OF_THE_OTHER, UNKNOWN, AuthorisationHouse, Params
from tests.unit.authorisation_table import ANYONE, LINES, PROVIDER, ROLES, SOCKET, TEXTER, Line
from tests.unit.world import World

#: What an answer means for who may what. Whatever else is wrong with a request, it was theirs to make.
_MEANS = {401: "who are you", 403: "no", 404: "nothing there"}


@pytest.fixture
def house(world: World, monkeypatch: pytest.MonkeyPatch) -> AuthorisationHouse:
    return AuthorisationHouse(world, monkeypatch)


def meaning(status: int) -> str:
    return "broken" if status == 500 else _MEANS.get(status, "yes")


def filled(path: str, params: Params) -> str:
    return re.sub(r"\{(\w+)\}", lambda found: params.get(found[1], "push" if found[1] == "queue" else UNKNOWN), path)


def expected(line: Line, letter: str, relation: str) -> str:
    if letter not in line.who:
        return "no"
    if line.thing is None or relation in line.reach.get(letter, ()):
        return "yes"
    return "no" if relation in line.told.get(letter, ()) else "nothing there"


def cells(house: AuthorisationHouse, line: Line, letter: str) -> list[tuple[str, Params]]:
    return house.of(line.thing, letter) if line.thing is not None else [("", {})]


def of_staff() -> list[Line]:
    return [line for line in LINES if line.who not in (ANYONE, PROVIDER, TEXTER)]


def test_every_route_and_every_action_has_its_line() -> None:
    written = {(line.method, line.path) for line in LINES}
    there = {(route.method, route.path) for route in ROUTES}
    advice = "add a line to tests/unit/authorisation_table.py that says who may call it, and of which things"
    assert not there - written, f"{advice}: {sorted(there - written)}"
    assert not written - there, f"these routes are gone, and so should be their lines: {sorted(written - there)}"
    assert len(LINES) == len(written)
    assert set(SOCKET) == set(ACTIONS), "add the WebSocket's action to SOCKET in tests/unit/authorisation_table.py"


def test_no_route_lets_a_role_in_that_its_line_does_not_name() -> None:
    """The gate before everything else, without asking anybody."""
    by_route = {(route.method, route.path): route.who for route in ROUTES}
    for line in LINES:
        who = set(by_route[line.method, line.path])
        named = {line.who} if line.who in (ANYONE, PROVIDER, TEXTER) else {ROLES[letter] for letter in line.who}
        assert who == named, (line.method, line.path)


@pytest.mark.parametrize("letter", CALLERS)
def test_staff_reach_what_their_role_and_their_programs_give_them_and_nothing_else(
    house: AuthorisationHouse, letter: str
) -> None:
    wrong, leaked = [], []
    user, _ = CALLERS[letter]
    for line in of_staff():
        for relation, params in cells(house, line, letter):
            answer = house.ask(line.method, filled(line.path, params), line.body, by=user)
            wanted = expected(line, letter, relation)
            if meaning(answer.status) != wanted:
                said = f"{answer.status} {answer.body.get('code', '')}"
                wrong.append(f"{letter} {line.method} {line.path} ({relation}): expected '{wanted}', was {said}")
            if relation != "foreign" and letter != "P" and any(mark in answer.text for mark in MARKS_OF_THE_OTHER):
                leaked.append((line.method, line.path, relation))
            if answer.status < 300 and line.method != "GET":
                house.as_it_was()
    assert not wrong, "\n".join(["", *wrong])
    assert leaked == []


@pytest.mark.parametrize("letter", CALLERS)
def test_another_affiliates_id_looks_exactly_like_one_that_nobody_knows(house: AuthorisationHouse, letter: str) -> None:
    user, _ = CALLERS[letter]
    compared = 0
    for line in of_staff():
        for relation, params in cells(house, line, letter):
            if line.thing is None or relation != "foreign" or expected(line, letter, relation) == "yes":
                continue
            theirs = house.ask(line.method, filled(line.path, params), line.body, by=user)
            nobodys = house.ask(line.method, filled(line.path, dict.fromkeys(params, UNKNOWN)), line.body, by=user)
            assert (theirs.status, theirs.problem) == (nobodys.status, nobodys.problem), (line.method, line.path)
            compared += 1
    assert compared > 30


def test_nobody_without_a_session_is_let_in_anywhere(house: AuthorisationHouse) -> None:
    """Nobody, a texter with their chat's token, a provider with its signature, and a forged token."""
    chat = {"authorization": f"Bearer {house.chat_token()}"}
    wrong = []
    for line in of_staff():
        path = filled(line.path, next(iter(cells(house, line, "S")), ("", {}))[1])
        for headers in ({}, chat, {"x-twilio-signature": "c2lnbmVk"}, {"authorization": "Bearer a.b.c"}):
            answer = house.send(line.method, path, line.body, headers)
            if answer.status != 401:
                wrong.append((line.method, path, sorted(headers), answer.status))
    assert wrong == []


def test_what_is_a_texters_or_a_providers_is_not_staffs(house: AuthorisationHouse) -> None:
    wrong = []
    for line in LINES:
        if line.who not in (TEXTER, PROVIDER):
            continue
        for user in ("", *(user for user, _ in CALLERS.values())):
            answer = house.ask(line.method, filled(line.path, {}), line.body, by=user)
            if answer.status != (401 if line.who == TEXTER else 403):
                wrong.append((line.method, line.path, user, answer.status))
    assert wrong == []


def test_a_texter_with_their_chats_token_is_let_in_where_staff_are_not(house: AuthorisationHouse) -> None:
    headers = {"authorization": f"Bearer {house.chat_token()}"}
    for line in LINES:
        if line.who == TEXTER:
            answer = house.send(line.method, line.path, line.body, headers)
            assert meaning(answer.status) == "yes", (line.method, line.path, answer.text)


def test_naming_another_affiliate_in_the_query_is_like_naming_one_that_nobody_knows(house: AuthorisationHouse) -> None:
    for letter, (user, _) in CALLERS.items():
        for line in of_staff():
            if letter == "P" or letter not in line.who:
                continue
            path = filled(line.path, next(iter(cells(house, line, letter)), ("", {}))[1])
            theirs = house.ask(line.method, path, line.body, by=user, affiliateId="aff_2")
            nobodys = house.ask(line.method, path, line.body, by=user, affiliateId=UNKNOWN)
            assert (theirs.status, theirs.problem) == (404, nobodys.problem), (letter, line.method, path)


@pytest.mark.parametrize("letter", CALLERS)
def test_what_staff_may_say_on_the_websocket(house: AuthorisationHouse, letter: str) -> None:
    socket = Socket(house, letter)
    wrong = []
    for action, of in SOCKET.items():
        for thing, reach in of.items():
            for relation, params in house.of(thing, letter):
                allowed = relation in reach.get(letter, ())
                room = f"{thing}:{params['id']}"
                said = socket.says(action, room)
                if (said.get("type") != "refused") is not allowed:
                    wrong.append((action, relation, room, said))
                if not allowed and relation == "foreign":
                    unknown = socket.says(action, f"{thing}:{UNKNOWN}")
                    assert {**said, "room": ""} == {**unknown, "room": ""}
        if not of:
            assert socket.says(action, None)["type"] != "refused", action
    assert wrong == []


class Socket:
    """A browser's connection to the function `realtime`, as it is put together."""

    def __init__(self, house: AuthorisationHouse, letter: str) -> None:
        from functions.realtime import handler as realtime

        self._handler = realtime.handler
        user, affiliate = CALLERS[letter]
        house.world.sessions.issue_ticket(hash_secret("ticket"), user, affiliate, f"ses-{user}")
        connect = {"connectionId": "c-1", "routeKey": "$connect", "requestId": "r"}
        answer = self._handler({"requestContext": connect, "queryStringParameters": {"ticket": "ticket"}}, None)
        assert answer["statusCode"] == 200

    def says(self, action: str, room: str | None) -> dict[str, Any]:
        frame = {"action": action} | ({"room": room} if room is not None else {})
        context = {"connectionId": "c-1", "routeKey": "$default", "requestId": "r"}
        answer = self._handler({"requestContext": context, "body": json.dumps(frame)}, None)
        said: dict[str, Any] = json.loads(answer["body"])
        return said


class TestTheTableOfRoles:
    """`access.MATRIX`, which says how far roles go, and the routes, which say whom they let in."""

    #: Of which matter a route is, by the beginning of its path; the longest counts.
    MATTERS: ClassVar = {
        "/api/queue": access.Matter.QUEUE,
        "/api/conversations": access.Matter.OWN,
        "/api/alerts": access.Matter.QUEUE,
        "/api/responders": access.Matter.QUEUE,
        "/api/providers": access.Matter.QUEUE,
        "/api/dm": access.Matter.COLLEAGUES,
        "/api/announcements": access.Matter.COLLEAGUES,
        "/api/files": access.Matter.COLLEAGUES,
        "/api/admin/legal-holds": access.Matter.CARE,
        "/api/texters": access.Matter.CARE,
        "/api/erasures": access.Matter.CARE,
        "/api/admin/blocked-senders": access.Matter.SENDERS,
        "/api/admin/dead-letters": access.Matter.LETTERS,
        "/api/admin/quarantine": access.Matter.LETTERS,
        "/api/admin/break-glass": access.Matter.GLASS,
        "/api/audit": access.Matter.RECORD,
        "/api/affiliates": access.Matter.AFFILIATES,
        "/api": access.Matter.CONFIGURATION,
    }
    #: Said by somebody who may otherwise only read it.
    EXCEPTIONS: ClassVar = {
        ("POST", "/api/admin/texts/{id}/approve", "supervisor"),
        # What an admin is called for, such as break-glass, they may say they have seen.
        ("POST", "/api/alerts/{id}/acknowledge", "admin"),
    }

    def test_no_route_lets_a_role_further_than_the_table_says(self) -> None:
        for route in ROUTES:
            if not route.path.startswith("/api/") or route.path.startswith(("/api/auth", "/api/realtime")):
                continue
            longest = max((one for one in self.MATTERS if route.path.startswith(one)), key=len)
            least = access.May.SEE if route.method == "GET" else access.May.WRITE
            for role in set(route.who) & set(ROLES.values()):
                if (route.method, route.path, role) not in self.EXCEPTIONS:
                    assert access.far(role, self.MATTERS[longest]) >= least, (route.method, route.path, role)
