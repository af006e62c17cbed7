"""Signing in without a password, choosing a new one, and what guessing gains."""

from __future__ import annotations

import statistics
import time

import pytest
import requests

from tests.e2e.carrier import PretendCarrier
from tests.e2e.line import Line
from tests.e2e.night import NORA, NORA_PHONE, fall
from tests.e2e.problems import fields, problem
from tests.e2e.signing_in import (
    GIL,
    GINA,
    GRETA,
    GUS,
    PASSWORD,
    Browser,
    mails_to,
    next_secret,
    secret_in,
    settle_gate,
)
from tests.e2e.tide import Tide
from tests.e2e.waiting import eventually

pytestmark = pytest.mark.e2e


@pytest.fixture(scope="module")
def gate(tide: Tide) -> Line:
    """The line, with people whose accounts may be troubled."""
    settle_gate(tide)
    return tide.line


# --- without a password ---------------------------------------------------------------------------


def test_a_code_from_the_mail_lets_in_once_and_five_wrong_ones_use_it_up(gate: Line) -> None:
    def verify(code: str) -> requests.Response:
        return gate.call("POST", "/api/auth/otp/verify", json={"email": GUS, "code": code})

    code = next_secret(gate, GUS, "otp")
    answer = verify(code)
    assert (answer.status_code, answer.json()["user"]["id"]) == (200, "usr_gus")
    problem(verify(code), 401, "wrong_code")

    code = next_secret(gate, GUS, "otp")
    for number in range(1, 6):
        problem(verify(f"{(int(code) + number) % 10**6:06}"), 401, "wrong_code")
    problem(verify(code), 401, "wrong_code")


def test_a_code_is_texted_to_who_wants_it_texted(tide: Tide, carrier: PretendCarrier) -> None:
    night = fall(tide)
    before = len(carrier.bodies_to(NORA_PHONE))
    night.line.call("POST", "/api/auth/otp/request", json={"email": NORA, "medium": "sms"})

    (text,) = eventually(lambda: carrier.bodies_to(NORA_PHONE)[before:], "the text")

    answer = night.line.call("POST", "/api/auth/otp/verify", json={"email": NORA, "code": secret_in(text)})
    assert answer.status_code == 200, answer.text


def test_a_link_from_the_mail_signs_a_browser_in_once(gate: Line) -> None:
    token = next_secret(gate, GINA, "magic")
    browser, late = Browser(gate), Browser(gate)

    cookie = {"X-Session": "cookie"}
    answer = browser.ask("POST", "/api/auth/magic/verify", json={"token": token}, headers=cookie, csrf=False)

    assert answer.status_code == 200
    assert browser.ask("GET", "/api/auth/profile").json()["email"] == GINA
    problem(late.ask("POST", "/api/auth/magic/verify", json={"token": token}, csrf=False), 401, "bad_link")


def test_a_forgotten_password_is_replaced_every_session_ends_and_its_owner_is_told(gate: Line) -> None:
    before = Browser(gate)
    before.signs_in(GIL)
    told = len(mails_to(gate, GIL))
    token = next_secret(gate, GIL, "reset")
    weak = gate.call("POST", "/api/auth/reset", json={"token": token, "password": "Password1234"})
    assert fields(problem(weak, 422, "rule_broken")) == ["password"]

    new = {"token": token, "password": "an umbrella left on the ferry"}
    assert gate.call("POST", "/api/auth/reset", json=new).status_code == 204

    assert before.ask("GET", "/api/auth/profile").status_code == 401
    problem(gate.call("POST", "/api/auth/reset", json=new), 401, "bad_link")
    problem(gate.call("POST", "/api/auth/login", json={"email": GIL, "password": PASSWORD}), 401, "wrong_login")
    Browser(gate).signs_in(GIL, new["password"])
    subjects = eventually(lambda: [mail["Subject"] for mail in mails_to(gate, GIL)[told + 1 :]], "the warning")
    assert subjects == ["Holdfast: your password was changed"]


# --- guessing -------------------------------------------------------------------------------------


def wrong_login(line: Line, email: str) -> requests.Response:
    return line.call("POST", "/api/auth/login", json={"email": email, "password": "not the password"})


def test_an_account_that_was_guessed_at_answers_the_right_password_as_a_wrong_one(gate: Line, tide: Tide) -> None:
    settle_gate(tide)
    answers = [wrong_login(gate, GRETA) for _ in range(6)]
    right = gate.call("POST", "/api/auth/login", json={"email": GRETA, "password": PASSWORD})

    said = [{**problem(one, 401, "wrong_login"), "requestId": ""} for one in (*answers, right)]

    assert all(one == said[0] for one in said)
    # A link is nothing that anybody guesses: it lets its owner in, and opens the account.
    token = next_secret(gate, GRETA, "magic")
    assert gate.call("POST", "/api/auth/magic/verify", json={"token": token}).status_code == 200
    Browser(gate).signs_in(GRETA)


def test_how_long_a_refusal_takes_tells_nobody_whether_there_is_such_an_account(gate: Line) -> None:
    known, unknown = ("sam@harbor.example", "mia@meadow.example"), ("nosuch@harbor.example", "none@meadow.example")
    took: dict[bool, list[float]] = {True: [], False: []}
    wrong_login(gate, known[0])  # so that nobody's first is a cold start
    for number in range(8):
        # In turns, so that whatever else goes on slows both down.
        for exists, people in ((True, known), (False, unknown)):
            began = time.perf_counter()
            problem(wrong_login(gate, people[number % 2]), 401, "wrong_login")
            took[exists].append(time.perf_counter() - began)

    # A guess by time alone: of each pair, the slower one is said to exist. Right as often as wrong is knowing nothing.
    pairs = [(one, other) for one in took[True] for other in took[False]]
    guessed = sum(one > other for one, other in pairs) / len(pairs)
    assert 0.1 < guessed < 0.9, took
    # Without the hash that is checked all the same, an unknown address would be answered in half the time.
    ratio = statistics.median(took[False]) / statistics.median(took[True])
    assert 0.6 < ratio < 1.67, took


@pytest.mark.parametrize("path", ["otp", "magic", "reset"])
def test_asking_for_a_mail_says_nothing_of_whether_anybody_is_mailed(gate: Line, path: str) -> None:
    answer = gate.call("POST", f"/api/auth/{path}/request", json={"email": f"{path}-nobody@gate.example"})

    assert (answer.status_code, set(answer.json())) == (202, {"requestId"})
