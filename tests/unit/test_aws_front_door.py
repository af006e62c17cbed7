"""SNS at the front door: what is sealed, what is queued, and what is done with what strangers send."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from shared.channels.aws.door import Door
from tests.unit.builders import TEXTER
from tests.unit.front_door_house import House, problem
from tests.unit.sns import ACCOUNTS, EVENT, SMS, Sns, confirmation, notification, posted


def a_house() -> House:
    house = House()
    house.secrets.others = {"aws": ACCOUNTS}
    house.put("aws", Door(house.settings.get, Sns()))
    return house


def test_given_a_genuine_text_then_it_is_sealed_for_intake_and_sns_is_told_in_json() -> None:
    house = a_house()
    answer = house.knock(posted(notification()))
    assert (answer["statusCode"], answer["headers"]["Content-Type"]) == (200, "application/json")
    assert json.loads(answer["body"]) == {"received": True, "requestId": "req-of-the-gateway"}
    (sent,) = house.sqs.sent
    assert sent["QueueUrl"] == "inbound"
    assert not [word for word in (TEXTER, "scared") if word in json.dumps(sent)]


def test_given_sns_repeats_itself_then_the_message_has_the_same_key() -> None:
    house = a_house()
    for envelope in (notification(), notification(SignatureVersion="1"), notification(MessageId="another-delivery")):
        assert house.knock(posted(envelope))["statusCode"] == 200
    assert len({one["MessageDeduplicationId"] for one in house.sqs.sent}) == 1


def test_given_a_receipt_then_ids_and_status_are_queued_and_what_is_no_news_goes_nowhere() -> None:
    house = a_house()
    house.knock(posted(notification(EVENT)))
    house.knock(posted(notification(EVENT | {"eventType": "TEXT_QUEUED", "isFinal": False})))
    house.knock(posted(confirmation()))
    (sent,) = house.sqs.sent
    assert sent["QueueUrl"] == "receipts"
    assert json.loads(sent["MessageBody"])["status"] == "delivered"
    assert TEXTER not in sent["MessageBody"]


def test_given_the_topic_was_cut_off_then_a_metric_calls_somebody(capsys: pytest.CaptureFixture[str]) -> None:
    assert a_house().knock(posted(confirmation("UnsubscribeConfirmation")))["statusCode"] == 200
    assert json.loads(capsys.readouterr().out)["LineCutOff"] == 1


def test_given_sns_cannot_be_asked_then_it_is_answered_503_and_nothing_is_kept() -> None:
    house, sns = a_house(), Sns()
    sns.is_down = True
    house.put("aws", Door(house.settings.get, sns))
    assert house.knock(posted(notification()))["statusCode"] == 503
    assert not house.sqs.sent


_HOUSE = a_house()
#: What is signed in a notification, and what it is checked with. Who changes nothing of it has forged nothing.
_VOUCHED_FOR = {*notification(), "Subject"} - {"UnsubscribeURL"}
_ANY_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=10), inner, max_size=3),
    max_leaves=8,
)


@given(
    st.binary(max_size=200)
    | _ANY_JSON.map(json.dumps).map(str.encode)
    | st.dictionaries(st.sampled_from(sorted({**notification(), **confirmation()})), _ANY_JSON, max_size=10)
    .map(lambda changes: {**notification(), **changes})
    .filter(lambda envelope: any(envelope.get(name) != notification().get(name) for name in _VOUCHED_FOR))
    .map(json.dumps)
    .map(str.encode)
)
@example(b"[" * 60_000)
@example(json.dumps(SMS).encode())  # raw message delivery
@example(b'{"Type": "Notification", "Type": ' + b"9" * 5000 + b"}")
@example(json.dumps(notification()).encode("utf-16"))
@example(b"\xef\xbb\xbf" + json.dumps(notification()).encode())
def test_whatever_a_stranger_sends_is_answered_403_and_kept_in_quarantine(body: bytes) -> None:
    before = len(_HOUSE.queue("quarantine"))
    answer = _HOUSE.knock(posted(body))
    assert (answer["statusCode"], problem(answer)["code"]) == (403, "bad_signature")
    assert len(_HOUSE.queue("quarantine")) == before + 1
    assert not _HOUSE.queue("inbound")
    assert not _HOUSE.queue("receipts")


@given(_ANY_JSON | st.dictionaries(st.sampled_from(sorted({**SMS, **EVENT})), _ANY_JSON | st.text(), max_size=12))
def test_whatever_is_published_to_the_topic_the_answer_is_200_or_400(message: object) -> None:
    house = a_house()
    merged = {**SMS, **message} if isinstance(message, dict) else message
    answer = house.knock(posted(notification(json.dumps(merged))))
    assert answer["statusCode"] in (200, 400)
    if answer["statusCode"] == 400:
        assert problem(answer)["errors"]
        assert not house.sqs.sent


def test_twilios_webhooks_load_no_certificates() -> None:
    loads = (
        "import sys\n"
        "import functions.webhooks.front_door\n"
        "from shared.channels.doors import door\n"
        "door('twilio', {}.get)\n"
        "print([name for name in sys.modules if name.startswith(('shared.channels.aws', 'cryptography.x509'))])"
    )
    assert subprocess.run([sys.executable, "-c", loads], capture_output=True, text=True, check=True).stdout == "[]\n"
