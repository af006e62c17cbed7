"""Who works for an affiliate. An address signs in one person, in whatever affiliate."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from pydantic import BaseModel

from shared.configuration.documents import Document, House
from shared.configuration.kind import Kind, Pointer
from shared.configuration.kinds.settings import limit_in
from shared.domain.errors import FieldError
from shared.domain.roles import ADMIN, AFFILIATE_ROLES, PLATFORM, PLATFORM_ADMIN
from shared.store.models import Item, LoginItem, UserItem


def _spec() -> type[BaseModel]:
    from shared.contracts.tenancy_api import MemberSpec

    return MemberSpec


def _attributes(user_id: str, fields: Mapping[str, Any]) -> Mapping[str, Any]:
    return {
        "user_id": user_id,
        "email": fields["email"],
        "name": fields["name"],
        "role": fields["role"],
        "program_ids": list(fields["program_ids"]),
        "max_concurrent": fields["max_concurrent"],
        "phone": fields["phone"],
        "languages": list(fields["languages"]),
    }


def _document(item: UserItem) -> tuple[str, Mapping[str, Any]]:
    return item.user_id, {
        "email": item.email,
        "name": item.name,
        "role": item.role,
        "program_ids": list(item.program_ids or ()),
        "max_concurrent": int(item.max_concurrent),
        "phone": item.phone,
        "languages": list(item.languages or ("en",)),
    }


def _check(house: House, member: Document) -> Sequence[FieldError]:
    found: list[FieldError] = []
    roles = (PLATFORM_ADMIN,) if house.affiliate_id == PLATFORM else AFFILIATE_ROLES
    if member["role"] not in roles:
        found.append(FieldError("role", f"must be {' or '.join(roles)}"))
    most = limit_in(house, "conversations_per_responder")
    if member.active and member["max_concurrent"] > most:
        found.append(FieldError("maxConcurrent", f"may be {most} at most: see the affiliate's limits"))
    if member.active:
        found += [
            FieldError(f"programIds.{place}", "is no program of this affiliate")
            for place, one in enumerate(member["program_ids"])
            if not house.in_use("program", one)
        ]
    return found


def _role_of_admins(house: House) -> str:
    return PLATFORM_ADMIN if house.affiliate_id == PLATFORM else ADMIN


def _check_change(before: House, after: House, member: Document) -> Sequence[FieldError]:
    """Somebody must be left who can let others in."""
    role = _role_of_admins(before)
    was = before.get("user", member.id)
    if was is None or not was.active or was["role"] != role or any(one["role"] == role for one in after.of("user")):
        return ()
    return [FieldError("role" if member.active else "active", "is the last admin's: make somebody else admin first")]


def _pointers(affiliate_id: str, member: Document) -> Sequence[Pointer]:
    def make(former: Item | None) -> LoginItem:
        # Whoever gets a new address keeps the password.
        known = former.password_hash if isinstance(former, LoginItem) else None
        return LoginItem(place, "LOGIN", affiliate_id=affiliate_id, user_id=member.id, password_hash=known)

    place = f"L#{member['email'].casefold()}"
    return (Pointer(place, "LOGIN", "email", LoginItem, make),)


MEMBER = Kind(
    name="user",
    prefix="usr",
    model=UserItem,
    spec=_spec,
    sort_key=lambda user_id, _: f"U#{user_id}",
    is_row=lambda sort: sort.startswith("U#"),
    attributes=_attributes,
    document=_document,
    check=_check,
    check_change=_check_change,
    pointers=_pointers,
)
