"""What staff write to each other and to all."""

from __future__ import annotations

from shared.contracts.route import PAGE, Route
from shared.contracts.route_models import Models
from shared.domain.roles import ADMIN, AFFILIATE_ROLES, SUPERVISOR

messages_api = Models("messages_api")

# fmt: off
ROWS: tuple[Route, ...] = (
    Route("GET", "/api/dm/threads", "messages", "listThreads", "With whom one writes, the latest first",
          AFFILIATE_ROLES, response=messages_api.ThreadList, query=PAGE, errors=(400, 401, 403)),
    Route("GET", "/api/dm/{peerId}", "messages", "listDirectMessages", "The thread with a colleague, oldest first",
          AFFILIATE_ROLES, response=messages_api.DirectMessages, query=("after", *PAGE),
          errors=(400, 401, 403, 404, 422)),
    Route("POST", "/api/dm/{peerId}", "messages", "sendDirectMessage", "Write to a colleague",
          AFFILIATE_ROLES, messages_api.DirectMessageRequest, messages_api.DirectMessage, status=201,
          errors=(400, 401, 403, 404, 409, 422)),
    Route("POST", "/api/dm/{peerId}/read", "messages", "readDirectMessages", "Say how far one has read",
          AFFILIATE_ROLES, messages_api.ThreadReadRequest, messages_api.ThreadRead,
          errors=(400, 401, 403, 404, 422)),
    Route("GET", "/api/announcements", "messages", "listAnnouncements", "What was announced, the newest first",
          AFFILIATE_ROLES, response=messages_api.AnnouncementList, query=PAGE, errors=(400, 401, 403)),
    Route("POST", "/api/announcements", "messages", "announce",
          "Tell a program's people something, or as an admin the whole affiliate's",
          (SUPERVISOR, ADMIN), messages_api.AnnouncementRequest, messages_api.Announcement, status=201,
          errors=(400, 401, 403, 404, 409, 422)),
    Route("POST", "/api/announcements/{id}/read", "messages", "readAnnouncement", "Say that one has read it",
          AFFILIATE_ROLES, response=messages_api.Announcement, errors=(401, 403, 404)),
    Route("DELETE", "/api/announcements/{id}", "messages", "withdrawAnnouncement", "Take back what was announced",
          (SUPERVISOR, ADMIN), status=204, errors=(401, 403, 404)),
)
# fmt: on
