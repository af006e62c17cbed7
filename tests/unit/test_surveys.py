"""Surveys by text message: one question at a time, answered as people answer."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.domain.errors import RuleBroken
from shared.domain.surveys import (
    SPANISH,
    Answer,
    OpenSurvey,
    Question,
    Survey,
    answer,
    begin,
    check_survey,
    end,
    outcome,
    render,
    score,
)
from tests.unit.survey_questions import ALONE, BETTER, HELPED, PLACE, SAFE, SLEPT, UPSET, survey_of


@pytest.mark.parametrize("text", ["9", "he is outside the door"])
def test_when_the_third_try_is_no_answer_either_then_the_question_is_skipped(text: str) -> None:
    survey = survey_of(UPSET, HELPED)
    progress, _ = begin(survey)
    tries = []
    for _ in range(3):
        step = answer(survey, progress, text)
        tries.append(step.skipped)
        assert step.progress is not None
        progress = step.progress
    assert tries == [False, False, True]
    assert progress == OpenSurvey("srv_1", "exit", 1, 1)


def test_the_count_of_tries_begins_anew_with_each_question() -> None:
    survey = survey_of(UPSET, ALONE)
    first = answer(survey, OpenSurvey("srv_1", "exit", 0, 3), "99")
    assert first.progress == OpenSurvey("srv_1", "exit", 1, 1)
    second = answer(survey, first.progress, "99")
    assert second.progress == OpenSurvey("srv_1", "exit", 1, 2)


def test_given_a_survey_when_every_question_is_answered_then_it_is_over_and_nothing_more_is_sent() -> None:
    survey = survey_of(UPSET, PLACE, HELPED, intro="Three short questions.")
    progress, text = begin(survey)
    assert text == "Three short questions.\nHow upset are you? Reply with a number from 1 to 5.\nReply SKIP to pass."
    given = []
    for words in ("4", "home", "your patience"):
        assert progress is not None
        step = answer(survey, progress, words)
        given.append(step.answer)
        progress = step.progress  # type: ignore[assignment]
    assert given == [
        Answer("upset", "scale", number=4),
        Answer("place", "choice", number=0),
        Answer("helped", "text", words="your patience"),
    ]
    assert progress is None and step.text is None


def test_a_question_says_how_to_answer_it() -> None:
    assert render(ALONE) == "How alone do you feel? Reply with a number from 0 to 10."
    assert render(PLACE) == "Where are you? Reply with one of these:\n1) At home\n2) At school\n3) Somewhere else"
    assert render(HELPED) == "What helped?"
    assert render(replace(UPSET, text="¿Qué tan mal?"), SPANISH) == "¿Qué tan mal? Responde con un número del 1 al 5."


def test_a_question_that_says_its_scale_itself_is_sent_as_it_is() -> None:
    asked = replace(UPSET, text="From 1 (calm) to 5 (very upset), how are you?")
    assert render(asked) == asked.text


def test_choices_that_begin_with_digits_are_lettered_so_that_a_number_means_one_thing() -> None:
    assert render(SLEPT).endswith("A) 0-2 hours\nB) 3-6 hours\nC) 7 or more")


def test_when_high_risk_ends_a_survey_then_nothing_is_asked_any_more() -> None:
    step = end(OpenSurvey("srv_1", "exit", 1, 2))
    assert step.progress is None and step.text is None and step.answer is None


@pytest.mark.parametrize(
    "progress",
    [OpenSurvey("srv_other", "exit", 0, 1), OpenSurvey("srv_1", "exit", 7, 1), OpenSurvey("srv_1", "exit", -1, 1)],
)
def test_given_a_survey_that_was_changed_meanwhile_then_it_is_over(progress: OpenSurvey) -> None:
    step = answer(survey_of(UPSET), progress, "4")
    assert step.progress is None and step.answer is None and not step.answered


def test_a_survey_without_questions_is_not_begun() -> None:
    with pytest.raises(RuleBroken):
        begin(survey_of())


def test_progress_is_stored_and_read_again_as_a_table_gives_it() -> None:
    progress = OpenSurvey("srv_1", "entry", 2, 3)
    assert OpenSurvey.from_plain(progress.to_plain()) == progress
    stored = {**progress.to_plain(), "index": Decimal(2), "asked": Decimal(3)}
    assert OpenSurvey.from_plain(stored) == progress


def test_the_score_is_the_mean_of_the_distress_scales_only() -> None:
    also = Question("scared", "scale", "How scared?", measures_distress=True)
    survey = survey_of(UPSET, ALONE, also, HELPED)
    answers = [
        Answer("upset", "scale", number=5),
        Answer("alone", "scale", number=10),
        Answer("scared", "scale", number=2),
        Answer("helped", "text", words="9"),
    ]
    assert score(answers, survey) == 3.5
    assert score(answers[:2], survey) == 5 and isinstance(score(answers[:2], survey), int)


def test_when_no_scale_is_marked_then_all_of_them_count() -> None:
    survey = survey_of(ALONE, replace(UPSET, measures_distress=False), PLACE)
    answers = [
        Answer("alone", "scale", number=0),
        Answer("upset", "scale", number=1),
        Answer("place", "choice", number=2),
    ]
    assert score(answers, survey) == 0.5


def test_a_survey_whose_scales_were_all_skipped_has_no_score() -> None:
    assert score([Answer("helped", "text", words="you")], survey_of(UPSET, HELPED)) is None
    assert score([], survey_of(UPSET)) is None


@pytest.mark.parametrize(
    ("before", "after", "change"), [(5, 2, -3), (2, 4.5, 2.5), (3, 3, 0), (0, 0, 0), (None, 3, None), (3, None, None)]
)
def test_the_outcome_is_exit_minus_entry(before: float | None, after: float | None, change: float | None) -> None:
    assert outcome(before, after) == change


@pytest.mark.parametrize(
    ("survey", "field"),
    [
        (survey_of(), "questions"),
        (survey_of(UPSET, UPSET), "questions.1.id"),
        (survey_of(replace(UPSET, text=" ")), "questions.0.text"),
        (survey_of(replace(UPSET, least=5, most=5)), "questions.0.least"),
        (survey_of(replace(PLACE, choices=("Home",))), "questions.0.choices"),
        (survey_of(replace(PLACE, choices=("Home", "home"))), "questions.0.choices"),
        (survey_of(replace(PLACE, choices=("Go on", "Stop"))), "questions.0.choices"),
    ],
)
def test_a_survey_that_could_not_be_asked_is_refused_by_field(survey: Survey, field: str) -> None:
    with pytest.raises(RuleBroken) as refused:
        check_survey(survey)
    assert field in [error.field for error in refused.value.errors]


def test_a_survey_that_can_be_asked_is_accepted() -> None:
    check_survey(survey_of(UPSET, ALONE, PLACE, SLEPT, HELPED))


QUESTIONS = st.lists(st.sampled_from([UPSET, ALONE, PLACE, BETTER, SLEPT, SAFE, HELPED]), min_size=1, max_size=5)
SCRAPS = st.lists(
    st.sampled_from(
        ["4", "9", "-1", "4/5", "skip", "no", "four", "or", "because", ",", ".", "%", "\n", "a", "at home", "½", "²"]
    )
    | st.text(max_size=8),
    max_size=8,
).map(" ".join)


@given(QUESTIONS, st.data())
def test_whatever_is_written_a_survey_ends_within_three_texts_a_question(
    asked: list[Question], data: st.DataObject
) -> None:
    survey = survey_of(*asked)
    progress: OpenSurvey | None = begin(survey)[0]
    for _ in range(3 * len(asked)):
        assert progress is not None
        at = survey.questions[progress.index]
        step = answer(survey, progress, data.draw(st.text() | SCRAPS))
        assert step.answered or step.answer is None
        if step.answer is not None:
            held = {"scale": range(at.least, at.most + 1), "choice": range(len(at.choices)), "text": ()}[at.kind]
            assert step.answer.number in held if at.kind != "text" else step.answer.words
            assert step.answer.question_id == at.id and not step.skipped
        assert (step.progress is None) == (step.text is None)
        progress = step.progress
        if progress is None:
            break
    assert progress is None
