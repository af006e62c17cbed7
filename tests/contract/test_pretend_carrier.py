"""The pretend carrier, spoken to by Twilio's own SDK and checked with Twilio's own signature validator."""

from __future__ import annotations

import json
import os
import socket
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import requests
from aiohttp import web
from twilio.base.exceptions import TwilioRestException
from twilio.http.http_client import TwilioHttpClient
from twilio.request_validator import RequestValidator
from twilio.rest import Client

from localstack.carrier.app import build_app
from localstack.carrier.ledger import Direction, Ledger, Message
from localstack.carrier.segments import count_segments
from tests.contract.pretend_bench import served, wait_until

pytestmark = pytest.mark.enable_socket

SID, TOKEN = "AC" + "0" * 32, "not-a-secret"
LINE, SECOND_LINE, TEXTER = "+18335550100", "+18335550101", "+12025550142"
RECEIPT_DELAY = 0.02


@dataclass
class Post:
    """What the line was posted: the exact URL, the form and the signature."""

    url: str
    form: dict[str, str]
    signature: str | None


@dataclass
class Line:
    """A stand-in for Holdfast: keeps what it is posted and answers as told."""

    url: str = ""
    answer: int = 200
    posts: list[Post] = field(default_factory=list)

    def app(self) -> web.Application:
        async def take(request: web.Request) -> web.Response:
            form = {name: str(value) for name, value in (await request.post()).items()}
            url = f"{self.url}{request.raw_path}"
            self.posts.append(Post(url, form, request.headers.get("X-Twilio-Signature")))
            return web.Response(status=self.answer)

        app = web.Application()
        app.router.add_post("/{path:.*}", take)
        return app

    def statuses(self) -> list[str]:
        return [post.form["MessageStatus"] for post in self.posts]


@dataclass
class Bench:
    url: str
    line: Line
    config_path: Path

    @property
    def client(self) -> Client:
        return self.client_with(TOKEN)

    def client_with(self, token: str, timeout: float = 5) -> Client:
        client = Client(SID, token, http_client=TwilioHttpClient(timeout=timeout))
        client.api.base_url = self.url
        return client

    def configure(self, **changes: object) -> None:
        lines = [{"number": LINE, "name": "Harbor"}, {"number": SECOND_LINE, "name": "Lantern"}]
        config = {"account_sid": SID, "auth_token": TOKEN, "webhook_url": f"{self.line.url}/hook?x=1", "lines": lines}
        draft = self.config_path.with_suffix(".draft")
        draft.write_text(json.dumps(config | changes))
        os.replace(draft, self.config_path)

    def fault(self, kind: str, **limits: object) -> None:
        assert requests.post(f"{self.url}/faults", json={"kind": kind, **limits}, timeout=5).status_code == 201

    def text_in(self, **changes: object) -> requests.Response:
        text = {"from": TEXTER, "to": LINE, "body": "hello"} | changes
        return requests.post(f"{self.url}/inbound", json=text, timeout=5)

    def messages(self, **query: str) -> list[dict[str, Any]]:
        answer = requests.get(f"{self.url}/messages", params=query, timeout=5)
        items: list[dict[str, Any]] = answer.json()["items"]
        return items

    def send(self, **changes: Any) -> Any:
        return self.client.messages.create(**({"to": TEXTER, "from_": LINE, "body": "we are here"} | changes))

    def callback(self) -> str:
        return f"{self.line.url}/status?attempt=a%2Fb&n=1"


@pytest.fixture
def bench(tmp_path: Path) -> Iterator[Bench]:
    line, config_path = Line(), tmp_path / "carrier.json"
    app = build_app(config_path, receipt_delay=RECEIPT_DELAY)
    with served(line.app()) as line_url, served(app) as carrier_url:
        line.url = line_url
        bench = Bench(carrier_url, line, config_path)
        bench.configure()
        yield bench


def code_of(call: Callable[[], object]) -> tuple[int, int]:
    with pytest.raises(TwilioRestException) as raised:
        call()
    return raised.value.status, raised.value.code


# --- sending -------------------------------------------------------------------------------------------------


def test_a_sent_message_is_answered_queued_and_then_walks_to_delivered(bench: Bench) -> None:
    message = bench.send()
    assert (message.status, message.direction, message.from_, message.to) == ("queued", "outbound-api", LINE, TEXTER)
    assert message.sid.startswith("SM") and len(message.sid) == 34
    assert message.num_segments == "1" and message.price is None and message.date_sent is None
    assert abs(message.date_created - datetime.now(UTC)) < timedelta(seconds=5)
    wait_until(lambda: bench.client.messages(message.sid).fetch().status == "delivered")
    delivered = bench.client.messages(message.sid).fetch()
    assert delivered.date_sent is not None and delivered.price == "-0.00790" and delivered.error_code is None


def test_receipts_are_signed_over_the_callback_url_with_its_query(bench: Bench) -> None:
    sid = bench.send(status_callback=bench.callback()).sid
    wait_until(lambda: len(bench.line.posts) == 3)
    assert bench.line.statuses() == ["queued", "sent", "delivered"]
    for post in bench.line.posts:
        assert post.url == bench.callback()
        assert RequestValidator(TOKEN).validate(post.url, post.form, post.signature)
        assert post.form["SmsSid"] == sid and post.form["AccountSid"] == SID and "ErrorCode" not in post.form


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"to": ""}, 21604),
        ({"to": "12025550142"}, 21211),
        ({"to": "+0abc"}, 21211),
        ({"from_": ""}, 21603),
        ({"from_": "+18335550199"}, 21606),
        ({"body": ""}, 21602),
        ({"body": "x" * 1601}, 21617),
        ({"status_callback": "http://example.com/status"}, 21609),
        ({"status_callback": "http://127.0.0.1.example.com/"}, 21609),
        ({"status_callback": "http://127.0.0.1@example.com/"}, 21609),
    ],
)
def test_mistakes_get_twilios_codes(bench: Bench, changes: dict[str, str], code: int) -> None:
    assert code_of(lambda: bench.send(**changes)) == (400, code)
    assert bench.messages() == []


def test_the_longest_body_is_taken_and_counted_in_segments(bench: Bench) -> None:
    assert bench.send(body="x" * 1600).num_segments == "11"


def test_a_messaging_service_or_a_picture_can_stand_in_for_from_and_body(bench: Bench) -> None:
    through_service = bench.send(from_=None, messaging_service_sid="MG" + "1" * 32)
    assert through_service.from_ == LINE and through_service.messaging_service_sid == "MG" + "1" * 32
    picture = bench.send(body=None, media_url=["http://127.0.0.1/map.png"])
    assert picture.sid.startswith("MM") and picture.num_media == "1"


def test_errors_have_twilios_shape(bench: Bench) -> None:
    answer = requests.get(f"{bench.url}/2010-04-01/Accounts/{SID}/Messages.json", auth=(SID, "wrong"), timeout=5)
    assert answer.status_code == 401 and answer.headers["WWW-Authenticate"].startswith("Basic")
    more_info = "https://www.twilio.com/docs/errors/20003"
    assert answer.json() == {"code": 20003, "message": "Authenticate", "more_info": more_info, "status": 401}


def test_wrong_credentials_and_foreign_accounts_are_refused(bench: Bench) -> None:
    assert code_of(lambda: bench.client_with("wrong").messages("SM0").fetch()) == (401, 20003)
    other = f"{bench.url}/2010-04-01/Accounts/AC{'9' * 32}/Messages.json"
    assert requests.get(other, auth=(SID, TOKEN), timeout=5).status_code == 401
    assert requests.get(other, headers={"Authorization": "Basic !!"}, timeout=5).status_code == 401


# --- looking up ----------------------------------------------------------------------------------------------


def test_lists_page_newest_first_without_shifting_when_more_arrives(bench: Bench) -> None:
    sids = [bench.send(body=str(n)).sid for n in range(5)]
    page = bench.client.messages.page(page_size=2)
    assert [message.body for message in page] == ["4", "3"]
    bench.send(body="late")
    following = page.next_page()
    assert following is not None and [message.body for message in following] == ["2", "1"]
    assert [message.sid for message in bench.client.messages.list(page_size=2)][1:] == sids[::-1]


def test_lists_are_filtered_by_parties_and_date(bench: Bench) -> None:
    other = "+12025550143"
    first, second = bench.send(), bench.send(to=other, from_=SECOND_LINE)
    listing = bench.client.messages.list
    assert [m.sid for m in listing(to=other)] == [second.sid]
    assert [m.sid for m in listing(from_=LINE)] == [first.sid]
    now, hour = datetime.now(UTC), timedelta(hours=1)
    assert len(listing(date_sent_after=now - hour, date_sent_before=now + hour, to=TEXTER, from_=LINE)) == 1
    assert listing(date_sent_after=now + hour) == [] == listing(date_sent_before=now - hour)
    query = {"DateSent": first.date_created.date().isoformat()}
    url = f"{bench.url}/2010-04-01/Accounts/{SID}/Messages.json"
    assert len(requests.get(url, params=query, auth=(SID, TOKEN), timeout=5).json()["messages"]) == 2
    assert requests.get(url, params={"DateSent>": "soon"}, auth=(SID, TOKEN), timeout=5).json()["code"] == 20001


def test_deleted_messages_are_gone_everywhere(bench: Bench) -> None:
    sid = bench.send().sid
    assert bench.client.messages(sid).delete()
    assert code_of(lambda: bench.client.messages(sid).fetch()) == (404, 20404)
    assert code_of(lambda: bench.client.messages(sid).delete()) == (404, 20404)
    assert bench.messages() == []


def test_media_are_listed_and_deleted_on_their_own(bench: Bench) -> None:
    answer = bench.text_in(body="", mediaUrls=["http://127.0.0.1/cat.jpg?size=1", "http://127.0.0.1/note.pdf"])
    message = bench.client.messages(answer.json()["sid"])
    first, second = message.media.list()
    assert (first.content_type, second.content_type) == ("image/jpeg", "application/pdf")
    assert message.media(first.sid).delete()
    assert [media.sid for media in message.media.list()] == [second.sid]


# --- inbound -------------------------------------------------------------------------------------------------


def test_an_inbound_text_is_posted_as_a_signed_form(bench: Bench) -> None:
    answer = bench.text_in(body="Grüße, can't sleep", mediaUrls=["http://127.0.0.1/cat.jpg"], optOutType="HELP")
    (post,) = bench.line.posts
    sid = answer.json()["sid"]
    assert answer.json() == {"sid": sid, "status": 200}
    assert post.url == f"{bench.line.url}/hook?x=1"
    assert RequestValidator(TOKEN).validate(post.url, post.form, post.signature)
    assert post.form == {
        "AccountSid": SID,
        "ApiVersion": "2010-04-01",
        "Body": "Grüße, can't sleep",
        "From": TEXTER,
        "FromCountry": "US",
        "MediaContentType0": "image/jpeg",
        "MediaUrl0": "http://127.0.0.1/cat.jpg",
        "MessageSid": sid,
        "NumMedia": "1",
        "NumSegments": "1",
        "OptOutType": "HELP",
        "SmsMessageSid": sid,
        "SmsSid": sid,
        "SmsStatus": "received",
        "To": LINE,
        "ToCountry": "US",
    }


def test_a_signature_can_be_wrong_or_left_out(bench: Bench) -> None:
    bench.text_in(signature="wrong")
    bench.text_in(signature="none")
    wrong, none = bench.line.posts
    assert wrong.signature and not RequestValidator(TOKEN).validate(wrong.url, wrong.form, wrong.signature)
    assert none.signature is None


def test_a_repeat_is_posted_again_but_kept_once(bench: Bench) -> None:
    sid = "SM" + "a" * 32
    bench.text_in(sid=sid, body="first")
    bench.text_in(sid=sid, body="changed")
    assert [post.form["Body"] for post in bench.line.posts] == ["first", "changed"]
    assert [item["body"] for item in bench.messages(direction="inbound")] == ["first"]
    assert bench.text_in(sid=bench.send().sid).status_code == 400


def test_a_line_that_refuses_or_fails_is_reported_truthfully(bench: Bench) -> None:
    bench.line.answer = 403
    assert bench.text_in().json()["status"] == 403
    bench.line.answer = 503
    failed = bench.text_in()
    assert failed.status_code == 502 and failed.headers["Content-Type"].startswith("application/problem+json")
    assert failed.json()["code"] == "undelivered_to_line" and failed.json()["lineStatus"] == 503
    with socket.create_server(("127.0.0.1", 0)) as closed:
        port = closed.getsockname()[1]
    bench.configure(webhook_url=f"http://127.0.0.1:{port}/hook")
    assert bench.text_in().json()["lineStatus"] is None
    seen = [(item["status"], item["lineStatus"]) for item in bench.messages(direction="inbound")]
    assert seen == [("refused_by_line", 403), ("undelivered_to_line", 503), ("undelivered_to_line", None)]


def test_inbound_mistakes_name_their_fields(bench: Bench) -> None:
    answer = bench.text_in(signature="forged", to="")
    assert answer.status_code == 400
    assert {error["field"] for error in answer.json()["errors"]} == {"signature", "to"}


# --- what was said -------------------------------------------------------------------------------------------


def test_messages_tells_what_the_line_sent_unless_asked_for_more(bench: Bench) -> None:
    bench.text_in(body="hi")
    bench.send(body="hello")
    bench.send(body="elsewhere", to="+12025550143")
    assert [item["body"] for item in bench.messages()] == ["hello", "elsewhere"]
    (item,) = bench.messages(to=TEXTER)
    assert item["direction"] == "outbound" and item["from"] == LINE and item["at"].endswith("Z")
    assert [item["body"] for item in bench.messages(direction="all")] == ["hi", "hello", "elsewhere"]
    assert [item["body"] for item in bench.messages(between=f"{LINE},{TEXTER}")] == ["hi", "hello"]
    unescaped = requests.get(f"{bench.url}/messages?to={TEXTER}", timeout=5).json()["items"]
    assert [item["body"] for item in unescaped] == ["hello"]
    assert requests.get(f"{bench.url}/messages?direction=up", timeout=5).json()["errors"][0]["field"] == "direction"


def test_the_ledger_forgets_the_oldest_beyond_its_capacity() -> None:
    ledger = Ledger(capacity=2)
    for name in ("one", "two", "three"):
        ledger.add(Message(name, Direction.OUTBOUND, LINE, TEXTER, name, "queued"))
    assert [message.sid for message in ledger.oldest_first()] == ["two", "three"]


def test_segments_follow_the_gsm_alphabet_and_never_split_a_character() -> None:
    assert [count_segments(text) for text in ("", "a" * 160, "a" * 161, "€" * 80, "€" * 81)] == [1, 1, 2, 1, 2]
    assert [count_segments(text) for text in ("ж" * 70, "ж" * 71, "😀" * 35, "😀" * 36, "😀" * 67)] == [1, 2, 1, 2, 3]


# --- failing on purpose --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "expected"),
    [("server_error", (500, 20500)), ("rate_limited", (429, 20429)), ("opted_out", (400, 21610))],
)
def test_a_counted_fault_hits_that_many_sends_and_no_more(bench: Bench, kind: str, expected: tuple[int, int]) -> None:
    bench.fault(kind, count=2)
    assert code_of(bench.send) == expected == code_of(bench.send)
    assert bench.send().status == "queued"
    assert len(bench.messages()) == 1


def test_rate_limiting_says_when_to_come_back(bench: Bench) -> None:
    bench.fault("rate_limited")
    url = f"{bench.url}/2010-04-01/Accounts/{SID}/Messages.json"
    assert requests.post(url, auth=(SID, TOKEN), timeout=5).headers["Retry-After"] == "1"


def test_a_fault_can_last_for_seconds_or_until_cleared(bench: Bench) -> None:
    bench.fault("server_error", seconds=0.2)
    bench.fault("rate_limited")
    kinds = [item["kind"] for item in requests.get(f"{bench.url}/faults", timeout=5).json()["items"]]
    assert kinds == ["server_error", "rate_limited"]
    assert code_of(bench.send)[0] == 500
    time.sleep(0.25)
    assert code_of(bench.send)[0] == 429
    assert requests.delete(f"{bench.url}/faults", timeout=5).status_code == 204
    assert bench.send().status == "queued"


def test_an_accepted_message_may_never_be_answered_but_can_be_found(bench: Bench) -> None:
    bench.fault("timeout_after_accept", count=1)
    with pytest.raises(requests.ReadTimeout):
        bench.client_with(TOKEN, timeout=0.3).messages.create(to=TEXTER, from_=LINE, body="did this leave?")
    (found,) = bench.client.messages.list(to=TEXTER, from_=LINE)
    assert found.body == "did this leave?"
    wait_until(lambda: bench.messages()[0]["status"] == "delivered")


def test_a_refused_connection_leaves_no_message(bench: Bench) -> None:
    bench.fault("refuse", count=1)
    with pytest.raises(requests.ConnectionError):
        bench.send()
    assert bench.messages() == []
    assert bench.send().status == "queued"


def test_an_undeliverable_message_ends_with_30003(bench: Bench) -> None:
    bench.fault("undeliverable", count=1)
    sid = bench.send(status_callback=bench.callback()).sid
    wait_until(lambda: len(bench.line.posts) == 3)
    assert bench.line.statuses() == ["queued", "sent", "undelivered"]
    assert bench.line.posts[-1].form["ErrorCode"] == "30003"
    assert bench.client.messages(sid).fetch().error_code == 30003


@pytest.mark.parametrize(
    ("kind", "statuses"),
    [
        ("receipts_reordered", ["queued", "delivered", "sent"]),
        ("receipts_duplicated", ["queued", "queued", "sent", "sent", "delivered", "delivered"]),
        ("receipts_off", []),
    ],
)
def test_receipts_can_misbehave_while_the_carriers_own_record_stays_right(
    bench: Bench, kind: str, statuses: list[str]
) -> None:
    bench.fault(kind, count=1)
    sid = bench.send(status_callback=bench.callback()).sid
    time.sleep(RECEIPT_DELAY * 3)
    wait_until(lambda: len(bench.line.posts) == len(statuses))
    wait_until(lambda: bench.client.messages(sid).fetch().status == "delivered")
    assert bench.line.statuses() == statuses


def test_the_carrier_keeps_a_stop_list_only_when_told_to(bench: Bench) -> None:
    bench.text_in(body="STOP")
    assert bench.send().status == "queued"
    bench.fault("carrier_opt_out")
    assert bench.send().status == "queued"
    bench.text_in(body=" stop. ")
    assert code_of(bench.send) == (400, 21610)
    assert bench.send(from_=SECOND_LINE).status == "queued"
    bench.text_in(body="Start")
    assert bench.send().status == "queued"


@pytest.mark.parametrize(
    ("fault", "field_name"),
    [
        ({"kind": "explode"}, "kind"),
        ({}, "kind"),
        ({"kind": "refuse", "count": 0}, "count"),
        ({"kind": "refuse", "seconds": -1}, "seconds"),
        ({"kind": "refuse", "forever": True}, "forever"),
    ],
)
def test_a_fault_that_is_none_names_the_field(bench: Bench, fault: dict[str, object], field_name: str) -> None:
    answer = requests.post(f"{bench.url}/faults", json=fault, timeout=5)
    assert answer.status_code == 400 and answer.headers["Content-Type"].startswith("application/problem+json")
    assert [error["field"] for error in answer.json()["errors"]] == [field_name]


# --- configuration, handset, safety --------------------------------------------------------------------------


def test_before_its_configuration_exists_it_is_healthy_and_says_503(bench: Bench) -> None:
    bench.config_path.unlink()
    assert requests.get(f"{bench.url}/healthz", timeout=5).json() == {"status": "ok", "configured": False}
    assert code_of(bench.send) == (503, 20503)
    assert bench.text_in().status_code == 503
    assert requests.get(f"{bench.url}/lines", timeout=5).json() == {"items": []}


def test_a_changed_configuration_counts_at_once_and_a_broken_one_not_at_all(bench: Bench) -> None:
    bench.configure(lines=[{"number": "741741", "name": "Short code"}])
    lines = [{"number": "741741", "name": "Short code", "provider": "twilio"}]
    assert requests.get(f"{bench.url}/lines", timeout=5).json() == {"items": lines}
    bench.config_path.write_text('{"account_sid": ')
    assert requests.get(f"{bench.url}/lines", timeout=5).json() == {"items": lines}
    bench.configure(webhook_url="http://example.com/hook")
    assert requests.get(f"{bench.url}/lines", timeout=5).json() == {"items": lines}


def test_the_handset_page_and_its_files_are_served_without_inline_code(bench: Bench) -> None:
    page = requests.get(f"{bench.url}/handset", timeout=5)
    assert "Pretend handset — local cloud only" in page.content.decode()
    assert "'unsafe-inline'" not in page.headers["Content-Security-Policy"] and "style=" not in page.text
    for name, kind in (("handset.css", "text/css"), ("handset.js", "text/javascript")):
        answer = requests.get(f"{bench.url}/handset/{name}", timeout=5)
        assert answer.status_code == 200 and answer.headers["Content-Type"].startswith(kind)
    assert requests.get(f"{bench.url}/handset/app.py", timeout=5).status_code == 404


def test_pages_of_other_sites_may_not_use_it(bench: Bench) -> None:
    foreign = requests.post(
        f"{bench.url}/faults", json={"kind": "refuse"}, headers={"Origin": "http://a.test"}, timeout=5
    )
    assert foreign.status_code == 403
    assert requests.get(f"{bench.url}/faults", timeout=5).json() == {"items": []}


def test_logs_hold_neither_numbers_nor_words(bench: Bench, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("DEBUG")
    bench.text_in(body="a very private sentence")
    bench.send(body="a very private answer", status_callback=bench.callback())
    wait_until(lambda: len(bench.line.posts) == 4)
    own = [record.getMessage() for record in caplog.records if record.name.startswith("localstack")]
    assert any('"accepted"' in entry for entry in own) and any('"receipt"' in entry for entry in own)
    for entry in own:
        assert "private" not in entry and TEXTER not in entry and TEXTER[1:] not in entry
