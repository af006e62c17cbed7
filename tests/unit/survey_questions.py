"""Questions a survey may ask, and one way to answer them."""

from __future__ import annotations

from shared.domain.surveys import OpenSurvey, Question, Step, Survey, answer

UPSET = Question("upset", "scale", "How upset are you?", measures_distress=True)
ALONE = Question("alone", "scale", "How alone do you feel?", least=0, most=10)
PLACE = Question("place", "choice", "Where are you?", choices=("At home", "At school", "Somewhere else"))
BETTER = Question("better", "choice", "How do you feel now?", choices=("Better", "About the same", "Worse"))
SLEPT = Question("slept", "choice", "How long did you sleep?", choices=("0-2 hours", "3-6 hours", "7 or more"))
SAFE = Question("safe", "choice", "Are you safe?", choices=("Yes", "No", "Not sure"))
HELPED = Question("helped", "text", "What helped?")


def survey_of(*questions: Question, intro: str | None = None) -> Survey:
    return Survey("srv_1", "prg_1", "exit", "Afterwards", questions, intro)


def reply(question: Question, text: str, asked: int = 1) -> Step:
    """What `text` does while `question` is open, with one more question to come."""
    survey = survey_of(question, HELPED)
    return answer(survey, OpenSurvey("srv_1", "exit", 0, asked), text)


def number(question: Question, text: str) -> int | None:
    given = reply(question, text).answer
    return None if given is None else given.number
