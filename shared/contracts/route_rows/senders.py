"""From which number somebody writes. Never an admin's to know."""

from __future__ import annotations

from shared.contracts.route import LINE, Route
from shared.contracts.route_models import Models

sender_api = Models("sender_api")

# fmt: off
ROWS: tuple[Route, ...] = (
    Route("GET", "/api/conversations/{id}/sender", "conversations", "getSender",
          "The texter's channel, and their number but for most of its digits", LINE,
          response=sender_api.Sender, errors=(401, 403, 404)),
    Route("POST", "/api/conversations/{id}/sender/reveal", "conversations", "revealSender",
          "The texter's whole number; that it was shown is put on record", LINE,
          sender_api.RevealRequest, sender_api.RevealedSender, errors=(400, 401, 403, 404, 409, 410)),
)
# fmt: on
