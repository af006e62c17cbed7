"""The REST API of files."""

from __future__ import annotations

from functools import cache
from typing import Any

from functions.files.keeping import Keeping
from shared.domain.clockwork import RandomIds, SystemClock
from shared.runtime import staff_api
from shared.runtime.aws import client, session
from shared.runtime.invocation import invocation
from shared.runtime.objects import Objects
from shared.runtime.settings import optional, required
from shared.runtime.signed_links import SignedLinks
from shared.store.conversations import Conversations
from shared.store.file_names import FileNames
from shared.store.files import Files
from shared.store.idempotency import Idempotency
from shared.store.vault import Vault


@cache
def _api() -> Any:
    tables, clock, bucket = staff_api.tables(), SystemClock(), required("FILES_BUCKET")
    keeping = Keeping(
        Files(tables, clock),
        FileNames(tables, Vault(tables, client("kms"), clock)),
        Conversations(tables),
        SignedLinks(session, bucket, optional("FILES_URL"), clock),
        Objects(lambda: client("s3"), bucket),
        Idempotency(tables, staff_api.idempotency_key(), clock),
        clock,
        RandomIds(),
        staff_api.reads(),
    )
    return staff_api.staff_api(
        "files",
        {
            "createFile": keeping.create,
            "completeFile": keeping.complete,
            "getFile": keeping.file,
            "deleteFile": keeping.delete,
            "listFiles": keeping.of_conversation,
        },
    )


@invocation("files")
def handler(event: dict[str, Any], context: Any) -> Any:
    return _api().resolve(event, context)
