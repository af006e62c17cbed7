"""Twilio's request signature, computed by Twilio's own library."""

from __future__ import annotations

from collections.abc import Mapping

from twilio.request_validator import RequestValidator  # type: ignore[import-untyped, unused-ignore]

SIGNATURE_HEADER = "X-Twilio-Signature"


def sign(auth_token: str, url: str, params: Mapping[str, str]) -> str:
    """Base64 HMAC-SHA1 over the exact URL (query string included) followed by the sorted POST parameters."""
    return str(RequestValidator(auth_token).compute_signature(url, dict(params)))
