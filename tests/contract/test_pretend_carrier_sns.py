"""The pretend SNS: what it signs is verified here by other means, from nothing but what it posts and AWS's rules."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import boto3
import pytest
import requests
from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding, rsa

from tests.contract.pretend_bench import AWS_LINE, TEXTER, TOPIC, Bench, Posted, pretend_providers, wait_until

pytestmark = pytest.mark.enable_socket


@pytest.fixture
def bench(tmp_path: Path) -> Iterator[Bench]:
    with pretend_providers(tmp_path) as made:
        yield made


def verify(envelope: dict[str, Any]) -> None:
    """As AWS describes it for subscribers. Raises `InvalidSignature`."""
    if envelope["Type"] == "Notification":
        lines = ["Message", envelope["Message"], "MessageId", envelope["MessageId"]]
        lines += ["Timestamp", envelope["Timestamp"], "TopicArn", envelope["TopicArn"], "Type", envelope["Type"]]
    else:
        lines = ["Message", envelope["Message"], "MessageId", envelope["MessageId"]]
        lines += ["SubscribeURL", envelope["SubscribeURL"], "Timestamp", envelope["Timestamp"]]
        lines += ["Token", envelope["Token"], "TopicArn", envelope["TopicArn"], "Type", envelope["Type"]]
    key = certificate_of(envelope).public_key()
    assert isinstance(key, rsa.RSAPublicKey)
    digest = {"1": hashes.SHA1(), "2": hashes.SHA256()}[envelope["SignatureVersion"]]
    signature = base64.b64decode(envelope["Signature"], validate=True)
    key.verify(signature, ("\n".join(lines) + "\n").encode(), padding.PKCS1v15(), digest)


def certificate_of(envelope: dict[str, Any]) -> x509.Certificate:
    answer = requests.get(envelope["SigningCertURL"], timeout=5)
    assert answer.status_code == 200
    return x509.load_pem_x509_certificate(answer.content)


def one_post(bench: Bench) -> Posted:
    (post,) = bench.webhook.posts
    return post


def confirm(bench: Bench, **changes: object) -> requests.Response:
    return requests.post(f"{bench.url}/pretend-sns/confirmations", json=changes, timeout=5)


def visits(bench: Bench) -> list[dict[str, Any]]:
    items: list[dict[str, Any]] = requests.get(f"{bench.url}/pretend-sns/confirmations", timeout=5).json()["items"]
    return items


# --- two-way messages ----------------------------------------------------------------------------------------


def test_a_texters_message_comes_in_a_signed_notification_with_sns_headers(bench: Bench) -> None:
    answer = bench.text_in("aws", to=AWS_LINE, body='Grüße, can\'t sleep\n"really" 😔')
    post = one_post(bench)
    envelope = post.json()
    verify(envelope)
    assert answer.json() == {"sid": answer.json()["sid"], "status": 200}
    assert json.loads(envelope["Message"]) == {
        "originationNumber": TEXTER,
        "destinationNumber": AWS_LINE,
        "messageKeyword": "KEYWORD_000000000000",
        "messageBody": 'Grüße, can\'t sleep\n"really" 😔',
        "inboundMessageId": answer.json()["sid"],
    }
    assert post.path == "/aws?x=1"
    assert envelope["Type"] == "Notification" and envelope["TopicArn"] == TOPIC
    assert envelope["SignatureVersion"] == "2" and envelope["UnsubscribeURL"].startswith(bench.url)
    assert post.headers["content-type"] == "text/plain; charset=UTF-8"
    assert post.headers["x-amz-sns-message-type"] == "Notification"
    assert post.headers["x-amz-sns-message-id"] == envelope["MessageId"]
    assert post.headers["x-amz-sns-topic-arn"] == TOPIC
    assert post.headers["x-amz-sns-subscription-arn"].startswith(f"{TOPIC}:")


def test_delivery_events_are_signed_as_well(bench: Bench) -> None:
    client = boto3.client(
        "pinpoint-sms-voice-v2",
        endpoint_url=bench.url,
        region_name="us-east-1",
        aws_access_key_id="test",
        aws_secret_access_key="test",
    )
    client.send_text_message(DestinationPhoneNumber=TEXTER, MessageBody="we are here")
    wait_until(lambda: len(bench.webhook.posts) == 3)
    for post in bench.webhook.posts:
        verify(post.json())


def test_the_older_signature_can_be_asked_for(bench: Bench) -> None:
    bench.text_in("aws", to=AWS_LINE, signature="v1")
    envelope = one_post(bench).json()
    assert envelope["SignatureVersion"] == "1"
    verify(envelope)
    with pytest.raises(InvalidSignature):
        verify(envelope | {"SignatureVersion": "2"})


def test_a_signature_can_be_wrong_or_left_out(bench: Bench) -> None:
    bench.text_in("aws", to=AWS_LINE, signature="wrong")
    bench.text_in("aws", to=AWS_LINE, signature="none")
    wrong, none = (post.json() for post in bench.webhook.posts)
    with pytest.raises(InvalidSignature):
        verify(wrong)
    assert "Signature" not in none and none["Type"] == "Notification"


def test_words_changed_on_the_way_no_longer_verify(bench: Bench) -> None:
    bench.text_in("aws", to=AWS_LINE)
    with pytest.raises(InvalidSignature):
        verify(one_post(bench).json() | {"Message": "{}"})


def test_a_repeat_is_the_same_notification_again_and_kept_once(bench: Bench) -> None:
    name = "cae173d2-66b9-564c-8309-21f858e9fb84"
    bench.text_in("aws", to=AWS_LINE, sid=name, body="first")
    bench.text_in("aws", to=AWS_LINE, sid=name, body="changed")
    first, second = (post.json() for post in bench.webhook.posts)
    assert first["MessageId"] == second["MessageId"]
    assert [json.loads(one["Message"])["messageBody"] for one in (first, second)] == ["first", "changed"]
    assert [item["body"] for item in bench.messages(direction="inbound")] == ["first"]
    assert bench.text_in("twilio", to=AWS_LINE, sid=name).json()["errors"][0]["field"] == "sid"


def test_an_answer_names_the_text_it_follows_and_a_keyword_itself(bench: Bench) -> None:
    client = boto3.client(
        "pinpoint-sms-voice-v2",
        endpoint_url=bench.url,
        region_name="us-east-1",
        aws_access_key_id="test",
        aws_secret_access_key="test",
    )
    sent = client.send_text_message(DestinationPhoneNumber=TEXTER, OriginationIdentity=AWS_LINE, MessageBody="hi")
    wait_until(lambda: len(bench.webhook.posts) == 3)
    bench.text_in("aws", to=AWS_LINE, body="help me")
    payload = json.loads(bench.webhook.posts[-1].json()["Message"])
    assert payload["previousPublishedMessageId"] == sent["MessageId"]
    assert payload["messageKeyword"] == "HELP"


def test_a_line_that_refuses_or_fails_is_reported_truthfully(bench: Bench) -> None:
    bench.webhook.answer = 403
    assert bench.text_in("aws", to=AWS_LINE).json()["status"] == 403
    bench.webhook.answer = 503
    assert bench.text_in("aws", to=AWS_LINE).json()["lineStatus"] == 503
    assert [item["status"] for item in bench.messages(direction="inbound")] == [
        "refused_by_line",
        "undelivered_to_line",
    ]


# --- certificate and confirmations ---------------------------------------------------------------------------


def test_the_certificate_is_its_own_and_says_that_it_is_pretend(bench: Bench) -> None:
    bench.text_in("aws", to=AWS_LINE)
    envelope = one_post(bench).json()
    certificate = certificate_of(envelope)
    assert "Pretend SNS" in certificate.subject.rfc4514_string()
    assert certificate.issuer == certificate.subject
    certificate.verify_directly_issued_by(certificate)
    base, _, name = envelope["SigningCertURL"].rpartition("/")
    assert base == f"{bench.url}/pretend-sns"
    assert name.startswith("SimpleNotificationService-") and name.endswith(".pem")
    assert requests.get(f"{base}/SimpleNotificationService-0.pem", timeout=5).status_code == 404


def test_its_addresses_are_loopback_whatever_host_it_was_asked_as(bench: Bench) -> None:
    text = {"provider": "aws", "from": TEXTER, "to": AWS_LINE}
    requests.post(f"{bench.url}/inbound", json=text, headers={"Host": "sns.example.com"}, timeout=5)
    assert one_post(bench).json()["SigningCertURL"].startswith(f"{bench.url}/")


@pytest.mark.parametrize("signature", ["good", "v1"])
def test_a_confirmation_is_asked_for_and_the_visit_to_its_address_is_seen(bench: Bench, signature: str) -> None:
    answer = confirm(bench, signature=signature).json()
    post = one_post(bench)
    envelope = post.json()
    verify(envelope)
    assert envelope["Type"] == post.headers["x-amz-sns-message-type"] == "SubscriptionConfirmation"
    assert (envelope["Token"], envelope["SubscribeURL"]) == (answer["token"], answer["subscribeUrl"])
    assert answer["status"] == 200 and "x-amz-sns-subscription-arn" not in post.headers
    assert visits(bench) == []
    confirmed = requests.get(envelope["SubscribeURL"], timeout=5)
    assert confirmed.status_code == 200 and f"<SubscriptionArn>{TOPIC}:" in confirmed.text
    (visit,) = visits(bench)
    assert (visit["action"], visit["topicArn"], visit["token"]) == ("ConfirmSubscription", TOPIC, answer["token"])


def test_an_unsubscription_is_told_with_an_address_to_undo_it(bench: Bench) -> None:
    confirm(bench, type="UnsubscribeConfirmation", token="abc")
    envelope = one_post(bench).json()
    verify(envelope)
    assert envelope["Type"] == "UnsubscribeConfirmation" and envelope["Token"] == "abc"
    assert "Action=ConfirmSubscription" in envelope["SubscribeURL"]


def test_a_forged_confirmation_can_be_posted(bench: Bench) -> None:
    confirm(bench, signature="wrong")
    with pytest.raises(InvalidSignature):
        verify(one_post(bench).json())


def test_a_confirmation_that_makes_no_sense_names_its_fields(bench: Bench) -> None:
    answer = confirm(bench, type="Notification", signature="old")
    assert {error["field"] for error in answer.json()["errors"]} == {"type", "signature"}
    assert requests.get(f"{bench.url}/pretend-sns/?Action=DeleteTopic", timeout=5).status_code == 400
    assert bench.webhook.posts == [] == visits(bench)
