"""Is it really the partner; and a partner at the front door."""

from __future__ import annotations

import json
import random
import string
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from shared.channels.partner.signing import is_genuine, sign
from tests.unit.builders import NOON, http_event
from tests.unit.front_door_house import House, problem
from tests.unit.partner import ACCOUNTS, MESSAGE, NEXT, SECRET, STATUS, header, refuses


def test_a_thousand_altered_signatures_are_all_refused() -> None:
    random_, body = random.Random(7), json.dumps(MESSAGE).encode()
    right = header(body, SECRET)
    assert not refuses(body, signature=right)
    for _ in range(1000):
        at = random_.randrange(len(right))
        other = random_.choice([one for one in string.printable if one != right[at]])
        assert refuses(body, signature=right[:at] + other + right[at + 1 :])


def test_a_thousand_altered_bodies_are_all_refused() -> None:
    random_, body = random.Random(8), json.dumps(MESSAGE).encode()
    right = header(body, SECRET)
    for _ in range(1000):
        at = random_.randrange(len(body))
        other = random_.randrange(1, 256)
        assert refuses(body[:at] + bytes([body[at] ^ other]) + body[at + 1 :], signature=right)


@pytest.mark.parametrize(("seconds", "good"), [(-301, False), (-299, True), (299, True), (301, False)])
def test_a_signature_is_good_for_five_minutes_either_way(seconds: float, good: bool) -> None:
    assert refuses(MESSAGE, seconds=seconds) is not good


def test_while_secrets_are_rotated_either_is_good_and_either_side_may_begin() -> None:
    both: dict[str, Any] = {"harborapp": {"secrets": [NEXT, SECRET]}}
    body = json.dumps(MESSAGE).encode()
    for signature in (header(body, SECRET), header(body, NEXT), header(body, "old", SECRET), header(body, NEXT, "old")):
        assert not refuses(body, signature=signature, accounts=both)
    assert refuses(body, signature=header(body, "old", "older"), accounts=both)


@pytest.mark.parametrize("partner", ["other", "nobody", "harborapp%2F", "HARBORAPP", " "])
def test_one_partners_secret_vouches_for_no_other_partner(partner: str) -> None:
    assert refuses(MESSAGE, partner)


@pytest.mark.parametrize("account", [{}, {"secrets": []}, {"secrets": [""]}, {"secrets": None}])
def test_a_partner_without_a_secret_is_nobody(account: dict[str, Any]) -> None:
    body = json.dumps(MESSAGE).encode()
    assert refuses(body, signature=header(body, ""), accounts={"harborapp": account})


def strange(body: bytes) -> list[str]:
    right = header(body, SECRET)
    stamp, _, digest = right.partition(",")
    return [
        "",
        "t=,v1=",
        ",,,=,=",
        stamp,
        digest,
        f"{stamp},{stamp},{digest}",
        f"t=0{stamp[2:]},{digest}",
        f"t=+{stamp[2:]},{digest}",
        f"t={stamp[2:]}.0,{digest}",
        "t=" + "9" * 5000 + f",{digest}",
        f"t=１７６３６４００００,{digest}",
        f"{stamp},{digest.replace('v1', 'v0')}",
        f"{stamp},{digest.upper()}",
        f"{stamp},v1=" + "ü" * 64,
        f"{stamp}," + ",".join([digest] * 9),
    ]


@pytest.mark.parametrize("number", range(15))
def test_what_is_no_signature_at_all_is_refused(number: int) -> None:
    body = json.dumps(MESSAGE).encode()
    assert refuses(body, signature=strange(body)[number])


@given(st.binary(max_size=100), st.lists(st.text(min_size=1, max_size=20), min_size=1, max_size=3))
def test_what_we_sign_is_genuine_under_each_of_the_secrets_and_under_no_other(body: bytes, secrets: list[str]) -> None:
    given_ = sign(secrets, body, NOON)
    assert all(is_genuine([one], given_, body, NOON) for one in secrets)
    assert not is_genuine(["x".join([*secrets, "y"])], given_, body, NOON)


# --- through the front door -----------------------------------------------------------------------


def a_house() -> House:
    house = House()
    house.secrets.others = {"partner": ACCOUNTS}
    return house


def posted(body: bytes, path: str = "harborapp", signature: str | None = None) -> dict[str, Any]:
    headers = {"X-Signature": header(body, SECRET) if signature is None else signature}
    return http_event("POST", f"/api/webhooks/partner/{path}", body=body, headers=headers)


def test_given_a_genuine_message_then_it_is_sealed_for_intake_and_its_id_is_its_key() -> None:
    house = a_house()
    for text in ("I am scared", "I have changed my mind"):
        answer = house.knock(posted(json.dumps(MESSAGE | {"message": text}).encode()))
        assert (answer["statusCode"], answer["headers"]["Content-Type"]) == (200, "application/json")
        assert json.loads(answer["body"]) == {"received": True, "requestId": "req-of-the-gateway"}
    assert {one["QueueUrl"] for one in house.sqs.sent} == {"inbound"}
    assert len({one["MessageDeduplicationId"] for one in house.sqs.sent}) == 1
    assert not [word for word in ("user-5521", "scared") if word in json.dumps(house.sqs.sent)]


def test_given_a_status_then_ids_are_queued() -> None:
    house = a_house()
    assert house.knock(posted(json.dumps(STATUS).encode(), "harborapp/status"))["statusCode"] == 200
    (sent,) = house.queue("receipts")
    told = json.loads(sent["MessageBody"])
    assert (told["attempt"], told["provider_id"], told["status"]) == ("con_1.5", "con_1.5", "delivered")


def test_an_unknown_partner_is_answered_exactly_like_a_wrong_signature() -> None:
    body = json.dumps(MESSAGE).encode()
    unknown = a_house().knock(posted(body, "nobody"))
    wrong = a_house().knock(posted(body, signature=header(body, "x")))
    assert unknown == wrong
    assert unknown["statusCode"] == 403


_HOUSE = a_house()
_ANY_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=10), inner, max_size=3),
    max_leaves=8,
)


@given(
    body=st.binary(max_size=200) | _ANY_JSON.map(json.dumps).map(str.encode),
    path=st.sampled_from(["harborapp", "harborapp/status", "nobody", "other/status"]),
    signature=st.text(max_size=100) | st.from_regex(r"t=[0-9]{10},v1=[0-9a-f]{64}", fullmatch=True),
)
def test_whatever_a_stranger_sends_is_answered_403_and_kept_in_quarantine(
    body: bytes, path: str, signature: str
) -> None:
    before = len(_HOUSE.queue("quarantine"))
    answer = _HOUSE.knock(posted(body, path, signature))
    assert (answer["statusCode"], problem(answer)["code"]) == (403, "bad_signature")
    assert len(_HOUSE.queue("quarantine")) == before + 1
    assert not _HOUSE.queue("inbound")
    assert not _HOUSE.queue("receipts")


@given(
    body=st.binary(max_size=200)
    | (
        _ANY_JSON
        | st.dictionaries(st.sampled_from([*MESSAGE, *STATUS, "errorCode"]), _ANY_JSON | st.text(), max_size=6)
    )
    .map(lambda changes: {**MESSAGE, **STATUS, **changes} if isinstance(changes, dict) else changes)
    .map(json.dumps)
    .map(str.encode),
    path=st.sampled_from(["harborapp", "harborapp/status"]),
)
@example(body=b"[" * 60_000, path="harborapp")
@example(body=b'{"timestamp": ' + b"9" * 5000 + b"}", path="harborapp")
@example(body=json.dumps(MESSAGE).encode("utf-16"), path="harborapp")
def test_whatever_the_partner_has_signed_the_answer_is_200_or_400(body: bytes, path: str) -> None:
    house = a_house()
    answer = house.knock(posted(body, path))
    assert answer["statusCode"] in (200, 400)
    if answer["statusCode"] == 400:
        assert problem(answer)["errors"]
        assert not house.sqs.sent
