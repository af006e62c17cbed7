"""Figures of many conversations."""

from __future__ import annotations

from shared.contracts.route import Route
from shared.contracts.route_models import Models
from shared.domain.roles import ADMIN, SUPERVISOR

reports_api = Models("reports_api")

# fmt: off
ROWS: tuple[Route, ...] = (
    Route("GET", "/api/reports/today", "conversations", "reportDay",
          "A day on the line: arrivals and waits by the hour, live states, and what became of whom; today by default",
          (SUPERVISOR, ADMIN), response=reports_api.DayReport, query=("programId", "day"),
          errors=(400, 401, 403, 404)),
)
# fmt: on
