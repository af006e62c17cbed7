"""The accounts whose carriers keep lists, and the job that compares them, put together."""

from __future__ import annotations

import time
from typing import Any

from functions.jobs.comparing import Comparing
from functions.jobs.missed import Listing, Missed
from shared.channels.history import LISTING, History, make_history
from shared.domain.clockwork import RandomIds
from shared.lifecycle.composing import writer
from shared.runtime.aws import client
from shared.runtime.inbound_queue import InboundQueue
from shared.runtime.secret import Secret
from shared.runtime.settings import required
from shared.runtime.tables import database
from shared.store.arrivals import Arrivals
from shared.store.quarantine import Quarantine


def missed() -> Missed:
    """The job, with the environment's own clients."""
    clock, sqs, secrets, queue = writer().clock, client("sqs"), client("secretsmanager"), required("INBOUND_QUEUE_URL")
    arrivals = Arrivals(database(), clock)
    inbound = InboundQueue(sqs, Secret(secrets, required("INGRESS_SECRET")), queue)
    providers = Secret(secrets, required("PROVIDERS_SECRET"))

    def waiting() -> int:
        names = ["ApproximateNumberOfMessages", "ApproximateNumberOfMessagesNotVisible"]
        found = sqs.get_queue_attributes(QueueUrl=queue, AttributeNames=names)["Attributes"]
        return sum(int(found[name]) for name in names)

    comparing = Comparing(
        arrivals, Quarantine(database(), clock), writer().directory, inbound, waiting, clock, RandomIds()
    )
    return Missed(lambda: _listings(providers.value()), _open, arrivals, comparing, clock, time.monotonic)


def _listings(providers: dict[str, Any]) -> list[Listing]:
    return [
        Listing(channel, account, credentials)
        for channel in LISTING
        for account, credentials in (providers.get(channel) or {}).items()
    ]


def _open(listing: Listing) -> History | None:
    return make_history(listing.channel)(listing.account, listing.credentials, required)
