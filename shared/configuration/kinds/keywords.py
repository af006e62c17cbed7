"""Keywords: the words that open a conversation in a program, maybe ahead in line."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from pydantic import BaseModel

from shared.configuration.documents import Document, House
from shared.configuration.kind import Kind
from shared.domain.errors import FieldError
from shared.domain.keywords import Consent, consent_in
from shared.store.models import KeywordItem


def _spec() -> type[BaseModel]:
    from shared.contracts.directory_api import KeywordSpec

    return KeywordSpec


def _attributes(keyword_id: str, fields: Mapping[str, Any]) -> Mapping[str, Any]:
    return {
        "keyword_id": keyword_id,
        "program_id": fields["program_id"],
        "keyword": fields["keyword"],
        "opens": fields["opens"],
        "boost_seconds": fields["boost_seconds"] or None,
    }


def _document(item: KeywordItem) -> tuple[str, Mapping[str, Any]]:
    return item.keyword_id, {
        "program_id": item.program_id,
        "keyword": item.keyword,
        "opens": item.opens,
        "boost_seconds": int(item.boost_seconds or 0),
    }


def _check(house: House, keyword: Document) -> Sequence[FieldError]:
    if not keyword.active:
        return ()
    found = [
        FieldError(wire, "is no program of this affiliate")
        for wire, field in (("programId", "program_id"), ("opens", "opens"))
        if keyword[field] is not None and not house.in_use("program", keyword[field])
    ]
    if consent_in(keyword["keyword"]) is not Consent.NONE:
        found.append(FieldError("keyword", "means opting in or out, on every line"))
    own = house.get("program", keyword["program_id"])
    for other in house.of("keyword"):
        same = other.id != keyword.id and other["keyword"].casefold() == keyword["keyword"].casefold()
        theirs = house.get("program", other["program_id"]) if same else None
        # Programs may share a number: what opens one of them must not open another.
        if theirs is not None and own is not None and theirs["short_code"] == own["short_code"]:
            found.append(FieldError("keyword", f"is taken on this line, by program {theirs.id}"))
    return found


KEYWORD = Kind(
    name="keyword",
    prefix="kw",
    model=KeywordItem,
    spec=_spec,
    sort_key=lambda keyword_id, _: f"K#{keyword_id}",
    is_row=lambda sort: sort.startswith("K#"),
    attributes=_attributes,
    document=_document,
    check=_check,
)
