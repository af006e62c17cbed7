"""Tags: what conversations are filed under. An affiliate that has defined none takes any."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from pydantic import BaseModel

from shared.configuration.documents import Document, House
from shared.configuration.kind import Kind
from shared.configuration.kinds.canned_responses import unknown_programs
from shared.domain.errors import FieldError
from shared.store.models import TagItem


def _spec() -> type[BaseModel]:
    from shared.contracts.replies_directory_api import TagSpec

    return TagSpec


def _attributes(tag_id: str, fields: Mapping[str, Any]) -> Mapping[str, Any]:
    return {"tag_id": tag_id, **fields, "description": fields["description"] or None}


def _document(item: TagItem) -> tuple[str, Mapping[str, Any]]:
    return item.tag_id, {
        "name": item.name,
        "description": item.description or "",
        "program_ids": list(item.program_ids or ()),
    }


def _check(house: House, tag: Document) -> Sequence[FieldError]:
    if not tag.active:
        return ()
    found = unknown_programs(house, tag)
    if any(one.id != tag.id and one["name"] == tag["name"] for one in house.of("tag")):
        found.append(FieldError("name", "is another tag's"))
    return found


TAG = Kind(
    name="tag",
    prefix="tag",
    model=TagItem,
    spec=_spec,
    sort_key=lambda tag_id, _: f"G#{tag_id}",
    is_row=lambda sort: sort.startswith("G#"),
    attributes=_attributes,
    document=_document,
    check=_check,
)
