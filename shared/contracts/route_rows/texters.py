"""All that is kept of one texter: its export, and its erasure by two people."""

from __future__ import annotations

from shared.contracts.route import PAGE, Route
from shared.contracts.route_models import Models
from shared.domain.roles import ADMIN, SUPERVISOR

erasure_api = Models("erasure_api")

_WHO = (SUPERVISOR, ADMIN)

# fmt: off
ROWS: tuple[Route, ...] = (
    Route("POST", "/api/texters/{id}/export", "texters", "exportTexter", "A page of all that is kept of a texter",
          _WHO, erasure_api.ExportRequest, erasure_api.TexterExport, errors=(400, 401, 403, 404)),
    Route("POST", "/api/texters/{id}/erase", "texters", "requestErasure", "Ask for a texter to be erased",
          _WHO, erasure_api.ErasureRequest, erasure_api.Erasure, status=202, errors=(400, 401, 403, 404, 409, 422)),
    Route("GET", "/api/texters/{id}/erase/{eid}", "texters", "getErasure", "How far an erasure is, and its receipt",
          _WHO, response=erasure_api.Erasure, errors=(401, 403, 404)),
    Route("POST", "/api/texters/{id}/erase/{eid}/approve", "texters", "approveErasure",
          "Agree, as the second person: it begins at once",
          _WHO, response=erasure_api.Erasure, status=202, errors=(401, 403, 404, 409)),
    Route("POST", "/api/texters/{id}/erase/{eid}/cancel", "texters", "cancelErasure", "Call a request off",
          _WHO, response=erasure_api.Erasure, errors=(401, 403, 404, 409)),
    Route("GET", "/api/erasures", "texters", "listErasures", "The affiliate's erasures, the oldest first",
          _WHO, response=erasure_api.ErasureList, query=PAGE, errors=(400, 401, 403)),
)
# fmt: on
