"""The API of direct messages and announcements."""

from __future__ import annotations

from functools import cache
from typing import Any

from functions.messages.announcing import Announcing
from functions.messages.talking import Talking
from shared.domain.clockwork import RandomIds, SystemClock
from shared.runtime import staff_api
from shared.runtime.aws import client
from shared.runtime.invocation import invocation
from shared.store.announcements import Announcements
from shared.store.audit import Audit
from shared.store.files import Files
from shared.store.idempotency import Idempotency
from shared.store.staff_threads import StaffThreads
from shared.store.vault import Vault


@cache
def _api() -> Any:
    tables, clock, ids = staff_api.tables(), SystemClock(), RandomIds()
    vault = Vault(tables, client("kms"), clock)
    claims = Idempotency(tables, staff_api.idempotency_key(), clock)
    files = Files(tables, clock)
    talking = Talking(StaffThreads(tables, vault, clock, ids), claims, files)
    announcing = Announcing(Announcements(tables, vault, clock, ids), claims, files, Audit(clock, ids))
    return staff_api.staff_api(
        "messages",
        {
            "listThreads": talking.threads,
            "listDirectMessages": talking.messages,
            "sendDirectMessage": talking.send,
            "readDirectMessages": talking.read,
            "listAnnouncements": announcing.announcements,
            "announce": announcing.announce,
            "readAnnouncement": announcing.read,
            "withdrawAnnouncement": announcing.withdraw,
        },
    )


@invocation("messages")
def handler(event: dict[str, Any], context: Any) -> Any:
    return _api().resolve(event, context)
