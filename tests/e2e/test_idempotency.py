"""The same Idempotency-Key repeats the answer, not the effect."""

from __future__ import annotations

import secrets

import pytest

from tests.e2e.carrier import PretendCarrier
from tests.e2e.people import TEEN, Responder, Supervisor, TexterFactory
from tests.e2e.problems import problem
from tests.e2e.waiting import all_at_once

pytestmark = pytest.mark.e2e


def test_a_message_sent_twice_under_one_key_leaves_once(
    texters: TexterFactory, vera: Supervisor, rosa: Responder, carrier: PretendCarrier
) -> None:
    texter = texters()
    conversation_id = vera.finds(texter.writes("hello"))
    rosa.helps(conversation_id)
    key, words = secrets.token_hex(8), texters.mark("sent once")

    answers = [rosa.sends(conversation_id, words, key) for _ in range(2)]

    assert [answer.status_code for answer in answers] == [201, 201]
    assert answers[0].json()["id"] == answers[1].json()["id"]
    # Texts to one texter stay in order: when this one is out, a second copy would be too.
    rosa.replies(conversation_id, last := texters.mark("and after it"))
    carrier.receives(texter.number, last)
    assert carrier.bodies_to(texter.number).count(words) == 1


def test_a_message_sent_five_times_at_once_under_one_key_is_one_message(
    texters: TexterFactory, vera: Supervisor, rosa: Responder
) -> None:
    conversation_id = vera.finds(texters().writes("hello"))
    rosa.helps(conversation_id)
    key, words = secrets.token_hex(8), texters.mark("sent at once")

    answers = all_at_once(lambda _: rosa.sends(conversation_id, words, key), range(5))

    assert {answer.status_code for answer in answers} == {201}
    assert len({answer.json()["id"] for answer in answers}) == 1
    assert [one["content"] for one in rosa.thread(conversation_id)].count(words) == 1


def test_a_key_used_again_with_other_words_is_refused(
    texters: TexterFactory, vera: Supervisor, rosa: Responder
) -> None:
    conversation_id = vera.finds(texters().writes("hello"))
    rosa.helps(conversation_id)
    key = secrets.token_hex(8)
    assert rosa.sends(conversation_id, texters.mark("these words"), key).status_code == 201

    other = texters.mark("other words")
    problem(rosa.sends(conversation_id, other, key), 409, "idempotency_mismatch")

    assert other not in [one["content"] for one in rosa.thread(conversation_id)]


@pytest.mark.usefixtures("nobody_waits")
def test_next_pressed_twice_under_one_key_takes_one_texter(
    texters: TexterFactory, vera: Supervisor, rosa: Responder
) -> None:
    for words in [texters().writes("one"), texters().writes("two")]:
        vera.finds(words)
    key = {"Idempotency-Key": secrets.token_hex(8)}

    first, second = (rosa.presses_next(headers=key) for _ in range(2))

    assert (first.status_code, second.status_code) == (200, 200)
    assert first.json()["id"] == second.json()["id"]
    assert rosa.queue()["depth"] == 1
    other = rosa.ask("POST", "/api/queue/next", json={"programId": TEEN}, headers=key)
    problem(other, 409, "idempotency_mismatch")
