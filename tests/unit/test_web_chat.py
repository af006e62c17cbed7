"""Web chat's front door: sessions nobody can guess, words nobody behind it can read, and who is kept out."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from functions.webchat.door import MESSAGES_OF_ONE_SESSION, SESSIONS_OF_ONE_SOURCE
from shared.domain.errors import NotSignedIn
from shared.domain.inbound import InboundMessage
from shared.security.chat_tokens import LIFETIME, LONGEST, ChatTokens, new_session_id
from shared.security.ingress import IngressOpener
from shared.security.tokens import AccessTokens
from shared.store.models import ProgramItem
from tests.unit import aws
from tests.unit.builders import PUBLIC_URL
from tests.unit.web_chat import EVIL, KEY, OTHER_SITE, SITE, Page, WebChat
from tests.unit.wire import ingress_unwrap
from tests.unit.world import WELCOME, World

ALLOW = "Access-Control-Allow-Origin"


@pytest.fixture
def web(world: World) -> WebChat:
    return WebChat(world)


@pytest.fixture
def page(web: WebChat) -> Page:
    return web.opens()


def opened_in_queue(web: WebChat) -> list[InboundMessage]:
    """What lies in the inbound queue, as intake would open it."""
    bodies = [json.loads(record["body"]) for record in aws.drain(web.world.queues["inbound"])]
    opener = IngressOpener(ingress_unwrap)
    return [InboundMessage.from_bytes(opener.open(one["sealed"], one["message_key"])) for one in bodies]


class TestSession:
    def test_a_page_is_given_a_session_with_the_programs_name_and_a_token_for_a_day(self, web: WebChat) -> None:
        status, opened, _ = web.call("POST", "sessions", {"programId": "pro_1"})
        assert status == 201
        assert (opened["programId"], opened["programName"]) == ("pro_1", "PRO_1")
        session = web.tokens.verify(opened["token"], web.world.clock.now())
        assert (session.id, session.program_id, session.affiliate_id) == (opened["sessionId"], "pro_1", "aff_1")
        assert session.expires_at == web.world.clock.now() + LIFETIME

    def test_names_of_sessions_have_a_hundred_and_sixty_random_bits(self) -> None:
        names = {new_session_id() for _ in range(1000)}
        assert len(names) == 1000
        assert {len(name) for name in names} == {len("chat_") + 32}
        assert len({name[5:9] for name in names}) > 900, "not even the beginning can be guessed"

    def test_opening_one_writes_nothing_but_the_count(self, web: WebChat) -> None:
        web.opens()
        assert {row["sk"]["S"] for row in aws.rows("sessions")} == {"RATE"}
        assert not [row for row in aws.rows("conversations") if row["pk"]["S"].startswith("T#")]

    @pytest.mark.parametrize("program", ["pro_2", "pro_none", "con_1"])
    def test_a_program_without_a_web_chat_looks_like_none(self, web: WebChat, program: str) -> None:
        status, problem, _ = web.call("POST", "sessions", {"programId": program})
        assert (status, problem["code"]) == (404, "not_found")

    def test_a_program_that_was_closed_down_has_no_web_chat(self, web: WebChat) -> None:
        ProgramItem("A#aff_1", "P#pro_1").update(actions=[ProgramItem.active.set(False)])
        web.world.tenants.touch("aff_1")
        assert web.call("POST", "sessions", {"programId": "pro_1"})[0] == 404

    @pytest.mark.parametrize("body", [{}, {"programId": ""}, {"programId": "a b"}, {"programId": 5}, b"not json", b""])
    def test_a_body_that_makes_no_sense_is_refused(self, web: WebChat, body: Any) -> None:
        status, problem, _ = web.call("POST", "sessions", body)
        assert status in (400, 422)
        assert problem["errors"]


class TestTokens:
    def test_a_staff_token_opens_no_chat_and_a_chat_token_nothing_of_staff(self, web: WebChat, page: Page) -> None:
        staff = AccessTokens(KEY)
        token, _ = staff.issue("res_1", "aff_1", "ses_1", web.world.clock.now())
        for method, path in (("GET", "messages"), ("POST", "messages"), ("POST", "end"), ("POST", "ticket")):
            status, problem, _ = web.call(method, path, {"content": "hi", "clientId": "c"}, token=token)
            assert (status, problem["code"]) == (401, "token_invalid")
        with pytest.raises(NotSignedIn):
            staff.verify(page.token)

    @pytest.mark.parametrize("token", ["x", "a.b.c", "", "é", "\ud800", "." * 5000])
    def test_what_is_no_token_of_ours_is_refused(self, web: WebChat, token: str) -> None:
        assert web.call("GET", "messages", token=token or None)[0] == 401

    def test_a_token_signed_with_another_key_altered_or_unsigned_is_refused(self, web: WebChat, page: Page) -> None:
        session = web.tokens.read(page.token)
        assert session is not None
        now = web.world.clock.now()
        forged, _ = ChatTokens("another-key-of-more-than-32-bytes-length").open("chat_x", "pro_1", "aff_1", "", now)
        claims, _, signature = page.token.partition(".")
        other = base64.urlsafe_b64encode(json.dumps({"session": "chat_of_somebody_else"}).encode()).decode()
        for token in (
            forged,
            claims,
            f"{claims}.",
            f".{signature}",
            f"{other}.{signature}",
            f"{page.token}=",
            page.token[:-2] + "xx",
        ):
            assert web.call("GET", "messages", token=token)[0] == 401, token

    @pytest.mark.parametrize("said", [{}, [], None, 5, "x", {"session": "s"}, {"began": "x"}, {"expires": 10**30}])
    def test_what_is_signed_and_still_makes_no_sense_is_refused(self, web: WebChat, page: Page, said: Any) -> None:
        claims = base64.urlsafe_b64encode(json.dumps(said).encode()).rstrip(b"=").decode()
        whole = {"session": "s", "program": "p", "affiliate": "a", "origin": "", "began": 1, "expires": 1}
        if isinstance(said, dict) and said:
            claims = base64.urlsafe_b64encode(json.dumps(whole | said if "session" not in said else said).encode())
            claims = claims.rstrip(b"=").decode()
        token = f"{claims}.{web.tokens._sign(claims)}"
        assert web.tokens.read(token) is None
        assert web.call("GET", "messages", token=token)[0] == 401

    def test_after_a_day_it_has_expired(self, web: WebChat, page: Page) -> None:
        web.world.clock.go_on(hours=24)
        status, problem, headers = page.call("POST", "messages", {"content": "hi", "clientId": "c"})
        assert (status, problem["code"], headers["WWW-Authenticate"]) == (401, "token_invalid", "Bearer")

    def test_a_chat_that_goes_on_is_given_a_fresh_one_and_never_beyond_a_week(self, web: WebChat, page: Page) -> None:
        assert page.reads()["renewed"] is None
        renewals = 0
        began = web.world.clock.now()
        while web.world.clock.now() - began < LONGEST:
            web.world.clock.go_on(hours=13)
            status, body, _ = page.call("GET", "messages")
            if status == 401:
                break
            if body["renewed"] is not None:
                page.token, renewals = body["renewed"]["token"], renewals + 1
        assert renewals >= LONGEST / LIFETIME
        web.world.clock.go_on(hours=24)
        assert page.call("GET", "messages")[0] == 401

    @given(st.text(max_size=300) | st.binary(max_size=300).map(lambda raw: raw.decode("latin-1")))
    def test_whatever_a_token_is_nothing_but_none_comes_of_it(self, token: str) -> None:
        assert ChatTokens(KEY).read(token) is None


class TestPosting:
    def test_a_message_opens_a_conversation_of_the_program_and_is_welcomed(self, web: WebChat, page: Page) -> None:
        posted = page.writes("I need somebody to talk to")
        conversation = web.world.only()
        assert (conversation.channel, conversation.line, conversation.program_id) == ("webchat", "pro_1", "pro_1")
        assert conversation.thread_id == page.session
        assert web.world.words(conversation) == [("inbound", "I need somebody to talk to"), ("system", WELCOME)]
        assert page.reads()["items"][0]["id"] == posted["id"]

    def test_the_same_client_id_ten_times_is_one_message_and_the_first_wins(self, web: WebChat, page: Page) -> None:
        answers = [page.writes(f"hello {number}", "c-1") for number in range(10)]
        assert len({one["id"] for one in answers}) == 1
        assert [words for direction, words in page.words() if direction == "inbound"] == ["hello 0"]

    def test_two_sessions_with_the_same_client_id_have_a_message_each(self, web: WebChat) -> None:
        one, other = web.opens(), web.opens()
        first, second = one.writes("from one", "c-1"), other.writes("from another", "c-1")
        assert first["id"] != second["id"]
        assert (one.words()[0], other.words()[0]) == (("inbound", "from one"), ("inbound", "from another"))

    def test_a_keyword_of_the_program_is_only_text_here(self, web: WebChat, page: Page) -> None:
        page.writes("teen")
        assert web.world.only().program_id == "pro_1"

    def test_what_lies_in_the_queue_shows_no_words_and_is_sealed_under_its_own_key(
        self, web: WebChat, page: Page
    ) -> None:
        page.posts("zebra lantern", "c-1")
        with web.world.wire.watching() as sent:
            page.posts("copper meadow", "c-2")
        assert {one.operation for one in sent} == {"UpdateItem", "SendMessage"}
        assert not any(
            b"copper" in one.body or page.session.encode() in one.body for one in sent if one.service == "sqs"
        )
        (first, second) = opened_in_queue(web)
        assert (first.text, first.sender, first.line) == ("zebra lantern", page.session, "pro_1")
        assert second.provider_id == f"{page.session}:c-2"

    @pytest.mark.parametrize(
        ("body", "status", "field"),
        [
            ({"clientId": "c"}, 400, "content"),
            ({"content": "hi"}, 400, "clientId"),
            ({"content": "", "clientId": "c"}, 422, "content"),
            ({"content": " \n ", "clientId": "c"}, 422, "content"),
            ({"content": "x" * 2001, "clientId": "c"}, 422, "content"),
            ({"content": "hi", "clientId": "c" * 65}, 422, "clientId"),
            ({"content": "hi", "clientId": "a:b"}, 422, "clientId"),
            ({"content": "hi", "clientId": ""}, 422, "clientId"),
            ({"content": 5, "clientId": "c"}, 400, "content"),
            ([], 400, "body"),
            (b'{"content": "\\ud800", "clientId": "c"}', 400, "body"),
            (b"\xff\xfe", 400, "body"),
        ],
    )
    def test_a_body_that_makes_no_sense_names_its_field_and_takes_nothing(
        self, web: WebChat, page: Page, body: Any, status: int, field: str
    ) -> None:
        answered, problem, _ = page.call("POST", "messages", body)
        assert (answered, [one["field"] for one in problem["errors"]]) == (status, [field])
        assert web.arrives() == []

    def test_two_thousand_characters_arrive_whole(self, page: Page) -> None:
        page.writes(words := "ä" * 1999 + "😟")
        assert page.words()[0] == ("inbound", words)

    @settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
    @given(raw=st.binary(max_size=400) | st.text(max_size=200).map(str.encode))
    def test_whatever_is_posted_the_answer_is_a_problem_and_no_fault(self, page: Page, raw: bytes) -> None:
        for path in ("messages", "end", "read", "sessions"):
            status, document, _ = page.call("POST", path, raw)
            assert status < 500, document


class TestEnding:
    def test_the_conversation_is_closed_and_writing_again_opens_another_in_the_same_chat(
        self, web: WebChat, page: Page
    ) -> None:
        page.writes("hello")
        page.ends()
        assert page.reads()["state"] == "ended"
        assert web.world.only().state == "closed"
        page.writes("me again")
        assert page.reads()["state"] == "waiting"
        assert [words for direction, words in page.words() if direction == "inbound"] == ["hello", "me again"]

    def test_without_a_conversation_there_is_nothing_to_end(self, web: WebChat, page: Page) -> None:
        page.ends()
        assert web.world.all_conversations() == []
        assert page.reads()["state"] == "new"

    def test_the_same_client_id_ends_one_conversation_and_not_the_next(self, web: WebChat, page: Page) -> None:
        page.writes("hello")
        assert page.call("POST", "end", {"clientId": "e-1"})[0] == 202
        web.arrives()
        page.writes("me again")
        assert page.call("POST", "end", {"clientId": "e-1"})[0] == 202
        web.arrives()
        assert page.reads()["state"] == "waiting"

    def test_a_message_named_like_an_ending_ends_nothing(self, web: WebChat, page: Page) -> None:
        page.writes("hello")
        assert page.call("POST", "messages", {"content": "x", "clientId": "end:1"})[0] == 422


class TestLimits:
    def test_one_address_opens_so_many_sessions_and_then_waits(self, web: WebChat) -> None:
        for _ in range(SESSIONS_OF_ONE_SOURCE):
            web.opens()
        status, problem, headers = web.call("POST", "sessions", {"programId": "pro_1"})
        assert (status, problem["code"]) == (429, "too_many_requests")
        assert 0 < int(headers["Retry-After"]) <= 300
        web.world.clock.go_on(seconds=int(headers["Retry-After"]))
        web.opens()

    def test_one_session_writes_so_many_messages_and_another_is_not_held_back(self, web: WebChat, page: Page) -> None:
        for _ in range(MESSAGES_OF_ONE_SESSION):
            page.posts("hello")
        status, _, headers = page.call("POST", "messages", {"content": "hello", "clientId": "one-more"})
        assert (status, "Retry-After" in headers) == (429, True)
        web.opens().posts("hello")

    def test_the_counts_say_neither_who_nor_from_where(self, web: WebChat) -> None:
        web.opens()
        assert "192.0.2.7" not in repr(aws.rows("sessions"))


class TestWithoutTables:
    """DynamoDB refuses: nobody who has a session is turned away."""

    @pytest.fixture
    def down(self, web: WebChat, page: Page, monkeypatch: pytest.MonkeyPatch) -> Iterator[Page]:
        monkeypatch.setattr("shared.store.directory.STAMP_SECONDS", -1.0)  # what is cached is looked at again
        with web.world.wire.refusing("dynamodb"):
            yield page

    def test_what_is_written_is_taken(self, web: WebChat, down: Page) -> None:
        down.posts("is somebody there")
        assert [one.text for one in opened_in_queue(web)] == ["is somebody there"]

    def test_a_program_this_environment_knew_a_moment_ago_still_opens(self, web: WebChat, down: Page) -> None:
        assert web.opens().token

    def test_one_it_never_knew_has_to_wait(self, web: WebChat, down: Page) -> None:
        web.new_environment()
        status, problem, _ = web.call("POST", "sessions", {"programId": "pro_1"})
        assert (status, problem["code"]) == (503, "unavailable")

    def test_a_browser_that_asks_whether_it_may_ask_is_told_to(self, web: WebChat, down: Page) -> None:
        web.new_environment()
        assert web.call("OPTIONS", "messages", origin=SITE)[2][ALLOW] == SITE

    def test_given_the_queue_is_down_too_then_the_page_is_told_to_try_again(self, web: WebChat, down: Page) -> None:
        with web.world.wire.refusing("sqs"):
            status, problem, _ = down.call("POST", "messages", {"content": "hello", "clientId": "c"})
        assert (status, problem["code"]) == (503, "unavailable")


class TestOrigins:
    @pytest.mark.parametrize("origin", [SITE, SITE.upper(), PUBLIC_URL])
    def test_the_programs_sites_and_our_own_may_show_it_and_read_the_answer(self, web: WebChat, origin: str) -> None:
        status, _, headers = web.call("POST", "sessions", {"programId": "pro_1"}, origin=origin)
        assert (status, headers[ALLOW], headers["Vary"]) == (201, origin.lower(), "Origin")
        assert "Access-Control-Allow-Credentials" not in headers

    @pytest.mark.parametrize("origin", [EVIL, OTHER_SITE, "null", f"{SITE}.evil.example", "http://www.harbor.example"])
    def test_no_other_site_may_and_none_can_read_why(self, web: WebChat, origin: str) -> None:
        status, problem, headers = web.call("POST", "sessions", {"programId": "pro_1"}, origin=origin)
        assert (status, problem["code"]) == (403, "origin_not_allowed")
        assert ALLOW not in headers

    def test_what_is_no_browser_is_let_through(self, web: WebChat) -> None:
        assert ALLOW not in web.call("POST", "sessions", {"programId": "pro_1"})[2]

    def test_a_session_is_used_from_where_it_was_opened(self, web: WebChat) -> None:
        page = web.opens(origin=SITE)
        page.writes("hello")
        for origin in (EVIL, PUBLIC_URL, "null"):
            for method, path in (("GET", "messages"), ("POST", "messages"), ("POST", "ticket"), ("POST", "typing")):
                body = {"content": "hi", "clientId": "c"} if path == "messages" and method == "POST" else None
                status, problem, headers = web.call(method, path, body, token=page.token, origin=origin)
                assert (status, problem["code"]) == (403, "origin_not_allowed"), (origin, path)
                assert ALLOW not in headers
        assert page.call("GET", "messages")[2][ALLOW] == SITE
        # A browser names no origin when a page reads from its own site.
        assert web.call("GET", "messages", token=page.token)[0] == 200

    def test_a_session_no_browser_opened_is_not_for_a_browser(self, web: WebChat, page: Page) -> None:
        assert web.call("GET", "messages", token=page.token, origin=SITE)[0] == 403

    def test_the_page_of_an_expired_session_can_read_that_it_has_expired(self, web: WebChat) -> None:
        page = web.opens(origin=SITE)
        web.world.clock.go_on(hours=25)
        status, _, headers = page.call("GET", "messages")
        assert (status, headers[ALLOW]) == (401, SITE)
        assert ALLOW not in web.call("GET", "messages", token=page.token, origin=EVIL)[2]
        assert ALLOW not in web.call("GET", "messages", token="made-up", origin=EVIL)[2]

    @pytest.mark.parametrize("path", ["sessions", "messages", "end", "ticket", "read", "typing"])
    def test_a_browser_that_asks_whether_it_may_ask_is_told_by_its_site(self, web: WebChat, path: str) -> None:
        for origin in (SITE, OTHER_SITE, PUBLIC_URL):
            status, _, headers = web.call("OPTIONS", path, origin=origin)
            assert (status, headers[ALLOW]) == (204, origin)
            assert headers["Access-Control-Allow-Headers"] == "authorization, content-type, x-request-id"
        assert not [name for name in web.call("OPTIONS", path, origin=EVIL)[2] if name.startswith("Access-Control")]
