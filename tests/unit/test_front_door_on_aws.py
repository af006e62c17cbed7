"""The webhooks function as it is put together, counted on the wire and with AWS failing behind it."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from functions.webhooks import handler as webhooks
from tests.unit import aws
from tests.unit.builders import PUBLIC_URL, signed_webhook, twilio_form
from tests.unit.wire import Wire

Knock = Callable[[dict[str, Any]], dict[str, Any]]


@pytest.fixture
def knock(wire: Wire, monkeypatch: pytest.MonkeyPatch) -> Iterator[Knock]:
    aws.create_secrets()
    queues = aws.create_queues()
    for name, value in {
        "INGRESS_SECRET": f"{aws.PREFIX}/ingress",
        "PROVIDERS_SECRET": f"{aws.PREFIX}/providers",
        "PUBLIC_URL": PUBLIC_URL,
        "INBOUND_QUEUE_URL": queues["inbound"],
        "RECEIPTS_QUEUE_URL": queues["receipts"],
        "QUARANTINE_QUEUE_URL": queues["quarantine"],
    }.items():
        monkeypatch.setenv(name, value)
    webhooks._front_door.cache_clear()
    yield lambda event: webhooks.handler(event, None)
    webhooks._front_door.cache_clear()


REQUESTS = {
    "a message": signed_webhook(twilio_form(MessageSid="SM2")),
    "a receipt": signed_webhook(
        {"MessageSid": "SM3", "MessageStatus": "delivered", "AccountSid": aws.ACCOUNT},
        path="/api/webhooks/twilio/status",
        query="attempt=con_1.1.1",
    ),
    "a forgery": signed_webhook(twilio_form(MessageSid="SM4"), token="forged"),
}


@pytest.mark.parametrize("kind", REQUESTS)
def test_a_warm_front_door_makes_exactly_one_aws_call_per_request(wire: Wire, knock: Knock, kind: str) -> None:
    knock(signed_webhook(twilio_form(MessageSid="SM1")))
    with wire.watching() as sent:
        knock(REQUESTS[kind])
    assert [(one.service, one.operation) for one in sent] == [("sqs", "SendMessage")]


@pytest.mark.parametrize("status", ["queued", "accepted", "sending", "sent", "something-new"])
def test_a_receipt_that_is_not_the_last_word_costs_nothing(wire: Wire, knock: Knock, status: str) -> None:
    knock(signed_webhook(twilio_form(MessageSid="SM1")))
    form = {"MessageSid": "SM3", "MessageStatus": status, "AccountSid": aws.ACCOUNT}
    event = signed_webhook(form, path="/api/webhooks/twilio/status", query="attempt=con_1.1.1")
    with wire.watching() as sent:
        assert knock(event)["statusCode"] == 200
    assert sent == []


def test_a_cold_front_door_reads_its_two_secrets_and_nothing_else(wire: Wire, knock: Knock) -> None:
    with wire.watching() as sent:
        knock(signed_webhook(twilio_form()))
    assert sorted(one.operation for one in sent) == ["GetSecretValue", "GetSecretValue", "SendMessage"]


def test_given_everything_behind_the_queue_refuses_then_every_text_is_still_taken(wire: Wire, knock: Knock) -> None:
    with wire.refusing("dynamodb", "kms", "eventbridge", "events", "sfn"):
        answers = [knock(signed_webhook(twilio_form(MessageSid=f"SM{n}")))["statusCode"] for n in range(5)]
    assert answers == [200] * 5
    queued = aws.drain(webhooks.required("INBOUND_QUEUE_URL"))
    assert len(queued) == 5


def test_given_the_queue_itself_refuses_then_twilio_is_not_told_that_all_is_well(wire: Wire, knock: Knock) -> None:
    knock(signed_webhook(twilio_form()))
    with wire.refusing("sqs"), pytest.raises(Exception, match="ClientError"):
        knock(signed_webhook(twilio_form(MessageSid="SM2")))


def test_the_log_line_has_ids_and_neither_number_nor_words(knock: Knock, capsys: pytest.CaptureFixture[str]) -> None:
    knock(signed_webhook(twilio_form(Body="I am scared")))
    knock(signed_webhook(twilio_form(Body="I am scared"), token="forged"))
    out = capsys.readouterr().out
    lines = [json.loads(line) for line in out.splitlines()]
    assert [line["function"] for line in lines] == ["webhooks", "webhooks"]
    assert lines[0]["requestId"] == "req-of-the-gateway"
    assert "scared" not in out
    assert "2025550142" not in out
