"""The labelled set is large, varied, and shares nothing with what the head was trained on."""

from __future__ import annotations

from collections import Counter

from shared.ai.risk_model.corpus import sentences
from shared.domain.risk.levels import Category, Risk
from shared.domain.risk.words import words_of
from tests.risk.measuring import messages

#: From this share of common words on, two sentences count as copies.
COPY = 0.8


def _bag(text: str) -> frozenset[str]:
    return frozenset(word.text for word in words_of(text))


def test_given_the_labelled_set_when_it_is_compared_with_the_training_sentences_then_no_message_is_a_near_copy() -> (
    None
):
    trained = [(one.id, _bag(one.text)) for one in sentences()]
    copies = []
    for message in messages():
        bag = _bag(message.text)
        copies += [(message.text, name) for name, other in trained if len(bag & other) >= COPY * len(bag | other)]
    assert copies == []


def test_given_the_two_sets_when_they_are_compared_then_no_message_stands_in_both_or_twice() -> None:
    counted = Counter(" ".join(word.text for word in words_of(one.text)) for one in messages())
    assert [text for text, times in counted.items() if times > 1] == []


def test_given_the_labelled_set_then_it_is_large_and_has_every_level_category_and_manner() -> None:
    known = messages()
    assert len(known) >= 600
    assert {one.band for one in known} == set(Risk)
    assert {category for one in known for category in one.categories} == set(Category)
    kinds = Counter(one.kind for one in known)
    wanted = {"plain", "benign", "ironic", "sport", "gaming", "song", "third_person", "negated", "past", "misspelt"}
    wanted |= {"slang", "spanish", "quoted", "substance", "dv", "self_harm", "long"}
    assert [kind for kind in wanted if kinds[kind] < 8] == []
