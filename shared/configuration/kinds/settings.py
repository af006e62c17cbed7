"""An affiliate's settings: one document, called as the affiliate is, and kept in the same item."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from pydantic import BaseModel

from shared.configuration.documents import Document, House
from shared.configuration.kind import Kind
from shared.domain.errors import FieldError
from shared.domain.flags import FLAGS
from shared.domain.limits import LIMITS, limit_of
from shared.store.directory import RETENTION_DAYS
from shared.store.models import AffiliateItem


def limit_in(house: House, name: str) -> int:
    """A limit of `domain.limits` as the affiliate's documents have it."""
    settings = house.get("settings", house.affiliate_id)
    return limit_of(settings["limits"] if settings is not None else {}, name)


def _spec() -> type[BaseModel]:
    from shared.contracts.settings_directory_api import SettingsSpec

    return SettingsSpec


def _attributes(_: str, fields: Mapping[str, Any]) -> Mapping[str, Any]:
    return {
        "retention_days": fields["retention_days"],
        "flags": fields["flags"] or None,
        "limits": fields["limits"] or None,
        "risk_words": fields["risk_words"] or None,
        "risk_prototypes": fields["risk_prototypes"] or None,
        "admins_read_content": fields["admins_read_content"],
        "texts_need_second_person": fields["texts_need_second_person"],
    }


def _document(item: AffiliateItem) -> tuple[str, Mapping[str, Any]]:
    return item.affiliate_id, {
        "retention_days": RETENTION_DAYS if item.retention_days is None else int(item.retention_days),
        "flags": dict(item.flags or {}),
        "limits": {name: int(value) for name, value in (item.limits or {}).items()},
        "risk_words": [_word(row) for row in item.risk_words or ()],
        "risk_prototypes": [dict(row) for row in item.risk_prototypes or ()],
        "admins_read_content": item.admins_read_content is not False,
        "texts_need_second_person": bool(item.texts_need_second_person),
    }


def _word(row: Mapping[str, Any]) -> dict[str, Any]:
    """As the spec has it: what is ignored has the category and level that nobody reads."""
    return {"category": "immediate_crisis", "level": "high", "ignore": False, **row}


def _check(house: House, settings: Document) -> Sequence[FieldError]:
    found = [
        FieldError(f"flags.{name}", f"is none of {', '.join(FLAGS)}") for name in settings["flags"] if name not in FLAGS
    ]
    for name, value in settings["limits"].items():
        limit = LIMITS.get(name)
        if limit is None:
            found.append(FieldError(f"limits.{name}", f"is none of {', '.join(LIMITS)}"))
        elif not limit.least <= value <= limit.most:
            found.append(FieldError(f"limits.{name}", f"must be from {limit.least} to {limit.most}"))
    if not found:
        found += _beyond(house)
    return [*found, *_wrong_words(settings["risk_words"]), *_wrong_sentences(settings["risk_prototypes"])]


def _beyond(house: House) -> list[FieldError]:
    """Who may own more conversations than the limit."""
    name = "conversations_per_responder"
    settings = house.get("settings", house.affiliate_id)
    if settings is None or name not in settings["limits"]:
        return []
    most = limit_in(house, name)
    return [
        FieldError(f"limits.{name}", f"is less than {one.id} may own, {one['max_concurrent']}")
        for one in house.of("user")
        if one["max_concurrent"] > most
    ]


def _wrong_words(rows: Sequence[Mapping[str, Any]]) -> list[FieldError]:
    from shared.domain.risk.words import words_of

    found: list[FieldError] = []
    seen: set[tuple[str, ...]] = set()
    for place, row in enumerate(rows):
        words = tuple(one.text for one in words_of(row["phrase"]))
        if not words:
            found.append(FieldError(f"riskWords.{place}.phrase", "has no word in it"))
        elif words in seen:
            found.append(FieldError(f"riskWords.{place}.phrase", "is there already"))
        seen.add(words)
    return found


def _wrong_sentences(rows: Sequence[Mapping[str, Any]]) -> list[FieldError]:
    ids = [row["id"] for row in rows]
    return [
        FieldError(f"riskPrototypes.{place}.id", "is another sentence's")
        for place, one in enumerate(ids)
        if one in ids[:place]
    ]


SETTINGS = Kind(
    name="settings",
    prefix="set",
    model=AffiliateItem,
    spec=_spec,
    sort_key=lambda _, fields: "AFFILIATE",
    is_row=lambda sort: sort == "AFFILIATE",
    attributes=_attributes,
    document=_document,
    check=_check,
)
