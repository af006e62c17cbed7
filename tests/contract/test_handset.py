"""The pretend carrier behind its handset: phones without a signal, landlines, and the page itself."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
import requests

from tests.conftest import REPOSITORY
from tests.contract.handset_bench import (
    PROVIDERS,
    late_providers,
    look,
    put,
    receipts,
    send,
    text_in,
)
from tests.contract.pretend_bench import TEXTER, TWILIO_LINE, Bench, wait_until

pytestmark = pytest.mark.enable_socket

PAGE = REPOSITORY / "localstack" / "carrier" / "handset"


@pytest.fixture
def bench(tmp_path: Path) -> Iterator[Bench]:
    with late_providers(tmp_path) as made:
        yield made


# --- phones -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("provider", PROVIDERS)
def test_given_a_phone_without_a_signal_when_the_line_texts_it_then_text_and_receipt_wait_for_the_signal(
    bench: Bench, provider: str
) -> None:
    put(bench, "off")
    send(bench, provider)
    wait_until(lambda: len(receipts(bench, provider)) == 2)
    (phone,) = look(bench, TEXTER)["phones"]
    assert (phone["state"], [item["status"] for item in phone["items"]]) == ("off", ["sent"])

    assert put(bench, "on").json() == {"state": "on"}

    wait_until(lambda: len(receipts(bench, provider)) == 3)
    assert receipts(bench, provider)[-1][0] in ("delivered", "DELIVERED")
    assert [item["status"] for item in bench.messages(to=TEXTER)] == ["delivered"]


@pytest.mark.parametrize(("provider", "code"), [("twilio", "30006"), ("aws", "TEXT_INVALID"), ("partner", "landline")])
def test_given_a_landline_when_the_line_texts_it_then_the_text_ends_with_the_providers_code(
    bench: Bench, provider: str, code: str
) -> None:
    put(bench, "landline")
    send(bench, provider)
    wait_until(lambda: len(receipts(bench, provider)) == 3)
    assert receipts(bench, provider)[-1][1] == code
    (message,) = bench.messages(to=TEXTER)
    assert (message["status"], str(message["errorCode"])) == ("undelivered", code)


def test_given_a_phone_is_off_when_it_turns_out_to_be_a_landline_then_what_waited_is_undelivered(bench: Bench) -> None:
    put(bench, "off")
    send(bench, "twilio")
    wait_until(lambda: bench.messages(to=TEXTER)[0]["status"] == "sent")
    put(bench, "landline")
    wait_until(lambda: bench.messages(to=TEXTER)[0]["status"] == "undelivered")


@pytest.mark.parametrize(
    ("asked", "field"), [({"number": TEXTER, "state": "broken"}, "state"), ({"state": "on"}, "number")]
)
def test_a_phone_that_cannot_be_is_refused_by_its_field(bench: Bench, asked: dict[str, str], field: str) -> None:
    answer = requests.post(f"{bench.url}/phones", json=asked, timeout=5)
    assert (answer.status_code, [error["field"] for error in answer.json()["errors"]]) == (400, [field])


def test_the_page_gets_the_texts_of_its_phones_with_every_line_and_of_nobody_else(bench: Bench) -> None:
    text_in(bench, "twilio", "to the one line")
    text_in(bench, "aws", "to the other")
    bench.text_in("twilio", body="somebody else", to=TWILIO_LINE, **{"from": "+12025550143"})
    (phone,) = look(bench, TEXTER, TEXTER)["phones"]
    assert [(item["provider"], item["body"]) for item in phone["items"]] == [
        ("twilio", "to the one line"),
        ("aws", "to the other"),
    ]
    assert phone["state"] == "on"


def test_more_phones_than_fit_on_the_page_are_refused(bench: Bench) -> None:
    asked = {"numbers": [f"+120255501{n:02}" for n in range(9)], "after": 0}
    assert requests.post(f"{bench.url}/handset/now", json=asked, timeout=5).status_code == 400


# --- the page -----------------------------------------------------------------------------------------------


def test_the_page_links_to_the_console_and_the_chat_where_the_carrier_knows_them(bench: Bench) -> None:
    assert look(bench)["pages"] == []
    console, chat = "http://127.0.0.1:8080/", "http://localhost:8080/chat/?program=prg_harbor"
    bench.configure(console_url=console, chat_url=chat)
    assert [(page["name"], page["url"]) for page in look(bench)["pages"]] == [
        ("Console", console),
        ("Sample chat", chat),
        ("Sample site", "/sample/"),
    ]
    bench.configure(console_url="https://elsewhere.example/")
    assert look(bench)["pages"][0]["url"] == console


def test_every_file_of_the_page_is_served_under_its_policy_and_nothing_else_is(bench: Bench) -> None:
    page = requests.get(f"{bench.url}/handset", timeout=5)
    assert not re.search(r"<style|\sstyle=|\son[a-z]+=|<script(?![^>]*\ssrc=)", page.text)
    wanted, seen = set(re.findall(r'"/handset/([^"]+)"', page.text)), set[str]()
    while wanted - seen:
        name = (wanted - seen).pop()
        answer = requests.get(f"{bench.url}/handset/{name}", timeout=5)
        assert answer.status_code == 200, name
        assert answer.headers["Content-Security-Policy"] == page.headers["Content-Security-Policy"]
        seen.add(name)
        wanted |= set(re.findall(r'from "\./([^"]+)"', answer.text)) if name.endswith(".js") else set()
    assert seen | {"index.html", "pretend-picture.png"} == {file.name for file in PAGE.iterdir()}
    picture = requests.get(f"{bench.url}/handset/pretend-picture.png", timeout=5)
    assert picture.headers["Content-Type"] == "image/png" and picture.content.startswith(b"\x89PNG")
    for name in ("index.html", "..%2fcontrol.py", "handset_page.py"):
        assert requests.get(f"{bench.url}/handset/{name}", timeout=5).status_code == 404
