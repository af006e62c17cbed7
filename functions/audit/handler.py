"""The audit queue, and the schedules that seal and anchor. Each may come early, late or twice."""

from __future__ import annotations

from functools import cache
from typing import Any

from functions.audit.deriving import Deriving
from functions.audit.sealing import Anchoring, Sealing
from shared.contracts.queues import FactNotice
from shared.domain.clockwork import RandomIds, SystemClock
from shared.runtime.aws import client
from shared.runtime.batches import each
from shared.runtime.invocation import invocation
from shared.runtime.settings import required
from shared.runtime.tables import database
from shared.store.anchors import Anchors
from shared.store.audit import Audit
from shared.store.audit_chain import AuditChain
from shared.store.directory import Directory


@cache
def _deriving() -> Deriving:
    tables = database()
    return Deriving(tables, Directory(tables), Audit(SystemClock(), RandomIds()))


@cache
def _sealing() -> Sealing:
    tables, clock = database(), SystemClock()
    return Sealing(AuditChain(tables, clock), Directory(tables), clock)


def _anchoring() -> Anchoring:
    tables, clock = database(), SystemClock()
    anchors = Anchors(client("s3"), required("ANCHORS_BUCKET"))
    return Anchoring(AuditChain(tables, clock), anchors, Directory(tables), clock)


@invocation("audit")
def handler(event: dict[str, Any], context: Any) -> Any:
    match event.get("job"):
        case None:
            return each(event, lambda record: _deriving().record(FactNotice.from_json(record.body)))
        case "seal":
            _sealing().run()
        case "anchor":
            _anchoring().run()
        case unknown:
            raise ValueError(f"there is no job '{unknown}'")
    return None
