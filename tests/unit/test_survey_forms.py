"""A survey answered in a form."""

from __future__ import annotations

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.domain.errors import RuleBroken
from shared.domain.survey_forms import validate_form
from shared.domain.surveys import Answer, Question, Survey

SURVEY = Survey(
    "srv_1",
    "prg_1",
    "entry",
    "Before",
    (
        Question("upset", "scale", "How upset are you?"),
        Question("place", "choice", "Where are you?", choices=("At home", "At school")),
        Question("mind", "text", "What is on your mind?"),
    ),
)


def test_given_every_question_answered_then_numbers_and_words_are_kept_apart() -> None:
    assert validate_form(SURVEY, {"mind": " School. ", "upset": 4, "place": "at school"}) == (
        Answer("upset", "scale", number=4),
        Answer("place", "choice", number=1),
        Answer("mind", "text", words="School."),
    )


@pytest.mark.parametrize("place", [1, "At school", "AT SCHOOL ", ["At school"], [1]])
def test_a_choice_is_its_label_or_its_index(place: object) -> None:
    assert validate_form(SURVEY, {"place": place}) == (Answer("place", "choice", number=1),)


@pytest.mark.parametrize("upset", [5, "5", " 5 "])
def test_a_number_may_come_as_text(upset: object) -> None:
    assert validate_form(SURVEY, {"upset": upset}) == (Answer("upset", "scale", number=5),)


@pytest.mark.parametrize("nothing", [None, "", "  ", []])
def test_a_question_left_empty_is_skipped(nothing: object) -> None:
    assert validate_form(SURVEY, {"upset": nothing, "place": nothing, "mind": "hi"}) == (
        Answer("mind", "text", words="hi"),
    )


@pytest.mark.parametrize(
    ("responses", "fields"),
    [
        ({}, ["responses"]),
        ({"upset": ""}, ["responses"]),
        ({"upset": 6}, ["responses.upset"]),
        ({"upset": 0}, ["responses.upset"]),
        ({"upset": True}, ["responses.upset"]),
        ({"upset": 3.0}, ["responses.upset"]),
        ({"upset": "1_0"}, ["responses.upset"]),
        ({"upset": "very"}, ["responses.upset"]),
        ({"place": 2}, ["responses.place"]),
        ({"place": -1}, ["responses.place"]),
        ({"place": False}, ["responses.place"]),
        ({"place": ["At home", "At school"]}, ["responses.place"]),
        ({"place": {"label": "At home"}}, ["responses.place"]),
        ({"mind": 7}, ["responses.mind"]),
        ({"mind": "x" * 1601}, ["responses.mind"]),
        ({"other": 1, "upset": 9, "mind": "fine"}, ["responses.other", "responses.upset"]),
    ],
)
def test_every_wrong_answer_is_named(responses: dict[str, object], fields: list[str]) -> None:
    with pytest.raises(RuleBroken) as refused:
        validate_form(SURVEY, responses)
    assert [error.field for error in refused.value.errors] == fields


def test_what_was_written_is_not_repeated_in_the_error() -> None:
    with pytest.raises(RuleBroken) as refused:
        validate_form(SURVEY, {"upset": "canary words", "place": "canary words"})
    assert "canary" not in repr(refused.value.errors) + str(refused.value)


ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=3),
    max_leaves=4,
)


@given(st.dictionaries(st.sampled_from(["upset", "place", "mind"]) | st.text(max_size=5), ANYTHING, max_size=4))
def test_a_form_is_either_answers_or_a_rule_broken(responses: dict[str, object]) -> None:
    answers: tuple[Answer, ...] = ()
    with contextlib.suppress(RuleBroken):
        answers = validate_form(SURVEY, responses)
    assert all((one.number is None) != (one.words is None) for one in answers)
    assert {one.question_id for one in answers} <= set(responses)
