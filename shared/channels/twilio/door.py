"""Twilio's webhooks: is it really Twilio, and what does it say. Standard library only: the front door imports it.

Signature: base64 HMAC-SHA1 with the account's auth token over the public URL followed by every POST parameter,
sorted by name, name and value joined; a JSON body is bound by its SHA-256 in the query instead
(https://www.twilio.com/docs/usage/webhooks/webhooks-security).
"""

from __future__ import annotations

import base64
import hashlib
import hmac
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from urllib.parse import parse_qs, parse_qsl, urlsplit, urlunsplit

from shared.channels.inbound import Accounts, Arrival, CarrierReceipt, NotGenuine, Webhook
from shared.channels.json_body import json_object
from shared.domain.delivery import DeliveryStatus
from shared.domain.errors import FieldError, InvalidInput, NotFound
from shared.domain.inbound import InboundMessage

CHANNEL = "twilio"
Pairs = list[tuple[str, str]]

#: Twilio's last words on a message in ours. What comes before them (queued, sending, sent) tells us nothing new.
STATUSES = {
    "delivered": DeliveryStatus.DELIVERED,
    "read": DeliveryStatus.READ,
    "undelivered": DeliveryStatus.UNDELIVERED,
    "failed": DeliveryStatus.FAILED,
}
#: Twilio's code for a recipient who opted out at the carrier.
OPTED_OUT = "21610"


#: In the query of what is posted as JSON: the SHA-256 of the body, hex.
_HASH = "bodySHA256"


class Door:
    """`/api/webhooks/twilio` for messages and `/api/webhooks/twilio/status` for receipts."""

    def __init__(self, setting: Callable[[str], str | None]) -> None:
        """Twilio's door needs no settings."""

    taken = ('<?xml version="1.0" encoding="UTF-8"?><Response/>', "text/xml")

    def receive(self, webhook: Webhook, accounts: Accounts, now: datetime) -> Arrival:
        """See `inbound.Door`. Twilio posts forms; JSON is taken where the query carries the signed hash of the body."""
        if webhook.rest not in ((), ("status",)):
            raise NotFound
        try:
            pairs = _json_pairs(webhook.body) if _HASH in webhook.query else form_pairs(webhook.body)
        except InvalidInput:
            pairs = []  # what cannot be read cannot carry the account's signature
        form = dict(pairs)
        given = webhook.headers.get("x-twilio-signature", "")
        account = accounts.get(form.get("AccountSid", "")) if given else None
        if account is None or not is_genuine(account["auth_tokens"], webhook.url, webhook.body, pairs, given):
            raise NotGenuine
        return _receipt(webhook, form) if webhook.rest else inbound_message(form, now)


def _receipt(webhook: Webhook, form: Mapping[str, str]) -> CarrierReceipt | None:
    provider_id, word, error_code = receipt_fields(form)
    status = STATUSES.get(word)
    attempt = parse_qs(webhook.query).get("attempt", [""])[0]
    if not attempt:
        missing = (FieldError("attempt", "is missing"),)
        detail = "The receipt does not say which attempt it is for"
        raise InvalidInput(detail, code="missing_parameter", errors=missing)
    if status is None:
        return None
    return CarrierReceipt(attempt, provider_id, status, error_code, opted_out=error_code == OPTED_OUT)


def form_pairs(body: bytes) -> Pairs:
    """The form's parameters in order, blanks kept; raises `InvalidInput` when it is not UTF-8 form data."""
    try:
        return parse_qsl(body.decode("utf-8"), keep_blank_values=True, errors="strict", max_num_fields=500)
    except ValueError:
        raise InvalidInput("The body is not form data", errors=(FieldError("body", "is not form data"),)) from None


def _json_pairs(body: bytes) -> Pairs:
    """The texts and numbers of a JSON object; raises `InvalidInput` when it is none."""
    return [(name, str(value)) for name, value in json_object(body).items() if isinstance(value, str | int)]


def signature(token: str, url: str, pairs: Iterable[tuple[str, str]]) -> str:
    """What Twilio puts into X-Twilio-Signature for a form post."""
    # Repeated parameters are signed once per distinct value, as Twilio's own libraries do.
    text = url + "".join(f"{name}{value}" for name, value in sorted(set(pairs)))
    return base64.b64encode(hmac.new(token.encode(), text.encode(), hashlib.sha1).digest()).decode()


def is_genuine(tokens: Iterable[str], url: str, body: bytes, pairs: Pairs, given: str) -> bool:
    """Whether `given` is the signature of this request under any of the account's tokens.

    `url` is the public one. It is tried with and without the default port, because proxies differ.
    """
    digest = parse_qs(urlsplit(url).query).get(_HASH)
    if digest is not None:
        if not hmac.compare_digest(hashlib.sha256(body).hexdigest(), digest[0]):
            return False
        pairs = []
    candidates = [signature(token, one, pairs) for token in tokens for one in _with_and_without_port(url)]
    # Compare all of them, so that the time taken says nothing.
    return sum(hmac.compare_digest(candidate.encode(), given.encode()) for candidate in candidates) > 0


def inbound_message(form: Mapping[str, str], received_at: datetime) -> InboundMessage:
    """A message webhook in our words; raises `InvalidInput` naming each parameter that is missing."""
    missing = tuple(FieldError(name, "is missing") for name in ("MessageSid", "From", "To") if not form.get(name))
    if missing:
        raise InvalidInput("The webhook lacks what a message needs", code="missing_parameter", errors=missing)
    count = form.get("NumMedia", "0")
    media = tuple(
        form[f"MediaUrl{i}"]
        for i in range(min(int(count) if count.isascii() and count.isdigit() and len(count) < 3 else 0, 10))
        if form.get(f"MediaUrl{i}")
    )
    return InboundMessage(
        CHANNEL,
        form.get("AccountSid", ""),
        form["MessageSid"],
        form["To"],
        form["From"],
        form.get("Body", ""),
        received_at,
        media,
        form.get("OptOutType") or None,
    )


def receipt_fields(form: Mapping[str, str]) -> tuple[str, str, str | None]:
    """Provider id, status and error code of a status webhook; raises `InvalidInput` naming what is missing."""
    missing = tuple(FieldError(name, "is missing") for name in ("MessageSid", "MessageStatus") if not form.get(name))
    if missing:
        raise InvalidInput("The receipt lacks what it needs", code="missing_parameter", errors=missing)
    return form["MessageSid"], form["MessageStatus"], form.get("ErrorCode") or None


def _with_and_without_port(url: str) -> tuple[str, str]:
    parts = urlsplit(url)
    host = parts.hostname or ""
    port = parts.port
    default = 443 if parts.scheme == "https" else 80
    if port is None:
        return url, urlunsplit(parts._replace(netloc=f"{parts.netloc}:{default}"))
    bare = parts.netloc.rsplit(":", 1)[0] if host else parts.netloc
    return url, urlunsplit(parts._replace(netloc=bare))
