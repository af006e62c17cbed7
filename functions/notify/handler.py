"""The notify queue: facts that somebody must hear of."""

from __future__ import annotations

from functools import cache
from typing import Any

from functions.notify.calling import Calling
from shared.channels.mail import SesMailer
from shared.contracts.queues import FactNotice
from shared.runtime.aws import client
from shared.runtime.batches import each
from shared.runtime.invocation import invocation
from shared.runtime.settings import required
from shared.runtime.tables import database
from shared.store.alerts import Alerts
from shared.store.directory import Directory


@cache
def _calling() -> Calling:
    tables = database()
    mailer = SesMailer(client("sesv2"), required("MAIL_FROM"))
    return Calling(
        Alerts(tables), Directory(tables), mailer, client("sqs"), required("PUSH_QUEUE_URL"), required("PUBLIC_URL")
    )


@invocation("notify")
def handler(event: dict[str, Any], context: Any) -> Any:
    return each(event, lambda record: _calling().call(FactNotice.from_json(record.body)))
