"""Whom an alert concerns: whoever is called, and a program's supervisors for the rest."""

from __future__ import annotations

from shared.runtime.identity import Principal
from shared.store.models import AlertItem


def concerns(principal: Principal, item: AlertItem) -> bool:
    # What is about no program is about the affiliate.
    if item.program_id and item.program_id not in principal.program_ids:
        return False
    if item.user_id is not None:
        return bool(item.user_id == principal.user_id)
    # Only here: most requests have nothing to do with alerts.
    from shared.contracts.alerts import SECOND_PERSON

    return principal.role == "supervisor" or item.kind == SECOND_PERSON
