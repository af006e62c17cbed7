"""What providers post to."""

from __future__ import annotations

from shared.contracts.route import Route
from shared.contracts.route_models import Models

partner_api = Models("partner_api")

# fmt: off
ROWS: tuple[Route, ...] = (
    Route("POST", "/api/webhooks/twilio", "webhooks", "receiveTwilio", "An SMS, from Twilio",
          ("provider",), errors=(400, 403, 413)),
    Route("POST", "/api/webhooks/twilio/status", "webhooks", "receiveTwilioStatus", "A delivery receipt, from Twilio",
          ("provider",), errors=(400, 403, 413)),
    Route("POST", "/api/webhooks/aws", "webhooks", "receiveAws", "An SMS or a delivery event, from AWS through SNS",
          ("provider",), errors=(400, 403, 413, 503)),
    Route("POST", "/api/webhooks/partner/{id}", "webhooks", "receivePartner", "A message, from a partner",
          ("provider",), partner_api.PartnerMessage, partner_api.PartnerReceived, errors=(400, 403, 413)),
    Route("POST", "/api/webhooks/partner/{id}/status", "webhooks", "receivePartnerStatus",
          "What became of a message, from a partner",
          ("provider",), partner_api.PartnerStatus, partner_api.PartnerReceived, errors=(400, 403, 413)),
)
# fmt: on
