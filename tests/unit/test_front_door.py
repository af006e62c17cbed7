"""The front door: verify, seal, enqueue, answer; and quarantine for the rest."""

from __future__ import annotations

import base64
import json
from typing import Any

import pytest

from functions.webhooks.front_door import MAX_BODY
from shared.contracts.queues import IngressEnvelope, Receipt
from shared.domain.inbound import InboundMessage
from shared.security.ingress import IngressOpener
from tests.unit.aws import ACCOUNT, AUTH_TOKEN
from tests.unit.builders import (
    LINE,
    TEXTER,
    http_event,
    signed_webhook,
    twilio_form,
)
from tests.unit.front_door_house import RECEIPT, STATUS, House, problem
from tests.unit.wire import ingress_unwrap


@pytest.fixture
def house() -> House:
    return House()


def test_given_a_genuine_message_then_it_is_sealed_into_its_texters_queue_and_answered_with_empty_twiml(
    house: House,
) -> None:
    answer = house.knock(signed_webhook(twilio_form(Body="I am scared")))
    assert (answer["statusCode"], answer["headers"]["Content-Type"]) == (200, "text/xml")
    assert answer["body"].endswith("<Response/>")
    (sent,) = house.sqs.sent
    envelope = IngressEnvelope.from_json(sent["MessageBody"])
    opened = InboundMessage.from_bytes(IngressOpener(ingress_unwrap).open(envelope.sealed, envelope.message_key))
    assert (opened.text, opened.sender, opened.line) == ("I am scared", TEXTER, LINE)
    assert sent["QueueUrl"] == "inbound"
    assert sent["MessageDeduplicationId"] == envelope.message_key
    assert TEXTER not in json.dumps(sent)
    assert "scared" not in json.dumps(sent)


def test_messages_of_one_texter_share_a_group_and_other_texters_and_lines_have_their_own(house: House) -> None:
    for number, changes in enumerate(
        [{}, {"Body": "again"}, {"From": "+12025550199"}, {"To": "+12025550101"}, {"From": LINE, "To": TEXTER}]
    ):
        house.knock(signed_webhook(twilio_form(MessageSid=f"SM{number}", **changes)))
    groups = [one["MessageGroupId"] for one in house.sqs.sent]
    assert groups[0] == groups[1]
    assert len(set(groups)) == 4


def test_given_the_same_message_again_with_other_words_then_its_key_is_the_same(house: House) -> None:
    house.knock(signed_webhook(twilio_form(Body="first")))
    house.knock(signed_webhook(twilio_form(Body="changed")))
    assert len({one["MessageDeduplicationId"] for one in house.sqs.sent}) == 1


def test_given_a_genuine_receipt_then_ids_and_status_are_queued_and_nothing_else(house: House) -> None:
    event = signed_webhook(RECEIPT | {"ErrorCode": "30003"}, path=STATUS, query="attempt=con_1.5.1")
    assert house.knock(event)["statusCode"] == 200
    (sent,) = house.queue("receipts")
    receipt = Receipt.from_json(sent["MessageBody"])
    assert (receipt.attempt, receipt.provider_id, receipt.status, receipt.error_code) == (
        "con_1.5.1",
        "SM9",
        "delivered",
        "30003",
    )
    assert TEXTER not in sent["MessageBody"]


def without(form: dict[str, str], *names: str) -> dict[str, str]:
    return {name: value for name, value in form.items() if name not in names}


def unsigned(form: dict[str, str]) -> dict[str, Any]:
    event = signed_webhook(form)
    del event["headers"]["X-Twilio-Signature"]
    return event


@pytest.mark.parametrize(
    ("event", "status", "code"),
    [
        (signed_webhook(twilio_form(), token="somebody-else"), 403, "bad_signature"),
        (unsigned(twilio_form()), 403, "bad_signature"),
        (signed_webhook(without(twilio_form(), "AccountSid")), 403, "bad_signature"),
        (http_event("POST", "/api/webhooks/twilio", body=b"\xff\xfe"), 403, "bad_signature"),
        (http_event("POST", "/api/webhooks/twilio", body=b'{"json": 1}'), 403, "bad_signature"),
        (http_event("POST", "/api/webhooks/twilio"), 403, "bad_signature"),
        (signed_webhook(without(twilio_form(), "From")), 400, "missing_parameter"),
        (signed_webhook(twilio_form(MessageSid="")), 400, "missing_parameter"),
        (signed_webhook(RECEIPT, path=STATUS), 400, "missing_parameter"),
        (
            signed_webhook(without(RECEIPT, "MessageStatus"), path=STATUS, query="attempt=a.1.1"),
            400,
            "missing_parameter",
        ),
        (signed_webhook(twilio_form(Body="x" * (MAX_BODY + 1))), 413, "too_large"),
        (signed_webhook(twilio_form(), path="/api/webhooks/other"), 404, "not_found"),
    ],
)
def test_what_cannot_be_taken_is_answered_with_a_problem(
    house: House, event: dict[str, Any], status: int, code: str
) -> None:
    answer = house.knock(event)
    assert (answer["statusCode"], problem(answer)["code"]) == (status, code)
    assert not house.queue("inbound")
    assert not house.queue("receipts")
    assert len(house.queue("quarantine")) == (status == 403)


def test_each_missing_parameter_is_named(house: House) -> None:
    document = problem(house.knock(signed_webhook(without(twilio_form(), "From", "To"))))
    assert [one["field"] for one in document["errors"]] == ["From", "To"]


def test_given_a_forged_message_then_quarantine_gets_sealed_bytes_only(house: House) -> None:
    event = signed_webhook(twilio_form(Body="I am scared"), token="forged")
    house.knock(event)
    held, (sent,) = house.held, house.sqs.sent
    assert held.reason == "bad_signature"
    assert held.route == "/api/webhooks/twilio"
    seen = json.dumps(sent) + base64.b64decode(held.sealed).decode("latin-1")
    assert not [word for word in (TEXTER, TEXTER[1:], "scared") if word in seen]
    assert IngressOpener(ingress_unwrap).open(held.sealed, held.id) == base64.b64decode(event["body"])


def test_given_a_body_just_within_the_limit_then_it_is_taken(house: House) -> None:
    room = MAX_BODY - len(base64.b64decode(signed_webhook(twilio_form(Body=""))["body"]))
    assert house.knock(signed_webhook(twilio_form(Body="x" * room)))["statusCode"] == 200


@pytest.mark.parametrize("name", ["X-Twilio-Signature", "x-twilio-signature", "X-TWILIO-SIGNATURE"])
def test_the_case_of_a_headers_name_does_not_matter(house: House, name: str) -> None:
    event = signed_webhook(twilio_form())
    event["headers"][name] = event["headers"].pop("X-Twilio-Signature")
    assert house.knock(event)["statusCode"] == 200


def test_a_plain_text_body_is_taken_like_a_base64_one(house: House) -> None:
    event = signed_webhook(twilio_form(Body="ünï ✓"))
    event |= {"body": base64.b64decode(event["body"]).decode(), "isBase64Encoded": False}
    assert house.knock(event)["statusCode"] == 200


class TestAccounts:
    """Accounts come and go while the front door is open."""

    NEW = "AC00000000000000000000000000000009"

    @pytest.fixture
    def passing(self, monkeypatch: pytest.MonkeyPatch) -> list[float]:
        now = [1000.0]
        monkeypatch.setattr("shared.runtime.secret.time.monotonic", lambda: now[0])
        return now

    def test_given_an_account_we_do_not_know_then_the_secret_is_read_again_at_most_every_five_seconds(
        self, house: House, passing: list[float]
    ) -> None:
        event = signed_webhook(twilio_form(AccountSid=self.NEW), token="new")
        house.knock(signed_webhook(twilio_form()))
        assert house.secrets.reads.count("providers") == 1
        for _ in range(10):
            assert house.knock(event)["statusCode"] == 403
        assert house.secrets.reads.count("providers") == 1
        passing[0] += 5.1
        for _ in range(10):
            house.knock(event)
        assert house.secrets.reads.count("providers") == 2

    def test_given_an_account_was_just_added_then_its_messages_are_taken_within_seconds(
        self, house: House, passing: list[float]
    ) -> None:
        event = signed_webhook(twilio_form(AccountSid=self.NEW), token="new")
        assert house.knock(event)["statusCode"] == 403
        house.secrets.accounts = house.secrets.accounts | {self.NEW: {"auth_tokens": ["new"]}}
        passing[0] += 5.1
        assert house.knock(event)["statusCode"] == 200

    def test_given_secrets_manager_goes_down_later_then_known_accounts_are_served_on(
        self, house: House, passing: list[float]
    ) -> None:
        assert house.knock(signed_webhook(twilio_form()))["statusCode"] == 200
        house.secrets.refuses = True
        passing[0] += 3600
        assert house.knock(signed_webhook(twilio_form(MessageSid="SM2")))["statusCode"] == 200
        assert house.knock(signed_webhook(twilio_form(AccountSid=self.NEW)))["statusCode"] == 403

    def test_one_accounts_token_does_not_vouch_for_another_account(self, house: House) -> None:
        house.secrets.accounts = {ACCOUNT: {"auth_tokens": [AUTH_TOKEN]}, self.NEW: {"auth_tokens": ["new"]}}
        assert house.knock(signed_webhook(twilio_form(AccountSid=self.NEW)))["statusCode"] == 403
