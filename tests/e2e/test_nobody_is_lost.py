"""Repeats, races, rushes and outages: every text taken with 200 becomes exactly one message."""

from __future__ import annotations

import pytest

from tests.e2e.aws import Aws
from tests.e2e.carrier import PretendCarrier
from tests.e2e.line import new_sid
from tests.e2e.people import CRISIS, WELLNESS, Supervisor, Texter, TexterFactory
from tests.e2e.waiting import all_at_once, eventually

pytestmark = pytest.mark.e2e


def test_the_same_message_ten_times_at_once_is_one_message(texters: TexterFactory, vera: Supervisor) -> None:
    texter, sid, words = texters(), new_sid(), texters.mark("please, once")

    all_at_once(lambda _: texter.writes_exactly(words, sid=sid), range(10))

    # A texter's messages stay in order: when the next one is in, all the repeats have been dealt with.
    conversation_id = vera.finds(after := texter.writes("and then"))
    assert vera.words_in(conversation_id) == [words, after]
    assert vera.finds(words) == conversation_id


def test_the_first_of_two_bodies_under_one_message_sid_wins(texters: TexterFactory, vera: Supervisor) -> None:
    texter, sid = texters(), new_sid()

    first = texter.writes("the first", sid=sid)
    conversation_id = vera.finds(first)
    texter.writes("a changed body, a day later", sid=sid)

    after = texter.writes("and then")
    eventually(lambda: after in vera.words_in(conversation_id), "the later text")
    assert vera.words_in(conversation_id) == [first, after]


def test_two_first_messages_at_once_make_one_conversation_with_both(texters: TexterFactory, vera: Supervisor) -> None:
    texter = texters()
    both = [texters.mark("can somebody"), texters.mark("help me")]

    all_at_once(texter.writes_exactly, both)

    conversation_id = vera.finds(both[0])
    eventually(lambda: len(vera.words_in(conversation_id)) == 2, "both texts")
    assert sorted(vera.words_in(conversation_id)) == sorted(both)
    assert vera.finds(both[1]) == conversation_id


def test_fifty_texters_at_once_each_get_a_conversation_with_their_words(
    texters: TexterFactory, carrier: PretendCarrier, omar: Supervisor
) -> None:
    crowd = [texters(WELLNESS) for _ in range(50)]

    wrote = all_at_once(lambda texter: texter.writes("it is all too much"), crowd)

    found = [omar.finds(words) for words in wrote]
    assert len(set(found)) == 50
    assert [omar.words_in(one) for one in found] == [[words] for words in wrote]

    def welcomed() -> bool:
        texts = (carrier.bodies_to(one.number) for one in crowd)
        return all(sum(body.startswith("You've reached") for body in bodies) == 1 for bodies in texts)

    eventually(welcomed, "a welcome for each", pause=0.5)


def test_texts_sent_while_intake_is_down_are_taken_and_kept(aws: Aws, texters: TexterFactory, vera: Supervisor) -> None:
    crowd: list[Texter] = [texters(CRISIS) for _ in range(5)]
    vera.finds(crowd[0].writes("before"))

    with aws.stopped("intake"):
        wrote = [texter.writes("is anybody there") for texter in crowd]
        more = crowd[0].writes("hello?")
        assert not any(vera.with_words(words) for words in wrote)

    found = [vera.finds(words) for words in wrote]
    assert len(set(found)) == 5
    assert eventually(lambda: vera.words_in(found[0])[1:] == [wrote[0], more], "both texts, in order")
