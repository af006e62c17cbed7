"""What responders have at hand: canned responses, and tags; see `directory_base`."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, StringConstraints, field_validator

from shared.contracts.api import Language, Reply
from shared.contracts.care_api import Tag as TagName
from shared.contracts.directory_base import Id, Name, Shown, Spec, edit_of

Shortcut = Annotated[str, StringConstraints(max_length=32, pattern=r"^[a-z0-9][a-z0-9_-]*$")]
Programs = Annotated[list[Id], Field(max_length=100)]


def _in_order(ids: list[str]) -> list[str]:
    return sorted(set(ids))


class CannedResponseSpec(Spec):
    title: Name
    text: Annotated[str, StringConstraints(min_length=1, max_length=1600, strip_whitespace=True)] = Field(
        description="What is sent, with variables like {line}."
    )
    program_ids: Programs = Field(default_factory=list, description="Whose people have it; empty: everybody.")
    language: Language | None = Field(default=None, description="What it is written in; null: any.")
    shortcut: Shortcut | None = Field(default=None, description="What one types after a slash to find it.")
    tags: Annotated[list[TagName], Field(max_length=20)] = Field(default_factory=list)

    _programs = field_validator("program_ids", "tags")(_in_order)


class CannedResponse(Shown, CannedResponseSpec):
    segments: int = Field(description="How many segments it takes, as it stands here.")
    filled: str | None = Field(
        default=None, description="With `program`: as it would be sent now; null when it speaks of what there is not."
    )


class CannedResponseList(Reply):
    items: list[CannedResponse]
    next_cursor: str | None = None


class TagSpec(Spec):
    name: TagName
    description: Annotated[str, StringConstraints(max_length=500, strip_whitespace=True)] = ""
    program_ids: Programs = Field(default_factory=list, description="Where it may be used; empty: everywhere.")

    _programs = field_validator("program_ids")(_in_order)


class Tag(Shown, TagSpec):
    pass


class TagList(Reply):
    items: list[Tag]
    next_cursor: str | None = None


CannedResponseEdit = edit_of(CannedResponseSpec, "CannedResponseEdit")
TagEdit = edit_of(TagSpec, "TagEdit")
