"""Calling for help: what must be known, and who must agree, before anybody is sent."""

from __future__ import annotations

from shared.domain.conversation import Escalation, EscalationStatus


def status_of(kind: str, has_location: bool, confirmed_by: str | None) -> EscalationStatus:
    """Where a call for help stands before anybody is contacted.

    Medical help is called at once. The police need a place to go to, and a second person who agrees.
    """
    if kind != "police":
        return EscalationStatus.CONFIRMED
    if not has_location:
        return EscalationStatus.PENDING_LOCATION
    return EscalationStatus.CONFIRMED if confirmed_by else EscalationStatus.PENDING_CONFIRMATION


def goes_out(escalation: Escalation | None) -> bool:
    """Whether the services are to be contacted now."""
    return escalation is not None and escalation.status is EscalationStatus.CONFIRMED
