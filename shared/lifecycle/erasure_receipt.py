"""What an erasure receipt says. Ids, enums, counts and moments; `docs/erasure.md` explains each field."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from shared.contracts.tables import VAULT
from shared.domain.conversation import Conversation
from shared.lifecycle.purging import ASKED
from shared.store.copies import DELETED, NONE_KEPT, PENDING
from shared.store.erasures import id_of
from shared.store.models import CopyItem, ErasureItem

SCHEMA = "holdfast.erasure-receipt"
VERSION = 1


def receipt_of(
    erasure: ErasureItem,
    conversations: Sequence[Conversation],
    copies: Sequence[CopyItem],
    messages: int,
    erased_at: datetime,
    finished_at: datetime | None,
) -> dict[str, Any]:
    """The receipt as it is signed; `finished_at` is None while a carrier still has copies."""
    return {
        "schema": SCHEMA,
        "version": VERSION,
        "erasureId": id_of(erasure),
        "affiliateId": erasure.affiliate_id,
        "texterId": erasure.texter_id,
        "reasonCode": erasure.reason_code,
        "requestedBy": erasure.requested_by,
        "requestedAt": _iso(erasure.requested_at),
        "approvedBy": erasure.decided_by,
        "approvedAt": _iso(erasure.decided_at),
        "erasedAt": _iso(erased_at),
        "unrecoverableAfter": _iso(erased_at + timedelta(days=VAULT.recovery_days)),
        "erased": {
            "conversations": len(conversations),
            "facts": sum(one.version for one in conversations),
            "messagesSent": messages,
            "files": int(erasure.files or 0),
            "keys": len(conversations) + 1,
        },
        "kept": ["opt_outs", "blocks", "statistics", "audit"],
        "carriers": {
            "finishedAt": _iso(finished_at),
            "keepNothing": sorted({one.channel for one in conversations} - set(ASKED)),
            "asked": _asked(copies),
        },
    }


def _asked(copies: Sequence[CopyItem]) -> list[dict[str, Any]]:
    """By channel: how many copies are gone, how many there never were, and which errors keep the rest."""
    found = []
    for channel in sorted({copy.channel for copy in copies}):
        of_channel = [copy for copy in copies if copy.channel == channel]
        by_status = Counter(copy.status for copy in of_channel)
        errors = Counter(copy.error_code or "not_asked_yet" for copy in of_channel if copy.status == PENDING)
        found.append(
            {
                "channel": channel,
                "deleted": by_status[DELETED],
                "noneKept": by_status[NONE_KEPT],
                "pending": by_status[PENDING],
                "pendingBecause": dict(sorted(errors.items())),
            }
        )
    return found


def _iso(moment: datetime | None) -> str | None:
    return moment.isoformat(timespec="seconds") if moment is not None else None
