"""Every HTTP route, once. The catalogue, the OpenAPI document and the authorisation tests read this table.

`who` names principals: `anyone`, `provider` (a provider's signature), or staff roles.
"""

from __future__ import annotations

from dataclasses import dataclass

from pydantic import BaseModel

from shared.contracts import api


@dataclass(frozen=True)
class Route:
    """One route. `function` is the folder under `functions/` that answers it."""

    method: str
    path: str
    function: str
    operation: str
    summary: str
    who: tuple[str, ...]
    request: type[BaseModel] | None = None
    response: type[BaseModel] | None = None
    status: int = 200
    query: tuple[str, ...] = ()
    errors: tuple[int, ...] = ()


_STAFF = ("responder", "supervisor", "admin")
_LINE = ("responder", "supervisor")
_PAGE = ("limit", "cursor")

# fmt: off
ROUTES: tuple[Route, ...] = (
    Route("POST", "/api/auth/login", "auth", "login", "Sign in with e-mail and password",
          ("anyone",), api.LoginRequest, api.Tokens, errors=(400, 401, 429)),
    Route("POST", "/api/auth/refresh", "auth", "refresh", "Exchange a refresh token for a fresh pair",
          ("anyone",), api.RefreshRequest, api.Tokens, errors=(400, 401)),
    Route("POST", "/api/auth/logout", "auth", "logout", "End this session",
          _STAFF, status=204, errors=(401,)),
    Route("GET", "/api/auth/profile", "auth", "getProfile", "Who am I",
          _STAFF, response=api.Profile, errors=(401,)),
    Route("PUT", "/api/auth/profile", "auth", "updateProfile", "Change one's own name",
          _STAFF, api.ProfileUpdate, api.Profile, errors=(400, 401)),
    Route("POST", "/api/realtime/ticket", "auth", "createRealtimeTicket", "A one-time ticket for the WebSocket",
          _STAFF, response=api.RealtimeTicket, errors=(401,)),
    Route("GET", "/api/queue", "conversations", "getQueue", "Who is waiting",
          _LINE, response=api.Queue, query=_PAGE, errors=(401, 403)),
    Route("POST", "/api/queue/next", "conversations", "takeNext", "Help the next texter; 204 when nobody waits",
          ("responder",), api.NextRequest, api.Conversation, errors=(400, 401, 403, 404, 409)),
    Route("GET", "/api/conversations", "conversations", "listConversations", "Conversations one may see",
          _STAFF, response=api.ConversationList, query=("state", "program", "responder", *_PAGE),
          errors=(400, 401, 404)),
    Route("GET", "/api/conversations/{id}", "conversations", "getConversation", "One conversation",
          _STAFF, response=api.Conversation, errors=(401, 404)),
    Route("GET", "/api/conversations/{id}/messages", "conversations", "listMessages", "The thread, oldest first",
          _STAFF, response=api.MessageList, query=("after", *_PAGE), errors=(400, 401, 404)),
    Route("POST", "/api/conversations/{id}/messages", "conversations", "sendMessage", "Write to the texter",
          ("responder",), api.SendMessageRequest, api.Message, status=201, errors=(400, 401, 403, 404, 409)),
    Route("POST", "/api/conversations/{id}/assign", "conversations", "assign", "Give a waiting texter to a responder",
          _LINE, api.AssignRequest, api.Conversation, errors=(400, 401, 403, 404, 409)),
    Route("POST", "/api/conversations/{id}/accept", "conversations", "accept", "Start an assigned conversation",
          ("responder",), response=api.Conversation, errors=(401, 403, 404, 409)),
    Route("POST", "/api/conversations/{id}/close", "conversations", "close", "End the conversation",
          ("responder",), response=api.Conversation, errors=(401, 403, 404, 409)),
    Route("POST", "/api/webhooks/twilio", "webhooks", "receiveTwilio", "An SMS, from Twilio",
          ("provider",), errors=(400, 403, 413)),
    Route("POST", "/api/webhooks/twilio/status", "webhooks", "receiveTwilioStatus", "A delivery receipt, from Twilio",
          ("provider",), errors=(400, 403, 413)),
    Route("GET", "/healthz", "ops", "healthz", "Is the API up", ("anyone",), response=api.Health),
    Route("GET", "/readyz", "ops", "readyz", "Can the line take texts",
          ("anyone",), response=api.Health, errors=(503,)),
    Route("GET", "/api/openapi.json", "ops", "getOpenapi", "This document", ("anyone",)),
)
# fmt: on
