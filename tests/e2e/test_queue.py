"""Who is next, who takes them, and how many one person may hold."""

from __future__ import annotations

import pytest

from tests.e2e.people import CRISIS, TEEN, Responder, Supervisor, TexterFactory
from tests.e2e.problems import problem
from tests.e2e.waiting import all_at_once

LIMIT = 5

pytestmark = [pytest.mark.e2e, pytest.mark.usefixtures("nobody_waits")]


def waiting(texters: TexterFactory, vera: Supervisor, count: int) -> list[str]:
    """So many texters, one after the other; their conversations."""
    wrote = [texters().writes(f"number {place} in line") for place in range(1, count + 1)]
    return [vera.finds(words) for words in wrote]


def test_pressing_next_while_nobody_waits_is_answered_with_nothing(rosa: Responder) -> None:
    answer = rosa.presses_next()

    assert (answer.status_code, answer.content) == (204, b"")


def test_whoever_has_waited_longest_comes_first(texters: TexterFactory, vera: Supervisor, rosa: Responder) -> None:
    line_up = []
    for _ in range(2):
        line_up += waiting(texters, vera, 1)

    assert [one["id"] for one in rosa.queue()["items"]] == line_up
    assert [one["position"] for one in rosa.queue()["items"]] == [1, 2]
    assert [rosa.presses_next().json()["id"] for _ in line_up] == line_up


def test_ten_presses_at_once_hand_out_each_of_seven_texters_once(
    texters: TexterFactory, vera: Supervisor, rosa: Responder, sam: Responder
) -> None:
    line_up = waiting(texters, vera, 7)

    answers = all_at_once(lambda responder: responder.presses_next(), [rosa, sam] * 5)

    assert sorted(answer.status_code for answer in answers) == [200] * 7 + [204] * 3
    taken = [answer.json() for answer in answers if answer.status_code == 200]
    assert sorted(one["id"] for one in taken) == sorted(line_up)
    assert {vera.conversation(one["id"])["responderId"] == one["responderId"] for one in taken} == {True}
    assert all(sum(one["responderId"] == who.id for one in taken) <= LIMIT for who in (rosa, sam))


def test_nobody_is_given_more_than_their_limit_however_fast_they_press(
    texters: TexterFactory, vera: Supervisor, rosa: Responder
) -> None:
    waiting(texters, vera, LIMIT + 1)

    answers = all_at_once(lambda responder: responder.presses_next(), [rosa] * (LIMIT + 3))

    assert sorted(answer.status_code for answer in answers) == [200] * LIMIT + [409] * 3
    for answer in answers:
        if answer.status_code == 409:
            problem(answer, 409, "at_capacity")
    assert rosa.queue()["depth"] == 1


def test_a_keyword_at_the_start_leads_to_its_program(texters: TexterFactory, vera: Supervisor) -> None:
    conversation_id = vera.finds(texters(CRISIS).writes("TEEN please"))

    assert vera.conversation(conversation_id)["programId"] == TEEN


def test_a_keyword_in_mid_conversation_is_text(texters: TexterFactory, vera: Supervisor) -> None:
    texter = texters(CRISIS)
    conversation_id = vera.finds(texter.writes("I have trouble at school"))

    assert vera.finds(texter.writes("teen problems, I guess")) == conversation_id
    assert vera.conversation(conversation_id)["programId"] == CRISIS


def test_a_texter_who_writes_after_the_close_begins_a_new_conversation(
    texters: TexterFactory, vera: Supervisor, rosa: Responder
) -> None:
    texter = texters()
    first = vera.finds(texter.writes("thank you"))
    rosa.helps(first)
    assert rosa.closes(first).status_code == 200

    second = vera.finds(texter.writes("it is bad again"))

    assert second != first
    assert vera.conversation(second)["state"] == "queued"
    assert vera.conversation(first)["state"] == "closed"
