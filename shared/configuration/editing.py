"""Changing an affiliate's configuration: read it whole, check it whole, write what changed in one transaction.

Every change is conditional on the affiliate's stamp, so two people who edit at once never save what either was not
checked against: whoever comes second is checked anew. The audit entry is part of the transaction.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from pydantic import ValidationError
from pydantic.alias_generators import to_camel
from pynamodb.expressions.update import Action

from shared.configuration.documents import Document, House, Problem, Ref, made_id
from shared.configuration.kind import Kind, Pointer
from shared.configuration.kinds import kinds
from shared.configuration.reading import read_house
from shared.domain.errors import FieldError, HoldfastError, IdempotencyMismatch, NotFound, RuleBroken, Unavailable
from shared.domain.ports import Clock, Ids
from shared.runtime.refusals import refusal
from shared.store.audit import Actor, Audit
from shared.store.database import Cancelled, Database, Transaction
from shared.store.models import AuditItem, Item, StampItem

#: A race is lost to somebody who saved something, so a handful of tries is plenty.
_TRIES = 8
#: Documents in one transaction, which takes a hundred writes: each has its entry in the audit, and maybe pointers.
_AT_ONCE = 30

#: Attributes by document that its item is given beside those of the document.
Beside = Mapping[Ref, Mapping[str, Any]]


class VersionMismatch(HoldfastError):
    """Somebody else has changed the resource since it was read."""

    status = 412
    code = "version_mismatch"
    title = "Somebody else has changed this in the meantime"


@dataclass(frozen=True)
class Edited:
    """What a change did. `before` is None for a new document; the same as `after` where nothing changed."""

    before: Document | None
    after: Document


@dataclass(frozen=True)
class By:
    """Who changes something, and in which request."""

    actor: Actor
    request_id: str


class Editor:
    def __init__(self, database: Database, clock: Clock, ids: Ids) -> None:
        self._database = database
        self._ids = ids
        self._audit = Audit(clock, ids)

    def house(self, affiliate_id: str) -> House:
        """The affiliate's configuration as it is now; raises `NotFound`."""
        return read_house(self._database, affiliate_id)

    def create(
        self,
        affiliate_id: str,
        kind: str,
        fields: Mapping[str, Any],
        by: By,
        id_: str | None = None,
        *,
        named_after: str | None = None,
    ) -> Document:
        """A new document. Raises `RuleBroken` naming the field, or `InvalidInput` for what has not even the shape.

        `named_after` makes its id of a text: whoever repeats it is answered the document that was made, and
        `IdempotencyMismatch` where it was made of something else.
        """
        whole = checked(kinds()[kind], fields)
        new_id = id_ or self._new_id(kinds()[kind], whole, named_after)
        document = Document(kind, new_id, whole)

        def make(house: House) -> list[Document]:
            known = house.get(kind, new_id)
            if known is None:
                return [document]
            if named_after is None:
                raise RuleBroken(errors=(FieldError("id", "is taken"),))
            if known.version == 1 and known.fields != whole:
                raise IdempotencyMismatch
            return [known]

        return self.apply(affiliate_id, make, by)[0].after

    def _new_id(self, kind: Kind, fields: Mapping[str, Any], named_after: str | None) -> str:
        if kind.id_of is not None:
            return kind.id_of(fields)
        return made_id(kind.prefix, named_after) if named_after is not None else self._ids.new(kind.prefix)

    def change(
        self,
        affiliate_id: str,
        kind: str,
        id_: str,
        fields: Mapping[str, Any],
        by: By,
        *,
        version: int | None = None,
        active: bool | None = None,
    ) -> Edited:
        """Change the given fields of a document.

        Raises `NotFound`, `VersionMismatch` when it is no longer at `version`, and what `create` raises.
        """

        def make(house: House) -> list[Document]:
            found = house.get(kind, id_)
            if found is None:
                raise NotFound
            if version is not None and version != found.version:
                raise VersionMismatch
            whole = checked(kinds()[kind], {**found.fields, **fields})
            return [replace(found, fields=whole, active=found.active if active is None else active)]

        return self.apply(affiliate_id, make, by)[0]

    def apply(
        self, affiliate_id: str, make: Callable[[House], Sequence[Document]], by: By, beside: Beside | None = None
    ) -> list[Edited]:
        """Write the documents that `make` makes of the configuration, if it is in order with them.

        `make` may be called several times, each time on the configuration as it was read anew. More than a few dozen
        documents take several transactions: all were checked before the first. `beside` are attributes that new
        documents' items begin with and no document speaks of, such as a webhook's secret.
        """
        for _ in range(_TRIES):
            house = self.house(affiliate_id)
            wanted = make(house)
            changed = [one for one in wanted if one != house.get(*one.ref)]
            require_order(house, changed)
            try:
                written = self._write(house, changed, by, beside or {})
            except _Stale:
                continue
            return [Edited(house.get(*one.ref), written.get(one.ref, one)) for one in wanted]
        raise Unavailable("the configuration keeps changing")

    def _write(self, house: House, changed: Sequence[Document], by: By, beside: Beside) -> dict[Ref, Document]:
        written: dict[Ref, Document] = {}
        stamp = house.stamp
        for start in range(0, len(changed), _AT_ONCE):
            batch = [replace(one, version=one.version + 1) for one in changed[start : start + _AT_ONCE]]
            fresh = self._ids.new("stamp")
            self._commit(house, batch, stamp, fresh, by, beside)
            written |= {one.ref: one for one in batch}
            stamp = fresh
        return written

    def _commit(self, house: House, batch: Sequence[Document], stamp: str, fresh: str, by: By, more: Beside) -> None:
        writes = Transaction(self._database)
        place = StampItem(f"A#{house.affiliate_id}", "STAMP")
        writes.update("stamp", place, [StampItem.stamp.set(fresh)], StampItem.stamp == stamp)
        claims: dict[str, str] = {}
        items: dict[str, _Write] = {}
        for number, document in enumerate(batch):
            before = house.get(*document.ref)
            self._put(items, house, document, more)
            for claimed, pointer in self._point(writes, house.affiliate_id, before, document, number):
                claims[claimed] = pointer.claimed
            writes.put("audit", self._entry(house.affiliate_id, before, document, by))
        for item in items.values():
            item.add_to(writes)
        try:
            writes.commit()
        except Cancelled as lost:
            taken = [FieldError(claims[label], "is taken") for label in sorted(lost.labels) if label in claims]
            if taken and "stamp" not in lost.labels:
                raise RuleBroken(errors=tuple(taken)) from None
            raise _Stale from None

    def _put(self, items: dict[str, _Write], house: House, document: Document, beside: Beside) -> None:
        kind, new = kinds()[document.kind], house.get(*document.ref) is None
        sort = kind.sort_key(document.id, document.fields)
        values = {**kind.attributes(document.id, document.fields), "active": document.active}
        values |= beside.get(document.ref, {}) if new else {}
        # Two documents may lie in one item, as an affiliate and its settings do; a transaction writes an item once.
        write = items.setdefault(sort, _Write(kind.model(f"A#{house.affiliate_id}", sort), {}, new))
        write.values |= {**values, "version": max(document.version, write.values.get("version", 0))}

    def _point(
        self, writes: Transaction, affiliate_id: str, before: Document | None, document: Document, number: int
    ) -> Iterable[tuple[str, Pointer]]:
        """Claim what the document newly points to, and give up what it no longer does; answers what is claimed."""
        kind = kinds()[document.kind]
        had = {(one.pk, one.sk): one for one in (kind.pointers(affiliate_id, before) if before is not None else ())}
        has = {(one.pk, one.sk): one for one in kind.pointers(affiliate_id, document)}
        given_up = [pointer for place, pointer in had.items() if place not in has]
        former = self._database.get(given_up[0].model, given_up[0].pk, given_up[0].sk) if given_up else None
        for place, pointer in has.items():
            if place not in had:
                label = f"pointer#{number}#{pointer.pk}"
                writes.put(label, pointer.make(former))
                yield label, pointer
        for pointer in given_up:
            writes.delete("given up", pointer.model(pointer.pk, pointer.sk))

    def _entry(self, affiliate_id: str, before: Document | None, document: Document, by: By) -> AuditItem:
        old, new = _told(before), _told(document)
        names = [name for name in new if before is None or old.get(name) != new[name]]
        what = "created"
        if before is not None:
            what = "updated" if before.active == document.active else "restored" if document.active else "deactivated"
        return self._audit.entry(
            affiliate_id,
            by.actor,
            f"{document.kind}.{what}",
            f"{document.kind}:{document.id}",
            by.request_id,
            before={name: old[name] for name in names if name in old} if before is not None else None,
            after={name: new[name] for name in names},
        )


@dataclass
class _Write:
    """What is written to one item. Attributes that no document speaks of, such as an affiliate's key, stay."""

    item: Item
    values: dict[str, Any]
    new: bool

    def add_to(self, writes: Transaction) -> None:
        model = type(self.item)
        actions: list[Action] = []
        for name, value in self.values.items():
            attribute = getattr(model, name)
            if value is not None:
                actions.append(attribute.set(value))
            elif not self.new:
                actions.append(attribute.remove())
        condition = model.pk.does_not_exist() if self.new else model.pk.exists()
        writes.update("document", self.item, actions, condition)


class _Stale(Exception):
    """Somebody saved something since the configuration was read."""


def _told(document: Document | None) -> dict[str, Any]:
    return {} if document is None else {**document.fields, "active": document.active}


def checked(kind: Kind, fields: Mapping[str, Any]) -> dict[str, Any]:
    """The fields as the kind's spec has them, defaults filled in. Raises `InvalidInput` or `RuleBroken`."""
    try:
        # By their wire names, by which what is wrong is named as well.
        given = {to_camel(name): value for name, value in fields.items()}
        return kind.spec().model_validate(given).model_dump(mode="json")
    except ValidationError as error:
        raise refusal(error) from None


def problems(house: House, refs: Iterable[Ref] | None = None) -> list[Problem]:
    """What is wrong in the house, by document; `refs` narrows whom is looked at."""
    documents = house.documents.values() if refs is None else [house.documents[ref] for ref in refs]
    return [Problem(one.ref, error) for one in documents for error in kinds()[one.kind].check(house, one)]


def require_order(house: House, changed: Sequence[Document]) -> None:
    """Raises `RuleBroken` with what the changes would put out of order.

    Of the changed documents themselves everything counts; of the others what was in order before: a program that is
    deactivated must not leave a keyword behind that opens it.
    """
    after = house.with_(*changed)
    own = {one.ref for one in changed}
    errors = [one.error for one in problems(after, own)]
    if not errors:
        errors = [error for one in changed for error in kinds()[one.kind].check_change(house, after, one)]
    if not errors:
        known = {(one.ref, one.error) for one in problems(house)}
        errors = [_beyond(one) for one in problems(after) if one.ref not in own and (one.ref, one.error) not in known]
    if errors:
        raise RuleBroken(errors=tuple(errors))


def _beyond(found: Problem) -> FieldError:
    return FieldError(
        "active", f"would put {' '.join(found.ref)} out of order: {found.error.field} {found.error.message}"
    )
