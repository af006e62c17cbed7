"""The key under which a browser keeps what somebody is writing: whose it is, and where it is never seen."""

from __future__ import annotations

import base64

import pytest

from tests.unit.auth_house import ANN, PASSWORD, AuthHouse
from tests.unit.world import World

CAI = "cai@line.example.org"


@pytest.fixture
def house(world: World, monkeypatch: pytest.MonkeyPatch) -> AuthHouse:
    """argon2 takes its time on purpose; here it is not what is looked at."""
    monkeypatch.setattr(
        "functions.auth.passwords.password_matches", lambda given, hashed: given == PASSWORD and bool(hashed)
    )
    house = AuthHouse(world)
    house.hire("res_7", CAI, "Cai", "hashed")
    house.new_environment()
    return house


def key_of(house: AuthHouse, email: str = ANN) -> str:
    token = house.signed_in(email=email).body["token"]
    return str(house.ask("GET", "auth/profile", token=token).body["draftKey"])


def test_given_a_person_signs_in_anew_then_their_key_is_the_same_256_bits(house: AuthHouse) -> None:
    token = house.signed_in().body["token"]
    first = house.ask("GET", "auth/profile", token=token).body["draftKey"]
    assert len(base64.urlsafe_b64decode(first + "=")) == 32
    assert house.ask("POST", "auth/logout", token=token).status == 204
    assert key_of(house) == first


def test_given_two_people_then_neither_can_open_what_the_other_left(house: AuthHouse) -> None:
    assert key_of(house) != key_of(house, CAI)


def test_given_nobody_is_signed_in_or_the_session_has_ended_then_there_is_no_key(house: AuthHouse) -> None:
    token = house.signed_in().body["token"]
    assert house.ask("POST", "auth/logout", token=token).status == 204
    for answer in (house.ask("GET", "auth/profile"), house.ask("GET", "auth/profile", token=token)):
        assert (answer.status, "draftKey" in answer.body) == (401, False)


def test_given_other_answers_about_a_person_then_the_key_is_in_none_and_in_no_log(
    house: AuthHouse, capsys: pytest.CaptureFixture[str]
) -> None:
    key = key_of(house)
    entered = house.signed_in()
    token = entered.body["token"]
    others = [
        entered,
        house.ask("PUT", "auth/profile", {"name": "Anna"}, token=token),
        house.ask("GET", "auth/session", token=token),
        house.ask("GET", "auth/sessions", token=token),
    ]
    assert [key in str((one.body, one.headers, one.set_cookies)) for one in others] == [False] * 4
    assert [one.status for one in others] == [200] * 4
    said = capsys.readouterr()
    assert key not in said.out + said.err
