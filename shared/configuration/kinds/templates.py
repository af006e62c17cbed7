"""Templates: an affiliate's own words of what notices say to staff. What has none says what is built in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from pydantic import BaseModel

from shared.configuration.documents import Document, House
from shared.configuration.kind import Kind
from shared.domain.errors import FieldError, RuleBroken
from shared.store.models import TemplateItem


def template_id(name: str, language: str) -> str:
    return f"{name}@{language}"


def _spec() -> type[BaseModel]:
    from shared.contracts.texts_directory_api import NoticeTemplateSpec

    return NoticeTemplateSpec


def _document(item: TemplateItem) -> tuple[str, Mapping[str, Any]]:
    return template_id(item.name, item.language), {
        "subject": item.subject,
        "text": item.text,
        "sms": item.sms,
        "name": item.name,
        "language": item.language,
    }


def _check(house: House, template: Document) -> Sequence[FieldError]:
    from shared.contracts.notices import WAYS
    from shared.domain.templates import StaffTemplate, check_notice

    if not template.active:
        return ()
    way = WAYS.get(template["name"])
    if way is None:
        return [FieldError("name", f"is none of {', '.join(WAYS)}")]
    words = StaffTemplate(template["subject"], template["text"], template["sms"])
    try:
        check_notice(template["name"], words, way.variables)
    except RuleBroken as broken:
        return [FieldError(one.field.rpartition(".")[2], one.message) for one in broken.errors]
    return ()


TEMPLATE = Kind(
    name="template",
    prefix="tpl",
    model=TemplateItem,
    spec=_spec,
    sort_key=lambda _, fields: f"T#{fields['name']}#{fields['language']}",
    is_row=lambda sort: sort.startswith("T#"),
    attributes=lambda _, fields: dict(fields),
    document=_document,
    check=_check,
    id_of=lambda fields: template_id(fields["name"], fields["language"]),
)
