"""AWS End User Messaging SMS: texts and delivery events, which come from Amazon SNS over HTTPS.

Raw message delivery is not supported, since SNS signs nothing then: what comes without an envelope is not genuine.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from shared.channels.aws.events import arrival_of
from shared.channels.aws.sns import NOTIFICATION, SUBSCRIPTION, Envelope, NotSns, envelope_of
from shared.channels.aws.trust import Get, Trust
from shared.channels.inbound import Accounts, Arrival, CutOff, NotGenuine, Webhook, fresh_enough
from shared.channels.json_body import json_object
from shared.domain.errors import FieldError, InvalidInput, NotFound

#: Seconds an envelope may be old, or ahead of our clock. SNS repeats what was not answered for an hour at most, under
#: the same timestamp (https://docs.aws.amazon.com/sns/latest/dg/sns-message-delivery-retries.html), and may begin late.
#: What is replayed within that time is known by the message's id, for ever.
WINDOW = 3900


class Door:
    """`/api/webhooks/aws`. The setting SNS_HOST, on the local cloud alone, is the host and port of its SNS."""

    def __init__(self, setting: Callable[[str], str | None], get: Get | None = None) -> None:
        self._trust = Trust(setting("SNS_HOST"), get)

    taken = ('{"received": true, "requestId": "{requestId}"}', "application/json")

    def receive(self, webhook: Webhook, accounts: Accounts, now: datetime) -> Arrival:
        """See `inbound.Door`. Raises `Unavailable` when SNS cannot be asked for its certificate: SNS tries again."""
        if webhook.rest:
            raise NotFound
        try:
            envelope = envelope_of(json_object(webhook.body))
        except (NotSns, InvalidInput):
            raise NotGenuine from None
        # A stranger who knows no topic of ours makes us fetch nothing.
        found = accounts.matching(lambda _, credentials: envelope.topic in (credentials.get("topics") or ()))
        if found is None or not fresh_enough(envelope.at, now, WINDOW):
            raise NotGenuine
        if not self._trust.is_genuine(envelope, now):
            raise NotGenuine
        account = found[0]
        if envelope.type == NOTIFICATION:
            return arrival_of(envelope.message, account, now)
        if envelope.type == SUBSCRIPTION:
            self._confirm(envelope)
            return None
        # Whoever ended the subscription may have meant to, so it is not taken up again. But somebody is called.
        return CutOff(account)

    def _confirm(self, envelope: Envelope) -> None:
        """Whoever entered the topic wants to hear from it, so nobody is asked."""
        try:
            taken = self._trust.confirm(envelope)
        except NotSns:
            taken = False
        if not taken:
            wrong = (FieldError("SubscribeURL", "does not confirm the subscription to the topic"),)
            raise InvalidInput("The subscription could not be confirmed", errors=wrong)
