"""Every HTTP route, once. The catalogue, the OpenAPI document and the authorisation tests read this table.

`who` names principals: `anyone`, `provider` (a provider's signature), or staff roles.
"""

from __future__ import annotations

from dataclasses import dataclass

from pydantic import BaseModel

from shared.contracts import api, care_api


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
          _STAFF, response=api.MessageList, query=("after", *_PAGE), errors=(400, 401, 404, 410)),
    Route("POST", "/api/conversations/{id}/messages", "conversations", "sendMessage", "Write to the texter",
          _LINE, api.SendMessageRequest, api.Message, status=201, errors=(400, 401, 403, 404, 409)),
    Route("POST", "/api/conversations/{id}/assign", "conversations", "assign", "Give a waiting texter to a responder",
          _LINE, api.AssignRequest, api.Conversation, errors=(400, 401, 403, 404, 409)),
    Route("POST", "/api/conversations/{id}/accept", "conversations", "accept",
          "Start an assigned conversation, or accept a transfer",
          _LINE, response=api.Conversation, errors=(401, 403, 404, 409)),
    Route("POST", "/api/conversations/{id}/reject", "conversations", "reject", "Decline a transfer, or take it back",
          _LINE, response=api.Conversation, errors=(401, 403, 404, 409)),
    Route("POST", "/api/conversations/{id}/transfer", "conversations", "transfer",
          "Offer it to another responder, or give it back to the queue, with a note",
          _LINE, care_api.TransferRequest, api.Conversation, errors=(400, 401, 403, 404, 409, 422)),
    Route("POST", "/api/conversations/{id}/return", "conversations", "returnToQueue", "Give it back to the queue",
          _LINE, care_api.ReturnRequest, api.Conversation, errors=(400, 401, 403, 404, 409, 422)),
    Route("POST", "/api/conversations/{id}/reassign", "conversations", "reassign", "Take it over, or hand it over",
          ("supervisor",), care_api.ReassignRequest, api.Conversation, errors=(400, 401, 403, 404, 409, 422)),
    Route("POST", "/api/conversations/{id}/whisper", "conversations", "whisper", "A note that only the responder sees",
          ("supervisor",), care_api.WhisperRequest, api.Message, status=201, errors=(400, 401, 403, 404, 409, 422)),
    Route("POST", "/api/conversations/{id}/escalate", "conversations", "escalate", "Call for help",
          _LINE, care_api.EscalateRequest, care_api.EscalationReply,
          errors=(400, 401, 403, 404, 409, 422)),
    Route("GET", "/api/conversations/{id}/escalations/{eid}", "conversations", "getEscalation",
          "The record of a call for help", _STAFF, response=care_api.EscalationRecord, errors=(401, 403, 404)),
    Route("PUT", "/api/conversations/{id}/escalations/{eid}", "conversations", "updateEscalation",
          "Add a location or the service's number", _LINE, care_api.EscalationUpdate, care_api.EscalationReply,
          errors=(400, 401, 403, 404, 409, 422)),
    Route("POST", "/api/conversations/{id}/escalations/{eid}/confirm", "conversations", "confirmEscalation",
          "Confirm a police dispatch", _LINE, response=care_api.EscalationReply, errors=(401, 403, 404, 409)),
    Route("POST", "/api/conversations/{id}/escalations/{eid}/contacts", "conversations", "logContact",
          "Write down whom one spoke with", _LINE, care_api.ContactRequest, care_api.EscalationReply, status=201,
          errors=(400, 401, 403, 404, 409, 422)),
    Route("POST", "/api/conversations/{id}/resolve", "conversations", "resolve", "The call for help is over",
          _LINE, care_api.ResolveRequest, api.Conversation, errors=(400, 401, 403, 404, 409, 422)),
    Route("POST", "/api/conversations/{id}/wrap-up", "conversations", "wrapUp", "Begin to end the conversation",
          _LINE, response=api.Conversation, errors=(401, 403, 404, 409)),
    Route("POST", "/api/conversations/{id}/resume", "conversations", "resume", "Go on talking",
          _LINE, response=api.Conversation, errors=(401, 403, 404, 409)),
    Route("POST", "/api/conversations/{id}/close", "conversations", "close", "End the conversation",
          _LINE, care_api.CloseRequest, api.Conversation, errors=(400, 401, 403, 404, 409, 422)),
    Route("POST", "/api/conversations/{id}/follow-up", "conversations", "scheduleFollowUp", "Plan a check-in",
          _LINE, care_api.FollowUpRequest, api.Conversation, errors=(400, 401, 403, 404, 409, 422)),
    Route("POST", "/api/conversations/{id}/follow-up/cancel", "conversations", "cancelFollowUp", "Call it off",
          _LINE, response=api.Conversation, errors=(401, 403, 404, 409)),
    Route("POST", "/api/conversations/{id}/tag", "conversations", "tag", "Set tags; judge the risk",
          _LINE, care_api.TagRequest, api.Conversation, errors=(400, 401, 403, 404, 409, 422)),
    Route("POST", "/api/conversations/{id}/ladder", "conversations", "recordLadder", "Record the C-SSRS ladder",
          _LINE, care_api.LadderRequest, api.Conversation, errors=(400, 401, 403, 404, 409, 422)),
    Route("POST", "/api/conversations/{id}/survey", "conversations", "survey", "Ask a survey, or record a form",
          _LINE, care_api.SurveyRequest, api.Conversation, errors=(400, 401, 403, 404, 409, 422)),
    Route("GET", "/api/conversations/{id}/summary", "assist", "getSummary", "Summary, topics and suggested tags",
          _STAFF, response=care_api.Summary, errors=(401, 404, 410, 503)),
    Route("POST", "/api/conversations/{id}/draft-reply", "assist", "draftReply", "A draft for a person to accept",
          _LINE, response=care_api.DraftReply, errors=(401, 403, 404, 409, 410, 503)),
    Route("GET", "/api/conversations/{id}/timeline", "conversations", "getTimeline", "Every fact, oldest first",
          _STAFF, response=care_api.Timeline, query=("after", *_PAGE), errors=(400, 401, 404)),
    Route("GET", "/api/queue/health", "conversations", "getQueueHealth", "How long queues are and who is there",
          _STAFF, response=care_api.QueueHealth, errors=(401,)),
    Route("GET", "/api/responders", "conversations", "listResponders", "Who is there, with load and limit",
          _STAFF, response=care_api.ResponderList, errors=(401,)),
    Route("PUT", "/api/responders/me/presence", "conversations", "setPresence", "Say whether one is there",
          _LINE, care_api.PresenceRequest, care_api.PresenceReply, errors=(400, 401, 403, 422)),
    Route("GET", "/api/alerts", "conversations", "listAlerts", "What staff were called for, newest first",
          _LINE, response=care_api.AlertList, query=("limit",), errors=(400, 401, 403)),
    Route("POST", "/api/alerts/{id}/acknowledge", "conversations", "acknowledgeAlert", "I am on it",
          _LINE, response=care_api.AlertReply, errors=(401, 403, 404)),
    Route("POST", "/api/admin/legal-holds", "conversations", "holdConversation", "Keep content beyond its time",
          ("admin", "supervisor"), care_api.LegalHoldRequest, care_api.LegalHold,
          errors=(400, 401, 403, 404, 409, 422)),
    Route("DELETE", "/api/admin/legal-holds/{id}", "conversations", "releaseConversation", "End a legal hold",
          ("admin", "supervisor"), response=care_api.LegalHold, errors=(401, 403, 404, 409)),
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
