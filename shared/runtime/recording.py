"""What staff changed is put on record once it was served, where it is neither a fact nor in a transaction of its own.

One `After` for every function that serves staff; which operations, and under what name, stands in
`contracts.audited`. A write that fails is counted, rings, and fails nobody's request.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import Any

from shared.contracts.audited import How, recorded
from shared.contracts.route import Route
from shared.runtime.http import Request
from shared.runtime.identity import Principal
from shared.runtime.invocation import describe, note
from shared.runtime.metrics import count
from shared.store.audit import Audit

_PLACE = re.compile(r"\{(\w+)\}")


class Recording:
    """`audit` makes the record when it is first needed."""

    def __init__(self, audit: Callable[[], Audit]) -> None:
        self._audit = audit

    def __call__(self, route: Route, request: Request, answered: dict[str, Any]) -> dict[str, Any]:
        row, who = recorded(route), request.signed_in
        if row.how is How.AFTER and isinstance(who, Principal):
            try:
                entity = _PLACE.sub(lambda found: _named(found[1], request, answered, who), row.entity)
                actor, detail = who.actor, {k: v for k, v in request.path.items() if k != "id"}
                self._audit().record(
                    who.affiliate.id, actor, row.action, entity, request.request_id, detail=detail or None
                )
            except Exception as error:
                count("AuditFailed")
                note(**{f"audit{key.capitalize()}": str(value) for key, value in describe(error).items()})
        return answered


def _named(name: str, request: Request, answered: dict[str, Any], who: Principal) -> str:
    """An id from the path, else what the answer calls its own; else the caller's, whose own it then is."""
    if name in request.path:
        return request.path[name]
    try:
        found = json.loads(answered["body"])[name]
    except (KeyError, ValueError, TypeError):
        return who.user_id
    return found if isinstance(found, str) else who.user_id
