"""The web chat's texter."""

from __future__ import annotations

from shared.contracts.route import Route
from shared.contracts.route_models import Models

api, webchat_api = (Models(name) for name in ("api", "webchat_api"))

# fmt: off
ROWS: tuple[Route, ...] = (
    Route("GET", "/api/webchat/programs/{id}", "webchat", "getChatProgram", "Whether somebody is there, and from when",
          ("anyone",), response=webchat_api.ChatProgram, errors=(404, 429, 503)),
    Route("POST", "/api/webchat/sessions", "webchat", "openChat", "Open a web chat with a program",
          ("anyone",), webchat_api.ChatOpenRequest, webchat_api.ChatOpened, status=201,
          errors=(400, 403, 404, 422, 429, 503)),
    Route("POST", "/api/webchat/messages", "webchat", "postChatMessage", "Write to the line",
          ("texter",), webchat_api.ChatPostRequest, webchat_api.ChatPosted, status=202,
          errors=(400, 401, 403, 422, 429, 503)),
    Route("POST", "/api/webchat/end", "webchat", "endChat", "End the chat",
          ("texter",), webchat_api.ChatEndRequest, webchat_api.ChatAccepted, status=202,
          errors=(400, 401, 403, 422, 429, 503)),
    Route("GET", "/api/webchat/messages", "transcript", "listChatMessages", "What was written, oldest first",
          ("texter",), response=webchat_api.ChatMessages, query=("after", "limit"), errors=(400, 401, 403, 410)),
    Route("POST", "/api/webchat/ticket", "transcript", "createChatTicket", "A one-time ticket for the WebSocket",
          ("texter",), response=api.RealtimeTicket, errors=(401, 403, 429)),
    Route("POST", "/api/webchat/read", "transcript", "readChatMessages", "Say how far one has read",
          ("texter",), webchat_api.ChatReadRequest, webchat_api.ChatAccepted, status=202,
          errors=(400, 401, 403, 422)),
    Route("POST", "/api/webchat/typing", "transcript", "typeInChat", "Say that one is writing",
          ("texter",), status=204, errors=(401, 403, 429)),
    Route("OPTIONS", "/api/webchat/programs/{id}", "webchat", "maySeeChatProgram", "A browser asks whether it may ask",
          ("anyone",), status=204),
    Route("OPTIONS", "/api/webchat/sessions", "webchat", "mayOpenChat", "A browser asks whether it may ask",
          ("anyone",), status=204),
    Route("OPTIONS", "/api/webchat/messages", "webchat", "mayUseChatMessages", "A browser asks whether it may ask",
          ("anyone",), status=204),
    Route("OPTIONS", "/api/webchat/end", "webchat", "mayEndChat", "A browser asks whether it may ask",
          ("anyone",), status=204),
    Route("OPTIONS", "/api/webchat/ticket", "webchat", "mayAskForChatTicket", "A browser asks whether it may ask",
          ("anyone",), status=204),
    Route("OPTIONS", "/api/webchat/read", "webchat", "mayReadChat", "A browser asks whether it may ask",
          ("anyone",), status=204),
    Route("OPTIONS", "/api/webchat/typing", "webchat", "mayTypeInChat", "A browser asks whether it may ask",
          ("anyone",), status=204),
)
# fmt: on
