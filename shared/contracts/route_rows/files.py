"""Files: two steps to bring one, signed links to fetch it."""

from __future__ import annotations

from shared.contracts.route import PAGE, STAFF, Route
from shared.contracts.route_models import Models
from shared.domain.roles import OUTREACH

files_api = Models("files_api")

#: Whoever belongs to an affiliate.
MEMBERS = (*STAFF, OUTREACH)

# fmt: off
ROWS: tuple[Route, ...] = (
    Route("POST", "/api/files", "files", "createFile", "Announce a file; answers where to upload it",
          MEMBERS, files_api.NewFile, files_api.File, status=201, errors=(400, 401, 403, 404, 409, 410, 422)),
    Route("POST", "/api/files/{id}/complete", "files", "completeFile", "Have what was uploaded checked, and keep it",
          MEMBERS, response=files_api.File, errors=(401, 403, 404, 409, 410, 422, 503)),
    Route("GET", "/api/files/{id}", "files", "getFile", "A file, with a link that lasts 15 minutes",
          MEMBERS, response=files_api.File, errors=(401, 403, 404)),
    Route("DELETE", "/api/files/{id}", "files", "deleteFile", "Remove a file and its content",
          MEMBERS, status=204, errors=(401, 403, 404, 409, 503)),
    Route("GET", "/api/conversations/{id}/files", "files", "listFiles", "A conversation's files, oldest first",
          STAFF, response=files_api.FileList, query=PAGE, errors=(400, 401, 403, 404, 410)),
)
# fmt: on
