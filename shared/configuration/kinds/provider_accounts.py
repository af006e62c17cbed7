"""The providers' accounts an affiliate's lines belong to. Their credentials are in Secrets Manager, and only there."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from pydantic import BaseModel

from shared.configuration.documents import Document, House
from shared.configuration.kind import Kind, Pointer
from shared.domain.errors import FieldError
from shared.store.models import AccountItem, Item, ProviderAccountItem


def account_id(channel: str, account: str) -> str:
    return f"{channel}_{account}"


def _spec() -> type[BaseModel]:
    from shared.contracts.tenancy_api import ProviderAccountSpec

    return ProviderAccountSpec


def _attributes(_: str, fields: Mapping[str, Any]) -> Mapping[str, Any]:
    return {
        "channel": fields["channel"],
        "account": fields["account"],
        "description": fields["description"] or None,
    }


def _document(item: ProviderAccountItem) -> tuple[str, Mapping[str, Any]]:
    return account_id(item.channel, item.account), {
        "channel": item.channel,
        "account": item.account,
        "description": item.description or "",
    }


def _check(house: House, account: Document) -> Sequence[FieldError]:
    if account.id != account_id(account["channel"], account["account"]):
        return [FieldError("account", "cannot be changed: another account is another resource")]
    return ()


def _check_change(before: House, after: House, account: Document) -> Sequence[FieldError]:
    """A line that loses its account reaches nobody."""
    if account.active:
        return ()
    used = [
        one.id
        for one in after.of("line")
        if (one["channel"], one["account"]) == (account["channel"], account["account"])
    ]
    return [FieldError("active", f"is the account of line {used[0]}")] if used else []


def _pointers(affiliate_id: str, account: Document) -> Sequence[Pointer]:
    def make(former: Item | None) -> AccountItem:
        return AccountItem(place, "ACCOUNT", affiliate_id=affiliate_id)

    place = f"Y#{account['channel']}#{account['account']}"
    return (Pointer(place, "ACCOUNT", "account", AccountItem, make),)


PROVIDER_ACCOUNT = Kind(
    name="provider_account",
    prefix="acc",
    model=ProviderAccountItem,
    spec=_spec,
    sort_key=lambda _, fields: f"Y#{fields['channel']}#{fields['account']}",
    is_row=lambda sort: sort.startswith("Y#"),
    attributes=_attributes,
    document=_document,
    check=_check,
    check_change=_check_change,
    pointers=_pointers,
    id_of=lambda fields: account_id(fields["channel"], fields["account"]),
)
