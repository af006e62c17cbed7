"""The comms queue: one mail or text to one member of staff at a time."""

from __future__ import annotations

import base64
from functools import cache
from typing import Any

from functions.comms.supervisor import NoticeSupervisor
from shared.contracts.queues import NoticeTask
from shared.lifecycle.notice_post import notice_sender
from shared.runtime.aws import client
from shared.runtime.batches import each
from shared.runtime.invocation import invocation
from shared.runtime.secret import Secret
from shared.runtime.settings import required
from shared.runtime.tables import database
from shared.store.directory import Directory


@cache
def _codes() -> Secret:
    return Secret(client("secretsmanager"), required("CODES_SECRET"))


def _code_key() -> bytes:
    return base64.b64decode(_codes().value()["code_key"])


@cache
def _supervisor() -> NoticeSupervisor:
    return NoticeSupervisor(notice_sender(_code_key), Directory(database()), client("sqs"), required("COMMS_QUEUE_URL"))


@invocation("comms")
def handler(event: dict[str, Any], context: Any) -> Any:
    return each(event, lambda record: _supervisor().run(NoticeTask.from_json(record.body), record.receipt_handle))
