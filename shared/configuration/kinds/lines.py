"""Lines: the numbers, partners and web chats by which texters reach a program."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import urlsplit

from pydantic import BaseModel

from shared.channels.rows import CHANNELS
from shared.configuration.documents import Document, House
from shared.configuration.kind import Kind, Pointer
from shared.domain.errors import FieldError
from shared.store.models import Item, LineDetailItem, LineItem

_NUMBER = re.compile(r"\+[1-9][0-9]{6,14}|[0-9]{3,8}|account:[A-Za-z0-9_-]{1,64}")


def line_id(channel: str, number: str) -> str:
    """A line's id: its channel and number, without what an address would have to escape."""
    return f"{channel}_{re.sub(r'[^A-Za-z0-9]+', '_', number).strip('_')}"


def _spec() -> type[BaseModel]:
    from shared.contracts.tenancy_api import LineSpec

    return LineSpec


def _attributes(_: str, fields: Mapping[str, Any]) -> Mapping[str, Any]:
    return {
        "channel": fields["channel"],
        "number": fields["number"],
        "program_id": fields["program_id"],
        "account": fields["account"] or None,
        "stands_for": fields["stands_for"],
        "origins": list(fields["origins"]) or None,
        "per_second": fields["per_second"],
        "segment_price": fields["segment_price"],
    }


def _document(item: LineDetailItem) -> tuple[str, Mapping[str, Any]]:
    return line_id(item.channel, item.number), {
        "channel": item.channel,
        "number": item.number,
        "program_id": item.program_id,
        "account": item.account or "",
        "stands_for": item.stands_for,
        "origins": list(item.origins or ()),
        "per_second": None if item.per_second is None else int(item.per_second),
        "segment_price": None if item.segment_price is None else int(item.segment_price),
    }


def _check(house: House, line: Document) -> Sequence[FieldError]:
    if not line.active:
        return ()
    found: list[FieldError] = []
    channel = CHANNELS[line["channel"]]
    if line.id != line_id(line["channel"], line["number"]):
        found.append(FieldError("number", "cannot be changed: another number is another line"))
    if channel.sms and not _NUMBER.fullmatch(line["number"]):
        found.append(FieldError("number", "must be a number like +12025550100, or a short code"))
    if line["channel"] == "webchat" and line["number"] != line["program_id"]:
        found.append(FieldError("number", "must be the program's id: web chat has no numbers"))
    if not house.in_use("program", line["program_id"]):
        found.append(FieldError("programId", "is no program of this affiliate"))
    if channel.accounts and not line["account"]:
        found.append(FieldError("account", "is missing: the provider's account this number belongs to"))
    if line["origins"] and line["channel"] != "webchat":
        found.append(FieldError("origins", "are for web chat only"))
    found += [
        FieldError(f"origins.{place}", "must be an origin like https://example.org")
        for place, origin in enumerate(line["origins"])
        if not _is_origin(origin)
    ]
    return found + _check_backup(house, line)


def _check_backup(house: House, line: Document) -> list[FieldError]:
    if line["stands_for"] is None:
        return []
    first = next((one for one in house.of("line") if _key(one) == line["stands_for"]), None)
    if first is None or first.id == line.id or first["stands_for"] is not None:
        return [FieldError("standsFor", "is no line of this affiliate that can have a backup")]
    rivals = [one for one in house.of("line") if one.id != line.id and one["stands_for"] == line["stands_for"]]
    return [FieldError("standsFor", f"has a backup, {rivals[0].id}")] if rivals else []


def _key(line: Document) -> str:
    return f"{line['channel']}#{line['number']}"


def _is_origin(text: str) -> bool:
    parts = urlsplit(text)
    plain = f"{parts.scheme}://{parts.netloc}" == text and bool(parts.hostname)
    local = parts.hostname in ("localhost", "127.0.0.1")
    return plain and (parts.scheme == "https" or (parts.scheme == "http" and local)) and "@" not in parts.netloc


def _pointers(affiliate_id: str, line: Document) -> Sequence[Pointer]:
    def make(former: Item | None) -> LineItem:
        return LineItem(place, "LINE", affiliate_id=affiliate_id, program_id=line["program_id"])

    place = f"N#{_key(line)}"
    return (Pointer(place, "LINE", "number", LineItem, make),)


LINE = Kind(
    name="line",
    prefix="line",
    model=LineDetailItem,
    spec=_spec,
    sort_key=lambda _, fields: f"N#{fields['channel']}#{fields['number']}",
    is_row=lambda sort: sort.startswith("N#"),
    attributes=_attributes,
    document=_document,
    check=_check,
    pointers=_pointers,
    id_of=lambda fields: line_id(fields["channel"], fields["number"]),
)
