"""The WebSocket API: connecting with a ticket, listening to rooms one may see."""
