"""Hands outbound messages to the carrier: in order per texter, at most once, never after an opt-out."""
