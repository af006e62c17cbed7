"""Whatever a stranger sends, the front door answers and does not act on it."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from tests.unit.aws import ACCOUNT
from tests.unit.builders import (
    http_event,
    signed_webhook,
    twilio_form,
)
from tests.unit.front_door_house import STATUS, House, problem

_HOUSE = House()


@given(
    path=st.sampled_from(["/api/webhooks/twilio", STATUS]) | st.text(max_size=30),
    query=st.text(max_size=40) | st.sampled_from(["bodySHA256=abc", "attempt=%ff", "a[=&&;=%"]),
    headers=st.dictionaries(st.sampled_from(["x-twilio-signature", "X-Other"]), st.text(max_size=30), max_size=2),
    body=st.binary(max_size=200) | st.dictionaries(st.text(max_size=5), st.text(max_size=5)).map(str).map(str.encode),
    account=st.booleans(),
)
def test_whatever_a_stranger_sends_is_answered(
    path: str, query: str, headers: dict[str, str], body: bytes, account: bool
) -> None:
    if account:
        body += b"&AccountSid=" + ACCOUNT.encode()
    answer = _HOUSE.knock(http_event("POST", path, body=body, query=query, headers=headers))
    assert answer["statusCode"] in (403, 404)
    assert not _HOUSE.queue("inbound")
    assert not _HOUSE.queue("receipts")
    problem(answer)


@given(st.dictionaries(st.sampled_from(sorted(twilio_form())), st.text(max_size=40), max_size=6))
def test_whatever_genuine_parameters_say_the_answer_is_200_or_400(values: dict[str, str]) -> None:
    values = {k: v for k, v in values.items() if k not in ("AccountSid", "NumMedia")}
    answer = House().knock(signed_webhook(twilio_form(**values)))
    assert answer["statusCode"] in (200, 400)
