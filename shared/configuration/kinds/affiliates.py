"""The affiliate itself: its name and whom to write to. How it works stands in its settings."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pydantic import BaseModel

from shared.configuration.kind import Kind
from shared.store.models import AffiliateItem


def _spec() -> type[BaseModel]:
    from shared.contracts.tenancy_api import AffiliateSpec

    return AffiliateSpec


def _attributes(affiliate_id: str, fields: Mapping[str, Any]) -> Mapping[str, Any]:
    return {
        "affiliate_id": affiliate_id,
        "name": fields["name"],
        "contact_email": fields["contact_email"],
        "region": fields["region"] or None,
    }


def _document(item: AffiliateItem) -> tuple[str, Mapping[str, Any]]:
    return item.affiliate_id, {
        "name": item.name,
        "contact_email": item.contact_email,
        "region": item.region or "",
    }


AFFILIATE = Kind(
    name="affiliate",
    prefix="aff",
    model=AffiliateItem,
    spec=_spec,
    sort_key=lambda affiliate_id, _: "AFFILIATE",
    is_row=lambda sort: sort == "AFFILIATE",
    attributes=_attributes,
    document=_document,
)
