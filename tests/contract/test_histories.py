"""The carriers' own lists, as they answer them: every texter's message in it, as its webhook would have said it."""

from __future__ import annotations

import http.server
import json
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st
from twilio.http.http_client import TwilioHttpClient
from twilio.http.response import Response
from twilio.rest import Client

from shared.channels import listing
from shared.channels.history import LISTING, NotListed, make_history
from shared.channels.partner.history import PartnerHistory
from shared.channels.partner.signing import is_genuine
from shared.channels.twilio.door import inbound_message
from shared.channels.twilio.history import TwilioHistory
from shared.domain.inbound import InboundMessage

# Everything here stays on loopback.
pytestmark = pytest.mark.enable_socket

ACCOUNT = "AC00000000000000000000000000000001"
LINE, TEXTER = "+12025550100", "+12025550142"
UNTIL = datetime(2026, 1, 2, 12, 0, 30, tzinfo=UTC)
SINCE = UNTIL - timedelta(hours=1)
AT = SINCE + timedelta(minutes=30)


@dataclass
class PretendServer:
    """Answers each path with the pages that are laid for it, one after another; the last one stays."""

    pages: dict[str, list[tuple[int, Any]]] = field(default_factory=dict)
    asked: list[tuple[str, dict[str, str], dict[str, str]]] = field(default_factory=list)
    url: str = ""

    def lay(self, path: str, *pages: Any, status: int = 200) -> None:
        self.pages[path] = [(status, page) for page in pages]

    def answer(self, target: str, headers: dict[str, str]) -> tuple[int, bytes]:
        parts = urlsplit(target)
        self.asked.append((target, dict(parse_qsl(parts.query)), headers))
        pages = self.pages.get(parts.path, [(404, {})])
        status, page = pages.pop(0) if len(pages) > 1 else pages[0]
        return status, page if isinstance(page, bytes) else json.dumps(page).encode()


@pytest.fixture
def server() -> Iterator[PretendServer]:
    pretend = PretendServer()

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            status, body = pretend.answer(self.path, dict(self.headers))
            self.send_response(status)
            if status == 302:
                self.send_header("Location", f"{pretend.url}/elsewhere")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: Any) -> None:  # noqa: A002
            pass

    running = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    pretend.url = f"http://127.0.0.1:{running.server_port}"
    thread = threading.Thread(target=running.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield pretend
    running.shutdown()
    thread.join()
    running.server_close()


MESSAGES = f"/2010-04-01/Accounts/{ACCOUNT}/Messages.json"


def listed(sid: str = "SM1", **changes: Any) -> dict[str, Any]:
    """A message as Twilio lists it (https://www.twilio.com/docs/messaging/api/message-resource)."""
    return {
        "account_sid": ACCOUNT,
        "api_version": "2010-04-01",
        "body": "is anybody there",
        "date_created": format_datetime(AT),
        "date_sent": format_datetime(AT),
        "date_updated": format_datetime(AT),
        "direction": "inbound",
        "error_code": None,
        "error_message": None,
        "from": TEXTER,
        "messaging_service_sid": None,
        "num_media": "0",
        "num_segments": "1",
        "price": None,
        "price_unit": None,
        "sid": sid,
        "status": "received",
        "subresource_uris": {"media": f"/2010-04-01/Accounts/{ACCOUNT}/Messages/{sid}/Media.json"},
        "to": LINE,
        "uri": f"/2010-04-01/Accounts/{ACCOUNT}/Messages/{sid}.json",
    } | changes


def page(*messages: Any, following: str | None = None) -> dict[str, Any]:
    return {"messages": list(messages), "next_page_uri": following, "page": 0, "page_size": 1000}


def twilio(server: PretendServer) -> TwilioHistory:
    return TwilioHistory(ACCOUNT, "the-token", api_url=f"{server.url}/")


class TestTwilio:
    def test_a_listed_message_is_what_its_webhook_would_have_said(self, server: PretendServer) -> None:
        server.lay(MESSAGES, page(listed()))
        webhook = {
            "AccountSid": ACCOUNT, "MessageSid": "SM1", "From": TEXTER, "To": LINE, "Body": "is anybody there",
        }  # fmt: skip
        assert list(twilio(server).inbound(SINCE, UNTIL)) == [inbound_message(webhook, AT)]

    def test_it_asks_for_the_time_as_twilios_own_library_does(self, server: PretendServer) -> None:
        asked: list[dict[str, Any]] = []

        class Recording(TwilioHttpClient):  # type: ignore[misc]
            def request(self, method: str, url: str, params: Any = None, **_: Any) -> Response:
                asked.append(params)
                return Response(200, json.dumps(page()))

        Client(ACCOUNT, "the-token", http_client=Recording()).messages.list(
            date_sent_after=SINCE, date_sent_before=UNTIL, page_size=1000
        )
        server.lay(MESSAGES, page())
        assert list(twilio(server).inbound(SINCE, UNTIL)) == []
        (_, query, headers) = server.asked[0]
        assert query == {name: str(value) for name, value in asked[0].items()}
        assert headers["Authorization"].startswith("Basic ")

    def test_every_page_is_read(self, server: PretendServer) -> None:
        server.lay(MESSAGES, page(listed("SM1"), following=f"{MESSAGES}?Page=1&PageToken=PA"), page(listed("SM2")))
        assert [one.provider_id for one in twilio(server).inbound(SINCE, UNTIL)] == ["SM1", "SM2"]
        assert server.asked[1][1] == {"Page": "1", "PageToken": "PA"}

    def test_only_what_texters_wrote_counts(self, server: PretendServer) -> None:
        directions = ("outbound-api", "outbound-reply", "outbound-call", "inbound")
        server.lay(MESSAGES, page(*(listed(one, direction=one) for one in directions)))
        assert [one.provider_id for one in twilio(server).inbound(SINCE, UNTIL)] == ["inbound"]

    def test_a_message_without_words_is_one_nevertheless(self, server: PretendServer) -> None:
        server.lay(MESSAGES, page(listed(body="", num_media="2")))
        (found,) = twilio(server).inbound(SINCE, UNTIL)
        assert (found.text, len(found.media)) == ("", 2)

    def test_its_media_are_named_as_webhooks_name_them(self, server: PretendServer) -> None:
        server.lay(MESSAGES, page(listed("MM1", num_media="2")))
        media = f"/2010-04-01/Accounts/{ACCOUNT}/Messages/MM1/Media"
        server.lay(f"{media}.json", {"media_list": [{"uri": f"{media}/ME1.json"}, {"uri": f"{media}/ME2.json"}]})
        (found,) = twilio(server).inbound(SINCE, UNTIL)
        completed = twilio(server).complete(found)
        assert completed.media == (f"{server.url}{media}/ME1", f"{server.url}{media}/ME2")

    def test_a_message_without_media_costs_no_question(self, server: PretendServer) -> None:
        message = InboundMessage("twilio", ACCOUNT, "SM1", LINE, TEXTER, "hello", AT)
        assert twilio(server).complete(message) == message
        assert server.asked == []

    def test_an_entry_that_lacks_what_a_message_needs_is_passed_over_and_counted(self, server: PretendServer) -> None:
        server.lay(MESSAGES, page(listed(sid=None), listed(date_sent=None, date_created="yesterday"), listed("SM3")))
        history = twilio(server)
        assert [one.provider_id for one in history.inbound(SINCE, UNTIL)] == ["SM3"]
        assert history.skipped == 2

    @pytest.mark.parametrize(
        ("status", "body", "code"),
        [
            (401, {}, "401"),
            (500, {}, "500"),
            (302, {}, "302"),
            (200, b"<html>", "unreadable"),
            (200, b"[" * 50_000, "unreadable"),
            (200, [], "unreadable"),
            (200, {"messages": "none"}, "unreadable"),
            (200, {"messages": [], "next_page_uri": "https://elsewhere.example/list"}, "foreign_address"),
        ],
    )
    def test_what_is_no_list_is_said(self, server: PretendServer, status: int, body: Any, code: str) -> None:
        server.lay(MESSAGES, body, status=status)
        with pytest.raises(NotListed) as failed:
            list(twilio(server).inbound(SINCE, UNTIL))
        assert failed.value.code == code

    def test_a_page_without_end_is_not_read_to_its_end(
        self, server: PretendServer, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(listing, "MOST", 100_000)
        server.lay(MESSAGES, b"[" * 200_000)
        with pytest.raises(NotListed) as failed:
            list(twilio(server).inbound(SINCE, UNTIL))
        assert failed.value.code == "too_large"

    def test_nobody_there_is_said(self) -> None:
        with pytest.raises(NotListed) as failed:
            list(TwilioHistory(ACCOUNT, "t", api_url="http://127.0.0.1:1").inbound(SINCE, UNTIL))
        assert failed.value.code == "no_answer"

    def test_given_the_second_page_fails_then_the_first_was_given(self, server: PretendServer) -> None:
        server.lay(MESSAGES, page(listed(), following="/2010-04-01/gone"))
        found = twilio(server).inbound(SINCE, UNTIL)
        assert next(found).provider_id == "SM1"
        with pytest.raises(NotListed):
            next(found)

    def test_a_list_that_leads_in_a_circle_ends(self, server: PretendServer) -> None:
        server.lay(MESSAGES, page(following=MESSAGES))
        with pytest.raises(NotListed) as failed:
            list(twilio(server).inbound(SINCE, UNTIL))
        assert failed.value.code == "too_many_pages"

    @given(
        entry=st.dictionaries(
            st.sampled_from(sorted(listed())), st.none() | st.integers() | st.text() | st.lists(st.text())
        )
    )
    def test_whatever_an_entry_holds_the_list_goes_on(self, entry: dict[str, Any]) -> None:
        history = TwilioHistory(ACCOUNT, "t", api_url="http://127.0.0.1:1")
        found = history._read(listed() | entry)
        assert found is None or (found.provider_id and found.sender and found.line)


SECRETS = ["the newest", "the one before"]


def partner(server: PretendServer, path: str = "/messages") -> PartnerHistory:
    return PartnerHistory("acme", SECRETS, f"{server.url}{path}")


def item(name: str = "m-1", **changes: Any) -> dict[str, Any]:
    return {"id": name, "from": "user-7", "message": "is anybody there", "timestamp": AT.isoformat()} | changes


class TestPartner:
    def test_an_entry_is_the_partners_message_on_the_partners_line(self, server: PretendServer) -> None:
        server.lay("/messages", {"items": [item()]})
        assert list(partner(server).inbound(SINCE, UNTIL)) == [
            InboundMessage("partner", "acme", "m-1", "acme", "user-7", "is anybody there", AT)
        ]

    @pytest.mark.parametrize("path", ["/messages", "/messages?tenant=7", ""])
    def test_the_question_is_signed_over_the_moment_and_what_is_asked(self, server: PretendServer, path: str) -> None:
        server.lay(path.partition("?")[0] or "/", {"items": []})
        assert list(partner(server, path).inbound(SINCE, UNTIL)) == []
        target, query, headers = server.asked[0]
        now = datetime.now(UTC)
        for secret in SECRETS:
            assert is_genuine([secret], headers["x-signature"], target.encode(), now)
        assert not is_genuine(SECRETS, headers["x-signature"], (target + "0").encode(), now)
        assert int(query["since"]) <= SINCE.timestamp() and int(query["until"]) >= UNTIL.timestamp()

    def test_every_page_is_read(self, server: PretendServer) -> None:
        server.lay("/messages", {"items": [item("m-1")], "nextCursor": "c 1"}, {"items": [item("m-2")]})
        assert [one.provider_id for one in partner(server).inbound(SINCE, UNTIL)] == ["m-1", "m-2"]
        assert server.asked[1][1]["cursor"] == "c 1"

    @pytest.mark.parametrize("timestamp", [AT.timestamp(), int(AT.timestamp()), "2026-01-02T13:30:30+02:00"])
    def test_moments_are_read_however_they_are_written(self, server: PretendServer, timestamp: Any) -> None:
        server.lay("/messages", {"items": [item(timestamp=timestamp)]})
        (found,) = partner(server).inbound(SINCE, UNTIL)
        assert found.received_at == AT

    @pytest.mark.parametrize(
        "broken",
        [None, "m", {}, item(timestamp=None), item(timestamp="2026-01-02T11:30:30"), item(message=7), item(id=""),
         item(**{"from": None}), item(timestamp=1e300)],
    )  # fmt: skip
    def test_an_entry_that_is_none_is_passed_over_and_counted(self, server: PretendServer, broken: Any) -> None:
        server.lay("/messages", {"items": [broken, item("m-2")]})
        history = partner(server)
        assert [one.provider_id for one in history.inbound(SINCE, UNTIL)] == ["m-2"]
        assert history.skipped == 1

    @pytest.mark.parametrize(
        ("status", "body", "code"),
        [(403, {}, "403"), (302, {}, "302"), (200, b"?", "unreadable"), (200, {"items": {}}, "unreadable")],
    )
    def test_what_is_no_list_is_said(self, server: PretendServer, status: int, body: Any, code: str) -> None:
        server.lay("/messages", body, status=status)
        with pytest.raises(NotListed) as failed:
            list(partner(server).inbound(SINCE, UNTIL))
        assert failed.value.code == code

    def test_a_partner_without_a_list_has_none(self) -> None:
        assert make_history("partner")("acme", {"secrets": SECRETS, "url": "https://acme.example"}, str) is None


@pytest.mark.parametrize("channel", LISTING)
def test_a_list_is_made_from_the_accounts_credentials(channel: str) -> None:
    credentials = {"auth_tokens": ["newest", "older"], "secrets": ["newest"], "messages_url": "https://acme.example/m"}
    settings: Callable[[str], str] = {"TWILIO_API_URL": "https://api.twilio.com"}.__getitem__
    assert make_history(channel)("one", credentials, settings) is not None
