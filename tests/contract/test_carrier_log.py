"""What the pretend carrier's log says happened: webhooks and calls, never a texter's words."""

from __future__ import annotations

import shlex
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest
import requests

from localstack.carrier.events import Errand, Events, Posted
from localstack.carrier.ledger import Provider
from tests.contract.handset_bench import (
    PROVIDERS,
    happened,
    is_genuine,
    late_providers,
    look,
    put,
    send,
    text_in,
    words_of,
)
from tests.contract.pretend_bench import TEXTER, TWILIO_SID, Bench, wait_until

pytestmark = pytest.mark.enable_socket


@pytest.fixture
def bench(tmp_path: Path) -> Iterator[Bench]:
    with late_providers(tmp_path) as made:
        yield made


@pytest.mark.parametrize("provider", PROVIDERS)
def test_webhooks_receipts_and_calls_are_listed_with_their_answers_and_without_words_or_numbers(
    bench: Bench, provider: str
) -> None:
    bench.webhook.answer = 403
    text_in(bench, provider, "a very private sentence")
    bench.webhook.answer = 200
    send(bench, provider)
    wait_until(lambda: len(happened(bench, "webhook")) == 4)

    text, *told = happened(bench, "webhook")
    assert (text["provider"], text["what"], text["status"], text["trouble"]) == (provider, "text", 403, "")
    assert [(one["what"], one["status"]) for one in told] == [
        (f"receipt: {status}", 200) for status in ("queued", "sent", "delivered")
    ]
    (call,) = happened(bench, "call")
    assert call["provider"] == provider and call["status"] in (200, 201) and call["tookMs"] >= 0
    everything = requests.get(f"{bench.url}/events", timeout=5).text
    assert "private" not in everything and TEXTER[1:] not in everything and TWILIO_SID not in everything


def test_what_was_odd_about_a_webhook_is_said(bench: Bench) -> None:
    bench.fault("inbound_forged", "twilio", count=1)
    text_in(bench, "twilio")
    bench.fault("inbound_duplicated", "twilio", count=1)
    text_in(bench, "twilio")
    text_in(bench, "twilio", signature="none")
    notes = [one["note"] for one in happened(bench, "webhook")]
    assert notes == ["signature wrong", "twice", "twice", "not signed"]


def test_a_call_that_is_not_answered_and_one_that_is_refused_say_so(bench: Bench) -> None:
    bench.fault("refuse", "twilio", count=1)
    with pytest.raises(requests.ConnectionError):
        send(bench, "twilio")
    bench.fault("timeout_after_accept", "twilio", count=1)
    with pytest.raises(requests.ReadTimeout):
        send(bench, "twilio", read_timeout=0.2)
    wait_until(lambda: len(happened(bench, "call")) == 2)
    assert [(one["status"], one["trouble"]) for one in happened(bench, "call")] == [
        (None, "connection cut"),
        (None, "never answered"),
    ]


def test_a_line_that_does_not_answer_is_in_the_log(bench: Bench) -> None:
    bench.configure(webhook_url="http://127.0.0.1:9/hook")
    assert text_in(bench, "twilio").status_code == 502
    (posted,) = happened(bench, "webhook")
    assert (posted["status"], posted["trouble"]) == (None, "no answer")


def test_what_the_carrier_was_told_is_in_the_log_and_only_news_is_asked_for(bench: Bench) -> None:
    bench.fault("server_error", "twilio", count=2)
    seen = look(bench)["latest"]
    put(bench, "off")
    requests.delete(f"{bench.url}/faults", timeout=5)
    told = look(bench, after=seen)
    assert [one["what"] for one in told["events"]] == ["A phone is off", "All faults stopped"]
    assert requests.get(f"{bench.url}/events?after=-1", timeout=5).status_code == 400


@pytest.mark.parametrize("provider", PROVIDERS)
def test_a_webhook_can_be_posted_again_by_its_command(bench: Bench, provider: str) -> None:
    words = 'it\'s "quoted" & 100% $HOME, äöü 🙏\nand a new line'
    text_in(bench, provider, words)
    (event,) = happened(bench, "webhook")
    answer = requests.get(f"{bench.url}/events/{event['seq']}/curl", timeout=5)
    assert event["canRepeat"] and answer.headers["Content-Type"].startswith("text/plain")

    command, *arguments = [one for one in shlex.split(answer.text) if one != "\n"]
    assert command == "curl"
    options = list(pairwise(arguments))
    headers = dict(value.split(": ", 1) for name, value in options if name == "--header")
    (body,) = [value for name, value in options if name == "--data-raw"]
    (url,) = [one for one in arguments if one.startswith("http")]
    assert requests.post(url, data=body.encode(), headers=headers, timeout=5).status_code == 200

    first, again = bench.webhook.posts
    assert (again.body, again.path) == (first.body, first.path)
    assert words_of(provider, again) == words and is_genuine(bench, provider, again)


def test_what_was_no_webhook_or_is_forgotten_has_no_command(bench: Bench) -> None:
    put(bench, "off")
    assert requests.get(f"{bench.url}/events/1/curl", timeout=5).status_code == 404
    assert requests.get(f"{bench.url}/events/99/curl", timeout=5).status_code == 404


def test_the_log_forgets_the_oldest_beyond_its_capacity() -> None:
    events = Events(capacity=2)
    for name in ("one", "two", "three"):
        events.posted(Errand(Provider.TWILIO, name), Posted("http://127.0.0.1/", {}, b""), 0.0, 200)
    assert [event.what for event in events.after(0)] == ["two", "three"]
    assert (events.find(1), events.latest) == (None, 3)
