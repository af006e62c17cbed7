"""The REST API of a texter's export and erasure. Each desk is put together when it is first asked."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

from shared.domain.clockwork import RandomIds, SystemClock
from shared.runtime import staff_api
from shared.runtime.aws import client
from shared.runtime.invocation import invocation
from shared.runtime.settings import required

if TYPE_CHECKING:
    from functions.texters.erasing import ErasureDesk
    from functions.texters.exporting import ExportDesk
    from shared.lifecycle.exporting import Exporting
    from shared.store.vault import Vault


@cache
def _vault() -> Vault:
    from shared.store.vault import Vault

    return Vault(staff_api.tables(), client("kms"), SystemClock())


@cache
def _opened() -> Exporting:
    from shared.lifecycle.exporting import Exporting
    from shared.store.conversations import Conversations
    from shared.store.texters import Texters

    tables = staff_api.tables()
    return Exporting(tables, Conversations(tables), _vault(), Texters(tables))


@cache
def _export() -> ExportDesk:
    from functions.texters.exporting import ExportDesk
    from functions.texters.reaching import Reaching
    from shared.store.audit import Audit
    from shared.store.file_names import FileNames
    from shared.store.files import Files

    tables, clock, ids = staff_api.tables(), SystemClock(), RandomIds()
    names = FileNames(tables, _vault())
    return ExportDesk(Reaching(_opened()), _opened(), Files(tables, clock), names, Audit(clock, ids), clock, ids)


@cache
def _erasure() -> ErasureDesk:
    from functions.texters.erasing import ErasureDesk
    from functions.texters.reaching import Reaching
    from shared.store.audit import Audit
    from shared.store.erasures import Erasures

    clock, ids = SystemClock(), RandomIds()
    return ErasureDesk(
        Reaching(_opened()),
        Erasures(staff_api.tables()),
        _vault(),
        Audit(clock, ids),
        clock,
        ids,
        client("sqs"),
        required("ERASURES_QUEUE_URL"),
    )


@cache
def _api() -> Any:
    return staff_api.staff_api(
        "texters",
        {
            "exportTexter": lambda request: _export().export(request),
            "requestErasure": lambda request: _erasure().request(request),
            "getErasure": lambda request: _erasure().erasure(request),
            "approveErasure": lambda request: _erasure().approve(request),
            "cancelErasure": lambda request: _erasure().cancel(request),
            "listErasures": lambda request: _erasure().erasures(request),
        },
    )


@invocation("texters")
def handler(event: dict[str, Any], context: Any) -> Any:
    return _api().resolve(event, context)
