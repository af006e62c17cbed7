"""The pretend partner, and messages whose webhook is lost; signatures are made and checked here by other means."""

from __future__ import annotations

import hashlib
import hmac
import json
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import requests
from twilio.rest import Client as TwilioClient
from urllib3.exceptions import NewConnectionError

from localstack.carrier.partner import PAGE_SIZE
from tests.contract.pretend_bench import (
    AWS_LINE,
    PARTNER,
    SECRET,
    TEXTER,
    TWILIO_LINE,
    TWILIO_SID,
    TWILIO_TOKEN,
    Bench,
    pretend_providers,
    wait_until,
)

pytestmark = pytest.mark.enable_socket

USER = "user-77"


@pytest.fixture
def bench(tmp_path: Path) -> Iterator[Bench]:
    with pretend_providers(tmp_path) as made:
        yield made


def digest(secret: str, at: int, signed: bytes) -> str:
    return hmac.new(secret.encode(), b"%d." % at + signed, hashlib.sha256).hexdigest()


def signature(signed: bytes, secret: str = SECRET, age: int = 0) -> str:
    at = int(time.time()) - age
    return f"t={at},v1={digest(secret, at, signed)}"


def post(bench: Bench, header: str | None = "", partner: str = PARTNER, **changes: Any) -> requests.Response:
    """Send as the line does; `header` None leaves the signature out, "" is the right one."""
    body = json.dumps({"id": "msg_1", "to": USER, "message": "we are here", "line": "Harbor"} | changes).encode()
    headers = {} if header is None else {"X-Signature": header or signature(body)}
    return requests.post(f"{bench.url}/partner/{partner}/messages", data=body, headers=headers, timeout=5)


def listed(bench: Bench, query: str = "?since=0") -> requests.Response:
    path = f"/partner/{PARTNER}/messages{query}"
    return requests.get(bench.url + path, headers={"X-Signature": signature(path.encode())}, timeout=5)


# --- the line's messages -------------------------------------------------------------------------------------


def test_a_signed_message_reaches_the_partner(bench: Bench) -> None:
    answer = post(bench)
    assert (answer.status_code, answer.json()) == (201, {"id": "msg_1", "status": "accepted"})
    (kept,) = bench.messages(to=USER)
    assert (kept["sid"], kept["from"], kept["body"]) == ("msg_1", PARTNER, "we are here")
    assert kept["provider"] == "partner"


def test_the_line_is_told_what_became_of_its_message(bench: Bench) -> None:
    post(bench, id="tsk_1.2")
    wait_until(lambda: len(bench.webhook.posts) == 3)
    assert [one.json() for one in bench.webhook.posts] == [
        {"id": "tsk_1.2", "status": status} for status in ("queued", "sent", "delivered")
    ]
    for one in bench.webhook.posts:
        stamp, _, version_one = one.headers["x-signature"].partition(",")
        assert version_one == f"v1={digest(SECRET, int(stamp.removeprefix('t=')), one.body)}"
        assert one.path == f"/partner/{PARTNER}/status"
    assert bench.messages(to=USER)[0]["status"] == "delivered"


def test_a_message_the_partner_cannot_deliver_ends_with_its_code(bench: Bench) -> None:
    bench.fault("undeliverable", "partner", count=1)
    post(bench)
    wait_until(lambda: len(bench.webhook.posts) == 3)
    last = bench.webhook.posts[-1].json()
    assert last == {"id": "msg_1", "status": "undelivered", "errorCode": "unreachable"}
    assert (bench.messages(to=USER)[0]["status"], bench.messages(to=USER)[0]["errorCode"]) == (
        "undelivered",
        "unreachable",
    )


def test_the_same_id_twice_is_one_message(bench: Bench) -> None:
    post(bench)
    again = post(bench, message="changed")
    assert (again.status_code, again.json()["id"]) == (200, "msg_1")
    assert [item["body"] for item in bench.messages(to=USER)] == ["we are here"]
    name = bench.text_in("partner").json()["sid"]
    assert post(bench, id=name).json()["errors"][0]["field"] == "id"


def test_one_of_several_signatures_is_enough_while_a_secret_is_changed(bench: Bench) -> None:
    body = json.dumps({"id": "msg_1", "to": USER, "message": "we are here", "line": "Harbor"}).encode()
    at = int(time.time())
    assert post(bench, f"t={at},v1={digest('older', at, body)},v1={digest(SECRET, at, body)}").status_code == 201


def test_what_is_not_signed_by_the_line_is_refused(bench: Bench) -> None:
    body = json.dumps({"id": "msg_1", "to": USER, "message": "we are here", "line": "Harbor"}).encode()
    at = int(time.time())
    right = digest(SECRET, at, body)
    forged = [
        None,
        "nonsense",
        f"v1={right}",
        f"t={at}",
        f"t={at},v1={right[:-1]}",
        f"t={at + 1},v1={right}",
        f"t={at},t={at},v1={right}",
        f"t=²,v1={right}".encode().decode("latin-1"),
        signature(body, "another secret"),
        signature(body + b" "),
        signature(body, age=301),
        signature(body, age=-330),  # a slow machine may take some seconds to get here
    ]
    assert [post(bench, header).status_code for header in forged] == [401] * len(forged)
    assert bench.messages(to=USER) == []
    assert post(bench, signature(body, age=240)).status_code == 201


def test_mistakes_name_their_fields_and_an_unknown_partner_is_none(bench: Bench) -> None:
    answer = post(bench, to="", message="")
    assert answer.status_code == 400
    assert {error["field"] for error in answer.json()["errors"]} == {"to", "message"}
    assert post(bench, partner="par_other").status_code == 404
    bench.configure(partner=None)
    assert post(bench).status_code == 404
    assert bench.text_in("partner").json()["errors"][0]["field"] == "provider"


# --- its users' messages -------------------------------------------------------------------------------------


def test_a_users_message_is_posted_signed(bench: Bench) -> None:
    body = {"from": USER, "body": "Grüße", "metadata": {"locale": "de", "tags": ["a"]}}
    answer = bench.text_in("partner", **body)
    (sent,) = bench.webhook.posts
    stamp, _, version_one = sent.headers["x-signature"].partition(",")
    at = int(stamp.removeprefix("t="))
    assert abs(time.time() - at) < 60
    assert version_one == f"v1={digest(SECRET, at, sent.body)}"
    assert sent.path == f"/partner/{PARTNER}" and sent.headers["content-type"] == "application/json"
    document = sent.json()
    assert abs(time.time() - document.pop("timestamp")) < 60
    metadata = {"locale": "de", "tags": ["a"]}
    assert document == {"id": answer.json()["sid"], "from": USER, "message": "Grüße", "metadata": metadata}
    (kept,) = bench.messages(direction="inbound")
    assert (kept["to"], kept["status"], kept["provider"]) == (PARTNER, "received", "partner")


def test_a_users_signature_can_be_wrong_or_left_out_and_its_message_repeated(bench: Bench) -> None:
    bench.text_in("partner", sid="one", signature="wrong")
    bench.text_in("partner", sid="one", signature="none")
    wrong, none = bench.webhook.posts
    at = int(wrong.headers["x-signature"].partition(",")[0].removeprefix("t="))
    assert digest(SECRET, at, wrong.body) not in wrong.headers["x-signature"]
    assert "x-signature" not in none.headers
    assert wrong.json()["id"] == none.json()["id"] == "one"
    assert len(bench.messages(direction="inbound")) == 1


@pytest.mark.parametrize(
    ("provider", "extra", "field"),
    [
        ("partner", {"mediaUrls": ["http://127.0.0.1/a.png"]}, "provider"),
        ("aws", {"to": AWS_LINE, "optOutType": "STOP"}, "provider"),
        ("twilio", {"to": TWILIO_LINE, "metadata": {}}, "metadata"),
        ("partner", {"signature": "v1"}, "signature"),
        ("twilio", {}, "to"),
        ("aws", {}, "to"),
        ("carrier-pigeon", {}, "provider"),
    ],
)
def test_what_a_provider_does_not_have_is_refused(
    bench: Bench, provider: str, extra: dict[str, object], field: str
) -> None:
    answer = bench.text_in(provider, **extra)
    assert (answer.status_code, [error["field"] for error in answer.json()["errors"]]) == (400, [field])
    assert bench.webhook.posts == []


# --- lost webhooks -------------------------------------------------------------------------------------------


def test_a_message_whose_webhook_is_lost_is_in_the_partners_list(bench: Bench) -> None:
    before = int(time.time())
    lost = bench.text_in("partner", **{"from": USER, "body": "did you get this?", "deliver": False})
    assert lost.json() == {"sid": lost.json()["sid"], "status": None}
    assert bench.webhook.posts == []
    post(bench, to=USER)
    bench.text_in("aws", to=AWS_LINE, deliver=False)
    (item,) = listed(bench).json()["items"]
    assert (item["id"], item["from"], item["message"]) == (lost.json()["sid"], USER, "did you get this?")
    assert before <= item["timestamp"] <= time.time()
    assert bench.messages(direction="inbound", provider="partner")[0]["status"] == "not_posted"
    bench.text_in("partner", **{"from": USER, "sid": lost.json()["sid"], "body": "did you get this?"})
    assert bench.messages(direction="inbound", provider="partner")[0]["status"] == "received"


def test_the_partners_list_is_by_time_and_in_pages(bench: Bench) -> None:
    names = [bench.text_in("partner", deliver=False).json()["sid"] for _ in range(PAGE_SIZE + 1)]
    now = int(time.time())
    first = listed(bench, f"?since={now - 60}&until={now + 60}").json()
    second = listed(bench, f"?since={now - 60}&until={now + 60}&cursor={first['nextCursor']}").json()
    assert [item["id"] for item in first["items"] + second["items"]] == names
    assert "nextCursor" not in second
    assert listed(bench, f"?since={now + 60}").json()["items"] == []
    assert listed(bench, f"?until={now - 60}").json()["items"] == []
    assert listed(bench, "?since=soon").json()["errors"][0]["field"] == "since"


def test_the_partners_list_is_for_the_line_alone(bench: Bench) -> None:
    path = f"/partner/{PARTNER}/messages"
    url = f"{bench.url}{path}?since=0"
    other_query = {"X-Signature": signature(f"{path}?since=1".encode())}
    too_old = {"X-Signature": signature(f"{path}?since=0".encode(), age=301)}
    for headers in ({}, other_query, too_old):
        assert requests.get(url, headers=headers, timeout=5).status_code == 401
    assert requests.get(f"{bench.url}/partner/par_other/messages", timeout=5).status_code == 404


def test_a_text_whose_webhook_is_lost_is_in_twilios_list_with_twilios_own_only(bench: Bench) -> None:
    client = TwilioClient(TWILIO_SID, TWILIO_TOKEN)
    client.api.base_url = bench.url
    lost = bench.text_in("twilio", to=TWILIO_LINE, body="did you get this?", deliver=False).json()["sid"]
    elsewhere = bench.text_in("aws", to=AWS_LINE, deliver=False).json()["sid"]
    assert bench.webhook.posts == []
    (found,) = client.messages.list(to=TWILIO_LINE)
    assert (found.sid, found.direction, found.status, found.from_) == (lost, "inbound", "received", TEXTER)
    assert [message.sid for message in client.messages.list()] == [lost]
    listing = f"{bench.url}/2010-04-01/Accounts/{TWILIO_SID}/Messages/{elsewhere}.json"
    assert requests.get(listing, auth=(TWILIO_SID, TWILIO_TOKEN), timeout=5).status_code == 404


# --- failing on purpose --------------------------------------------------------------------------------------


def test_the_partner_can_fail_before_it_takes_a_message(bench: Bench) -> None:
    bench.fault("server_error", "partner", count=1)
    assert post(bench).status_code == 500
    bench.fault("rate_limited", "partner", count=1)
    limited = post(bench)
    assert (limited.status_code, limited.headers["Retry-After"]) == (429, "1")
    bench.fault("refuse", "partner", count=1)
    with pytest.raises(requests.ConnectionError):
        post(bench)
    assert bench.messages(to=USER) == []
    assert post(bench).status_code == 201


def test_a_message_the_partner_took_without_a_word_is_one_message_when_it_comes_again(bench: Bench) -> None:
    bench.fault("timeout_after_accept", "partner", count=1)
    body = json.dumps({"id": "msg_1", "to": USER, "message": "did this leave?"}).encode()
    with pytest.raises(requests.ReadTimeout):
        requests.post(
            f"{bench.url}/partner/{PARTNER}/messages",
            data=body,
            headers={"X-Signature": signature(body)},
            timeout=0.3,
        )
    assert post(bench).status_code == 200
    assert [item["body"] for item in bench.messages(to=USER)] == ["did this leave?"]


@pytest.mark.parametrize(
    ("fault", "field"),
    [
        ({"kind": "opted_out", "provider": "partner"}, "kind"),
        ({"kind": "carrier_opt_out", "provider": "partner"}, "kind"),
        ({"kind": "refuse", "provider": "carrier-pigeon"}, "provider"),
        ({"kind": "down"}, "seconds"),
        ({"kind": "down", "count": 1, "seconds": 1}, "seconds"),
    ],
)
def test_a_fault_a_provider_cannot_have_names_the_field(bench: Bench, fault: dict[str, object], field: str) -> None:
    answer = requests.post(f"{bench.url}/faults", json=fault, timeout=5)
    assert (answer.status_code, [error["field"] for error in answer.json()["errors"]]) == (400, [field])
    assert requests.get(f"{bench.url}/faults", timeout=5).json() == {"items": []}


def test_a_carrier_that_is_down_refuses_connections_and_comes_back_knowing_what_it_knew(bench: Bench) -> None:
    post(bench)
    with requests.Session() as kept_alive:
        assert kept_alive.get(f"{bench.url}/healthz", timeout=5).status_code == 200
        bench.fault("down", "twilio", seconds=1)
        wait_until(lambda: refused(kept_alive, bench))
        assert refused(requests, bench)
        wait_until(lambda: not refused(kept_alive, bench))
    assert [item["sid"] for item in bench.messages(to=USER)] == ["msg_1"]
    bench.fault("down", "twilio", seconds=0.2)
    wait_until(lambda: refused(requests, bench))
    wait_until(lambda: not refused(requests, bench))


def refused(through: Any, bench: Bench) -> bool:
    """Whether no connection came about, so that nothing can have been sent."""
    try:
        through.get(f"{bench.url}/healthz", timeout=5)
    except requests.ConnectionError as error:
        return isinstance(getattr(error.args[0], "reason", None), NewConnectionError)
    return False


def test_the_handset_is_told_every_providers_lines(bench: Bench) -> None:
    items = requests.get(f"{bench.url}/lines", timeout=5).json()["items"]
    assert [(item["provider"], item["number"]) for item in items[:2]] == [("twilio", TWILIO_LINE), ("aws", AWS_LINE)]
    assert (items[-1]["provider"], items[-1]["number"]) == ("partner", PARTNER)
    assert all(item["name"] for item in items)
