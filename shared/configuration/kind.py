"""One kind of document: how it is named, kept and checked."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from pydantic import BaseModel

from shared.configuration.documents import Document, House
from shared.domain.errors import FieldError
from shared.store.models import Item

#: What is wrong with a document where it stands in the house.
Check = Callable[[House, Document], Sequence[FieldError]]
#: What is wrong with how a document changed, from the first house to the second.
CheckChange = Callable[[House, House, Document], Sequence[FieldError]]


@dataclass(frozen=True)
class Pointer:
    """An item outside the affiliate's partition that only one document may own, such as the login of an address.

    `claimed` is the wire field by which it is claimed. `make` answers the item, given the one that the document gives
    up for it, if it had another before.
    """

    pk: str
    sk: str
    claimed: str
    model: type[Item]
    make: Callable[[Item | None], Item]


def no_pointers(affiliate_id: str, document: Document) -> Sequence[Pointer]:
    return ()


def any_change(before: House, after: House, document: Document) -> Sequence[FieldError]:
    return ()


def always_fine(house: House, document: Document) -> Sequence[FieldError]:
    return ()


@dataclass(frozen=True)
class Kind:
    """`prefix` begins the ids made for it; `letter` begins its sort keys in the affiliate's partition.

    `spec` answers the model that fields are checked with. `attributes` maps a document to the item's attributes by name
    (None removes one), `document` maps an item back to its id and the spec's fields. `id_of` makes ids of fields, for
    kinds that are named after what they are.
    """

    name: str
    prefix: str
    model: type[Item]
    spec: Callable[[], type[BaseModel]]
    sort_key: Callable[[str, Mapping[str, Any]], str]
    is_row: Callable[[str], bool]
    attributes: Callable[[str, Mapping[str, Any]], Mapping[str, Any]]
    document: Callable[[Any], tuple[str, Mapping[str, Any]]]
    check: Check = always_fine
    check_change: CheckChange = any_change
    pointers: Callable[[str, Document], Sequence[Pointer]] = field(default=no_pointers)
    id_of: Callable[[Mapping[str, Any]], str] | None = None
