"""The erasures queue, and the job that looks after all of them."""

from __future__ import annotations

import base64
from functools import cache
from typing import Any

from functions.erasures.passing import Passing
from shared.contracts.queues import ErasureTask
from shared.lifecycle.composing import writer
from shared.runtime.aws import client
from shared.runtime.batches import each
from shared.runtime.invocation import invocation
from shared.runtime.secret import Secret
from shared.runtime.settings import required
from shared.runtime.tables import database


@cache
def _passing() -> Passing:
    from shared.lifecycle.carrier_copies import CarrierCleaning, copies_by_account
    from shared.lifecycle.erasing import Erasing
    from shared.lifecycle.purging import Purging
    from shared.runtime.file_removal import FileRemoval
    from shared.runtime.objects import Objects
    from shared.security.receipts import KmsSigner
    from shared.store.audit import Audit
    from shared.store.copies import Copies
    from shared.store.erasures import Erasures
    from shared.store.files import Files
    from shared.store.texters import Texters
    from shared.store.traces import Traces

    tables, own, secrets = database(), writer(), client("secretsmanager")
    index, providers = Secret(secrets, required("INDEX_SECRET")), Secret(secrets, required("PROVIDERS_SECRET"))
    copies, traces, erasures = Copies(tables, own.clock), Traces(tables, own.conversations), Erasures(tables)
    removal = FileRemoval(Files(tables, own.clock), Objects(lambda: client("s3"), required("FILES_BUCKET")))
    cleaning = CarrierCleaning(copies, copies_by_account(providers, required))
    erasing = Erasing(
        own,
        erasures,
        Texters(tables),
        Files(tables, own.clock),
        traces,
        Purging(own, copies, traces, removal),
        copies,
        cleaning,
        Audit(own.clock, own.ids),
        KmsSigner(client("kms"), required("RECEIPT_KEY_ID")),
        lambda: base64.b64decode(index.value()["blind_index_key"]),
    )
    queue = required("ERASURES_QUEUE_URL")
    return Passing(
        erasing, erasures, copies, cleaning, own.conversations, own.directory, own.clock, client("sqs"), queue
    )


@invocation("erasures")
def handler(event: dict[str, Any], context: Any) -> Any:
    if event.get("job") == "erasures":
        return _passing().look_after()
    return each(event, lambda record: _passing().take(ErasureTask.from_json(record.body), record.receipt_handle))
