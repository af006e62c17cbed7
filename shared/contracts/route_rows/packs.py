"""An affiliate's whole configuration as one file."""

from __future__ import annotations

from shared.contracts.route import Route
from shared.contracts.route_models import Models
from shared.domain.roles import ADMIN

tenant_pack_api = Models("tenant_pack_api")

#: Bytes of a request with a pack in it.
_LARGEST = 1024 * 1024

# fmt: off
ROWS: tuple[Route, ...] = (
    Route("GET", "/api/admin/tenant-pack", "directory", "exportTenantPack", "The affiliate's configuration as a pack",
          (ADMIN,), response=tenant_pack_api.TenantPack, errors=(401, 403)),
    Route("POST", "/api/admin/tenant-pack/plan", "directory", "planTenantPack",
          "What applying a pack would change; changes nothing", (ADMIN,), tenant_pack_api.TenantPackRequest,
          tenant_pack_api.TenantPackPlan, errors=(400, 401, 403, 413, 422), largest=_LARGEST),
    Route("POST", "/api/admin/tenant-pack/apply", "directory", "applyTenantPack",
          "Make the affiliate what a pack says, exactly as it was planned", (ADMIN,), tenant_pack_api.TenantPackApply,
          tenant_pack_api.TenantPackApplied, errors=(400, 401, 403, 412, 413, 422, 503), largest=_LARGEST),
)
# fmt: on
