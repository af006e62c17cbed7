"""Programs: where texters end up, with their hours and timers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from zoneinfo import ZoneInfo

from pydantic import BaseModel

from shared.channels.rows import CHANNELS
from shared.configuration.documents import Document, House
from shared.configuration.kind import Kind
from shared.configuration.kinds.texts import is_sent
from shared.domain.errors import FieldError, RuleBroken
from shared.domain.hours import Hours
from shared.domain.rules import Rules
from shared.store.models import ProgramItem


def _spec() -> type[BaseModel]:
    from shared.contracts.directory_api import ProgramSpec

    return ProgramSpec


def _attributes(program_id: str, fields: Mapping[str, Any]) -> Mapping[str, Any]:
    return {
        "program_id": program_id,
        "name": fields["name"],
        "description": fields["description"] or None,
        "line": fields["short_code"],
        "provider": fields["channel"],
        "zone": fields["zone"],
        "hours": fields["hours"],
        "rules": fields["timers"] or None,
    }


def _document(item: ProgramItem) -> tuple[str, Mapping[str, Any]]:
    return item.program_id, {
        "name": item.name,
        "description": item.description or "",
        "short_code": item.line,
        "channel": item.provider,
        "zone": item.zone,
        "hours": item.hours or None,
        "timers": {name: int(value) for name, value in (item.rules or {}).items()},
    }


def _check(house: House, program: Document) -> Sequence[FieldError]:
    found: list[FieldError] = []
    if program["zone"] is not None:
        try:
            ZoneInfo(program["zone"])
        except (ValueError, OSError, KeyError):
            found.append(FieldError("zone", "is not a time zone like America/New_York"))
    try:
        Rules.of(program["timers"])
    except RuleBroken as broken:
        found += [FieldError(f"timers.{one.field}", one.message) for one in broken.errors]
    if program["hours"]:
        try:
            Hours.checked(program["hours"], program["zone"], tuple(CHANNELS))
        except RuleBroken as broken:
            found += broken.errors
    if program.active and any(
        one.id != program.id and one["name"].casefold() == program["name"].casefold() for one in house.of("program")
    ):
        found.append(FieldError("name", "is another program's"))
    return found


def _check_change(before: House, after: House, program: Document) -> Sequence[FieldError]:
    """A line that closes says so: it needs the text before it may have hours."""
    was = before.get("program", program.id)
    if not (program.active and program["hours"]) or (was is not None and was.active and was["hours"]):
        return ()
    return [] if is_sent(after, program.id, "closed") else [FieldError("hours", "need an approved text `closed` first")]


PROGRAM = Kind(
    name="program",
    prefix="prg",
    model=ProgramItem,
    spec=_spec,
    sort_key=lambda program_id, _: f"P#{program_id}",
    is_row=lambda sort: sort.startswith("P#"),
    attributes=_attributes,
    document=_document,
    check=_check,
    check_change=_check_change,
)
