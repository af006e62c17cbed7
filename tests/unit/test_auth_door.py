"""Who is let in, and what those who are not are told."""

from __future__ import annotations

from typing import Any

import pytest

from functions.auth.door import EMAIL_ATTEMPTS, SOURCE_ATTEMPTS, Door
from shared.contracts import api
from shared.domain.errors import HoldfastError, NotSignedIn, TooManyRequests
from shared.operator.tenants import NewMember
from shared.runtime.http import Request
from shared.runtime.identity import Identity
from shared.security import passwords
from shared.security.tokens import AccessTokens
from shared.store.directory import Directory
from shared.store.models import SessionItem, UserItem
from tests.unit import aws
from tests.unit.world import World

PASSWORD = "a long enough password"
_HASHED = passwords.hash_password(PASSWORD)


class House:
    def __init__(self, world: World, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("shared.operator.tenants.hash_password", lambda _: _HASHED)
        self.world = world
        world.tenants.member(
            "aff_1", NewMember("res_5", "Ann@line.example.org", "Ann", "responder", PASSWORD, ("pro_1",))
        )
        self.new_door()

    def new_door(self) -> None:
        """A fresh environment: the directory is read anew."""
        directory = Directory(self.world.database)
        tokens = AccessTokens("a-key-of-forty-bytes-for-the-access-tokens")
        self.identity = Identity(self.world.database, directory, tokens, self.world.clock)
        self.door = Door(
            self.world.sessions,
            directory,
            self.identity,
            tokens,
            self.world.clock,
            self.world.ids,
            websocket_url="wss://line.example.org/ws",
        )

    def login(self, email: str = "ann@line.example.org", password: str = PASSWORD, ip: str = "192.0.2.7") -> api.Tokens:
        return self.door.login(Request("r", {}, {}, {}, ip, api.LoginRequest(email=email, password=password)))

    def refresh(self, token: str) -> api.Tokens:
        return self.door.refresh(Request("r", {}, {}, {}, "ip", api.RefreshRequest(refresh_token=token)))

    def signed_in(self, token: str) -> Request:
        return Request("r", {}, {}, {}, "ip", None, self.identity.from_header(f"Bearer {token}"))


@pytest.fixture
def house(world: World, monkeypatch: pytest.MonkeyPatch) -> House:
    return House(world, monkeypatch)


@pytest.fixture
def quick_hashes(monkeypatch: pytest.MonkeyPatch) -> None:
    """argon2 takes its time on purpose; counting attempts need not."""
    monkeypatch.setattr(
        "functions.auth.door.password_matches", lambda given, hashed: given == PASSWORD and bool(hashed)
    )


def told(act: Any) -> tuple[int, str, str, str]:
    with pytest.raises(HoldfastError) as refused:
        act()
    error = refused.value
    return error.status, error.code, error.title, error.detail


def test_the_right_password_lets_in_whatever_the_case_of_the_address(house: House) -> None:
    tokens = house.login("ANN@Line.example.org")
    assert (tokens.user.id, tokens.user.role, tokens.user.affiliate_id) == ("res_5", "responder", "aff_1")
    assert house.signed_in(tokens.token).principal.user_id == "res_5"


def test_all_wrong_logins_are_told_the_same(house: House) -> None:
    wrong = told(lambda: house.login(password="wrong"))
    assert wrong[:2] == (401, "wrong_login")
    assert told(lambda: house.login("nobody@line.example.org")) == wrong
    UserItem("A#aff_1", "U#res_5").update(actions=[UserItem.active.set(False)])
    house.world.tenants.touch("aff_1")
    house.new_door()
    assert told(house.login) == wrong


@pytest.mark.usefixtures("quick_hashes")
def test_given_too_many_attempts_at_an_address_then_the_right_password_is_refused_too_until_the_window_ends(
    house: House,
) -> None:
    for _ in range(EMAIL_ATTEMPTS):
        assert told(lambda: house.login(password="wrong"))[0] == 401
    with pytest.raises(TooManyRequests) as refused:
        house.login()
    assert 0 < refused.value.retry_after <= 300
    assert told(lambda: house.login("ANN@LINE.EXAMPLE.ORG"))[0] == 429
    house.world.clock.go_on(seconds=refused.value.retry_after)
    assert house.login().user.id == "res_5"


@pytest.mark.usefixtures("quick_hashes")
def test_given_one_source_tries_many_addresses_then_it_is_stopped_and_others_are_not(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert SOURCE_ATTEMPTS == 100
    monkeypatch.setattr("functions.auth.door.SOURCE_ATTEMPTS", 15)
    for number in range(15):
        assert told(lambda n=number: house.login(f"guess{n}@line.example.org", "x"))[0] == 401  # type: ignore[misc]
    assert told(house.login)[0] == 429
    assert house.login(ip="192.0.2.8").user.id == "res_5"


@pytest.mark.usefixtures("quick_hashes")
def test_a_login_that_succeeds_forgets_the_attempts_before_it(house: House) -> None:
    for _ in range(3):
        for _ in range(EMAIL_ATTEMPTS - 1):
            told(lambda: house.login(password="wrong"))
        house.login()


def test_neither_address_nor_source_is_kept_with_the_counts(house: House) -> None:
    house.login(ip="192.0.2.77")
    told(lambda: house.login(password="wrong", ip="192.0.2.77"))
    seen = repr(aws.rows("sessions"))
    assert "192.0.2.77" not in seen
    assert "ann@" not in seen.casefold()
    assert PASSWORD not in seen


@pytest.mark.usefixtures("quick_hashes")
class TestSessions:
    def test_a_refresh_token_is_good_once_and_its_second_use_ends_the_session(self, house: House) -> None:
        first = house.login()
        second = house.refresh(first.refresh_token)
        assert second.refresh_token != first.refresh_token
        assert house.signed_in(second.token)
        with pytest.raises(NotSignedIn):
            house.refresh(first.refresh_token)
        with pytest.raises(NotSignedIn):
            house.refresh(second.refresh_token)
        with pytest.raises(NotSignedIn):
            house.signed_in(second.token)

    @pytest.mark.parametrize("token", ["x", ".", "ses_none.secret", "a.b.c"])
    def test_a_refresh_token_that_is_not_ours_is_refused(self, house: House, token: str) -> None:
        with pytest.raises(NotSignedIn):
            house.refresh(token)

    def test_after_twelve_hours_without_refresh_the_session_is_over(self, house: House) -> None:
        tokens = house.login()
        house.world.clock.go_on(hours=12, seconds=1)
        with pytest.raises(NotSignedIn):
            house.refresh(tokens.refresh_token)

    def test_signing_out_ends_the_session_at_once(self, house: House) -> None:
        tokens = house.login()
        house.door.logout(house.signed_in(tokens.token))
        with pytest.raises(NotSignedIn):
            house.signed_in(tokens.token)
        with pytest.raises(NotSignedIn):
            house.refresh(tokens.refresh_token)

    def test_a_deactivated_person_is_out_with_the_next_request(self, house: House) -> None:
        tokens = house.login()
        UserItem("A#aff_1", "U#res_5").update(actions=[UserItem.active.set(False)])
        house.world.tenants.touch("aff_1")
        house.new_door()
        with pytest.raises(NotSignedIn):
            house.signed_in(tokens.token)
        with pytest.raises(NotSignedIn):
            house.refresh(tokens.refresh_token)

    def test_a_ticket_is_for_the_websocket_and_is_kept_as_a_hash(self, house: House) -> None:
        given = house.door.ticket(house.signed_in(house.login().token))
        assert given.url == f"wss://line.example.org/ws?ticket={given.ticket}"
        assert given.ticket not in repr(aws.rows("sessions"))

    def test_a_new_name_is_seen_by_everybody_who_reads_afresh(self, house: House) -> None:
        request = house.signed_in(house.login().token)
        changed = house.door.update_profile(
            Request("r", {}, {}, {}, "ip", api.ProfileUpdate(name=" Anna "), request.principal)
        )
        assert changed.name == "Anna"
        house.new_door()
        assert house.login().user.name == "Anna"

    @pytest.mark.parametrize("header", [None, "", "Bearer", "Bearer ", "Basic abc", "bearer x.y.z", "Bearer a b"])
    def test_a_header_without_a_token_of_ours_is_refused(self, house: House, header: str | None) -> None:
        with pytest.raises(NotSignedIn):
            house.identity.from_header(header)


def test_given_a_session_expired_but_dynamodb_still_has_it_then_its_token_is_refused(house: House) -> None:
    tokens = house.login()
    assert house.identity.from_header(f"Bearer {tokens.token}").user_id
    item = next(iter(SessionItem.query(f"S#{tokens.refresh_token.partition('.')[0]}")))
    item.expires_at = int(house.world.clock.now().timestamp())
    item.save()
    with pytest.raises(NotSignedIn):
        house.identity.from_header(f"Bearer {tokens.token}")
