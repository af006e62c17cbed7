"""Sessions: refreshed, stolen, planted, listed, ended; by token and by cookie."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from shared.runtime.session_cookies import ACCESS, CSRF, REFRESH
from shared.store.models import SessionItem
from tests.unit import aws
from tests.unit.auth_house import PASSWORD, AuthHouse
from tests.unit.wire import Wire
from tests.unit.world import World


@pytest.fixture
def house(world: World, monkeypatch: pytest.MonkeyPatch) -> AuthHouse:
    """argon2 takes its time on purpose; here it is not what is looked at."""
    monkeypatch.setattr(
        "functions.auth.passwords.password_matches", lambda given, hashed: given == PASSWORD and bool(hashed)
    )
    return AuthHouse(world)


def session_of(answer: dict[str, Any]) -> str:
    return str(answer["refreshToken"]).partition(".")[0]


class TestRefreshing:
    def test_a_refresh_gives_a_new_pair_of_the_same_session(self, house: AuthHouse) -> None:
        first = house.signed_in().body
        second = house.refresh(first["refreshToken"]).body
        assert second["refreshToken"] != first["refreshToken"]
        assert session_of(second) == session_of(first)
        assert (second["csrfToken"], second["user"]) == (first["csrfToken"], first["user"])
        assert house.goes_on(second["token"])

    def test_within_ten_seconds_the_token_before_gets_the_very_same_next_one(self, house: AuthHouse) -> None:
        first = house.signed_in().body["refreshToken"]
        second = house.refresh(first).body["refreshToken"]
        house.world.clock.go_on(seconds=10)
        assert house.refresh(first).body["refreshToken"] == second
        assert house.refresh(second).status == 200

    def test_given_many_tabs_refresh_at_once_then_all_go_on_with_one_token(self, house: AuthHouse) -> None:
        first = house.signed_in().body["refreshToken"]
        with ThreadPoolExecutor(6) as threads:
            answers = list(threads.map(lambda _: house.refresh(first), range(6)))
        assert [one.status for one in answers] == [200] * 6
        (second,) = {one.body["refreshToken"] for one in answers}
        assert house.refresh(second).status == 200

    def test_given_another_was_faster_between_reading_and_writing_then_its_token_is_given_too(
        self, house: AuthHouse, wire: Wire
    ) -> None:
        first = house.signed_in().body["refreshToken"]
        given: list[str] = []

        def counted() -> None:  # the limit's own update comes first
            wire.before("UpdateItem", lambda: given.append(house.refresh(first).body["refreshToken"]))

        wire.before("UpdateItem", counted)
        assert house.refresh(first).body["refreshToken"] == given[0]

    def test_a_used_token_ends_the_session_for_thief_and_owner_and_cuts_its_sockets(self, house: AuthHouse) -> None:
        first = house.signed_in().body
        second = house.refresh(first["refreshToken"]).body
        house.world.clock.go_on(seconds=11)
        assert house.refresh(first["refreshToken"]).code == "refresh_invalid"
        assert house.refresh(second["refreshToken"]).code == "refresh_invalid"
        assert not house.goes_on(second["token"])
        assert house.cuts() == [{"user": "res_5", "session": session_of(first)}]
        assert house.actions() == ["sign_in.succeeded", "session.reused"]

    def test_a_token_of_two_before_is_used_up_however_quick_one_is(self, house: AuthHouse) -> None:
        first = house.signed_in().body["refreshToken"]
        third = house.refresh(house.refresh(first).body["refreshToken"]).body
        assert house.refresh(first).status == 401
        assert not house.goes_on(third["token"])

    def test_a_token_from_the_future_is_nobodys(self, house: AuthHouse) -> None:
        first = house.signed_in().body
        session, _, proof = first["refreshToken"].split(".")
        assert house.refresh(f"{session}.2.{proof}").status == 401
        assert house.goes_on(first["token"]), "whoever knows a session's name can end it by guessing"

    @pytest.mark.parametrize(
        "token", ["x", ".", "..", "ses_none.1.x", "a.b.c", "a.-1.c", "a.²." + "0" * 64, "a.1" * 99]
    )
    def test_a_token_that_is_not_ours_is_refused(self, house: AuthHouse, token: str) -> None:
        assert house.refresh(token).code == "refresh_invalid"

    @pytest.mark.parametrize("body", [{}, {"refreshToken": None}])
    def test_without_a_token_and_without_a_cookie_the_field_is_named(self, house: AuthHouse, body: Any) -> None:
        answer = house.ask("POST", "auth/refresh", body)
        assert (answer.status, list(answer.fields)) == (400, ["refreshToken"])

    def test_after_twelve_hours_without_refresh_the_session_is_over(self, house: AuthHouse) -> None:
        token = house.signed_in().body["refreshToken"]
        house.world.clock.go_on(hours=12, seconds=1)
        assert house.refresh(token).status == 401

    def test_a_deactivated_person_is_out_with_the_next_request(self, house: AuthHouse) -> None:
        body = house.signed_in().body
        house.deactivate()
        assert not house.goes_on(body["token"])
        assert house.refresh(body["refreshToken"]).status == 401

    def test_given_a_session_expired_but_dynamodb_still_has_it_then_its_token_is_refused(
        self, house: AuthHouse
    ) -> None:
        body = house.signed_in().body
        SessionItem(f"S#{session_of(body)}", "SESSION").update(
            actions=[SessionItem.expires_at.set(int(house.world.clock.now().timestamp()))]
        )
        assert not house.goes_on(body["token"])
        assert house.refresh(body["refreshToken"]).status == 401

    def test_the_key_of_one_session_is_of_no_use_for_another(self, house: AuthHouse) -> None:
        mine, hers = house.signed_in().body, house.signed_in().body
        name, number, _ = hers["refreshToken"].split(".")
        assert house.refresh(f"{name}.{number}.{mine['refreshToken'].split('.')[2]}").status == 401
        assert house.goes_on(hers["token"])


class TestCookies:
    def test_a_browser_gets_its_tokens_in_cookies_that_no_script_and_no_other_site_can_use(
        self, house: AuthHouse
    ) -> None:
        answer = house.signed_in(x_session="cookie")
        assert (answer.body["token"], answer.body["refreshToken"]) == ("", "")
        by_name = dict(zip(answer.cookies, answer.set_cookies, strict=True))
        assert set(by_name) == {ACCESS, REFRESH, CSRF}
        for name, cookie in by_name.items():
            assert {"Secure", "SameSite=Lax", "Path=/"} < set(cookie.split("; "))
            assert "Domain" not in cookie
            assert ("HttpOnly" in cookie) == (name != CSRF)
        assert answer.cookies[CSRF] == answer.body["csrfToken"]
        assert answer.headers["Cache-Control"] == "no-store"

    def test_it_reads_without_a_csrf_token_and_changes_nothing_without_one(self, house: AuthHouse) -> None:
        ann, other = house.browser(), house.browser()
        assert ann.ask("GET", "auth/profile", csrf=None).status == 200
        for wrong in (None, "x", other.csrf, ann.csrf[:-1], "é"):
            answer = ann.ask("PUT", "auth/profile", {"name": "Eve"}, csrf=wrong)
            assert (answer.status, answer.code) == (403, "csrf")
        assert ann.ask("PUT", "auth/profile", {"name": "Anna"}).body["name"] == "Anna"

    @pytest.mark.parametrize(
        ("method", "path"),
        [
            ("POST", "auth/logout"), ("POST", "auth/refresh"), ("POST", "auth/password"), ("PUT", "auth/session"),
            ("DELETE", "auth/sessions"), ("POST", "realtime/ticket"),
        ],
    )  # fmt: skip
    def test_everything_that_changes_something_wants_it(self, house: AuthHouse, method: str, path: str) -> None:
        ann = house.browser()
        assert ann.ask(method, path, {}, csrf=None).code == "csrf"
        assert ann.ask("GET", "auth/profile").status == 200

    def test_the_header_counts_before_cookies_and_needs_no_csrf_token(self, house: AuthHouse) -> None:
        ann, token = house.browser(), house.signed_in().body["token"]
        assert ann.ask("PUT", "auth/profile", {"name": "Anna"}, csrf=None, token=token).status == 200
        assert ann.ask("GET", "auth/profile", token="not.a.token").status == 401

    def test_it_refreshes_by_cookie(self, house: AuthHouse) -> None:
        ann = house.browser()
        before = ann.tokens
        answer = ann.ask("POST", "auth/refresh", {})
        assert (answer.status, answer.body["token"], answer.body["refreshToken"]) == (200, "", "")
        assert ann.tokens[1] != before[1]
        assert ann.ask("GET", "auth/profile").status == 200

    def test_a_page_that_was_loaded_anew_learns_its_csrf_token(self, house: AuthHouse) -> None:
        ann = house.browser()
        assert ann.ask("GET", "auth/session", csrf=None).body["csrfToken"] == ann.csrf

    def test_signing_out_forgets_the_cookies_and_ends_the_session(self, house: AuthHouse) -> None:
        ann = house.browser()
        before = dict(ann.cookies)
        answer = ann.ask("POST", "auth/logout")
        assert answer.status == 204
        assert all("Max-Age=0" in one for one in answer.set_cookies)
        assert len(answer.set_cookies) == 3
        assert house.ask("GET", "auth/profile", cookies=before).status == 401

    def test_cookies_that_a_front_end_left_in_the_headers_are_read(self, house: AuthHouse) -> None:
        ann = house.browser()
        line = "; ".join(f"{name}={value}" for name, value in ann.cookies.items())
        assert house.ask("GET", "auth/profile", cookie=line).status == 200


class TestFixation:
    def test_signing_in_never_goes_on_with_the_session_one_came_with(self, house: AuthHouse) -> None:
        planted = house.browser()
        before = dict(planted.cookies)
        answer = house.ask(
            "POST", "auth/login", {"email": "ann@line.example.org", "password": PASSWORD},
            cookies=before, x_session="cookie",
        )  # fmt: skip
        assert answer.status == 200
        assert answer.cookies[REFRESH].partition(".")[0] != before[REFRESH].partition(".")[0]
        assert house.ask("GET", "auth/profile", cookies=before).status == 401
        assert len(house.cuts()) == 1

    def test_a_cookie_that_names_somebodys_session_without_its_proof_ends_nothing(self, house: AuthHouse) -> None:
        victim = house.signed_in().body
        name = session_of(victim)
        for cookie in (f"{name}.1.{'0' * 64}", name, f"{name}..", "x"):
            house.signed_in(cookies={REFRESH: cookie})
        assert house.goes_on(victim["token"])

    def test_a_wrong_password_ends_nothing(self, house: AuthHouse) -> None:
        ann = house.browser()
        house.login(password="wrong", cookies=ann.cookies)
        assert ann.ask("GET", "auth/profile").status == 200


class TestRenewing:
    """The answer to any request, when the access token ends soon."""

    def near_expiry(self, house: AuthHouse) -> None:
        house.world.clock.go_on(minutes=11)

    @pytest.fixture
    def clocked(self, house: AuthHouse) -> AuthHouse:
        """Access tokens are checked by the real clock: so that they are good later, it begins a little before it."""
        house.world.clock.go_on(minutes=-11)
        return house

    def test_a_browser_gets_fresh_cookies_with_the_answer(self, clocked: AuthHouse) -> None:
        ann = clocked.browser()
        before = ann.tokens
        assert ann.ask("GET", "auth/profile").set_cookies == ()
        self.near_expiry(clocked)
        answer = ann.ask("GET", "auth/profile")
        assert answer.status == 200
        assert set(answer.cookies) == {ACCESS, REFRESH, CSRF}
        assert ann.tokens[0] != before[0] and ann.tokens[1] != before[1]
        assert ann.ask("GET", "auth/profile").set_cookies == ()

    def test_a_client_that_sends_its_refresh_token_gets_fresh_ones_in_headers(self, clocked: AuthHouse) -> None:
        body = clocked.signed_in().body
        self.near_expiry(clocked)
        plain = clocked.ask("GET", "auth/profile", token=body["token"])
        assert not [name for name in plain.headers if name.lower().startswith("x-access")]
        answer = clocked.ask("GET", "auth/profile", token=body["token"], x_refresh_token=body["refreshToken"])
        assert clocked.goes_on(answer.headers["X-Access-Token"])
        assert answer.headers["X-Token-Expires-At"] > body["expiresAt"][:19]
        assert clocked.refresh(answer.headers["X-Refresh-Token"]).status == 200

    @pytest.mark.parametrize("refresh", ["x", "ses_x.1.y", ""])
    def test_whatever_is_wrong_with_the_refresh_token_the_answer_is_as_it_was(
        self, clocked: AuthHouse, refresh: str
    ) -> None:
        body = clocked.signed_in().body
        self.near_expiry(clocked)
        plain = clocked.ask("GET", "auth/profile", token=body["token"])
        answer = clocked.ask("GET", "auth/profile", token=body["token"], x_refresh_token=refresh)
        assert (answer.status, answer.body | {"requestId": ""}) == (200, plain.body | {"requestId": ""})
        assert answer.headers.keys() == plain.headers.keys()

    def test_given_the_table_refuses_the_renewal_then_the_answer_is_as_it_was(
        self, clocked: AuthHouse, wire: Wire
    ) -> None:
        body = clocked.signed_in().body
        self.near_expiry(clocked)
        wire.fail("UpdateItem", "AccessDeniedException")
        answer = clocked.ask("GET", "auth/profile", token=body["token"], x_refresh_token=body["refreshToken"])
        assert (answer.status, "X-Access-Token" in answer.headers) == (200, False)

    def test_another_sessions_refresh_token_renews_nothing(self, clocked: AuthHouse) -> None:
        body, other = clocked.signed_in().body, clocked.signed_in().body
        self.near_expiry(clocked)
        answer = clocked.ask("GET", "auth/profile", token=body["token"], x_refresh_token=other["refreshToken"])
        assert "X-Access-Token" not in answer.headers

    def test_a_used_refresh_token_ends_the_session_here_too(self, clocked: AuthHouse) -> None:
        body = clocked.signed_in().body
        fresh = clocked.refresh(body["refreshToken"]).body
        self.near_expiry(clocked)
        answer = clocked.ask("GET", "auth/profile", token=body["token"], x_refresh_token=body["refreshToken"])
        assert (answer.status, "X-Access-Token" in answer.headers) == (200, False)
        assert not clocked.goes_on(fresh["token"])
        assert "session.reused" in clocked.actions()

    def test_signing_out_renews_nobody(self, clocked: AuthHouse) -> None:
        ann = clocked.browser()
        self.near_expiry(clocked)
        answer = ann.ask("POST", "auth/logout")
        assert all("Max-Age=0" in one for one in answer.set_cookies)


class TestListing:
    def test_one_sees_where_one_is_signed_in_and_ends_one_of_them(self, house: AuthHouse) -> None:
        here, there = house.signed_in().body, house.signed_in().body
        items = house.ask("GET", "auth/sessions", token=here["token"]).body["items"]
        assert {one["id"]: one["current"] for one in items} == {session_of(here): True, session_of(there): False}
        assert house.ask("DELETE", f"auth/sessions/{session_of(there)}", token=here["token"]).status == 204
        assert (house.goes_on(here["token"]), house.goes_on(there["token"])) == (True, False)
        assert house.cuts() == [{"user": "res_5", "session": session_of(there)}]

    def test_somebody_elses_session_is_not_there(self, house: AuthHouse) -> None:
        ann = house.signed_in().body
        house.world.sessions.start("ses_of_another", "res_1", "aff_1", "nonce")
        for name in ("ses_of_another", "ses_none"):
            assert house.ask("DELETE", f"auth/sessions/{name}", token=ann["token"]).code == "not_found"
        assert house.world.sessions.session("ses_of_another") is not None

    def test_signing_out_everywhere_ends_all_and_cuts_every_socket(self, house: AuthHouse) -> None:
        signed_in = [house.signed_in().body for _ in range(3)]
        assert house.ask("DELETE", "auth/sessions", token=signed_in[0]["token"]).status == 204
        assert [house.goes_on(one["token"]) for one in signed_in] == [False] * 3
        assert house.cuts() == [{"user": "res_5"}]

    def test_signing_out_elsewhere_keeps_the_callers_own(self, house: AuthHouse) -> None:
        signed_in = [house.signed_in().body for _ in range(3)]
        assert (
            house.ask("DELETE", "auth/sessions", token=signed_in[1]["token"], query={"keep": "current"}).status == 204
        )
        assert [house.goes_on(one["token"]) for one in signed_in] == [False, True, False]
        assert house.ask("DELETE", "auth/sessions", token=signed_in[1]["token"], query={"keep": "all"}).status == 400

    def test_a_session_that_is_over_is_not_listed(self, house: AuthHouse) -> None:
        house.world.clock.go_on(hours=-13)
        house.signed_in()
        house.world.clock.go_on(hours=13)
        later = house.signed_in().body
        assert len(house.ask("GET", "auth/sessions", token=later["token"]).body["items"]) == 1


class TestActiveProgram:
    def test_what_one_works_in_is_kept_with_the_session_and_only_with_it(self, house: AuthHouse) -> None:
        here, there = house.signed_in().body, house.signed_in().body
        answer = house.ask("PUT", "auth/session", {"activeProgramId": "pro_2"}, token=here["token"])
        assert answer.body["activeProgramId"] == "pro_2"
        principal = house.identity.from_token(here["token"])
        assert (principal.working_program_ids, principal.program_ids) == (("pro_2",), ("pro_1", "pro_2"))
        assert house.identity.from_token(there["token"]).working_program_ids == ("pro_1", "pro_2")
        house.ask("PUT", "auth/session", {"activeProgramId": None}, token=here["token"])
        assert house.identity.from_token(here["token"]).working_program_ids == ("pro_1", "pro_2")

    @pytest.mark.parametrize("program", ["pro_9", "none", ""])
    def test_another_affiliates_program_and_one_that_is_not_there_are_refused_alike(
        self, house: AuthHouse, program: str
    ) -> None:
        answer = house.ask("PUT", "auth/session", {"activeProgramId": program}, token=house.signed_in().body["token"])
        assert (answer.status, answer.fields) == (422, {"activeProgramId": "is none of your programs"})


class TestTheRest:
    def test_a_new_name_is_seen_by_everybody_who_reads_afresh(self, house: AuthHouse) -> None:
        body = house.signed_in().body
        assert house.ask("PUT", "auth/profile", {"name": " Anna "}, token=body["token"]).body["name"] == "Anna"
        house.new_environment()
        assert house.signed_in().body["user"]["name"] == "Anna"

    def test_a_ticket_is_for_the_websocket_and_is_kept_as_a_hash(self, house: AuthHouse) -> None:
        given = house.ask("POST", "realtime/ticket", token=house.signed_in().body["token"]).body
        assert given["url"] == f"wss://line.example.org/ws?ticket={given['ticket']}"
        assert given["ticket"] not in repr(aws.rows("sessions"))

    @pytest.mark.parametrize("header", ["", "Bearer", "Bearer ", "Basic abc", "bearer x.y.z", "Bearer a b"])
    def test_a_header_without_a_token_of_ours_is_refused(self, house: AuthHouse, header: str) -> None:
        assert house.ask("GET", "auth/profile", authorization=header).status == 401
        assert house.ask("GET", "auth/profile").status == 401
