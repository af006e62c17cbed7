"""A request behind the glass: the header names a grant, and what is read by it is on record before it is shown."""

from __future__ import annotations

from dataclasses import replace

from shared.domain.break_glass import READ
from shared.domain.errors import Forbidden, NotFound, Unavailable
from shared.domain.ports import Clock
from shared.runtime.identity import Caller, Principal
from shared.runtime.invocation import describe, note
from shared.runtime.metrics import count
from shared.store.audit import Audit
from shared.store.grants import Grants

HEADER = "x-break-glass"


def behind_glass(principal: Principal, caller: Caller, grants: Grants, audit: Audit, clock: Clock) -> Principal:
    """The caller as a reading admin of the affiliate they act for, by the grant that they name.

    Raises `Forbidden` for anything but a reading and for a grant that is over; `NotFound` for one that is not theirs,
    or of another session; `Unavailable` where the reading cannot be put on record.
    """
    if caller.method != "GET":
        raise Forbidden("Break-glass opens reading only", code="break_glass_reads_only")
    grant = grants.get(principal.affiliate.id, caller.headers[HEADER])
    if grant is None or (grant.user_id, grant.session_id) != (principal.user_id, principal.session_id):
        raise NotFound("There is no such grant of yours")
    if not grant.lasts(clock.now()):
        raise Forbidden("This grant is over; open another one", code="break_glass_over")
    if grant.role != principal.role:
        raise NotFound("There is no such grant of yours")
    try:
        audit.record(
            grant.affiliate_id,
            principal.actor,
            READ,
            f"path:{caller.path}",
            caller.request_id,
            detail={"grant": grant.id},
        )
    except Exception as error:
        count("AuditFailed")
        note(**{f"audit{key.capitalize()}": str(value) for key, value in describe(error).items()})
        raise Unavailable("The reading could not be put on record") from error
    note(grant=grant.id)
    return replace(principal, grant=grant)
