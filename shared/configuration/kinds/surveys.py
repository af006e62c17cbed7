"""Surveys: what a program's texters are asked before and after."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from pydantic import BaseModel

from shared.configuration.documents import Document, House
from shared.configuration.kind import Kind
from shared.domain.errors import FieldError, RuleBroken
from shared.domain.surveys import Question, Survey, check_survey
from shared.store.models import SurveyItem


def _spec() -> type[BaseModel]:
    from shared.contracts.surveys_directory_api import SurveySpec

    return SurveySpec


def _attributes(survey_id: str, fields: Mapping[str, Any]) -> Mapping[str, Any]:
    return {
        "survey_id": survey_id,
        "program_id": fields["program_id"],
        "type": fields["type"],
        "title": fields["title"],
        "intro": fields["intro"] or None,
        "questions": fields["questions"],
    }


def _document(item: SurveyItem) -> tuple[str, Mapping[str, Any]]:
    return item.survey_id, {
        "program_id": item.program_id,
        "type": item.type,
        "title": item.title,
        "intro": item.intro,
        "questions": [dict(one) for one in item.questions],
    }


def _check(house: House, survey: Document) -> Sequence[FieldError]:
    if not survey.active:
        return ()
    found: list[FieldError] = []
    if not house.in_use("program", survey["program_id"]):
        found.append(FieldError("programId", "is no program of this affiliate"))
    try:
        check_survey(_asked(survey))
    except RuleBroken as broken:
        found += broken.errors
    for other in house.of("survey"):
        same = (other["program_id"], other["type"]) == (survey["program_id"], survey["type"])
        if same and other.id != survey.id:
            found.append(FieldError("type", f"the program has one of these in use, {other.id}"))
    return found


def _asked(survey: Document) -> Survey:
    questions = tuple(Question(**(one | {"choices": tuple(one.get("choices", ()))})) for one in survey["questions"])
    return Survey(survey.id, survey["program_id"], survey["type"], survey["title"], questions, survey["intro"])


SURVEY = Kind(
    name="survey",
    prefix="srv",
    model=SurveyItem,
    spec=_spec,
    sort_key=lambda survey_id, _: f"V#{survey_id}",
    is_row=lambda sort: sort.startswith("V#"),
    attributes=_attributes,
    document=_document,
    check=_check,
)
