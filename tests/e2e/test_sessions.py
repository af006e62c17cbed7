"""Signing in, staying in, leaving."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from tests.e2e.line import Line
from tests.e2e.listening import Listener
from tests.e2e.people import Staff
from tests.e2e.problems import fields, problem
from tests.e2e.signing_in import (
    GINA,
    GRETA,
    GUS,
    PASSWORD,
    Browser,
    settle_gate,
)
from tests.e2e.tide import Tide
from tests.e2e.waiting import all_at_once, eventually

pytestmark = pytest.mark.e2e


@pytest.fixture
def adam(line: Line) -> Staff:
    """Harbor's administrator, in a session of his own."""
    return Staff(line, "adam@harbor.example")


@pytest.fixture
def renamed(adam: Staff) -> Iterator[Staff]:
    """Adam, who gets his name back."""
    name = adam.get("/api/auth/profile")["name"]
    yield adam
    adam.ask("PUT", "/api/auth/profile", json={"name": name})


def refresh(line: Line, session: dict[str, Any]) -> Any:
    return line.call("POST", "/api/auth/refresh", json={"refreshToken": session["refreshToken"]})


def profile(line: Line, session: dict[str, Any]) -> Any:
    return line.call("GET", "/api/auth/profile", headers={"Authorization": f"Bearer {session['token']}"})


def test_a_refresh_gives_a_new_pair_that_works(line: Line, adam: Staff) -> None:
    answer = refresh(line, adam.session)

    assert answer.status_code == 200
    fresh = answer.json()
    assert fresh["refreshToken"] != adam.session["refreshToken"]
    assert fresh["user"] == adam.session["user"]
    assert profile(line, fresh).status_code == 200
    assert refresh(line, fresh).status_code == 200


def test_a_stolen_refresh_token_that_is_replayed_ends_the_session_for_thief_and_owner(line: Line, adam: Staff) -> None:
    stolen = adam.session
    fresh = refresh(line, stolen).json()
    # Two before the current one: the ten seconds in which a lost answer is forgiven are for the one before.
    fresher = refresh(line, fresh).json()

    problem(refresh(line, stolen), 401, "refresh_invalid")

    problem(refresh(line, fresher), 401, "refresh_invalid")
    assert profile(line, fresher).status_code == 401
    assert profile(line, stolen).status_code == 401


def test_a_forged_refresh_token_ends_nothing(line: Line, adam: Staff) -> None:
    session, number, proof = adam.session["refreshToken"].split(".")
    for token in (f"{session}.{number}.{proof[::-1]}", f"{session}.{int(number) + 1}.{proof}", f"{session}..", "x"):
        problem(refresh(line, {"refreshToken": token}), 401, "refresh_invalid")
    assert profile(line, adam.session).status_code == 200


def test_many_tabs_that_refresh_at_once_all_stay_signed_in_with_the_same_token(line: Line, adam: Staff) -> None:
    answers = all_at_once(lambda _: refresh(line, adam.session), range(6))

    assert [one.status_code for one in answers] == [200] * 6
    assert len({one.json()["refreshToken"] for one in answers}) == 1
    assert profile(line, answers[0].json()).status_code == 200
    assert refresh(line, answers[-1].json()).status_code == 200


def test_logout_ends_the_session_at_once_and_no_other(line: Line, adam: Staff) -> None:
    elsewhere = adam.signs_in()

    assert adam.ask("POST", "/api/auth/logout").status_code == 204

    assert profile(line, adam.session).status_code == 401
    assert refresh(line, adam.session).status_code == 401
    assert profile(line, elsewhere).status_code == 200


def test_a_profile_says_who_one_is(adam: Staff) -> None:
    mine = adam.get("/api/auth/profile")

    assert mine["email"] == "adam@harbor.example"
    assert (mine["role"], mine["affiliateId"]) == ("admin", "aff_harbor")


def test_ones_own_name_can_be_changed(renamed: Staff) -> None:
    answer = renamed.ask("PUT", "/api/auth/profile", json={"name": "  Adam the Second "})

    assert (answer.status_code, answer.json()["name"]) == (200, "Adam the Second")
    eventually(lambda: renamed.get("/api/auth/profile")["name"] == "Adam the Second", "the new name everywhere")


def test_only_the_name_can_be_changed(renamed: Staff) -> None:
    answer = renamed.ask("PUT", "/api/auth/profile", json={"name": "Adam", "role": "supervisor", "affiliateId": "x"})

    assert (answer.json()["role"], answer.json()["affiliateId"]) == ("admin", "aff_harbor")
    assert fields(problem(renamed.ask("PUT", "/api/auth/profile", json={}), 400, "invalid_input")) == ["name"]
    assert fields(problem(renamed.ask("PUT", "/api/auth/profile", json={"name": " "}), 422, "rule_broken")) == ["name"]


# --- browsers -------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def gate(tide: Tide) -> Line:
    """The line, with people whose accounts may be troubled."""
    settle_gate(tide)
    return tide.line


@pytest.fixture
def gina(gate: Line) -> Browser:
    browser = Browser(gate)
    browser.signs_in(GINA)
    return browser


def test_a_browser_is_signed_in_by_cookies_alone_and_its_body_holds_no_token(gate: Line) -> None:
    browser = Browser(gate)

    answer = browser.signs_in(GINA)

    assert (answer.json()["token"], answer.json()["refreshToken"]) == ("", "")
    assert browser.ask("GET", "/api/auth/profile", csrf=False).json()["email"] == GINA
    rotated = browser.ask("POST", "/api/auth/refresh", json={})
    assert (rotated.status_code, rotated.json()["token"]) == (200, "")
    assert browser.ask("GET", "/api/auth/session").json()["csrfToken"] == browser.csrf


def test_what_another_web_site_has_a_browser_send_changes_nothing(gate: Line, gina: Browser) -> None:
    name = gina.ask("GET", "/api/auth/profile").json()["name"]
    other = Browser(gate)
    other.signs_in(GINA)
    for given in ({}, {"X-CSRF-Token": other.csrf}, {"X-CSRF-Token": gina.csrf[:-1]}):
        forged = gina.ask("PUT", "/api/auth/profile", json={"name": "Eve"}, csrf=False, headers=given)
        problem(forged, 403, "csrf")
    for method, path in (("POST", "/api/auth/logout"), ("POST", "/api/auth/refresh"), ("DELETE", "/api/auth/sessions")):
        problem(gina.ask(method, path, json={}, csrf=False), 403, "csrf")
    assert gina.ask("GET", "/api/auth/profile").json()["name"] == name
    assert gina.ask("PUT", "/api/auth/profile", json={"name": name}).status_code == 200


def test_a_session_that_was_planted_in_a_browser_is_over_once_its_owner_signs_in(gate: Line) -> None:
    victim = Browser(gate)
    victim.signs_in(GUS)
    planted = Browser(gate, dict(victim.cookies), victim.csrf)

    victim.signs_in(GINA)

    assert victim.session != planted.session
    assert planted.ask("GET", "/api/auth/profile").status_code == 401
    assert victim.ask("GET", "/api/auth/profile").json()["email"] == GINA


def test_signing_out_everywhere_ends_every_session_and_cuts_every_websocket(gate: Line) -> None:
    gate.outputs["users"].append({"email": GRETA, "password": PASSWORD, "affiliate": "aff_gate"})
    here, there = Staff(gate, GRETA), Staff(gate, GRETA)
    listener = Listener.of(there)
    listener.says(action="ping")
    listener.hears("pong")
    listed = here.get("/api/auth/sessions")["items"]
    assert {one["current"] for one in listed} == {True, False}
    assert {one["device"] for one in listed} == {"python-requests"}

    assert here.ask("DELETE", "/api/auth/sessions").status_code == 204

    assert [one.ask("GET", "/api/auth/profile").status_code for one in (here, there)] == [401, 401]
    listener.hears("cut")
    listener.hears_the_end()


def test_a_session_can_be_ended_from_another_and_only_by_its_owner(gate: Line, gina: Browser) -> None:
    elsewhere = Browser(gate)
    elsewhere.signs_in(GINA)
    stranger = Browser(gate)
    stranger.signs_in(GUS)
    path = f"/api/auth/sessions/{elsewhere.session}"

    problem(stranger.ask("DELETE", path), 404, "not_found")
    assert elsewhere.ask("GET", "/api/auth/profile").status_code == 200

    assert gina.ask("DELETE", path).status_code == 204
    assert elsewhere.ask("GET", "/api/auth/profile").status_code == 401
    assert gina.ask("GET", "/api/auth/profile").status_code == 200
