"""No texter is lost: what only the carrier has is found in its list and taken in, once."""

from __future__ import annotations

from typing import Any

import pytest
import requests

from tests.e2e.carrier import PretendCarrier
from tests.e2e.line import Line, new_sid
from tests.e2e.operating import operator
from tests.e2e.people import CRISIS, Supervisor, TexterFactory
from tests.e2e.waiting import eventually

pytestmark = pytest.mark.e2e

NOW = ("--hours", "1", "--grace", "0")


def lose(line: Line, **message: Any) -> None:
    """The carrier takes a texter's message, and its webhook never reaches us."""
    answer = requests.post(f"{line.outputs['carrier_url']}/inbound", json={**message, "deliver": False}, timeout=10)
    answer.raise_for_status()


def test_given_two_webhooks_never_came_when_the_operator_compares_then_the_texter_is_heard_and_welcomed(
    line: Line, texters: TexterFactory, carrier: PretendCarrier, vera: Supervisor
) -> None:
    number, words = texters.number(), [texters.mark("is anybody"), texters.mark("there")]
    for one in words:
        lose(line, **{"from": number, "to": line.number_of(CRISIS), "body": one})

    operator(line, "missed", *NOW)

    conversation = vera.finds(words[0])
    eventually(lambda: vera.words_in(conversation) == words, "both texts, in order")
    eventually(lambda: any(body.startswith("You've reached") for body in carrier.bodies_to(number)), "the welcome")

    operator(line, "missed", *NOW)
    later = texters.mark("and now?")
    lose(line, **{"from": number, "to": line.number_of(CRISIS), "body": later})
    operator(line, "missed", *NOW)
    eventually(lambda: vera.words_in(conversation) == [*words, later], "each of them once")


def test_given_the_webhook_comes_after_all_then_it_is_one_message(
    line: Line, texters: TexterFactory, vera: Supervisor
) -> None:
    texter, words, sid = texters(), texters.mark("once, please"), new_sid()
    lose(line, **{"from": texter.number, "to": texter.to, "body": words, "sid": sid})
    operator(line, "missed", *NOW)
    conversation = vera.finds(words)

    texter.writes_exactly(words, sid=sid)

    after = texter.writes("and then")
    eventually(lambda: after in vera.words_in(conversation), "the later text")
    assert vera.words_in(conversation) == [words, after]


def test_a_partners_lost_message_is_found_in_the_partners_list(
    line: Line, texters: TexterFactory, vera: Supervisor
) -> None:
    user, words = texters.mark("user").replace(" ", "-"), texters.mark("from far away")
    lose(line, provider="partner", **{"from": user, "body": words})

    operator(line, "missed", *NOW)

    assert vera.conversation(vera.finds(words))["channel"] == "partner"


def test_a_text_to_a_number_that_is_not_ours_is_left_to_whom_it_is_for(line: Line, texters: TexterFactory) -> None:
    operator(line, "missed", *NOW)
    lose(line, **{"from": texters.number(), "to": "+12025550177", "body": texters.mark("your parcel")})
    assert "0 messages" in operator(line, "missed", *NOW)
