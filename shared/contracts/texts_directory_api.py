"""What Holdfast says by itself: automatic texts to texters, and templates of notices to staff; see `directory_base`."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from pydantic import Field, StringConstraints

from shared.contracts.api import Language, Reply, Wire
from shared.contracts.directory_base import Id, Shown, Spec, edit_of

Words = Annotated[str, StringConstraints(max_length=4000, strip_whitespace=True)]
Key = Annotated[str, StringConstraints(min_length=1, max_length=40, pattern=r"^[a-z_]+(@[a-z]{2})?$")]


class AutomaticTextWords(Spec):
    text: Words = Field(description="Becomes the draft: it is sent once somebody has approved it.")


class AutomaticTextSpec(AutomaticTextWords):
    program_id: Id
    key: Key = Field(description="`welcome`, or its version in a language: `welcome@es`.")


class AutomaticTextState(Spec):
    """All that is kept of an automatic text: the version that is sent, and the one that waits."""

    program_id: Id
    key: Key
    text: Words | None = None
    approved_by: str | None = None
    approved_at: str | None = None
    draft: Words | None = None
    drafted_by: str | None = None


class AutomaticText(Shown):
    program_id: str
    key: str
    when: str = Field(description="When it is sent.")
    text: str | None = Field(description="The version that is sent; null: none was approved, and none is sent.")
    approved_by: str | None
    approved_at: datetime | None
    draft: str | None = Field(description="The version that waits for approval.")
    drafted_by: str | None
    variables: list[str] = Field(description="What it may speak of.")
    must_use: list[str] = Field(description="What it must speak of.")
    required: bool = Field(description="A program in use cannot do without it.")


class AutomaticTextList(Reply):
    items: list[AutomaticText]
    next_cursor: str | None = None


class TextApproval(Wire):
    version: int | None = Field(default=None, ge=1, description="The version whose draft was read.")


class NoticeTemplateWords(Spec):
    subject: Words
    text: Words = Field(description="The mail.")
    sms: Words = Field(description="The text message.")


class NoticeTemplateSpec(NoticeTemplateWords):
    name: Annotated[str, StringConstraints(min_length=1, max_length=40)] = Field(description="The kind of notice.")
    language: Language = "en"


class NoticeTemplate(Shown, NoticeTemplateSpec):
    variables: list[str] = Field(description="What it may speak of.")


class NoticeTemplateList(Reply):
    items: list[NoticeTemplate]
    next_cursor: str | None = None


#: What it is of stays as it is: another text is another resource.
AutomaticTextEdit = edit_of(AutomaticTextWords, "AutomaticTextEdit")
NoticeTemplateEdit = edit_of(NoticeTemplateWords, "NoticeTemplateEdit")
