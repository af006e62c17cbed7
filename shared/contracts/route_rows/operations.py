"""Is it up, and what does it offer."""

from __future__ import annotations

from shared.contracts.route import Route
from shared.contracts.route_models import Models

api = Models("api")

# fmt: off
ROWS: tuple[Route, ...] = (
    Route("GET", "/healthz", "ops", "healthz", "Is the API up", ("anyone",), response=api.Health),
    Route("GET", "/readyz", "ops", "readyz", "Can the line take texts",
          ("anyone",), response=api.Health, errors=(503,)),
    Route("GET", "/api/openapi.json", "ops", "getOpenapi", "This document", ("anyone",)),
)
# fmt: on
