"""Canned responses: what responders send often."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from pydantic import BaseModel

from shared.configuration.documents import Document, House
from shared.configuration.kind import Kind
from shared.domain.errors import FieldError
from shared.store.models import CannedResponseItem


def _spec() -> type[BaseModel]:
    from shared.contracts.replies_directory_api import CannedResponseSpec

    return CannedResponseSpec


def _attributes(response_id: str, fields: Mapping[str, Any]) -> Mapping[str, Any]:
    return {"response_id": response_id, **fields}


def _document(item: CannedResponseItem) -> tuple[str, Mapping[str, Any]]:
    return item.response_id, {
        "title": item.title,
        "text": item.text,
        "program_ids": list(item.program_ids or ()),
        "language": item.language,
        "shortcut": item.shortcut,
        "tags": list(item.tags or ()),
    }


def _check(house: House, response: Document) -> Sequence[FieldError]:
    from shared.domain.canned import wrong_with

    if not response.active:
        return ()
    found = unknown_programs(house, response)
    wrong = wrong_with(response["text"])
    if wrong is not None:
        found.append(FieldError("text", wrong))
    if response["shortcut"] is not None and any(
        one.id != response.id and one["shortcut"] == response["shortcut"] for one in house.of("canned_response")
    ):
        found.append(FieldError("shortcut", "is another canned response's"))
    return found


def unknown_programs(house: House, document: Document) -> list[FieldError]:
    """Those of `programIds` that are no programs of the affiliate, in use or not."""
    return [
        FieldError(f"programIds.{place}", "is no program of this affiliate")
        for place, one in enumerate(document["program_ids"])
        if house.get("program", one) is None
    ]


CANNED_RESPONSE = Kind(
    name="canned_response",
    prefix="rsp",
    model=CannedResponseItem,
    spec=_spec,
    sort_key=lambda response_id, _: f"R#{response_id}",
    is_row=lambda sort: sort.startswith("R#"),
    attributes=_attributes,
    document=_document,
    check=_check,
)
