"""Who is let in with a password, and what those who are not are told: always the same, by the same calls."""

from __future__ import annotations

from typing import Any

import pytest

from functions.auth import gate
from functions.auth.devices import device
from shared.domain.lockout import FREE, closed_for
from shared.security.one_time import address_key
from shared.security.tokens import LONGEST_SESSION
from shared.store.models import AffiliateItem, LoginItem
from tests.unit import aws
from tests.unit.auth_house import ANN, FIREFOX, PASSWORD, Answered, AuthHouse
from tests.unit.wire import Wire
from tests.unit.world import World

NOBODY = "nobody@line.example.org"


@pytest.fixture
def house(world: World) -> AuthHouse:
    return AuthHouse(world)


@pytest.fixture
def quick_hashes(monkeypatch: pytest.MonkeyPatch) -> list[str | None]:
    """argon2 takes its time on purpose; counting attempts need not. What was verified against what."""
    verified: list[str | None] = []

    def matches(given: str, against: str | None) -> bool:
        verified.append(against)
        return given == PASSWORD and against is not None

    monkeypatch.setattr("functions.auth.passwords.password_matches", matches)
    return verified


def told(answer: Answered) -> dict[str, Any]:
    return {"status": answer.status} | {name: value for name, value in answer.body.items() if name != "requestId"}


def test_the_right_password_lets_in_whatever_the_case_of_the_address(house: AuthHouse) -> None:
    answer = house.signed_in(email=" ANN@Line.Example.org")
    assert (answer.body["user"]["id"], answer.body["user"]["affiliateId"]) == ("res_5", "aff_1")
    assert house.ask("GET", "auth/profile", token=answer.body["token"]).body["email"] == ANN
    assert answer.set_cookies == ()
    assert house.on_record() == [("U#aff_1", "sign_in.succeeded", "user:res_5")]


def test_all_wrong_logins_are_told_the_same(house: AuthHouse) -> None:
    wrong = told(house.login(password="wrong"))
    assert (wrong["status"], wrong["code"]) == (401, "wrong_login")
    assert told(house.login(NOBODY)) == wrong
    assert told(house.login("ivo@line.example.org")) == wrong  # was invited, and has no password yet
    house.deactivate()
    assert told(house.login()) == wrong


@pytest.mark.usefixtures("quick_hashes")
def test_a_deactivated_affiliate_lets_nobody_in(house: AuthHouse) -> None:
    AffiliateItem("A#aff_1", "AFFILIATE").update(actions=[AffiliateItem.active.set(False)])
    house.world.tenants.touch("aff_1")
    house.new_environment()
    assert house.login().status == 401


class TestEnumeration:
    """Whoever guesses addresses sees the same calls made for those that exist and for those that do not."""

    @staticmethod
    def calls(wire: Wire, act: Any) -> list[tuple[str, str]]:
        with wire.watching() as seen:
            act()
        return [(one.service, one.operation) for one in seen]

    def test_the_calls_are_the_same_for_every_wrong_password_up_to_the_lockout_and_during_it(
        self, house: AuthHouse, wire: Wire, quick_hashes: list[str | None], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(gate, "EMAIL_ATTEMPTS", 1000)
        known = [self.calls(wire, lambda: house.login(password="wrong")) for _ in range(FREE + 4)]
        unknown = [self.calls(wire, lambda: house.login(NOBODY, "wrong")) for _ in range(FREE + 4)]
        assert known == unknown
        assert len(quick_hashes) == 2 * (FREE + 4)
        # Closed, another attempt makes as many calls as one that is counted.
        assert known[-1] == known[0]

    @pytest.mark.parametrize("path", ["auth/otp/request", "auth/magic/request", "auth/reset/request"])
    def test_asking_for_a_mail_makes_the_same_calls_and_tasks_that_look_alike(
        self, house: AuthHouse, wire: Wire, path: str
    ) -> None:
        answers: list[Answered] = []
        known, unknown = (
            self.calls(wire, lambda e=email: answers.append(house.ask("POST", path, {"email": e})))
            for email in (ANN, NOBODY)
        )
        assert known == unknown
        assert [one.status for one in answers] == [202, 202]
        assert told(answers[0]) == told(answers[1])
        first, second = (record["body"] for record in aws.drain(house.world.queues["comms"]))
        assert first.count('"') == second.count('"')
        assert ANN not in first + second and NOBODY not in first + second

    def test_a_wrong_code_makes_the_same_calls(self, house: AuthHouse, wire: Wire) -> None:
        for email in (ANN, NOBODY):
            house.ask("POST", "auth/otp/request", {"email": email})
        house.deliver()
        wrong: list[Answered] = []

        def guess(email: str) -> None:
            wrong.append(house.ask("POST", "auth/otp/verify", {"email": email, "code": "000000"}))

        known = [self.calls(wire, lambda: guess(ANN)) for _ in range(8)]
        unknown = [self.calls(wire, lambda: guess(NOBODY)) for _ in range(8)]
        assert known == unknown
        assert len({str(told(one)) for one in wrong}) == 1

    def test_a_link_for_an_address_that_nobody_has_is_never_made(self, house: AuthHouse) -> None:
        house.ask("POST", "auth/magic/request", {"email": NOBODY})
        assert house.deliver() == []
        assert aws.drain(house.world.queues["comms"]) == []


@pytest.mark.usefixtures("quick_hashes")
class TestLockout:
    def fail(self, house: AuthHouse, times: int, email: str = ANN, **more: Any) -> None:
        for _ in range(times):
            assert told(house.login(email, "wrong", **more))["code"] == "wrong_login"

    def test_after_five_free_failures_the_right_password_is_as_wrong_as_any_for_half_a_minute(
        self, house: AuthHouse
    ) -> None:
        self.fail(house, FREE)
        assert house.login().status == 200
        self.fail(house, FREE + 1)
        closed = house.login()
        assert (closed.status, closed.code, "Retry-After" in closed.headers) == (401, "wrong_login", False)
        house.world.clock.go_on(seconds=31)
        assert house.login().status == 200

    def test_each_further_failure_closes_it_for_twice_as_long_up_to_a_quarter_of_an_hour(self) -> None:
        assert [closed_for(number) for number in range(4, 13)] == [0, 0, 30, 60, 120, 240, 480, 900, 900]
        assert closed_for(10**6) == 900

    def test_knocking_at_a_closed_account_does_not_keep_it_closed(self, house: AuthHouse) -> None:
        self.fail(house, FREE + 1)
        for _ in range(4):
            house.world.clock.go_on(seconds=7)
            self.fail(house, 1, ip="192.0.2.9")
            house.world.sessions.forget_attempts(f"email#{address_key(ANN)}")
        house.world.clock.go_on(seconds=3)
        assert house.login().status == 200

    def test_that_it_closed_is_on_record_once_for_who_exists_and_elsewhere_for_who_does_not(
        self, house: AuthHouse
    ) -> None:
        self.fail(house, FREE + 3)
        self.fail(house, FREE + 3, NOBODY)
        assert house.on_record() == [
            ("U#aff_1", "sign_in.locked", "user:res_5"),
            ("U#platform", "sign_in.locked", "user:nobody"),
        ]

    def test_a_link_lets_in_while_the_account_is_closed_and_opens_it(self, house: AuthHouse) -> None:
        self.fail(house, FREE + 2)
        house.ask("POST", "auth/magic/request", {"email": ANN})
        assert house.ask("POST", "auth/magic/verify", {"token": house.mailed()}).status == 200
        assert house.login().status == 200

    def test_given_too_many_attempts_at_an_address_then_that_is_said_whether_or_not_anybody_has_it(
        self, house: AuthHouse
    ) -> None:
        for email in (ANN, NOBODY):
            self.fail(house, gate.EMAIL_ATTEMPTS, email)
        known, unknown = house.login(email=ANN.upper()), house.login(NOBODY)
        assert told(known) == told(unknown)
        assert known.status == 429
        assert 0 < int(known.headers["Retry-After"]) <= 300

    def test_given_one_source_fails_at_many_addresses_then_it_waits_and_others_do_not(
        self, house: AuthHouse, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(gate, "FREE_OF_SOURCE", 20)
        for number in range(gate.FREE_OF_SOURCE + 1):
            assert house.login(f"guess{number}@line.example.org", "x").status == 401
        assert house.login().status == 429
        assert house.login(ip="192.0.2.8").status == 200
        house.world.clock.go_on(seconds=31)
        assert house.login().status == 200

    def test_given_one_source_tries_all_the_time_then_it_is_stopped_though_it_is_right_now_and_then(
        self, house: AuthHouse, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(gate, "SOURCE_ATTEMPTS", 6)
        for _ in range(6):
            house.signed_in()
        assert house.login().status == 429


def test_neither_address_nor_source_nor_password_is_kept_with_the_counts(house: AuthHouse) -> None:
    house.login(ip="192.0.2.77")
    house.login(password="wrong", ip="192.0.2.77")
    seen = repr(aws.rows("sessions")) + repr(aws.rows("audit"))
    assert "192.0.2.77" not in seen
    assert "ann@" not in seen.casefold()
    assert PASSWORD not in seen


@pytest.mark.usefixtures("quick_hashes")
def test_given_the_password_is_changed_while_the_old_one_is_checked_then_the_old_one_lets_nobody_in(
    house: AuthHouse, wire: Wire
) -> None:
    def change() -> None:
        LoginItem(f"L#{ANN}", "LOGIN").update(actions=[LoginItem.password_hash.set("another hash")])

    wire.before("TransactWriteItems", change)
    assert house.login().status == 401
    assert [row for row in aws.rows("sessions") if row["sk"]["S"] == "SESSION"] == []


@pytest.mark.usefixtures("quick_hashes")
def test_given_two_sign_in_in_the_same_moment_then_both_are_let_in(house: AuthHouse, wire: Wire) -> None:
    wire.fail("TransactWriteItems", "TransactionCanceledException", CancellationReasons=[
        {"Code": "None"}, {"Code": "TransactionConflict"}, {"Code": "None"}, {"Code": "None"}, {"Code": "None"},
    ])  # fmt: skip
    assert house.login().status == 200


def test_a_session_says_on_what_it_was_begun_and_ends_after_a_week_at_the_latest(house: AuthHouse) -> None:
    answer = house.signed_in()
    (entry,) = house.ask("GET", "auth/sessions", token=answer.body["token"]).body["items"]
    assert (entry["device"], entry["medium"], entry["current"]) == ("Firefox on Linux", "password", True)
    clock, token = house.world.clock, answer.body["refreshToken"]
    ends = clock.now() + LONGEST_SESSION
    while clock.now() < ends:
        renewed = house.refresh(token)
        assert renewed.status == 200
        token = renewed.body["refreshToken"]
        clock.go_on(hours=11)
    assert house.refresh(token).status == 401


@pytest.mark.parametrize(
    ("header", "said"),
    [
        (FIREFOX, "Firefox on Linux"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit Version/18.0 Safari/604.1",
         "Safari on an iPhone"),
        ("Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/140.0 Safari/537.36 Edg/140.0", "Edge on Windows"),
        ("python-requests/2.32.5", "python-requests"),
        ("", "unknown"),
        ("\x00\x01" + "x" * 500, "x" * 40),
    ],
)  # fmt: skip
def test_a_device_is_named_as_its_owner_knows_it(header: str, said: str) -> None:
    assert device(header) == said


def test_what_is_kept_of_a_session_opens_nothing(house: AuthHouse) -> None:
    answer = house.signed_in()
    kept = repr([row for row in aws.rows("sessions") if row["sk"]["S"] == "SESSION"])
    _, _, proof = answer.body["refreshToken"].split(".")
    assert not [secret for secret in (answer.body["token"], proof, answer.body["csrfToken"], FIREFOX) if secret in kept]
