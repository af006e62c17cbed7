"""Our doors and senders with the pretend AWS and the pretend partner, which share nothing but the documents."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import requests

from shared.channels.aws import sender as aws_sender
from shared.channels.outbound import Accepted, OutboundMessage, OutcomeUnknown, Provider, Refused, TryLater
from shared.channels.partner import sender as partner_sender
from shared.contracts.queues import IngressEnvelope
from shared.domain.inbound import InboundMessage
from shared.security.ingress import IngressOpener
from tests.contract.pretend_bench import AWS_LINE, PARTNER, SECRET, TEXTER, TOPIC, Bench, pretend_providers, wait_until
from tests.unit.builders import NOON, http_event
from tests.unit.front_door_house import House
from tests.unit.wire import ingress_unwrap

# Everything here stays on loopback.
pytestmark = pytest.mark.enable_socket


@pytest.fixture
def bench(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Bench]:
    monkeypatch.setenv("AWS_DEFAULT_REGION", "us-east-1")
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "testing")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "testing")
    with pretend_providers(tmp_path) as made:
        yield made


@pytest.fixture
def house(bench: Bench) -> House:
    """The front door, with the pretend SNS's host in its settings and the time of day."""
    house = House()
    house.clock.go_on(seconds=(datetime.now(UTC) - NOON).total_seconds())
    house.settings["SNS_HOST"] = bench.url.removeprefix("http://")
    house.secrets.others = {"aws": {"main": {"topics": [TOPIC]}}, "partner": {PARTNER: {"secrets": [SECRET]}}}
    return house


def knocks(bench: Bench, house: House, path: str) -> list[int]:
    """What the front door answers to all that was posted, the oldest first."""
    posts, bench.webhook.posts = bench.webhook.posts, []
    events = [http_event("POST", path, body=post.body, headers=post.headers) for post in posts]
    return [house.knock(event)["statusCode"] for event in events]


def taken(house: House) -> list[InboundMessage]:
    sealed = [IngressEnvelope.from_json(one["MessageBody"]) for one in house.queue("inbound")]
    opener = IngressOpener(ingress_unwrap)
    return [InboundMessage.from_bytes(opener.open(one.sealed, one.message_key)) for one in sealed]


def senders(bench: Bench) -> tuple[Provider, Provider]:
    settings = {"AWS_SMS_URL": bench.url, "LOOPBACK_TARGETS": "allowed"}.__getitem__
    partner = {"secrets": [SECRET], "url": f"{bench.url}/partner/{PARTNER}/messages"}
    return aws_sender.sender("main", {}, settings), partner_sender.sender(PARTNER, partner, settings)


def to(line: str, number: str, attempt: str = "con_1.5.1") -> OutboundMessage:
    return OutboundMessage(line, number, "I am here ✓", attempt, "req-1")


@pytest.mark.parametrize("signature", ["good", "v1"])
def test_a_text_through_sns_comes_in(bench: Bench, house: House, signature: str) -> None:
    bench.text_in("aws", to=AWS_LINE, body="I'm scared 😔", signature=signature)
    assert knocks(bench, house, "/api/webhooks/aws") == [200]
    (message,) = taken(house)
    assert (message.line, message.sender, message.text) == (AWS_LINE, TEXTER, "I'm scared 😔")


@pytest.mark.parametrize("provider", ["aws", "partner"])
@pytest.mark.parametrize("signature", ["wrong", "none"])
def test_what_is_forged_is_refused_and_kept(bench: Bench, house: House, provider: str, signature: str) -> None:
    bench.text_in(provider, to=AWS_LINE if provider == "aws" else PARTNER, signature=signature)
    path = {"aws": "/api/webhooks/aws", "partner": f"/api/webhooks/partner/{PARTNER}"}[provider]
    assert knocks(bench, house, path) == [403]
    assert [one["QueueUrl"] for one in house.sqs.sent] == ["quarantine"]


def test_a_subscription_is_confirmed_with_its_token_and_an_end_is_not_undone(bench: Bench, house: House) -> None:
    def confirm(kind: str) -> dict[str, Any]:
        asked = requests.post(f"{bench.url}/pretend-sns/confirmations", json={"type": kind}, timeout=5)
        document: dict[str, Any] = asked.json()
        return document

    token = confirm("SubscriptionConfirmation")["token"]
    confirm("UnsubscribeConfirmation")
    assert knocks(bench, house, "/api/webhooks/aws") == [200, 200]
    visits = requests.get(f"{bench.url}/pretend-sns/confirmations", timeout=5).json()["items"]
    assert [(one["action"], one["topicArn"], one["token"]) for one in visits] == [("ConfirmSubscription", TOPIC, token)]


def test_a_text_through_aws_goes_out_and_its_events_name_the_attempt(bench: Bench, house: House) -> None:
    aws, _ = senders(bench)
    answer = aws.send(to(AWS_LINE, TEXTER))
    assert isinstance(answer, Accepted)
    (kept,) = bench.messages(provider="aws")
    assert (kept["sid"], kept["from"], kept["to"], kept["body"]) == (
        answer.provider_id,
        AWS_LINE,
        TEXTER,
        "I am here ✓",
    )
    wait_until(lambda: len(bench.webhook.posts) == 3)
    assert knocks(bench, house, "/api/webhooks/aws") == [200, 200, 200]
    (receipt,) = (json.loads(one["MessageBody"]) for one in house.queue("receipts"))
    assert (receipt["attempt"], receipt["provider_id"]) == ("con_1.5.1", answer.provider_id)
    assert receipt["status"] == "delivered"


@pytest.mark.parametrize(
    ("fault", "answer"),
    [
        ("server_error", TryLater("InternalServerException")),
        ("rate_limited", TryLater("ThrottlingException")),
        ("opted_out", Refused("DESTINATION_PHONE_NUMBER_OPTED_OUT", opted_out=True)),
        ("refuse", OutcomeUnknown("connection_lost")),
    ],
)
def test_what_aws_answers_decides_what_may_happen_next(bench: Bench, fault: str, answer: object) -> None:
    bench.fault(fault, "aws", count=1)
    assert senders(bench)[0].send(to(AWS_LINE, TEXTER)) == answer
    assert not bench.messages(provider="aws")


def test_given_aws_took_a_text_and_never_answered_then_its_event_tells(
    bench: Bench, house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(aws_sender, "_READ_SECONDS", 0.3)
    bench.fault("timeout_after_accept", "aws", count=1)
    assert senders(bench)[0].send(to(AWS_LINE, TEXTER)) == OutcomeUnknown("no_answer")
    wait_until(lambda: len(bench.webhook.posts) == 3)
    knocks(bench, house, "/api/webhooks/aws")
    assert [json.loads(one["MessageBody"])["attempt"] for one in house.queue("receipts")] == ["con_1.5.1"]
    assert len(bench.messages(provider="aws")) == 1


def test_a_partners_message_comes_in_once_however_often_it_is_posted(bench: Bench, house: House) -> None:
    for _ in range(2):
        bench.text_in("partner", **{"from": "user-1"}, body="hello ✓", sid="msg-1", metadata={"a": 1})
    assert knocks(bench, house, f"/api/webhooks/partner/{PARTNER}") == [200, 200]
    assert {one.text for one in taken(house)} == {"hello ✓"}
    assert len({one["MessageDeduplicationId"] for one in house.queue("inbound")}) == 1


def test_a_message_to_a_partner_arrives_once_however_often_it_is_sent(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(partner_sender, "_SECONDS", 0.3)
    bench.fault("timeout_after_accept", "partner", count=1)
    _, partner = senders(bench)
    assert partner.send(to(PARTNER, "user-1")) == TryLater("timed_out")
    assert partner.send(to(PARTNER, "user-1", "con_1.5.2")) == Accepted("con_1.5")
    (kept,) = bench.messages(provider="partner")
    assert (kept["sid"], kept["to"], kept["body"]) == ("con_1.5", "user-1", "I am here ✓")
