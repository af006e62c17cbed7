"""Is it really Twilio, and what does it say."""

from __future__ import annotations

import random
import string
from contextlib import suppress
from urllib.parse import urlencode

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from shared.channels.twilio.door import form_pairs, inbound_message, is_genuine, receipt_fields, signature
from shared.domain.errors import HoldfastError, InvalidInput
from tests.unit.builders import NOON, PUBLIC_URL, twilio_form

TOKEN = "the-token"
URL = f"{PUBLIC_URL}/api/webhooks/twilio?a=1"


def genuine(
    form: dict[str, str], url: str = URL, given_: str | None = None, tokens: tuple[str, ...] = (TOKEN,)
) -> bool:
    pairs = list(form.items())
    return is_genuine(
        tokens, url, urlencode(form).encode(), pairs, given_ if given_ is not None else signature(TOKEN, URL, pairs)
    )


def changed_signature(form: dict[str, str], random_: random.Random) -> bool:
    right = signature(TOKEN, URL, form.items())
    at = random_.randrange(len(right) - 1)
    other = random_.choice(string.ascii_letters + string.digits + "+/")
    # The last letter of base64 carries unused bits; it is a letter of the signature all the same.
    wrong = right[:at] + other + right[at + 1 :]
    return wrong != right and genuine(form, given_=wrong)


def changed_parameter(form: dict[str, str], random_: random.Random) -> bool:
    right = signature(TOKEN, URL, form.items())
    altered, name = dict(form), random_.choice(sorted(form))
    match random_.randrange(4):
        case 0:
            altered[name] += random_.choice(string.printable)
        case 1:
            altered[f"New{random_.randrange(1000)}"] = ""
        case 2:
            del altered[name]
        case _:
            altered[name] = altered[name][::-1] + "x"
    return genuine(altered, given_=right)


def changed_url(form: dict[str, str], random_: random.Random) -> bool:
    right = signature(TOKEN, URL, form.items())
    at = random_.randrange(len("https://"), len(URL))
    wrong = URL[:at] + random_.choice("bcdxyz0129") + URL[at:]
    return genuine(form, url=wrong, given_=right)


@pytest.mark.parametrize("alter", [changed_signature, changed_parameter, changed_url])
def test_a_thousand_altered_requests_are_all_refused(alter: object) -> None:
    random_ = random.Random(7)
    form = twilio_form()
    assert genuine(form)
    assert not any(alter(form, random_) for _ in range(1000))  # type: ignore[operator]


@pytest.mark.parametrize("given_", ["", " ", "ÿ", "AAAA", "0" * 28])
def test_what_is_no_signature_at_all_is_refused(given_: str) -> None:
    assert not genuine(twilio_form(), given_=given_)


def test_without_a_token_nothing_is_genuine() -> None:
    assert not genuine(twilio_form(), tokens=())


def test_while_tokens_are_rotated_both_are_good() -> None:
    assert genuine(twilio_form(), tokens=("the-next", TOKEN))
    assert not genuine(twilio_form(), tokens=("the-next", "the-one-after"))


@pytest.mark.parametrize(
    ("signed", "seen", "good"),
    [
        ("https://h.example/p?q=1", "https://h.example:443/p?q=1", True),
        ("https://h.example:443/p?q=1", "https://h.example/p?q=1", True),
        ("http://h.example/p", "http://h.example:80/p", True),
        ("https://h.example:8443/p", "https://h.example/p", False),
        ("https://h.example:80/p", "https://h.example/p", False),
    ],
)
def test_the_url_is_tried_with_and_without_its_default_port(signed: str, seen: str, good: bool) -> None:
    pairs = [("From", "+12025550142")]
    given_ = signature(TOKEN, signed, pairs)
    assert is_genuine([TOKEN], seen, urlencode(pairs).encode(), pairs, given_) is good


def test_parameters_are_signed_all_of_them_also_those_nobody_knows_yet() -> None:
    assert genuine(twilio_form(SomethingNew="x"), given_=signature(TOKEN, URL, twilio_form(SomethingNew="x").items()))
    assert not genuine(twilio_form(SomethingNew="x"), given_=signature(TOKEN, URL, twilio_form().items()))


def test_white_space_in_a_text_is_part_of_what_was_signed() -> None:
    body = urlencode({"Body": "  hi \n", "Empty": ""}).encode()
    assert form_pairs(body) == [("Body", "  hi \n"), ("Empty", "")]


def test_a_sms_in_our_words() -> None:
    message = inbound_message(twilio_form(Body="I am scared"), NOON)
    assert (message.text, message.line, message.sender) == ("I am scared", "+12025550100", "+12025550142")
    assert (message.media, message.carrier_opt_out, message.received_at) == ((), None, NOON)


def test_pictures_are_kept_as_references() -> None:
    form = twilio_form(NumMedia="2", MediaUrl0="https://m/0", MediaUrl1="https://m/1", MediaUrl2="https://m/2", Body="")
    assert inbound_message(form, NOON).media == ("https://m/0", "https://m/1")


def test_the_carriers_verdict_on_an_opt_out_is_kept() -> None:
    assert inbound_message(twilio_form(OptOutType="STOP"), NOON).carrier_opt_out == "STOP"
    assert inbound_message(twilio_form(OptOutType=""), NOON).carrier_opt_out is None


@pytest.mark.parametrize("names", [("MessageSid",), ("From",), ("To",), ("From", "To"), ("MessageSid", "From", "To")])
def test_each_missing_parameter_of_a_message_is_named(names: tuple[str, ...]) -> None:
    form = {name: value for name, value in twilio_form().items() if name not in names}
    with pytest.raises(InvalidInput) as refused:
        inbound_message(form, NOON)
    assert {error.field for error in refused.value.errors} == set(names)
    with pytest.raises(InvalidInput):
        inbound_message(twilio_form(**dict.fromkeys(names, "")), NOON)


@pytest.mark.parametrize("names", [("MessageSid",), ("MessageStatus",), ("MessageSid", "MessageStatus")])
def test_each_missing_parameter_of_a_receipt_is_named(names: tuple[str, ...]) -> None:
    form = {"MessageSid": "SM1", "MessageStatus": "sent"}
    with pytest.raises(InvalidInput) as refused:
        receipt_fields({name: value for name, value in form.items() if name not in names})
    assert {error.field for error in refused.value.errors} == set(names)


def test_a_receipt_in_our_words() -> None:
    form = {"MessageSid": "SM1", "MessageStatus": "undelivered", "ErrorCode": "30003"}
    assert receipt_fields(form) == ("SM1", "undelivered", "30003")
    assert receipt_fields(form | {"ErrorCode": ""}) == ("SM1", "undelivered", None)


@given(st.binary(max_size=400) | st.text("a=&%+;0F\x00é", max_size=60).map(str.encode))
@example(b"&".join(b"a=1" for _ in range(501)))
@example(b"%ff=%fe")
@example(b"\xff")
def test_whatever_bytes_come_only_our_own_errors_leave_the_parser(body: bytes) -> None:
    with suppress(HoldfastError):
        inbound_message(dict(form_pairs(body)), NOON)
    with suppress(HoldfastError):
        receipt_fields(dict(form_pairs(body)))


@given(
    st.dictionaries(
        st.sampled_from(sorted(twilio_form())), st.text(st.characters(categories=("L", "P", "Zs", "Nd"))), max_size=8
    )
)
def test_whatever_the_values_only_our_own_errors_leave_the_parser(values: dict[str, str]) -> None:
    values = {k: v for k, v in values.items() if k != "NumMedia" or v.isascii()}
    try:
        message = inbound_message(twilio_form(**values), NOON)
    except InvalidInput:
        return
    assert type(message).from_bytes(message.to_bytes()) == message


@pytest.mark.parametrize("count", ["²", "1" * 5000])
def test_given_a_strange_number_of_pictures_then_the_words_are_taken_all_the_same(count: str) -> None:
    assert inbound_message(twilio_form(NumMedia=count, Body="hello"), NOON).text == "hello"


@given(st.binary(max_size=100))
def test_what_is_no_message_does_not_become_one(raw: bytes) -> None:
    message = type(inbound_message(twilio_form(), NOON))
    with pytest.raises(ValueError):
        message.from_bytes(raw)
