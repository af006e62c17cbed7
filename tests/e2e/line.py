"""The deployed line as a carrier and a client see it: its addresses, and webhooks signed as Twilio signs them."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import requests
from twilio.request_validator import RequestValidator

ANSWER_SECONDS = 40


def new_sid() -> str:
    return f"SM{secrets.token_hex(16)}"


@dataclass(frozen=True, eq=False)
class Line:
    """`outputs` is what the stack wrote into its home's outputs.json."""

    outputs: Mapping[str, Any]
    home: Path

    @property
    def api_url(self) -> str:
        return str(self.outputs["api_url"])

    @property
    def webhook_url(self) -> str:
        return str(self.outputs["twilio"]["webhook_url"])

    @property
    def account_sid(self) -> str:
        return str(self.outputs["twilio"]["account_sid"])

    @property
    def auth_token(self) -> str:
        return str(self.outputs["twilio"]["auth_token"])

    def number_of(self, program: str) -> str:
        return next(str(one["number"]) for one in self.outputs["programs"] if one["id"] == program)

    def password_of(self, email: str) -> str:
        return next(str(one["password"]) for one in self.outputs["users"] if one["email"] == email)

    def call(self, method: str, path: str, **options: Any) -> requests.Response:
        """One HTTP request; `options` are those of `requests`."""
        return requests.request(method, self.api_url + path, timeout=ANSWER_SECONDS, **options)

    def sms(self, sender: str, to: str, words: str, sid: str | None = None) -> dict[str, str]:
        """The form Twilio posts for a text message."""
        sid = sid or new_sid()
        return {
            "AccountSid": self.account_sid,
            "ApiVersion": "2010-04-01",
            "Body": words,
            "From": sender,
            "FromCountry": "US",
            "MessageSid": sid,
            "NumMedia": "0",
            "NumSegments": "1",
            "SmsMessageSid": sid,
            "SmsSid": sid,
            "SmsStatus": "received",
            "To": to,
            "ToCountry": "US",
        }

    def signature(self, url: str, form: Mapping[str, str]) -> str:
        """As Twilio's own SDK computes it."""
        return str(RequestValidator(self.auth_token).compute_signature(url, dict(form)))

    def post_webhook(self, form: Mapping[str, str], signature: str | None = "right") -> requests.Response:
        """Post to the message webhook. `signature`: "right", None for no header at all, or a header's value."""
        if signature == "right":
            signature = self.signature(self.webhook_url, form)
        headers = {} if signature is None else {"X-Twilio-Signature": signature}
        return requests.post(self.webhook_url, data=dict(form), headers=headers, timeout=ANSWER_SECONDS)
