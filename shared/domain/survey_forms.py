"""A survey answered in a form: on the web chat, or by the responder who asked it."""

from __future__ import annotations

import re
from collections.abc import Mapping

from shared.domain.errors import FieldError, RuleBroken
from shared.domain.survey_reading import fold
from shared.domain.surveys import LONGEST_WORDS, Answer, Question, Survey

_DIGITS = re.compile(r"-?[0-9]{1,4}")


def validate_form(survey: Survey, responses: Mapping[str, object]) -> tuple[Answer, ...]:
    """The answers in `responses` (question id → answer), in the survey's order.

    A scale takes a whole number within its bounds; a choice its label or its index from 0, also as a list of one; an
    open question up to `LONGEST_WORDS` characters. A question that is left out, null, "" or [] is skipped. Raises
    RuleBroken that names every wrong `responses.<id>`, and one for a form without any answer.
    """
    known = {question.id: question for question in survey.questions}
    errors = [
        FieldError(f"responses.{qid[:64]}", "is not a question of this survey") for qid in responses if qid not in known
    ]
    answers = []
    for question in survey.questions:
        given = responses.get(question.id)
        if given is None or given == [] or (isinstance(given, str) and not given.strip()):
            continue
        taken = _take(question, given)
        if isinstance(taken, Answer):
            answers.append(taken)
        else:
            errors.append(FieldError(f"responses.{question.id}", taken))
    if not errors and not answers:
        errors.append(FieldError("responses", "answer at least one question"))
    if errors:
        raise RuleBroken("The survey's answers break its rules", errors=tuple(errors))
    return tuple(answers)


def _take(question: Question, given: object) -> Answer | str:
    """The answer, or what is wrong with it. Never quotes what was given: it may be a texter's words."""
    if question.kind == "scale":
        number = _whole(given)
        if number is None or not question.least <= number <= question.most:
            return f"must be a whole number from {question.least} to {question.most}"
        return Answer(question.id, "scale", number=number)
    if question.kind == "choice":
        index = _index(question, given)
        return "must be one of the choices" if index is None else Answer(question.id, "choice", number=index)
    if not isinstance(given, str) or len(given) > LONGEST_WORDS:
        return f"must be text of at most {LONGEST_WORDS} characters"
    return Answer(question.id, "text", words=given.strip())


def _whole(given: object) -> int | None:
    # A bool is an int to Python, and no answer to a person.
    if isinstance(given, int) and not isinstance(given, bool):
        return given
    return int(given) if isinstance(given, str) and _DIGITS.fullmatch(given.strip()) else None


def _index(question: Question, given: object) -> int | None:
    if isinstance(given, list):
        given = given[0] if len(given) == 1 else None
    if isinstance(given, str):
        labels = [fold(label) for label in question.choices]
        return labels.index(fold(given)) if fold(given) in labels else None
    if isinstance(given, int) and not isinstance(given, bool):
        return given if 0 <= given < len(question.choices) else None
    return None
