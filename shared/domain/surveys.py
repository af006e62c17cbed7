"""Entry and exit surveys: one question at a time by text message, or all at once in a form.

Nothing is stored or sent here. The caller keeps an `OpenSurvey` (two ids and two numbers), hands in what the texter
wrote, and gets a `Step`: the answer to record, and what to send next. A question is asked three times at most, so a
survey of n questions ends after 3 n texts whatever they say.

Numbers are statistics and outlive the conversation; words are the texter's and are sealed by the caller.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

from shared.domain.errors import FieldError, RuleBroken
from shared.domain.keywords import Consent, consent_in
from shared.domain.survey_reading import fold, read_choice, read_scale, wants_to_skip

Kind = Literal["scale", "choice", "text"]
SurveyType = Literal["entry", "exit"]

#: How often a question is asked before it is passed over.
MOST_ASKED = 3
#: The longest answer to an open question in a form, in characters: a long text message's.
LONGEST_WORDS = 1600


@dataclass(frozen=True)
class Question:
    """One question. `least` and `most` bound a scale; `choices` are a choice's labels, in order.

    `measures_distress` marks the scales that the outcome is made of.
    """

    id: str
    kind: Kind
    text: str
    least: int = 1
    most: int = 5
    choices: tuple[str, ...] = ()
    measures_distress: bool = False

    @property
    def lettered(self) -> bool:
        """Whether choices are listed as A, B, C: a label that begins with a digit would clash with a number."""
        return any(label[:1].isdigit() for label in self.choices)


@dataclass(frozen=True)
class Survey:
    """A program's survey, as its admin wrote it."""

    id: str
    program_id: str
    type: SurveyType
    title: str
    questions: tuple[Question, ...]
    intro: str | None = None


@dataclass(frozen=True)
class OpenSurvey:
    """How far a texter is: the question at `index` from 0 has been put `asked` times."""

    survey_id: str
    type: SurveyType
    index: int
    asked: int

    def to_plain(self) -> dict[str, str | int]:
        """What to store."""
        return {"survey_id": self.survey_id, "type": self.type, "index": self.index, "asked": self.asked}

    @classmethod
    def from_plain(cls, plain: Mapping[str, object]) -> OpenSurvey:
        """What was stored; numbers may come back as any numeric type or as text."""
        kind: SurveyType = "exit" if plain["type"] == "exit" else "entry"
        return cls(str(plain["survey_id"]), kind, int(str(plain["index"])), int(str(plain["asked"])))


@dataclass(frozen=True)
class Answer:
    """An answer to one question.

    `number` is a scale's number or the index from 0 of the choice; `words` are the texter's own, to an open question.
    Exactly one of the two is set.
    """

    question_id: str
    kind: Kind
    number: int | None = None
    words: str | None = None


@dataclass(frozen=True)
class Step:
    """What one text did to a survey.

    `answer` is to be recorded, `progress` kept (None: the survey is over) and `text` sent. `answered` says that the
    text was meant for the survey: an answer, a skip, or a number that is not on the scale. Where it is False the
    texter wrote about something else, and `more` says that they did so after their answer; what the conversation does
    then is the caller's. `skipped` says that `question_id` is passed over.
    """

    question_id: str | None
    answer: Answer | None
    progress: OpenSurvey | None
    text: str | None
    answered: bool
    skipped: bool
    more: bool = False


@dataclass(frozen=True)
class Wording:
    """The few words a survey says by itself. `{least}` and `{most}` are filled in for a scale."""

    scale: str
    choice: str
    skip: str
    again: str


ENGLISH = Wording(
    scale="Reply with a number from {least} to {most}.",
    choice="Reply with one of these:",
    skip="Reply SKIP to pass.",
    again="Sorry, I could not read that.",
)
SPANISH = Wording(
    scale="Responde con un número del {least} al {most}.",
    choice="Responde con una de estas:",
    skip="Responde SALTAR para pasar.",
    again="Perdón, no pude leer eso.",
)


def begin(survey: Survey, wording: Wording = ENGLISH) -> tuple[OpenSurvey, str]:
    """Open `survey`: how far it is, and the text that introduces it and asks the first question.

    Raises RuleBroken for a survey without questions.
    """
    if not survey.questions:
        raise RuleBroken("The survey has no questions", errors=(FieldError("surveyId", "has no questions"),))
    parts = (survey.intro, render(survey.questions[0], wording), wording.skip)
    return OpenSurvey(survey.id, survey.type, 0, 1), "\n".join(part for part in parts if part)


def answer(survey: Survey, progress: OpenSurvey, text: str, wording: Wording = ENGLISH) -> Step:
    """Take `text` as what the texter wrote while the question at `progress` was open.

    A survey that was changed meanwhile, so that the question is gone, is over.
    """
    if progress.survey_id != survey.id or not 0 <= progress.index < len(survey.questions):
        return end(progress)
    question = survey.questions[progress.index]
    given, answered, more = _read(question, text)
    if given is not None:
        return _onward(survey, progress, wording, given, answered=True, more=more)
    skips = not answered and wants_to_skip(text, open_question=question.kind == "text")
    if skips or progress.asked >= MOST_ASKED:
        return _onward(survey, progress, wording, None, answered=answered or skips, more=False)
    again = OpenSurvey(survey.id, progress.type, progress.index, progress.asked + 1)
    words = "\n".join((wording.again, render(question, wording), wording.skip))
    return Step(question.id, None, again, words, answered=answered, skipped=False)


def end(progress: OpenSurvey) -> Step:
    """Give up the rest of a survey, as high risk does. `progress` is what was open; nothing is asked any more."""
    return Step(None, None, None, None, answered=False, skipped=False)


def render(question: Question, wording: Wording = ENGLISH) -> str:
    """The question as a text message, with how to answer it unless the question itself says so."""
    if question.kind == "scale":
        if {str(question.least), str(question.most)} <= set(re.findall(r"\d+", question.text)):
            return question.text
        return f"{question.text} {wording.scale.format(least=question.least, most=question.most)}"
    if question.kind == "choice":
        marks = (chr(ord("A") + i) if question.lettered else str(i + 1) for i in range(len(question.choices)))
        listed = (f"{mark}) {label}" for mark, label in zip(marks, question.choices, strict=True))
        return "\n".join((f"{question.text} {wording.choice}", *listed))
    return question.text


def score(answers: Iterable[Answer], survey: Survey) -> int | float | None:
    """The mean of the distress scales that were answered, to two decimals; of all scales where none is marked.

    None when no such question was answered. The last answer to a question counts.
    """
    scales = [question for question in survey.questions if question.kind == "scale"]
    counted = {q.id for q in scales if q.measures_distress} or {q.id for q in scales}
    numbers = {a.question_id: a.number for a in answers if a.question_id in counted and a.number is not None}
    return _plain(sum(numbers.values()) / len(numbers)) if numbers else None


def outcome(entry_score: int | float | None, exit_score: int | float | None) -> int | float | None:
    """Exit − entry, to two decimals: below zero, distress went down. None unless both surveys were answered."""
    if entry_score is None or exit_score is None:
        return None
    return _plain(exit_score - entry_score)


def check_survey(survey: Survey) -> None:
    """Raise RuleBroken, naming every field, for a survey that could not be asked.

    A choice must not be a word that opts the texter out, such as "stop": it would never arrive as an answer.
    """
    errors = [FieldError("questions", "ask at least one question")] if not survey.questions else []
    ids = [question.id for question in survey.questions]
    for i, question in enumerate(survey.questions):
        at = f"questions.{i}"
        if not question.id or ids.count(question.id) > 1:
            errors.append(FieldError(f"{at}.id", "must be there and differ from the others"))
        if not question.text.strip():
            errors.append(FieldError(f"{at}.text", "must not be empty"))
        if question.kind == "scale" and not -1000 < question.least < question.most < 1000:
            errors.append(FieldError(f"{at}.least", "must be less than most, both within ±999"))
        if question.kind == "choice":
            errors += _wrong_choices(at, question.choices)
    if errors:
        raise RuleBroken("The survey cannot be asked", errors=tuple(errors))


def _wrong_choices(at: str, choices: tuple[str, ...]) -> list[FieldError]:
    labels = [fold(label) for label in choices]
    errors = []
    if not 2 <= len(choices) <= 10 or len(set(labels)) < len(labels) or "" in labels:
        errors.append(FieldError(f"{at}.choices", "must be two to ten labels, each different"))
    if any(consent_in(label) is Consent.OPT_OUT for label in choices):
        errors.append(FieldError(f"{at}.choices", "must not be a word that opts the texter out"))
    return errors


def _read(question: Question, text: str) -> tuple[Answer | None, bool, bool]:
    """The answer in `text`, whether it was meant as one, and whether the text says more."""
    if question.kind == "text":
        words = text.strip()
        if not words or wants_to_skip(words, open_question=True):
            return None, False, False
        return Answer(question.id, "text", words=words), True, False
    if question.kind == "scale":
        reading = read_scale(text, question.least, question.most)
    else:
        reading = read_choice(text, question.choices, lettered=question.lettered)
    if reading.value is None:
        return None, reading.attempted, False
    return Answer(question.id, question.kind, number=reading.value), True, reading.more


def _onward(
    survey: Survey, progress: OpenSurvey, wording: Wording, given: Answer | None, *, answered: bool, more: bool
) -> Step:
    question, index = survey.questions[progress.index], progress.index + 1
    if index == len(survey.questions):
        return Step(question.id, given, None, None, answered, given is None, more)
    after = OpenSurvey(survey.id, progress.type, index, 1)
    return Step(question.id, given, after, render(survey.questions[index], wording), answered, given is None, more)


def _plain(value: float) -> int | float:
    rounded = round(value, 2)
    return int(rounded) if rounded == int(rounded) else rounded
