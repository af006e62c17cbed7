"""Is it really SNS, of a topic of ours."""

from __future__ import annotations

import json
import random
import string
from datetime import UTC, datetime

import pytest
from cryptography.hazmat.primitives.asymmetric import ec

from shared.channels.aws.door import Door
from shared.channels.aws.sns import envelope_of
from shared.channels.inbound import Accounts, Webhook
from shared.domain.errors import Unavailable
from shared.domain.inbound import InboundMessage
from tests.unit.builders import NOON
from tests.unit.sns import (
    CERTIFICATE,
    ENDPOINT,
    TOPIC,
    Desk,
    Sns,
    a_certificate,
    a_key,
    confirmation,
    notification,
)


@pytest.fixture
def desk() -> Desk:
    return Desk()


def test_what_is_signed_is_each_name_and_value_on_a_line_of_its_own_in_a_fixed_order() -> None:
    envelope = envelope_of(notification("two\nlines", Subject="of this"))
    assert envelope.signed == (
        b"Message\ntwo\nlines\nMessageId\n22b80b92-fdea-4c2c-8f9d-bdfb0c7bf324\nSubject\nof this\n"
        b"Timestamp\n2025-11-20T12:00:00.000Z\nTopicArn\narn:aws:sns:us-east-1:123456789012:holdfast-texts\n"
        b"Type\nNotification\n"
    )


def test_given_a_subject_then_it_is_signed_too(desk: Desk) -> None:
    assert isinstance(desk.receive(notification(Subject="a subject")), InboundMessage)
    assert desk.refuses(notification(Subject="a subject") | {"Subject": "another"})
    assert desk.refuses(notification() | {"Subject": "slipped in"})


def altered(text: str, random_: random.Random) -> str:
    at = random_.randrange(len(text))
    other = random_.choice([one for one in string.ascii_letters + string.digits + "+/" if one != text[at]])
    return text[:at] + other + text[at + 1 :]


@pytest.mark.parametrize("version", ["1", "2"])
def test_a_thousand_altered_signatures_are_all_refused(desk: Desk, version: str) -> None:
    random_, envelope = random.Random(7), notification(SignatureVersion=version)
    assert not desk.refuses(envelope)
    assert all(desk.refuses(envelope | {"Signature": altered(envelope["Signature"], random_)}) for _ in range(1000))


def test_the_same_signature_written_in_another_way_is_an_altered_one(desk: Desk) -> None:
    envelope = notification()
    right = envelope["Signature"]
    assert right.endswith("==")
    # The last letter before the padding carries four bits that nobody reads.
    letters = string.ascii_uppercase + string.ascii_lowercase + string.digits + "+/"
    first = letters.index(right[-3]) & ~15
    twins = [f"{right[:-3]}{letter}==" for letter in letters[first : first + 16] if letter != right[-3]]
    assert len(twins) == 15
    for twin in (*twins, right[:-1], right[:-2], f"{right}=", f" {right}", f"{right[:76]} {right[76:]}"):
        assert desk.refuses(envelope | {"Signature": twin})


@pytest.mark.parametrize("field", ["Message", "MessageId", "Timestamp", "TopicArn", "Type", "SignatureVersion"])
def test_a_hundred_alterations_of_each_signed_field_are_all_refused(desk: Desk, field: str) -> None:
    random_, envelope = random.Random(8), notification()
    assert all(desk.refuses(envelope | {field: altered(envelope[field], random_)}) for _ in range(100))


@pytest.mark.parametrize("field", ["Token", "SubscribeURL", "Message"])
def test_a_hundred_alterations_of_a_confirmation_are_all_refused(desk: Desk, field: str) -> None:
    random_, envelope = random.Random(9), confirmation()
    assert all(desk.refuses(envelope | {field: altered(envelope[field], random_)}) for _ in range(100))
    assert desk.sns.asked == [CERTIFICATE]


def test_given_a_version_of_signatures_nobody_has_described_then_it_is_refused_unread(desk: Desk) -> None:
    for version in ("", "0", "3", "1.0", "２"):
        assert desk.refuses(notification() | {"SignatureVersion": version})
    assert not desk.sns.asked


def test_one_member_cannot_pass_for_another(desk: Desk) -> None:
    envelope = notification("words\nMessageId\n22b80b92-fdea-4c2c-8f9d-bdfb0c7bf324")
    moved = envelope | {"Message": "words", "MessageId": f"{envelope['MessageId']}\nMessageId\n{envelope['MessageId']}"}
    assert desk.refuses(moved)


@pytest.mark.parametrize("name", sorted(set(notification()) - {"UnsubscribeURL"}))
@pytest.mark.parametrize("value", [None, "", 17, [], "\ud83d", "a\nb", "x" * 5000])
def test_an_envelope_without_one_of_its_members_is_not_genuine(desk: Desk, name: str, value: object) -> None:
    assert desk.refuses(notification() | {name: value})


def test_given_a_topic_that_is_nobodys_then_nothing_is_fetched(desk: Desk) -> None:
    for topic in (f"{TOPIC}x", TOPIC.replace("123456789012", "999999999999"), "topic", ""):
        assert desk.refuses(notification(TopicArn=topic))
    assert not desk.sns.asked


@pytest.mark.parametrize(("minutes", "good"), [(-66, False), (-64, True), (64, True), (66, False)])
def test_what_is_older_than_sns_keeps_trying_is_refused(desk: Desk, minutes: int, good: bool) -> None:
    at = f"2025-11-20T{12 + minutes // 60:02}:{minutes % 60:02}:00.000Z"
    assert desk.refuses(notification(Timestamp=at)) is not good


@pytest.mark.parametrize(
    "at", ["2025-13-20T12:00:00Z", "2025-11-20 12:00:00Z", "2025-11-20T12:00:00", "yesterday", "0"]
)
def test_a_time_that_is_none_is_refused(desk: Desk, at: str) -> None:
    assert desk.refuses(notification(Timestamp=at))


# --- the certificate ------------------------------------------------------------------------------

PEM = CERTIFICATE.removeprefix(ENDPOINT)


@pytest.mark.parametrize(
    "url",
    [
        f"http://sns.us-east-1.amazonaws.com/{PEM}",
        f"https://sns.us-west-2.amazonaws.com/{PEM}",
        f"https://sns.us-east-1.amazonaws.com.cn/{PEM}",
        f"https://sns.us-east-1.amazonaws.com.evil.example/{PEM}",
        f"https://sns.us-east-1.amazonaws.com@evil.example/{PEM}",
        f"https://evil.example@sns.us-east-1.amazonaws.com/{PEM}",
        f"https://sns.us-east-1.amazonaws.com:444/{PEM}",
        f"https://sns.us-east-1.amazonaws.com:443/{PEM}",
        f"https://sns.us-east-1.amazonaws.com\\@evil.example/{PEM}",
        f"https://evil.example/?https://sns.us-east-1.amazonaws.com/{PEM}",
        f"https://evil.s3.amazonaws.com/{PEM}",
        f"https://sns.evil.us-east-1.amazonaws.com/{PEM}",
        f"https://SNS.us-east-1.amazonaws.com/{PEM}",
        f"{ENDPOINT}/{PEM}",
        f"{ENDPOINT}x/{PEM}",
        f"{ENDPOINT}../{PEM}",
        f"{CERTIFICATE}?x=1",
        f"{CERTIFICATE}#x",
        f"{CERTIFICATE}/",
        f"{ENDPOINT}SimpleNotificationService-.pem",
        f"{ENDPOINT}SimpleNotificationService-xyz.pem",
        f"{ENDPOINT}?Action=ListTopics&x=.pem",
        "http://127.0.0.1:8081/pretend-sns/" + PEM,
        "file:///etc/passwd",
        "/" + PEM,
    ],
)
def test_a_certificate_from_anywhere_but_the_topics_own_endpoint_is_not_even_fetched(desk: Desk, url: str) -> None:
    desk.sns.pages[url] = (200, a_certificate())
    assert desk.refuses(notification(SigningCertURL=url))
    assert not desk.sns.asked


def test_a_certificate_is_fetched_once(desk: Desk) -> None:
    for _ in range(3):
        desk.receive(notification())
    assert desk.sns.asked == [CERTIFICATE]


def test_given_more_certificates_than_are_kept_then_all_are_still_good(desk: Desk) -> None:
    urls = [f"{ENDPOINT}SimpleNotificationService-{number:032x}.pem" for number in range(20)]
    desk.sns.pages |= {url: (200, a_certificate()) for url in urls}
    assert not any(desk.refuses(notification(SigningCertURL=url)) for url in [*urls, *urls])


@pytest.mark.parametrize(
    ("region", "partition", "suffix", "name"),
    [
        ("eu-west-1", "aws", "", "sns.amazonaws.com"),
        ("ap-southeast-5", "aws", "", "sns-signing.ap-southeast-5.amazonaws.com"),
        ("us-gov-east-1", "aws-us-gov", "", "sns-us-gov-west-1.amazonaws.com"),
        ("cn-north-1", "aws-cn", ".cn", "sns-cn-north-1.amazonaws.com.cn"),
    ],
)
def test_a_certificate_is_good_in_every_region_under_the_name_it_has_there(
    region: str, partition: str, suffix: str, name: str
) -> None:
    topic = f"arn:{partition}:sns:{region}:123456789012:t"
    url = f"https://sns.{region}.amazonaws.com{suffix}/{PEM}"
    sns = Sns()
    sns.pages[url] = (200, a_certificate(name))
    body = json.dumps(notification(TopicArn=topic, SigningCertURL=url)).encode()
    accounts = Accounts(lambda _: {"far": {"topics": [topic]}})
    arrival = Door({}.get, sns).receive(Webhook("", "", (), "", {}, body, "req"), accounts, NOON)
    assert isinstance(arrival, InboundMessage)
    assert arrival.account == "far"


@pytest.mark.parametrize(
    "certificate",
    [
        a_certificate("evil.example"),
        a_certificate("sns.amazonaws.com.evil.example"),
        a_certificate("*.amazonaws.com"),
        a_certificate("sns-signing.eu-west-1.amazonaws.com"),
        a_certificate(until=datetime(2025, 11, 20, 11, 59, tzinfo=UTC)),
        a_certificate(since=datetime(2025, 11, 20, 12, 1, tzinfo=UTC)),
        a_certificate(key=ec.generate_private_key(ec.SECP256R1())),
        b"",
        b"-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n",
        b"<html>",
        b"\xff" * 100,
    ],
    ids=["name", "longer", "wildcard", "region", "over", "early", "curve", "empty", "broken", "html", "bytes"],
)
def test_a_certificate_that_is_not_snss_or_not_for_today_vouches_for_nothing(desk: Desk, certificate: bytes) -> None:
    desk.sns.pages[CERTIFICATE] = (200, certificate)
    assert desk.refuses(notification())


def test_a_key_that_is_too_short_vouches_for_nothing(desk: Desk) -> None:
    for bits, good in ((1024, False), (2048, True)):
        url = CERTIFICATE.replace("0123", f"{bits}")
        desk.sns.pages[url] = (200, a_certificate(key=a_key(bits)))
        assert desk.refuses(notification(SigningCertURL=url, key=a_key(bits))) is not good


def test_a_certificate_that_was_good_is_no_longer_once_it_has_run_out(desk: Desk) -> None:
    later = datetime(2026, 6, 2, tzinfo=UTC)
    assert not desk.refuses(notification())
    assert desk.refuses(notification(Timestamp="2026-06-02T00:00:00.000Z"), now=later)


@pytest.mark.parametrize("status", [301, 302, 403, 404])
def test_given_sns_has_no_such_certificate_then_the_request_is_not_genuine(desk: Desk, status: int) -> None:
    desk.sns.pages[CERTIFICATE] = (status, a_certificate())
    assert desk.refuses(notification())


@pytest.mark.parametrize("status", [None, 429, 500, 503])
def test_given_sns_cannot_be_asked_then_it_is_to_try_again_and_is_believed_afterwards(
    desk: Desk, status: int | None
) -> None:
    desk.sns.is_down = status is None
    desk.sns.pages[CERTIFICATE] = (status or 200, a_certificate())
    with pytest.raises(Unavailable):
        desk.receive(notification())
    desk.sns.is_down, desk.sns.pages[CERTIFICATE] = False, (200, a_certificate())
    assert isinstance(desk.receive(notification()), InboundMessage)


def test_given_the_local_cloud_then_its_own_sns_is_believed_under_its_own_name() -> None:
    desk = Desk(SNS_HOST="127.0.0.1:8081")
    url = f"http://127.0.0.1:8081/pretend-sns/{PEM}"
    desk.sns.pages[url] = (200, a_certificate("Pretend SNS, local cloud only"))
    assert not desk.refuses(notification(SigningCertURL=url))
    assert desk.refuses(notification(SigningCertURL=url.replace("8081", "80810")))
    assert desk.refuses(notification(SigningCertURL=url.replace("127.0.0.1", "localhost")))
