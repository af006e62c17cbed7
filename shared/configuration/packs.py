"""Tenant packs: one document that describes an affiliate's whole configuration.

A section that a pack leaves out stays as it is. A section that is there is complete: what the affiliate has beside it
is taken out of use. Reading a pack finds everything that is wrong with it; a pack with an error applies nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from pydantic import ValidationError
from pydantic.alias_generators import to_camel

from shared.configuration.documents import Document, House, Problem, Ref, made_id
from shared.configuration.editing import problems
from shared.configuration.kind import CheckChange, any_change
from shared.configuration.kinds import kinds
from shared.configuration.pack_schema import mistakes, model_of
from shared.configuration.pack_sections import SECTIONS, Section
from shared.domain.errors import FieldError

#: The number a pack begins with: `holdfast: 1`.
FORMAT = 1


class PackInvalid(Exception):
    """What is wrong with a pack, by its place in it: `programs.0.timers`."""

    def __init__(self, errors: Sequence[FieldError]) -> None:
        super().__init__("; ".join(f"{one.field}: {one.message}" for one in errors))
        self.errors = tuple(errors)


@dataclass(frozen=True)
class Author:
    """In whose name a pack is applied: the operator's, who is trusted with everything.

    The words of somebody who `approves` nothing wait as drafts, whoever the pack says approved them. `rules` are what
    else holds for what they change.
    """

    id: str = "operator"
    approves: bool = True
    rules: CheckChange = any_change


OPERATOR = Author()


@dataclass(frozen=True)
class Step:
    """One difference between a pack and the affiliate. `what`: create, change, restore, deactivate."""

    what: str
    before: Document | None
    after: Document

    def fields(self) -> Iterator[tuple[str, Any, Any]]:
        """The fields that differ, by their wire name, with what was there and what comes."""
        for name, value in self.after.fields.items():
            old = self.before.fields.get(name) if self.before is not None else None
            if old != value:
                yield to_camel(name), old, value


@dataclass(frozen=True)
class Plan:
    """What applying a pack would do, in the order in which it is done."""

    affiliate_id: str
    new: bool
    steps: tuple[Step, ...]

    @property
    def documents(self) -> list[Document]:
        return [step.after for step in self.steps]


def affiliate_of(pack: Any) -> str:
    """The affiliate's id; raises `PackInvalid` for what is no pack at all."""
    errors = mistakes(pack)
    if errors:
        raise PackInvalid(errors)
    return str(pack["affiliate"]["id"])


def plan(pack: Any, house: House, now: datetime, *, new: bool = False, author: Author = OPERATOR) -> Plan:
    """What is to be done to make the affiliate what the pack says. Raises `PackInvalid` with all that is wrong."""
    affiliate_of(pack)
    wanted, places = _wanted(pack, house, now, author)
    after = house.with_(*wanted)
    found = [one for one in problems(after) if one.ref in places]
    if not found:
        found = [Problem(one.ref, error) for one in wanted for error in _wrongly_changed(house, after, one, author)]
    if found:
        raise PackInvalid([replace(one.error, field=f"{places[one.ref]}.{one.error.field}") for one in found])
    steps = [_step(house.get(*one.ref), one) for one in wanted if one != house.get(*one.ref)]
    return Plan(house.affiliate_id, new, tuple(steps))


def _wrongly_changed(before: House, after: House, document: Document, author: Author) -> Sequence[FieldError]:
    if document == before.get(*document.ref):
        return ()
    own = kinds()[document.kind].check_change(before, after, document)
    return [*own, *author.rules(before, after, document)]


def _step(before: Document | None, after: Document) -> Step:
    if before is None:
        return Step("create", None, after)
    if before.active == after.active:
        return Step("change", before, after)
    return Step("restore" if after.active else "deactivate", before, after)


def _wanted(
    pack: Mapping[str, Any], house: House, now: datetime, author: Author
) -> tuple[list[Document], dict[Ref, str]]:
    """Every document the pack speaks of, and where in it."""
    wanted: list[Document] = []
    places: dict[Ref, str] = {}
    errors: list[FieldError] = []
    for section in SECTIONS:
        if section.name not in pack:
            continue
        named: set[Ref] = set()
        for place, entry in _entries(section, pack[section.name]):
            try:
                document = _document(section, entry, house, now, author)
            except PackInvalid as wrong:
                errors += [replace(one, field=f"{place}.{one.field}") for one in wrong.errors]
                continue
            if document.ref in named:
                errors.append(FieldError(place, f"is there twice: {document.id}"))
            named.add(document.ref)
            wanted.append(document)
            places[document.ref] = place
        if not section.single:
            for known in house.of(section.kind):
                if known.ref not in named:
                    wanted.append(replace(known, active=False))
                    places[known.ref] = f"{section.name} (without {known.id})"
    if errors:
        raise PackInvalid(errors)
    return wanted, places


def _entries(section: Section, given: Any) -> list[tuple[str, Any]]:
    if section.single:
        return [(section.name, given)]
    return [(f"{section.name}.{number}", entry) for number, entry in enumerate(given)]


def _document(section: Section, entry: Mapping[str, Any], house: House, now: datetime, author: Author) -> Document:
    given = {name: value for name, value in entry.items() if name != "id"}
    try:
        spec = model_of(section).model_validate(given)
    except ValidationError as error:
        found = error.errors(include_url=False, include_input=False, include_context=False)
        raise PackInvalid([FieldError(".".join(map(str, one["loc"])), one["msg"]) for one in found]) from None
    fields = spec.model_dump(mode="json")
    id_ = _id(section, entry.get("id"), fields, house)
    known = house.get(section.kind, id_)
    if section.kind == "text":
        fields = _text(fields, known, now, author)
    return Document(section.kind, id_, fields, known.version if known is not None else 0)


def _id(section: Section, given: str | None, fields: Mapping[str, Any], house: House) -> str:
    kind = kinds()[section.kind]
    if section.single:
        return house.affiliate_id
    if kind.id_of is not None:
        return kind.id_of(fields)
    if given is not None:
        return given
    if section.natural is None:
        raise PackInvalid([FieldError("id", "is missing")])
    natural = section.natural(fields)
    known = (one for one in house.of(section.kind, active=False) if section.natural(one.fields) == natural)
    found = sorted(known, key=lambda one: (not one.active, one.id))
    return found[0].id if found else made_id(kind.prefix, house.affiliate_id, *natural)


def _text(given: Mapping[str, Any], known: Document | None, now: datetime, author: Author) -> dict[str, Any]:
    """What is approved is sent; what nobody approved waits as a draft, and the former version is sent meanwhile."""
    named = {"program_id": given["program_id"], "key": given["key"]}
    before = known.fields if known is not None else {}
    same = before.get("text") == given["text"]
    if given["approved_by"] is not None and author.approves:
        kept = before.get("approved_at") if same and before.get("approved_by") == given["approved_by"] else None
        stamp = {"approved_by": given["approved_by"], "approved_at": kept or now.isoformat()}
        return {**named, "text": given["text"], **stamp, "draft": None, "drafted_by": None}
    sent = {name: before.get(name) for name in ("text", "approved_by", "approved_at")}
    if same and sent["approved_by"] is not None:
        return {**named, **sent, "draft": None, "drafted_by": None}
    drafted_by = before.get("drafted_by") if before.get("draft") == given["text"] else None
    return {**named, **sent, "draft": given["text"], "drafted_by": drafted_by or author.id}


def export(house: House) -> dict[str, Any]:
    """The affiliate as a pack; applying it changes nothing. What was taken out of use is left out."""
    pack: dict[str, Any] = {"holdfast": FORMAT}
    for section in SECTIONS:
        found = [_entry(section, one) for one in sorted(house.of(section.kind), key=lambda one: one.id)]
        entries = [entry for entry in found if entry is not None]
        if section.single:
            pack[section.name] = entries[0] if entries else {}
        else:
            pack[section.name] = entries
    pack["affiliate"] = {"id": house.affiliate_id, **pack["affiliate"]}
    return pack


def _entry(section: Section, document: Document) -> dict[str, Any] | None:
    """A document as the pack has it: without what is as it is by default."""
    fields = dict(document.fields)
    if section.kind == "text":
        words = fields["text"] if fields["text"] is not None else fields["draft"]
        if words is None:
            return None
        fields = {**{name: fields[name] for name in ("program_id", "key", "approved_by")}, "text": words}
    spec = model_of(section).model_validate(fields)
    shown: dict[str, Any] = spec.model_dump(mode="json", by_alias=True, exclude_defaults=True)
    if section.single or kinds()[section.kind].id_of is not None:
        return shown
    return {"id": document.id, **shown}
