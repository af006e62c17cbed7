"""Signing in, staying in, leaving."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from tests.e2e.line import Line
from tests.e2e.people import Staff
from tests.e2e.problems import fields, problem
from tests.e2e.waiting import eventually

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


def test_a_refresh_token_used_twice_ends_the_session_for_everybody(line: Line, adam: Staff) -> None:
    fresh = refresh(line, adam.session).json()

    problem(refresh(line, adam.session), 401, "refresh_invalid")

    problem(refresh(line, fresh), 401, "refresh_invalid")
    assert profile(line, fresh).status_code == 401
    assert profile(line, adam.session).status_code == 401


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
