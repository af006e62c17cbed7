"""Programs and the words that open them: what an affiliate configures; see `directory_base`."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import Field, StringConstraints

from shared.contracts.api import Channel, Reply
from shared.contracts.directory_base import Id, Name, Shown, Spec, edit_of


class ProgramSpec(Spec):
    name: Name
    description: Annotated[str, StringConstraints(max_length=500, strip_whitespace=True)] = ""
    short_code: Annotated[str, StringConstraints(max_length=64, strip_whitespace=True)] = Field(
        default="", description="Our number on the channel by which most texters reach it."
    )
    channel: Channel = "twilio"
    zone: str | None = Field(default=None, description="An IANA time zone: the texters', where nothing else is known.")
    hours: dict[str, Any] | None = Field(default=None, description="When its people are there; null: always.")
    timers: dict[str, int] = Field(
        default_factory=dict, description="Seconds by rule; those that are not given have their defaults."
    )


class Program(Shown, ProgramSpec):
    pass


class ProgramList(Reply):
    items: list[Program]
    next_cursor: str | None = None


class KeywordSpec(Spec):
    program_id: Id = Field(description="Whose line the word is sent to.")
    keyword: Annotated[str, StringConstraints(min_length=1, max_length=40, strip_whitespace=True)]
    opens: Id | None = Field(default=None, description="The program it opens; null: `programId` itself.")
    boost_seconds: Annotated[int, Field(ge=0, le=86_400)] = Field(default=0, description="How far ahead in line.")


class Keyword(Shown, KeywordSpec):
    pass


class KeywordList(Reply):
    items: list[Keyword]
    next_cursor: str | None = None


ProgramEdit = edit_of(ProgramSpec, "ProgramEdit")
KeywordEdit = edit_of(KeywordSpec, "KeywordEdit")
