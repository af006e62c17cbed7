"""Opt-outs that no message of the texter's brings about. What else is known of the sender, such as a block, stays."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from pynamodb.expressions.update import Action

from shared.store.database import Transaction
from shared.store.models import ConsentItem


def opting_out(consent_id: str, at: datetime, source: str) -> Callable[[Transaction], None]:
    """What is written beside the fact that says so."""

    def write(writes: Transaction) -> None:
        writes.update("consent", _consent(consent_id), _opt_out(at, source))

    return write


def record_opt_out(consent_id: str, at: datetime, source: str) -> None:
    """The same where no conversation is changed."""
    _consent(consent_id).update(actions=_opt_out(at, source))


def _consent(consent_id: str) -> ConsentItem:
    return ConsentItem(f"O#{consent_id}", "CONSENT")


def _opt_out(at: datetime, source: str) -> list[Action]:
    return [ConsentItem.opted_out.set(True), ConsentItem.at.set(at), ConsentItem.source.set(source)]
