"""Asking surveys by text, one question at a time."""

from __future__ import annotations

from datetime import datetime

from shared.domain.conversation import Conversation, Purpose
from shared.domain.draft import Draft
from shared.domain.lifecycle import Actor, State
from shared.domain.ports import Ids
from shared.domain.surveys import Answer, Survey, answer, begin, score
from shared.lifecycle.texts import say, system_message
from shared.store.directory import Affiliate, Program


def ask(draft: Draft, survey: Survey, ids: Ids, at: datetime, actor: str = Actor.SYSTEM) -> None:
    """Open a survey and put its first question."""
    progress, text = begin(survey)
    draft.survey("begun", progress, at, is_open=True, actor=actor)
    draft.say(system_message(ids, text, Purpose.SURVEY), at)


def listen(draft: Draft, affiliate: Affiliate, program: Program | None, text: str, ids: Ids, at: datetime) -> bool:
    """Take what the texter wrote as an answer to the open survey; whether it was meant as one, and as nothing else.

    While wrapping up anything else brings the responder back: then the survey says nothing more.
    """
    progress = draft.after.survey
    survey = affiliate.surveys.get(progress.survey_id) if progress is not None else None
    if progress is None:
        return False
    if survey is None:
        draft.survey("ended", progress, at, is_open=False)
        return False
    step = answer(survey, progress, text)
    # Known as soon as it can be: a texter who stops in the middle has told how they are all the same.
    found = score(_answers(draft.after, step.answer, survey), survey)
    if step.progress is not None:
        name = "answered" if step.answer is not None else "skipped" if step.skipped else "asked_again"
        draft.survey(name, step.progress, at, is_open=True, answered=step.answer, score=found)
    else:
        name = "completed" if step.answered else "ended"
        draft.survey(name, progress, at, is_open=False, answered=step.answer, score=found)
        if step.answered:
            say(draft, program, "survey_thanks", ids, at)
    answered = step.answered and not step.more
    goes_on = answered or draft.after.state is not State.WRAP_UP
    if step.text is not None and goes_on and not draft.after.cannot_reply:
        draft.say(system_message(ids, step.text, Purpose.SURVEY), at)
    return answered


def stop(draft: Draft, at: datetime) -> None:
    """A survey never gets in the way of somebody in crisis."""
    if draft.after.survey is not None:
        draft.survey("ended", draft.after.survey, at, is_open=False)


def _answers(conversation: Conversation, last: Answer | None, survey: Survey) -> list[Answer]:
    kinds = {question.id: question.kind for question in survey.questions}
    given = [Answer(name, kinds[name], number) for name, number in conversation.survey_numbers.items() if name in kinds]
    return given + ([last] if last is not None else [])
