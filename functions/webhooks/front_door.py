"""What the front door does with a webhook.

genuine message  → sealed, into the inbound queue of its texter   → 200
genuine receipt  → ids and status only, into the receipts queue   → 200
genuine, no news → nowhere                                        → 200
genuine, the end → a metric, which calls somebody                 → 200
anything else    → sealed, into quarantine, never acted on        → 403
"""

from __future__ import annotations

import base64
from collections.abc import Callable, Mapping
from typing import Any

from shared.channels.doors import door
from shared.channels.inbound import Accounts, CarrierReceipt, Credentials, CutOff, Door, NotGenuine, Webhook
from shared.contracts.queues import QuarantineEnvelope, Receipt
from shared.domain.errors import HoldfastError, NotFound, TooLarge
from shared.domain.inbound import InboundMessage
from shared.domain.ports import Clock, Ids
from shared.runtime.inbound_queue import InboundQueue
from shared.runtime.invocation import note
from shared.runtime.metrics import count
from shared.runtime.plain_http import MAX_BODY, answer, problem_answer
from shared.runtime.request_id import request_id
from shared.runtime.secret import Secret

PATH = "/api/webhooks/"


class FrontDoor:
    """`setting` reads an optional setting of the environment, None where it is not set."""

    def __init__(
        self,
        sqs: Any,
        ingress: Secret,
        providers: Secret,
        clock: Clock,
        ids: Ids,
        setting: Callable[[str], str | None],
        *,
        public_url: str,
        inbound_queue: str,
        receipts_queue: str,
        quarantine_queue: str,
    ) -> None:
        self._sqs = sqs
        self._providers = providers
        self._clock = clock
        self._ids = ids
        self._setting = setting
        self._public_url = public_url.rstrip("/")
        self._inbound = InboundQueue(sqs, ingress, inbound_queue)
        self._receipts_queue = receipts_queue
        self._quarantine_queue = quarantine_queue
        self._doors: dict[str, Door] = {}

    def answer(self, event: dict[str, Any]) -> dict[str, Any]:
        """The HTTP answer to an HTTP API event; never raises for what a stranger may send."""
        rid = request_id(event)
        note(requestId=rid, route=event["rawPath"])
        try:
            channel, webhook = self._read(event, rid)
            found = self._door(channel)
            self._take(found, channel, webhook)
        except HoldfastError as error:
            return problem_answer(error, rid)
        body, content_type = found.taken
        return answer(200, rid, body.replace("{requestId}", rid), content_type)

    def _read(self, event: dict[str, Any], rid: str) -> tuple[str, Webhook]:
        path, query = event["rawPath"], event.get("rawQueryString") or ""
        if not path.startswith(PATH):
            raise NotFound
        text = event.get("body") or ""
        body = base64.b64decode(text) if event.get("isBase64Encoded") else text.encode()
        if len(body) > MAX_BODY:
            raise TooLarge(f"A webhook may have {MAX_BODY} bytes at most")
        channel, *rest = path[len(PATH) :].split("/")
        headers = {name.lower(): value for name, value in (event.get("headers") or {}).items()}
        url = self._public_url + path + (f"?{query}" if query else "")
        return channel, Webhook(url, path, tuple(rest), query, headers, body, rid)

    def _door(self, channel: str) -> Door:
        if channel not in self._doors:
            found = door(channel, self._setting)
            if found is None:
                raise NotFound
            self._doors[channel] = found
        return self._doors[channel]

    def _take(self, door: Door, channel: str, webhook: Webhook) -> None:
        try:
            arrival = door.receive(webhook, self._accounts(channel), self._clock.now())
        except NotGenuine:
            self._quarantine(webhook, "bad_signature")
            raise
        if isinstance(arrival, InboundMessage):
            key = self._inbound.put(arrival, webhook.request_id)
            note(messageKey=key[:16])
        elif isinstance(arrival, CarrierReceipt):
            self._take_receipt(arrival, webhook.request_id)
        elif isinstance(arrival, CutOff):
            count("LineCutOff")
            note(outcome="cut_off", channel=channel, account=arrival.account)
        else:
            note(outcome="no_news")

    def _accounts(self, channel: str) -> Accounts:
        def read(age: float | None) -> Mapping[str, Credentials]:
            value = self._providers.value() if age is None else self._providers.value(newer_than=age)
            accounts: Mapping[str, Credentials] = value.get(channel) or {}
            return accounts

        return Accounts(read)

    def _take_receipt(self, receipt: CarrierReceipt, rid: str) -> None:
        body = Receipt(
            receipt.attempt,
            receipt.provider_id,
            str(receipt.status),
            receipt.error_code,
            rid,
            self._clock.now().isoformat(),
            receipt.opted_out,
        )
        self._sqs.send_message(QueueUrl=self._receipts_queue, MessageBody=body.to_json())
        note(attempt=receipt.attempt, status=str(receipt.status))

    def _quarantine(self, webhook: Webhook, reason: str) -> None:
        held = self._ids.new("qua")
        body = QuarantineEnvelope(
            held,
            reason,
            webhook.path,
            self._inbound.sealing.seal(webhook.body, held),
            webhook.request_id,
            self._clock.now().isoformat(),
        )
        self._sqs.send_message(QueueUrl=self._quarantine_queue, MessageBody=body.to_json())
        note(quarantineId=held)
