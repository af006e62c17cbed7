"""An affiliate's configuration as documents: what was given, its id, its version."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from shared.domain.errors import FieldError

#: Names one document: its kind and its id.
Ref = tuple[str, str]


@dataclass(frozen=True)
class Document:
    """One resource. `fields` are the spec's, snake_case, as plain JSON values; `version` 0 is one not yet written."""

    kind: str
    id: str
    fields: Mapping[str, Any]
    version: int = 0
    active: bool = True

    @property
    def ref(self) -> Ref:
        return self.kind, self.id

    def __getitem__(self, name: str) -> Any:
        return self.fields[name]


@dataclass(frozen=True)
class Problem:
    """What is wrong with a document of the configuration; `error` names the field."""

    ref: Ref
    error: FieldError


@dataclass(frozen=True)
class House:
    """All of an affiliate's documents as they were at `stamp`."""

    affiliate_id: str
    stamp: str
    documents: Mapping[Ref, Document] = field(default_factory=dict)

    def get(self, kind: str, id_: str) -> Document | None:
        return self.documents.get((kind, id_))

    def of(self, kind: str, *, active: bool = True) -> Iterator[Document]:
        """The documents of a kind, by default those in use."""
        return (one for one in self.documents.values() if one.kind == kind and (one.active or not active))

    def in_use(self, kind: str, id_: str | None) -> bool:
        """Whether there is such a document, in use."""
        found = self.documents.get((kind, id_)) if id_ is not None else None
        return found is not None and found.active

    def with_(self, *documents: Document) -> House:
        """The house as it would be with these documents in place of those of the same name."""
        return replace(self, documents={**self.documents, **{one.ref: one for one in documents}})


def made_id(prefix: str, *named: object) -> str:
    """An id that is made of a name: the same whenever it is made, and no guide to the name."""
    digest = hashlib.sha256("\x00".join(map(str, named)).encode()).hexdigest()
    return f"{prefix}_{digest[:26]}"
