"""Surveys as an affiliate configures them; see `directory_base`."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, StringConstraints, model_validator

from shared.contracts.api import Reply, Wire
from shared.contracts.directory_base import Id, Name, Shown, Spec, edit_of

Words = Annotated[str, StringConstraints(max_length=600, strip_whitespace=True)]
Label = Annotated[str, StringConstraints(max_length=80, strip_whitespace=True)]
Bound = Annotated[int, Field(ge=-999, le=999)]


class SurveyQuestion(Wire):
    id: Annotated[str, StringConstraints(max_length=40, pattern=r"^[A-Za-z0-9_-]*$")] = Field(
        default="", description="Answers go by it, so it stays as it is; empty: one is made."
    )
    kind: Literal["scale", "choice", "text"]
    text: Words
    least: Bound = Field(default=1, description="A scale's lowest number.")
    most: Bound = Field(default=5, description="A scale's highest number.")
    choices: list[Label] = Field(default_factory=list, description="A choice's labels, in order: two to ten.")
    measures_distress: bool = Field(default=False, description="A scale the outcome is made of.")


class SurveySpec(Spec):
    program_id: Id
    type: Literal["entry", "exit"] = Field(description="A program has one of each in use at most.")
    title: Name
    intro: Words | None = Field(default=None, description="Said before the first question.")
    questions: Annotated[list[SurveyQuestion], Field(max_length=20)] = Field(description="Asked one at a time.")

    @model_validator(mode="after")
    def _name_questions(self) -> SurveySpec:
        taken = {one.id for one in self.questions}
        free = (name for number in range(1, 100) if (name := f"q{number}") not in taken)
        for one in self.questions:
            one.id = one.id or next(free)
        return self


class Survey(Shown, SurveySpec):
    pass


class SurveyList(Reply):
    items: list[Survey]
    next_cursor: str | None = None


SurveyEdit = edit_of(SurveySpec, "SurveyEdit")
