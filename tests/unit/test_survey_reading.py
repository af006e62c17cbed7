"""What counts as an answer to a survey's question, and what is somebody talking about something else."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.domain.errors import RuleBroken
from shared.domain.surveys import ENGLISH, Answer, OpenSurvey, Question, check_survey
from tests.unit.survey_questions import ALONE, BETTER, HELPED, PLACE, SAFE, SLEPT, UPSET, number, reply, survey_of


@pytest.mark.parametrize(
    "text",
    [
        *("4", " 4.", "4!!", "(4)", "four", "FOUR", "Four.", "4/5", "4 / 5", "4 out of 5", "4 of 5", "I'd say 4"),
        *(
            "I’d say a 4",
            "i think 4 maybe",
            "about a 4",
            "its a 4 right now",
            "4 😢",
            "4️⃣",
            "４",
            "٤",
            "4.0",
        ),
        *(
            "cuatro",
            "Creo que un 4",
            "diría que cuatro, gracias",
            "4 de 5",
            "#4",
            "4, thanks for asking me",
            "un 4 hoy",
        ),
    ],
)
def test_a_number_is_read_however_it_is_written(text: str) -> None:
    step = reply(UPSET, text)
    assert step.answer == Answer("upset", "scale", number=4)
    assert step.answered and not step.skipped


@pytest.mark.parametrize("text", ["uno", "una", "one", "1"])
def test_one_is_read_in_both_languages(text: str) -> None:
    assert number(UPSET, text) == 1


@pytest.mark.parametrize(("text", "value"), [("cero", 0), ("none", 0), ("diez", 10), ("ten", 10), ("10/10", 10)])
def test_a_scale_from_nought_to_ten_is_read(text: str, value: int) -> None:
    assert number(ALONE, text) == value


@pytest.mark.parametrize(
    "text",
    [
        *("he hit me 3 times last night", "3 of them are outside", "4 people hurt me", "my little brother is 4"),
        *(
            "I do not know what to do any more, everything hurts",
            "4 or 5",
            "4-5",
            "4, 5",
            "no one",
            "none of your business",
        ),
        *(
            "at 4pm",
            "call 4th street",
            "not 4",
            "",
            "   ",
            "?",
            "😢",
            "not one of them believes me",
            "4 years ago he left",
        ),
    ],
)
def test_a_text_about_something_else_is_no_answer_and_the_question_is_asked_again(text: str) -> None:
    step = reply(UPSET, text)
    assert step.answer is None
    assert not step.answered and not step.skipped
    assert step.progress == OpenSurvey("srv_1", "exit", 0, 2)
    assert step.text is not None and "How upset are you?" in step.text and ENGLISH.again in step.text


@pytest.mark.parametrize(
    "text", ["9", "0", "-3", "six", "100", "2025550142", "3.5", "3,5", "4/10", "999999999999999999"]
)
def test_a_number_off_the_scale_is_meant_for_the_survey_and_asked_again(text: str) -> None:
    step = reply(UPSET, text)
    assert step.answer is None
    assert step.answered and not step.skipped
    assert step.progress is not None and step.progress.asked == 2


def test_when_a_number_is_followed_by_more_words_then_the_caller_is_told() -> None:
    step = reply(UPSET, "4, but my dad just came home and he is angry")
    assert step.answer == Answer("upset", "scale", number=4)
    assert step.more
    assert not reply(UPSET, "4").more
    assert reply(UPSET, "5 because nobody is here").more


@pytest.mark.parametrize(
    "text", ["skip", "Skip!", "pass", "no", "No.", "saltar", "SALTAR", "prefer not to say", "no gracias"]
)
@pytest.mark.parametrize("question", [UPSET, PLACE])
def test_a_question_can_be_skipped(question: Question, text: str) -> None:
    step = reply(question, text)
    assert step.answer is None
    assert step.answered and step.skipped
    assert step.question_id == question.id
    assert step.progress == OpenSurvey("srv_1", "exit", 1, 1)
    assert step.text == "What helped?"


@pytest.mark.parametrize(
    ("question", "text", "index"),
    [
        *[
            (PLACE, text, 1)
            for text in ("2", "two", "dos", "option 2", "#2", "2)", "b", "B.", "at school", "AT SCHOOL!")
        ],
        *[(PLACE, text, 1) for text in ("school", "I'm at school", "Im at school, in the toilet", "scho")],
        *[(PLACE, text, 2) for text in ("somewhere", "else", "Some", "3", "c", "3. somewhere else")],
        *[(BETTER, text, 0) for text in ("better", "I feel better", "a bit better", "much better, thanks", "bet")],
        *[(BETTER, text, 1) for text in ("same", "the same", "about the same")],
        *[(BETTER, text, 2) for text in ("worse", "Worse!", "a lot worse")],
        *[(SAFE, text, 1) for text in ("no", "No.", "NO")],
        *[(SAFE, text, 2) for text in ("not sure", "not", "sure", "im not sure")],
        *[(SAFE, text, 0) for text in ("yes", "y", "yes I think so")],
        *[(SLEPT, text, 0) for text in ("a", "0-2", "2", "0-2 hours")],
        *[(SLEPT, text, 1) for text in ("B", "3-6", "6 hours", "b)")],
        *[(SLEPT, text, 2) for text in ("c", "7", "more")],
    ],
)
def test_a_choice_is_read_by_number_letter_label_or_part_of_it(question: Question, text: str, index: int) -> None:
    assert reply(question, text).answer == Answer(question.id, "choice", number=index)


def test_a_letter_that_is_one_choices_mark_and_begins_another_is_asked_again() -> None:
    step = reply(BETTER, "a")
    assert step.answer is None and step.answered


@pytest.mark.parametrize("text", ["at", "7", "0"])
def test_a_choice_that_fits_several_or_none_is_asked_again(text: str) -> None:
    step = reply(PLACE, text)
    assert step.answer is None and step.answered and not step.skipped


@pytest.mark.parametrize(
    "text",
    [
        "2 of my friends died",
        "my mom is coming home and she will be so angry",
        "not better",
        "he was at school today with a knife",
    ],
)
def test_a_sentence_about_something_else_chooses_nothing(text: str) -> None:
    for question in (PLACE, BETTER):
        step = reply(question, text)
        assert step.answer is None and not step.answered


def test_when_words_follow_a_choice_then_the_caller_is_told() -> None:
    assert reply(BETTER, "worse. he is hitting the door").more
    assert not reply(BETTER, "worse, thanks").more


def test_choices_of_pictures_are_told_apart() -> None:
    mood = Question("mood", "choice", "How are you?", choices=("🙂", "😢"))
    assert number(mood, "😢") == 1
    assert number(mood, "🙃") is None


def test_an_accent_left_out_does_not_matter() -> None:
    safe = Question("safe", "choice", "¿Estás a salvo?", choices=("Sí", "No", "No sé"))
    assert [number(safe, text) for text in ("si", "SÍ", "no", "no se")] == [0, 0, 1, 2]


@pytest.mark.parametrize(
    "text", ["talking", " no ", "idk", "4", "Having someone to talk to. It was skip-worthy at first"]
)
def test_an_open_question_takes_any_words(text: str) -> None:
    assert reply(HELPED, text).answer == Answer("helped", "text", words=text.strip())


@pytest.mark.parametrize("text", ["skip", "PASS", "saltar", "no thanks"])
def test_an_open_question_can_be_skipped_too(text: str) -> None:
    step = reply(HELPED, text)
    assert step.answer is None and step.skipped


@pytest.mark.parametrize("text", ["", " \n "])
def test_nothing_is_no_answer_to_an_open_question(text: str) -> None:
    step = reply(HELPED, text)
    assert step.answer is None and not step.answered and step.progress is not None


@given(st.integers(-999, 998), st.integers(1, 500), st.data())
def test_every_number_of_every_scale_is_read_as_itself(least: int, width: int, data: st.DataObject) -> None:
    scale = replace(UPSET, least=least, most=min(least + width, 999))
    value = data.draw(st.integers(scale.least, scale.most))
    assert number(scale, str(value)) == value
    assert number(scale, f"I'd say {value}.") == value


@given(st.lists(st.text(st.characters(categories=("L", "N", "Zs")), min_size=1, max_size=12), min_size=2, max_size=10))
def test_every_choice_is_read_by_its_own_label(labels: list[str]) -> None:
    choices = replace(PLACE, choices=tuple(labels))
    try:
        check_survey(survey_of(choices))
    except RuleBroken:
        return
    assert [number(choices, label) for label in labels] == list(range(len(labels)))
