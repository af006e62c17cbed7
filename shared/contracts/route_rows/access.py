"""Break-glass: reading for a while what one otherwise may not."""

from __future__ import annotations

from shared.contracts.route import PAGE, Route
from shared.contracts.route_models import Models
from shared.domain.roles import ADMIN, PLATFORM_ADMIN, SUPERVISOR

access_api = Models("access_api")

# fmt: off
ROWS: tuple[Route, ...] = (
    Route("POST", "/api/admin/break-glass", "admin", "openBreakGlass",
          "Read for a while what one otherwise may not, for a reason; everybody who must know is called",
          (ADMIN, PLATFORM_ADMIN), access_api.BreakGlassRequest, access_api.BreakGlass, status=201,
          query=("affiliateId",), errors=(400, 401, 403, 404, 409, 422)),
    Route("GET", "/api/admin/break-glass", "admin", "listBreakGlass", "Who opened it in the last month, and why",
          (SUPERVISOR, ADMIN, PLATFORM_ADMIN), response=access_api.BreakGlassList, query=("affiliateId", *PAGE),
          errors=(400, 401, 403, 404)),
    Route("DELETE", "/api/admin/break-glass/{id}", "admin", "endBreakGlass", "End it before its time",
          (ADMIN, PLATFORM_ADMIN), status=204, query=("affiliateId",), errors=(400, 401, 403, 404)),
)
# fmt: on
