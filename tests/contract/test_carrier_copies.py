"""Our asking for copies to be deleted, with the pretend Twilio and with a partner, which share only the documents."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
import requests

from shared.channels.copies import Deleted, NoneKept, NotNow, Removal, make_copies
from shared.channels.partner.signing import is_genuine
from tests.contract.pretend_bench import (
    PARTNER,
    SECRET,
    TWILIO_LINE,
    TWILIO_SID,
    TWILIO_TOKEN,
    Bench,
    pretend_providers,
)

# Everything here stays on loopback.
pytestmark = pytest.mark.enable_socket


@pytest.fixture
def bench(tmp_path: Path) -> Iterator[Bench]:
    with pretend_providers(tmp_path) as made:
        yield made


def messages(bench: Bench) -> str:
    return f"{bench.url}/2010-04-01/Accounts/{TWILIO_SID}/Messages"


def sent(bench: Bench, **more: str) -> str:
    """A message that the carrier took; its sid."""
    form = {"To": "+12025550142", "From": TWILIO_LINE, "Body": "I am here"} | more
    answer = requests.post(f"{messages(bench)}.json", data=form, auth=(TWILIO_SID, TWILIO_TOKEN), timeout=5)
    assert answer.status_code == 201, answer.text
    return str(answer.json()["sid"])


def kept(bench: Bench, sid: str) -> bool:
    answer = requests.get(f"{messages(bench)}/{sid}.json", auth=(TWILIO_SID, TWILIO_TOKEN), timeout=5)
    return answer.status_code == 200


def twilio(bench: Bench, token: str = TWILIO_TOKEN, url: str | None = None):  # type: ignore[no-untyped-def]
    settings = {"TWILIO_API_URL": url or bench.url}.__getitem__
    return make_copies("twilio")(TWILIO_SID, {"auth_tokens": [token]}, settings)


def test_a_message_is_gone_and_asking_again_is_the_same(bench: Bench) -> None:
    sid, other = sent(bench), sent(bench)
    for _ in range(2):
        assert twilio(bench).delete(sid) == Deleted()
    assert not kept(bench, sid) and kept(bench, other)


def test_its_media_go_before_it(bench: Bench) -> None:
    sid = sent(bench, MediaUrl="https://pictures.example.org/1.png")
    assert twilio(bench).delete(sid) == Deleted()
    media = requests.get(f"{messages(bench)}/{sid}/Media.json", auth=(TWILIO_SID, TWILIO_TOKEN), timeout=5)
    assert media.status_code == 404


def test_given_our_token_is_wrong_then_it_is_still_there(bench: Bench) -> None:
    sid = sent(bench)
    assert twilio(bench, token="another").delete(sid) == NotNow("20003")
    assert kept(bench, sid)


def test_given_nobody_answers_then_it_is_asked_again(bench: Bench) -> None:
    assert twilio(bench, url="http://127.0.0.1:9").delete("SM1") == NotNow("no_answer")


def test_aws_and_our_own_web_chat_keep_nothing() -> None:
    for channel in ("aws", "webchat"):
        assert make_copies(channel)("", {}, str).delete("any") == NoneKept()


def partner(bench: Bench, **credentials: str):  # type: ignore[no-untyped-def]
    settings = {"LOOPBACK_TARGETS": "allowed"}.__getitem__
    return make_copies("partner")(PARTNER, {"secrets": [SECRET]} | credentials, settings)


def test_a_partner_that_gave_us_no_address_is_not_asked(bench: Bench) -> None:
    assert partner(bench).delete("con_1.4") == NoneKept()
    assert bench.webhook.posts == []


@pytest.mark.parametrize(
    ("answer", "found"),
    [(204, Deleted()), (404, Deleted()), (410, Deleted()), (500, NotNow("500")), (401, NotNow("401"))],
)
def test_a_partner_is_asked_by_the_messages_id_and_can_tell_that_it_is_us(
    bench: Bench, answer: int, found: Removal
) -> None:
    bench.webhook.answer = answer
    assert partner(bench, erase_url=f"{bench.webhook.url}/erase").delete("con_1.4") == found
    (post,) = bench.webhook.posts
    assert post.path == "/erase" and post.json()["id"] == "con_1.4" and set(post.json()) == {"id", "timestamp"}
    assert is_genuine([SECRET], post.headers["x-signature"], post.body, datetime.now(UTC))
