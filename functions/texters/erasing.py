"""Asking for an erasure, agreeing to it as a second person, calling it off, and seeing how far it is."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any, cast

from pynamodb.expressions.update import Action

from functions.texters.reaching import Reaching
from shared.contracts.erasure_api import (
    Erasure,
    ErasureFields,
    ErasureList,
    ErasureRequest,
    ReasonCode,
    SignedReceipt,
)
from shared.contracts.queues import ErasureTask
from shared.domain.conversation import Conversation
from shared.domain.erasure import EXPIRES_AFTER, OPEN, ErasureStatus
from shared.domain.errors import Conflict, NotFound
from shared.domain.ports import Clock, Ids
from shared.lifecycle.erasing import objection
from shared.runtime.http import Request
from shared.runtime.identity import Principal
from shared.runtime.invocation import note
from shared.security.sealing import CannotOpen, Context, seal, unseal
from shared.store.audit import Audit
from shared.store.erasures import Erasures, Overtaken, erasure_item, id_of
from shared.store.models import AuditItem, ErasureItem
from shared.store.vault import KeyDestroyed, Vault

_TITLES = {
    "conversation_live": "The texter is in a conversation; end it first",
    "legal_hold": "A conversation of the texter's is held",
}


class ErasureDesk:
    def __init__(
        self,
        reaching: Reaching,
        erasures: Erasures,
        vault: Vault,
        audit: Audit,
        clock: Clock,
        ids: Ids,
        sqs: Any,
        queue: str,
    ) -> None:
        self._reaching = reaching
        self._erasures = erasures
        self._vault = vault
        self._audit = audit
        self._clock = clock
        self._ids = ids
        self._sqs = sqs
        self._queue = queue

    def request(self, request: Request) -> Erasure:
        """Ask for it. The same person asking again while it is open is answered with what they asked for."""
        wish, principal, texter_id = request.parsed(ErasureRequest), request.principal, request.path["id"]
        _require_nothing_against(self._reaching.conversations(principal, texter_id))
        before = self._erasures.latest_of(principal.affiliate.id, texter_id)
        if before is not None and self._status(before) in OPEN:
            if before.requested_by == principal.user_id:
                return self._shown(before)
            raise Conflict("Somebody has asked for this texter's erasure already", code="erasure_open")
        erasure_id, affiliate_id = self._ids.new("era"), principal.affiliate.id
        key = self._vault.key(affiliate_id, texter_id)
        reason = seal(key, wish.reason.encode(), _reason_context(affiliate_id, texter_id, erasure_id))
        item = erasure_item(
            affiliate_id, erasure_id, texter_id, wish.reason_code, reason, principal.user_id, self._clock.now()
        )
        entry = self._entry(request, item, "texter.erasure_requested", reasonCode=wish.reason_code)
        try:
            self._erasures.begin(item, before, entry)
        except Overtaken:
            raise Conflict("Somebody has asked for this texter's erasure already", code="erasure_open") from None
        note(erasure=erasure_id)
        return self._shown(item)

    def approve(self, request: Request) -> Erasure:
        """Agree to it: from here on it is carried out."""
        item, principal = self._item(request), request.principal
        status = self._status(item)
        if item.decided_by == principal.user_id and status not in (ErasureStatus.CANCELLED, ErasureStatus.EXPIRED):
            return self._shown(item)
        self._require_requested(status)
        if item.requested_by == principal.user_id:
            raise Conflict("A second person has to agree", code="same_person")
        _require_nothing_against(self._reaching.conversations(principal, item.texter_id))
        after = self._move(request, item, ErasureStatus.APPROVED, "texter.erasure_approved", self._decision(principal))
        task = ErasureTask(after.affiliate_id, id_of(after), request.request_id)
        # If this is lost, the job that looks after open erasures finds it.
        self._sqs.send_message(QueueUrl=self._queue, MessageBody=task.to_json())
        return self._shown(after)

    def cancel(self, request: Request) -> Erasure:
        """Call a request off. Whoever asked may do that, and anybody else who may ask."""
        item, principal = self._item(request), request.principal
        status = self._status(item)
        if status is ErasureStatus.CANCELLED:
            return self._shown(item)
        self._require_requested(status)
        self._reaching.conversations(principal, item.texter_id)
        decision = self._decision(principal)
        return self._shown(self._move(request, item, ErasureStatus.CANCELLED, "texter.erasure_cancelled", decision))

    def erasure(self, request: Request) -> Erasure:
        return self._shown(self._item(request))

    def erasures(self, request: Request) -> ErasureList:
        """The affiliate's, without receipts: those are long."""
        items, following = self._erasures.page(
            request.principal.affiliate.id, request.limit(), request.query.get("cursor")
        )
        shown = [ErasureFields(**self._fields(item) | {"receipt": None, "reason": None}) for item in items]
        return ErasureList(items=shown, next_cursor=following)

    # --- the parts of it ------------------------------------------------------------------------

    def _item(self, request: Request) -> ErasureItem:
        """The texter may be gone by now: the record tells whose it was."""
        item = self._erasures.get(request.principal.affiliate.id, request.path["eid"])
        if item is None or item.texter_id != request.path["id"]:
            raise NotFound
        note(erasure=id_of(item))
        return item

    def _status(self, item: ErasureItem) -> ErasureStatus:
        """As it is now: a request nobody agreed to in time is void, also before that is written down."""
        status = ErasureStatus(item.status)
        late = self._clock.now() >= item.requested_at + EXPIRES_AFTER
        return ErasureStatus.EXPIRED if status is ErasureStatus.REQUESTED and late else status

    def _require_requested(self, status: ErasureStatus) -> None:
        if status is ErasureStatus.EXPIRED:
            raise Conflict("Nobody agreed within seven days; ask for it again", code="erasure_expired")
        if status is not ErasureStatus.REQUESTED:
            raise Conflict(f"The erasure is '{status}'", code="erasure_decided")

    def _move(
        self, request: Request, item: ErasureItem, status: ErasureStatus, action: str, actions: Sequence[Action]
    ) -> ErasureItem:
        try:
            return self._erasures.move(item, status, actions, self._entry(request, item, action))
        except Overtaken:
            raise Conflict("Somebody else decided about it just now", code="erasure_decided") from None

    def _decision(self, principal: Principal) -> list[Action]:
        return [ErasureItem.decided_by.set(principal.user_id), ErasureItem.decided_at.set(self._clock.now())]

    def _entry(self, request: Request, item: ErasureItem, action: str, **detail: str) -> AuditItem:
        principal = request.principal
        return self._audit.entry(
            principal.affiliate.id,
            principal.actor,
            action,
            f"texter:{item.texter_id}",
            request.request_id,
            detail={"erasure": id_of(item), **detail},
        )

    def _shown(self, item: ErasureItem) -> Erasure:
        return Erasure(**self._fields(item))

    def _fields(self, item: ErasureItem) -> dict[str, Any]:
        return {
            "id": id_of(item),
            "texter_id": item.texter_id,
            "status": self._status(item).value,
            "reason_code": cast(ReasonCode, item.reason_code),
            "reason": self._reason(item),
            "requested_by": item.requested_by,
            "requested_at": item.requested_at,
            "expires_at": _expiry(item.requested_at),
            "decided_by": item.decided_by,
            "decided_at": item.decided_at,
            "erased_at": item.erased_at,
            "finished_at": item.finished_at,
            "refused_for": item.refused_for,
            "receipt": SignedReceipt(**json.loads(item.receipt)) if item.receipt is not None else None,
        }

    def _reason(self, item: ErasureItem) -> str | None:
        if item.reason is None:
            return None
        try:
            key = self._vault.key(item.affiliate_id, item.texter_id)
            return unseal(key, item.reason, _reason_context(item.affiliate_id, item.texter_id, id_of(item))).decode()
        except (KeyDestroyed, CannotOpen):
            return None


def _reason_context(affiliate_id: str, texter_id: str, erasure_id: str) -> Context:
    return Context(affiliate_id, texter_id, f"erasure-reason#{erasure_id}")


def _expiry(requested_at: datetime) -> datetime:
    return requested_at + EXPIRES_AFTER


def _require_nothing_against(conversations: list[Conversation]) -> None:
    against = objection(conversations)
    if against is not None:
        raise Conflict(_TITLES[against], code=against)
