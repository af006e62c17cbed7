"""Automatic texts: what Holdfast says to texters by itself, in the version that somebody approved.

Who writes words leaves a draft. Approving makes the draft the version that is sent; until then the former one is.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from pydantic import BaseModel

from shared.configuration.documents import Document, House
from shared.configuration.kind import Kind
from shared.domain.errors import FieldError, RuleBroken
from shared.domain.language import LANGUAGES
from shared.domain.templates import REQUIRED, TEXTS, check_texts
from shared.store.models import TextItem


def text_id(program_id: str, key: str) -> str:
    """`prg_1.welcome@es`: ids of programs have no dot."""
    return f"{program_id}.{key}"


def new_text(program_id: str, key: str) -> Document:
    """A text that says nothing yet."""
    fields = {"program_id": program_id, "key": key, "text": None, "approved_by": None, "approved_at": None}
    return Document("text", text_id(program_id, key), {**fields, "draft": None, "drafted_by": None})


def drafted(text: Document, words: str, by: str) -> Document:
    """The text with these words waiting for approval; words that are sent already leave nothing to approve."""
    waits = words != text["text"] or text["approved_by"] is None
    draft = {"draft": words, "drafted_by": by} if waits else {"draft": None, "drafted_by": None}
    return replace(text, fields={**text.fields, **draft})


def approved(text: Document, by: str, at: datetime) -> Document:
    """The text with its draft as the version that is sent."""
    stamp = {"approved_by": by, "approved_at": at.isoformat()}
    return replace(text, fields={**text.fields, **stamp, "text": text["draft"], "draft": None, "drafted_by": None})


def is_sent(house: House, program_id: str, key: str) -> bool:
    """Whether the program has an approved version of exactly this text, in use."""
    found = house.get("text", text_id(program_id, key))
    return found is not None and found.active and found["text"] is not None and found["approved_by"] is not None


def is_required(house: House, program: Document | None, key: str) -> bool:
    """Whether the program cannot do without the text: always, or because it closes."""
    if program is None or not program.active:
        return False
    return key in REQUIRED or (key == "closed" and bool(program["hours"]))


def _spec() -> type[BaseModel]:
    from shared.contracts.texts_directory_api import AutomaticTextState

    return AutomaticTextState


def _attributes(_: str, fields: Mapping[str, Any]) -> Mapping[str, Any]:
    at = fields["approved_at"]
    return {**fields, "approved_at": datetime.fromisoformat(at) if at is not None else None}


def _document(item: TextItem) -> tuple[str, Mapping[str, Any]]:
    return text_id(item.program_id, item.key), {
        "program_id": item.program_id,
        "key": item.key,
        "text": item.text,
        "approved_by": item.approved_by,
        "approved_at": item.approved_at.isoformat() if item.approved_at is not None else None,
        "draft": item.draft,
        "drafted_by": item.drafted_by,
    }


def _check(house: House, text: Document) -> Sequence[FieldError]:
    program = house.get("program", text["program_id"])
    if program is None:
        return [FieldError("programId", "is no program of this affiliate")]
    name, _, language = text["key"].partition("@")
    if name not in TEXTS or (language and language not in LANGUAGES):
        known = f"{', '.join(TEXTS)}; or, in one of {', '.join(LANGUAGES)}, like welcome@es"
        return [FieldError("key", f"is no text of a program, which are {known}")]
    if not text.active:
        needed = is_required(house, program, text["key"])
        return [FieldError("active", "must stay: the program cannot do without it")] if needed else ()
    found: list[FieldError] = []
    for words in (text["text"], text["draft"]):
        try:
            check_texts({text["key"]: words} if words is not None else {}, program["name"])
        except RuleBroken as broken:
            found += [FieldError("text", one.message) for one in broken.errors]
    return found


TEXT = Kind(
    name="text",
    prefix="txt",
    model=TextItem,
    spec=_spec,
    sort_key=lambda _, fields: f"X#{fields['program_id']}#{fields['key']}",
    is_row=lambda sort: sort.startswith("X#"),
    attributes=_attributes,
    document=_document,
    check=_check,
    id_of=lambda fields: text_id(fields["program_id"], fields["key"]),
)
