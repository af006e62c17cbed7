"""What was done is on record: who did what to what, and in which request.

An entry is written unchained, beside what it records and if possible in the same transaction; a job seals entries into
a chain each minute. It holds ids, enums, counts and configuration: never what a texter wrote, never a secret.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from shared.domain.ports import Clock, Ids
from shared.store.models import AuditItem


@dataclass(frozen=True)
class Actor:
    """Who acts: a user and the role they act in; `system` for Holdfast itself, `operator` for the command line."""

    id: str
    role: str


SYSTEM = Actor("system", "system")


@dataclass(frozen=True)
class Happened:
    """When something happened that is recorded later, and the id that its entry has however often it is recorded."""

    at: datetime
    id: str


class Audit:
    def __init__(self, clock: Clock, ids: Ids) -> None:
        self._clock = clock
        self._ids = ids

    def entry(
        self,
        affiliate_id: str,
        actor: Actor,
        action: str,
        entity: str,
        request_id: str,
        *,
        evidence: Sequence[str] = (),
        before: Mapping[str, Any] | None = None,
        after: Mapping[str, Any] | None = None,
        detail: Mapping[str, str] | None = None,
        happened: Happened | None = None,
    ) -> AuditItem:
        """The item to write in the transaction that does what it records.

        `action` as `program.updated`, `entity` as `program:prg_1`; `evidence` names facts as `conversation:con_1#4`.
        `happened` is for what is recorded after it happened and has a name by which a repeat is told.
        """
        now, entry_id = (happened.at, happened.id) if happened else (self._clock.now(), self._ids.new("aud"))
        return AuditItem(
            f"U#{affiliate_id}",
            f"{now.isoformat(timespec='microseconds')}#{entry_id}",
            entry_id=entry_id,
            affiliate_id=affiliate_id,
            at=now,
            actor=actor.id,
            actor_role=actor.role,
            action=action,
            entity=entity,
            request_id=request_id,
            evidence=list(evidence) or None,
            before=_json(before),
            after=_json(after),
            detail=dict(detail) if detail else None,
        )

    def record(
        self, affiliate_id: str, actor: Actor, action: str, entity: str, request_id: str, **more: Any
    ) -> AuditItem:
        """Write an entry by itself, where there is no transaction to put it in; takes what `entry` takes."""
        item = self.entry(affiliate_id, actor, action, entity, request_id, **more)
        item.save()
        return item


def _json(fields: Mapping[str, Any] | None) -> str | None:
    return None if fields is None else json.dumps(fields, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
