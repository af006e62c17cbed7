"""Every HTTP route, once. The catalogue, the OpenAPI document and the authorisation tests read this table."""

from __future__ import annotations

from shared.contracts.route import Route
from shared.contracts.route_rows import (
    access,
    admin,
    audit,
    configured,
    conversations,
    directory,
    files,
    identity,
    messages,
    operations,
    packs,
    reports,
    senders,
    texters,
    webchat,
    webhooks,
)

__all__ = ["ROUTES", "Route"]

ROUTES: tuple[Route, ...] = (
    *identity.ROWS,
    *directory.ROWS,
    *configured.ROWS,
    *packs.ROWS,
    *conversations.ROWS,
    *senders.ROWS,
    *messages.ROWS,
    *files.ROWS,
    *admin.ROWS,
    *access.ROWS,
    *audit.ROWS,
    *webhooks.ROWS,
    *webchat.ROWS,
    *texters.ROWS,
    *reports.ROWS,
    *operations.ROWS,
)
