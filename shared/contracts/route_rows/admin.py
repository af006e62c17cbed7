"""What supervisors and admins look after."""

from __future__ import annotations

from shared.contracts.route import PAGE, Route
from shared.contracts.route_models import Models

admin_api, care_api, hooks_api, texters_api = (
    Models(name) for name in ("admin_api", "care_api", "hooks_api", "texters_api")
)

# fmt: off
ROWS: tuple[Route, ...] = (
    Route("POST", "/api/admin/legal-holds", "conversations", "holdConversation", "Keep content beyond its time",
          ("admin", "supervisor"), care_api.LegalHoldRequest, care_api.LegalHold,
          errors=(400, 401, 403, 404, 409, 422)),
    Route("DELETE", "/api/admin/legal-holds/{id}", "conversations", "releaseConversation", "End a legal hold",
          ("admin", "supervisor"), response=care_api.LegalHold, errors=(401, 403, 404, 409)),
    Route("GET", "/api/admin/blocked-senders", "conversations", "listBlockedSenders", "Whom nobody has to read",
          ("supervisor",), response=texters_api.BlockedSenderList, query=PAGE, errors=(400, 401, 403)),
    Route("POST", "/api/admin/blocked-senders", "conversations", "blockSender",
          "After a review: nobody has to read this sender any more", ("supervisor",), texters_api.BlockRequest,
          texters_api.BlockedSender, status=201, errors=(400, 401, 403, 404, 409, 410, 422)),
    Route("DELETE", "/api/admin/blocked-senders/{id}", "conversations", "unblockSender", "Hear them again",
          ("supervisor",), response=texters_api.BlockedSender, errors=(401, 403, 404, 409)),
    Route("GET", "/api/admin/dead-letters", "admin", "listDeadLetterQueues", "How much each queue gave up on",
          ("admin", "supervisor"), response=admin_api.DeadLetterQueues, errors=(401, 403)),
    Route("GET", "/api/admin/dead-letters/{queue}", "admin", "listDeadLetters", "One's own dead letters of a queue",
          ("admin", "supervisor"), response=admin_api.DeadLetters, query=("limit",), errors=(400, 401, 403, 404)),
    Route("POST", "/api/admin/dead-letters/{queue}/replay", "admin", "replayDeadLetters",
          "Put one's own dead letters back into their queue", ("admin", "supervisor"), admin_api.ReplayRequest,
          admin_api.Replayed, errors=(400, 401, 403, 404, 422)),
    Route("GET", "/api/admin/quarantine", "admin", "listQuarantine", "Webhooks nobody may act on",
          ("admin", "supervisor"), response=admin_api.Quarantine, query=("reason", *PAGE), errors=(400, 401, 403)),
    Route("GET", "/api/admin/webhooks", "admin", "listWebhooks", "Where events are posted",
          ("admin",), response=hooks_api.WebhookList, errors=(401, 403)),
    Route("POST", "/api/admin/webhooks", "admin", "createWebhook", "Have events posted; answers the secret, once",
          ("admin",), hooks_api.NewWebhook, hooks_api.WebhookWithSecret, status=201, errors=(400, 401, 403, 409, 422)),
    Route("GET", "/api/admin/webhooks/{id}", "admin", "getWebhook", "One webhook",
          ("admin",), response=hooks_api.Webhook, errors=(401, 403, 404)),
    Route("PUT", "/api/admin/webhooks/{id}", "admin", "updateWebhook", "Change, pause or enable a webhook",
          ("admin",), hooks_api.WebhookUpdate, hooks_api.Webhook, errors=(400, 401, 403, 404, 409, 422)),
    Route("DELETE", "/api/admin/webhooks/{id}", "admin", "deleteWebhook", "Remove a webhook and its secret",
          ("admin",), status=204, errors=(401, 403, 404)),
    Route("POST", "/api/admin/webhooks/{id}/rotate", "admin", "rotateWebhookSecret",
          "A new secret, answered once; for a day both sign",
          ("admin",), response=hooks_api.WebhookWithSecret, errors=(401, 403, 404, 409)),
    Route("POST", "/api/admin/webhooks/{id}/test", "admin", "testWebhook", "Post a test event, paused or not",
          ("admin",), response=hooks_api.WebhookTest, status=202, errors=(401, 403, 404)),
    Route("GET", "/api/admin/webhooks/{id}/deliveries", "admin", "listWebhookDeliveries", "What became of each event",
          ("admin",), response=hooks_api.HookDeliveryList, query=PAGE, errors=(400, 401, 403, 404)),
    Route("POST", "/api/admin/webhooks/{id}/deliveries/{did}/replay", "admin", "replayWebhookDelivery",
          "Deliver it again, under the same id",
          ("admin",), response=hooks_api.HookDelivery, status=202, errors=(401, 403, 404, 409)),
)
# fmt: on
