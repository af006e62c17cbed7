"""What is on record of what staff did."""

from __future__ import annotations

from shared.contracts.route import PAGE, Route
from shared.contracts.route_models import Models
from shared.domain.roles import ADMIN, PLATFORM_ADMIN, SUPERVISOR

audit_api = Models("audit_api")

# fmt: off
ROWS: tuple[Route, ...] = (
    Route("GET", "/api/audit", "admin", "listAudit", "Who did what, the latest first",
          (SUPERVISOR, ADMIN, PLATFORM_ADMIN), response=audit_api.AuditList,
          query=("actor", "action", "entity", "from", "to", "affiliateId", *PAGE), errors=(400, 401, 403, 404)),
)
# fmt: on
