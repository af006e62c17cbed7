"""What can happen to a texter's message and to a receipt on their way to the line, at every pretend provider."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import parse_qsl

import pytest
import requests

from localstack.carrier.faults import FaultKind
from tests.contract.handset_bench import (
    PROVIDERS,
    is_genuine,
    late_providers,
    look,
    receipts,
    send,
    text_in,
    words_of,
)
from tests.contract.pretend_bench import TEXTER, TWILIO_LINE, Bench, wait_until

pytestmark = pytest.mark.enable_socket


@pytest.fixture
def bench(tmp_path: Path) -> Iterator[Bench]:
    with late_providers(tmp_path) as made:
        yield made


# --- texts on their way in ----------------------------------------------------------------------------------


@pytest.mark.parametrize("provider", PROVIDERS)
def test_a_webhook_posted_twice_is_the_same_message_both_times(bench: Bench, provider: str) -> None:
    bench.fault("inbound_duplicated", provider, count=1)
    assert text_in(bench, provider).json()["status"] == 200
    assert text_in(bench, provider, "once").json()["status"] == 200

    assert [words_of(provider, post) for post in bench.webhook.posts] == ["hello", "hello", "once"]
    first, second, _ = bench.webhook.posts
    assert is_genuine(bench, provider, first) and is_genuine(bench, provider, second)
    ids = {"twilio": "MessageSid", "aws": "MessageId", "partner": "id"}
    form = [dict(parse_qsl(one.body.decode())) if provider == "twilio" else one.json() for one in (first, second)]
    assert form[0][ids[provider]] == form[1][ids[provider]]
    assert [item["body"] for item in bench.messages(direction="inbound")] == ["hello", "once"]


@pytest.mark.parametrize("provider", PROVIDERS)
def test_a_webhook_out_of_order_comes_after_the_next_one(bench: Bench, provider: str) -> None:
    bench.fault("inbound_reordered", provider, count=1)
    held = text_in(bench, provider, "first")
    assert (held.status_code, held.json()["status"], bench.webhook.posts) == (202, None, [])
    assert text_in(bench, provider, "second").json()["status"] == 200

    wait_until(lambda: len(bench.webhook.posts) == 2)
    assert [words_of(provider, post) for post in bench.webhook.posts] == ["second", "first"]
    wait_until(lambda: {item["status"] for item in bench.messages(direction="inbound")} == {"received"})
    assert [item["body"] for item in bench.messages(direction="inbound")] == ["first", "second"]


def test_given_every_webhook_is_out_of_order_then_they_come_in_pairs_and_none_is_kept(bench: Bench) -> None:
    bench.fault("inbound_reordered", "twilio")
    for words in ("one", "two", "three", "four"):
        text_in(bench, "twilio", words)
    wait_until(lambda: len(bench.webhook.posts) == 4)
    assert sorted(words_of("twilio", post) for post in bench.webhook.posts) == ["four", "one", "three", "two"]
    assert words_of("twilio", bench.webhook.posts[0]) == "two"


def test_another_texters_message_does_not_overtake(bench: Bench) -> None:
    bench.fault("inbound_reordered", "twilio", count=1)
    text_in(bench, "twilio", "held")
    bench.text_in("twilio", body="of another", to=TWILIO_LINE, **{"from": "+12025550143"})
    assert [words_of("twilio", post) for post in bench.webhook.posts] == ["of another"]
    wait_until(lambda: [words_of("twilio", post) for post in bench.webhook.posts] == ["of another", "held"])


@pytest.mark.parametrize("provider", PROVIDERS)
def test_a_late_webhook_comes_after_what_was_texted_meanwhile(bench: Bench, provider: str) -> None:
    bench.fault("inbound_delayed", provider, count=1)
    assert text_in(bench, provider, "late").status_code == 202
    text_in(bench, provider, "in time")
    wait_until(lambda: len(bench.webhook.posts) == 2)
    assert [words_of(provider, post) for post in bench.webhook.posts] == ["in time", "late"]
    assert all(is_genuine(bench, provider, post) for post in bench.webhook.posts)


def test_a_late_webhook_that_the_line_does_not_take_is_recorded_as_one(bench: Bench) -> None:
    bench.webhook.answer = 503
    bench.fault("inbound_delayed", "twilio", count=1)
    text_in(bench, "twilio")
    wait_until(lambda: bench.messages(direction="inbound")[0]["status"] == "undelivered_to_line")


@pytest.mark.parametrize("provider", PROVIDERS)
def test_a_lost_webhook_leaves_the_message_with_the_carrier_only(bench: Bench, provider: str) -> None:
    bench.fault("inbound_lost", provider, count=1)
    assert text_in(bench, provider).json()["status"] is None
    assert bench.webhook.posts == []
    assert [item["status"] for item in bench.messages(direction="inbound")] == ["not_posted"]


@pytest.mark.parametrize("provider", PROVIDERS)
def test_a_forged_webhook_is_not_genuine_and_the_next_one_is(bench: Bench, provider: str) -> None:
    bench.fault("inbound_forged", provider, count=1)
    text_in(bench, provider)
    text_in(bench, provider)
    assert [is_genuine(bench, provider, post) for post in bench.webhook.posts] == [False, True]


def test_a_message_that_is_asked_for_with_a_mishap_of_its_own_uses_up_no_fault(bench: Bench) -> None:
    bench.fault("inbound_lost", "twilio", count=1)
    text_in(bench, "twilio", signature="none")
    text_in(bench, "twilio", deliver=False)
    assert len(bench.webhook.posts) == 1
    assert text_in(bench, "twilio").json()["status"] is None
    assert len(bench.webhook.posts) == 1


@pytest.mark.parametrize("provider", PROVIDERS)
def test_late_receipts_come_after_the_message_was_delivered(bench: Bench, provider: str) -> None:
    bench.fault("receipts_delayed", provider, count=1)
    send(bench, provider)
    wait_until(lambda: bench.messages(to=TEXTER)[0]["status"] == "delivered")
    assert bench.webhook.posts == []
    wait_until(lambda: len(bench.webhook.posts) == 3)
    assert [status.lower() for status, _ in receipts(bench, provider)][-1] == "delivered"


# --- faults, explained and stopped --------------------------------------------------------------------------


def test_every_fault_a_provider_can_have_is_explained_for_it_and_no_other_is(bench: Bench) -> None:
    explained = requests.get(f"{bench.url}/faults/kinds", timeout=5).json()["items"]
    assert {one["kind"] for one in explained} == set(FaultKind)
    for one in explained:
        assert one["title"] and one["what"].endswith(".") and one["expected"].startswith("Holdfast ")
        for provider in PROVIDERS if one["kind"] != "down" else ():
            wanted = {"kind": one["kind"], "provider": provider, "count": 1}
            taken = requests.post(f"{bench.url}/faults", json=wanted, timeout=5).status_code == 201
            assert taken == (provider in one["providers"]), (one["kind"], provider)


def test_one_fault_is_stopped_and_the_others_go_on(bench: Bench) -> None:
    bench.fault("server_error", "twilio", count=3)
    bench.fault("server_error", "aws", count=3)
    bench.fault("inbound_lost", "twilio")
    assert requests.delete(f"{bench.url}/faults/twilio/server_error", timeout=5).status_code == 204
    left = [(one["provider"], one["kind"]) for one in look(bench)["faults"]]
    assert left == [("twilio", "inbound_lost"), ("aws", "server_error")]
    assert requests.delete(f"{bench.url}/faults/twilio/explosion", timeout=5).status_code == 404
    assert requests.delete(f"{bench.url}/faults/pigeon/server_error", timeout=5).status_code == 404
