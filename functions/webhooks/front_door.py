"""What the front door does with a webhook.

genuine message  → sealed, into the inbound queue of its texter   → 200, empty TwiML
genuine receipt  → ids and status only, into the receipts queue   → 200, empty TwiML
anything else    → sealed, into quarantine, never acted on        → 403
"""

from __future__ import annotations

import base64
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qs

from shared.channels.twilio_inbound import (
    CHANNEL,
    Pairs,
    form_pairs,
    inbound_message,
    is_genuine,
    receipt_fields,
)
from shared.contracts.queues import IngressEnvelope, QuarantineEnvelope, Receipt
from shared.domain.errors import FieldError, Forbidden, HoldfastError, InvalidInput, NotFound, TooLarge
from shared.domain.ports import Clock, Ids
from shared.runtime.invocation import note
from shared.runtime.plain_http import MAX_BODY, answer, problem_answer
from shared.runtime.request_id import request_id
from shared.runtime.secret import Secret
from shared.security.blind_index import keyed_hash, message_key
from shared.security.ingress import IngressSealer

_TWIML = '<?xml version="1.0" encoding="UTF-8"?><Response/>'

#: Seconds before an unknown account makes us read the providers' secret again.
_RECHECK = 5.0

MESSAGE_ROUTE = "/api/webhooks/twilio"
STATUS_ROUTE = "/api/webhooks/twilio/status"


@dataclass(frozen=True)
class Webhook:
    """An HTTP API event, reduced to what matters here."""

    path: str
    query: str
    headers: dict[str, str]
    body: bytes
    request_id: str

    @classmethod
    def from_event(cls, event: dict[str, Any]) -> Webhook:
        text = event.get("body") or ""
        body = base64.b64decode(text) if event.get("isBase64Encoded") else text.encode()
        headers = {name.lower(): value for name, value in (event.get("headers") or {}).items()}
        return cls(
            event["rawPath"],
            event.get("rawQueryString") or "",
            headers,
            body,
            request_id(event),
        )


class FrontDoor:
    def __init__(
        self,
        sqs: Any,
        ingress: Secret,
        providers: Secret,
        clock: Clock,
        ids: Ids,
        *,
        public_url: str,
        inbound_queue: str,
        receipts_queue: str,
        quarantine_queue: str,
    ) -> None:
        self._sqs = sqs
        self._ingress = ingress
        self._providers = providers
        self._clock = clock
        self._ids = ids
        self._public_url = public_url.rstrip("/")
        self._inbound_queue = inbound_queue
        self._receipts_queue = receipts_queue
        self._quarantine_queue = quarantine_queue
        self._sealer: IngressSealer | None = None

    def answer(self, webhook: Webhook) -> dict[str, Any]:
        """The HTTP answer to a webhook; never raises for what a stranger may send."""
        note(requestId=webhook.request_id, route=webhook.path)
        try:
            self._take(webhook)
        except HoldfastError as error:
            return problem_answer(error, webhook.request_id)
        return answer(200, webhook.request_id, _TWIML, "text/xml")

    def _take(self, webhook: Webhook) -> None:
        if len(webhook.body) > MAX_BODY:
            raise TooLarge(f"A webhook may have {MAX_BODY} bytes at most")
        if webhook.path not in (MESSAGE_ROUTE, STATUS_ROUTE):
            raise NotFound
        try:
            pairs = form_pairs(webhook.body)
        except InvalidInput:
            pairs = []  # what cannot be read cannot carry the account's signature
        form = dict(pairs)
        if not self._genuine(webhook, pairs, form.get("AccountSid", "")):
            self._quarantine(webhook, "bad_signature")
            raise Forbidden("The signature does not match", code="bad_signature")
        if webhook.path == MESSAGE_ROUTE:
            self._take_message(webhook, form)
        else:
            self._take_receipt(webhook, form)

    def _genuine(self, webhook: Webhook, pairs: Pairs, account: str) -> bool:
        given = webhook.headers.get("x-twilio-signature", "")
        accounts = self._providers.value()[CHANNEL]
        if given and account not in accounts:
            accounts = self._providers.value(newer_than=_RECHECK)[CHANNEL]
        tokens = accounts.get(account, {}).get("auth_tokens", [])
        url = self._public_url + webhook.path + (f"?{webhook.query}" if webhook.query else "")
        return bool(given) and is_genuine(tokens, url, webhook.body, pairs, given)

    def _take_message(self, webhook: Webhook, form: dict[str, str]) -> None:
        message = inbound_message(form, self._clock.now())
        key = message_key(message.channel, message.account, message.provider_id)
        envelope = IngressEnvelope(
            key,
            message.channel,
            self._seal(message.to_bytes(), key),
            webhook.request_id,
            message.received_at.isoformat(),
        )
        # One group per texter keeps their messages in order; the hash keeps the number out of SQS.
        group_key = base64.b64decode(self._ingress.value()["group_key"])
        self._sqs.send_message(
            QueueUrl=self._inbound_queue,
            MessageBody=envelope.to_json(),
            MessageDeduplicationId=key,
            MessageGroupId=keyed_hash(group_key, message.channel, message.line, message.sender),
        )
        note(messageKey=key[:16])

    def _take_receipt(self, webhook: Webhook, form: dict[str, str]) -> None:
        provider_id, status, error_code = receipt_fields(form)
        attempt = parse_qs(webhook.query).get("attempt", [""])[0]
        if not attempt:
            raise InvalidInput(
                "The receipt does not say which attempt it is for",
                code="missing_parameter",
                errors=(FieldError("attempt", "is missing"),),
            )
        receipt = Receipt(attempt, provider_id, status, error_code, webhook.request_id, self._clock.now().isoformat())
        self._sqs.send_message(QueueUrl=self._receipts_queue, MessageBody=receipt.to_json())
        note(attempt=attempt, status=status)

    def _quarantine(self, webhook: Webhook, reason: str) -> None:
        held = QuarantineEnvelope(
            self._ids.new("qua"), reason, webhook.path, "", webhook.request_id, self._clock.now().isoformat()
        )
        sealed = self._seal(webhook.body, held.id)
        body = QuarantineEnvelope(held.id, reason, held.route, sealed, held.request_id, held.received_at).to_json()
        self._sqs.send_message(QueueUrl=self._quarantine_queue, MessageBody=body)
        note(quarantineId=held.id)

    def _seal(self, plain: bytes, purpose: str) -> str:
        if self._sealer is None:
            self._sealer = IngressSealer(base64.b64decode(self._ingress.value()["public_key"]))
        return self._sealer.seal(plain, purpose)
