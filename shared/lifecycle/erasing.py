"""Carrying out an erasure two people have decided on.

    approved   nobody may be in a conversation, nothing may be held: else it is refused, and nothing has happened
    erasing    the record says so first; the number leads nowhere; what was under way settles; then conversation by
               conversation the words, the key, the number's hashes; last the texter's own key
    asking     carriers delete their copies; what they cannot delete now is in the receipt until they have
    done       the last receipt

Every step may be repeated and follows from what is stored, so that a pass that died is taken up where it was.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from pynamodb.expressions.update import Action

from shared.domain.conversation import Conversation
from shared.domain.erasure import SETTLES_AFTER, ErasureStatus
from shared.domain.errors import Unavailable
from shared.lifecycle.carrier_copies import CarrierCleaning
from shared.lifecycle.erasure_receipt import receipt_of
from shared.lifecycle.purging import Purging
from shared.lifecycle.writing import Writer
from shared.runtime.invocation import note
from shared.security.blind_index import keyed_hash
from shared.security.receipts import Signer, canonical, signed
from shared.security.sealing import CannotOpen, unseal
from shared.store.audit import SYSTEM, Audit
from shared.store.copies import PENDING, Copies
from shared.store.erasures import Erasures, Overtaken, id_of
from shared.store.files import Files
from shared.store.heads import number_context
from shared.store.models import AuditItem, CopyItem, ErasureItem
from shared.store.texters import Texters, forget_texter
from shared.store.traces import ERASED, Traces
from shared.store.vault import KeyDestroyed

#: Seconds of one pass for asking carriers; the next pass goes on.
_ASKING = 35.0


@dataclass(frozen=True)
class Outcome:
    """`wait`: seconds after which it is to be taken up again; None: nothing more to do now."""

    status: ErasureStatus
    wait: int | None = None


class Erasing:
    """`blind_key` is what numbers are hashed under; `seconds` is a clock that never goes back."""

    def __init__(
        self,
        writer: Writer,
        erasures: Erasures,
        texters: Texters,
        files: Files,
        traces: Traces,
        purging: Purging,
        copies: Copies,
        cleaning: CarrierCleaning,
        audit: Audit,
        signer: Signer,
        blind_key: Callable[[], bytes],
        seconds: Callable[[], float] = time.monotonic,
    ) -> None:
        self._writer = writer
        self._erasures = erasures
        self._texters = texters
        self._files = files
        self._traces = traces
        self._purging = purging
        self._copies = copies
        self._cleaning = cleaning
        self._audit = audit
        self._signer = signer
        self._blind_key = blind_key
        self._seconds = seconds

    def run(self, affiliate_id: str, erasure_id: str, request_id: str = "") -> Outcome:
        """Take the erasure as far as it gets. May run early, late, twice or beside itself."""
        for _ in range(8):
            erasure = self._erasures.get(affiliate_id, erasure_id)
            if erasure is None:
                return Outcome(ErasureStatus.CANCELLED)
            note(erasure=erasure_id, status=erasure.status)
            try:
                outcome = self._step(erasure, request_id)
            except Overtaken:
                continue
            if outcome is not None:
                return outcome
        raise Unavailable("the erasure keeps changing")

    def _step(self, erasure: ErasureItem, request_id: str) -> Outcome | None:
        """One step; None when the next may follow at once."""
        match ErasureStatus(erasure.status):
            case ErasureStatus.APPROVED:
                return self._begin(erasure, request_id)
            case ErasureStatus.ERASING:
                return self._erase(erasure, request_id)
            case ErasureStatus.ASKING:
                return self._ask(erasure, request_id)
            case other:
                return Outcome(other)

    # --- before anything is gone ----------------------------------------------------------------

    def _begin(self, erasure: ErasureItem, request_id: str) -> Outcome | None:
        conversations = self._writer.conversations.get_many(self._texters.ids(erasure.texter_id))
        against = objection(conversations)
        if against is not None:
            return self._refuse(erasure, against, request_id)
        files = sum(len(self._files.all_of(one.id)) for one in conversations)
        actions: list[Action] = [ErasureItem.started_at.set(self._now()), ErasureItem.files.set(files)]
        if conversations:
            actions.append(ErasureItem.conversation_ids.set({one.id for one in conversations}))
        entry = self._entry(erasure, "texter.erasing", request_id)
        self._erasures.move(erasure, ErasureStatus.ERASING, actions, entry)
        return None

    def _refuse(self, erasure: ErasureItem, against: str, request_id: str) -> Outcome:
        entry = self._entry(erasure, "texter.erasure_refused", request_id, reason=against)
        self._erasures.move(erasure, ErasureStatus.REFUSED, [ErasureItem.refused_for.set(against)], entry)
        return Outcome(ErasureStatus.REFUSED)

    # --- what is ours ---------------------------------------------------------------------------

    def _erase(self, erasure: ErasureItem, request_id: str) -> Outcome | None:
        since = erasure.started_at or erasure.requested_at
        self.make_unknown(erasure)
        left = since + SETTLES_AFTER - self._now()
        if left > timedelta():
            return Outcome(ErasureStatus.ERASING, wait=int(left.total_seconds()) + 1)
        ids = sorted({*(erasure.conversation_ids or ()), *self._texters.ids(erasure.texter_id)})
        if set(ids) != set(erasure.conversation_ids or ()):
            # A message that was under way opened one more. Whoever is in it is helped first.
            against = objection(self._writer.conversations.get_many(ids))
            if against is not None:
                return self._refuse(erasure, against, request_id)
            self._erasures.move(erasure, ErasureStatus.ERASING, [ErasureItem.conversation_ids.set(set(ids))])
            return None
        for conversation in self._writer.conversations.get_many(ids):
            if conversation.held and not conversation.purged:
                note(waits="legal_hold")
                return Outcome(ErasureStatus.ERASING, wait=900)
            if not self.erase_conversation(conversation):
                return Outcome(ErasureStatus.ERASING, wait=1)
        self._traces.key_destroyed(erasure.texter_id)
        self._writer.vault.forget(erasure.texter_id)
        self._traces.forget_conversations(erasure.texter_id, ids)
        self._certify(erasure, request_id, erased_at=self._now())
        return None

    def make_unknown(self, erasure: ErasureItem) -> None:
        """The number no longer leads to the texter. Each conversation's number is the same, as its sender wrote it."""
        conversations = self._writer.conversations.get_many(sorted(erasure.conversation_ids or ()))
        for number in {self._number(one) for one in conversations}:
            if number is not None:
                texter_hash = keyed_hash(self._blind_key(), "texter", erasure.affiliate_id, number)
                forget_texter(texter_hash, erasure.texter_id)

    def _number(self, conversation: Conversation) -> str | None:
        """None once it, or its key, is gone: then nothing leads from it any more."""
        c = conversation
        if c.thread_id == ERASED:
            return None
        try:
            key = self._writer.vault.key(c.affiliate_id, c.texter_id)
            return unseal(key, c.sealed_number, number_context(c.affiliate_id, c.texter_id)).decode()
        except (KeyDestroyed, CannotOpen):
            return None

    def erase_conversation(self, conversation: Conversation) -> bool:
        """Its content, its key, the number's hashes; False when it changed meanwhile. May be repeated."""
        if conversation.purged:
            # What was removed on time, or before a restore: the words may be back, and the key.
            self._writer.conversations.strip(conversation.id)
            self._traces.key_destroyed(conversation.id)
            self._writer.vault.forget(conversation.id)
        elif not self._purging.purge(conversation, reason="erasure"):
            return False
        self._traces.number_removed(conversation.id)
        return True

    # --- what carriers have ---------------------------------------------------------------------

    def _ask(self, erasure: ErasureItem, request_id: str) -> Outcome | None:
        ids = sorted(erasure.conversation_ids or ())
        if erasure.finished_at is None:
            until = self._seconds() + _ASKING
            left = [one for one in ids if not self._cleaning.ask(one, until)]
            self._certify(erasure, request_id, finished_at=None if left else self._now())
            return Outcome(ErasureStatus.ASKING) if left else None
        for one in ids:
            self._traces.copies_forgotten(one)
            self._copies.drop(one)
        self._erasures.move(erasure, ErasureStatus.DONE, entry=self._entry(erasure, "texter.erasure_done", request_id))
        return Outcome(ErasureStatus.DONE)

    # --- the receipt ----------------------------------------------------------------------------

    def _certify(
        self,
        erasure: ErasureItem,
        request_id: str,
        *,
        erased_at: datetime | None = None,
        finished_at: datetime | None = None,
    ) -> None:
        """Sign what is so now, and put it on record. `erased_at` is given once: then the carriers are to be asked."""
        ids = sorted(erasure.conversation_ids or ())
        copies: list[CopyItem] = [copy for one in ids for copy in self._copies.of(one)]
        sent = sum(len(self._traces.delivered(one)) for one in ids)
        at = erased_at or erasure.erased_at or self._now()
        receipt = receipt_of(erasure, self._writer.conversations.get_many(ids), copies, sent, at, finished_at)
        if erasure.receipt is not None and json.loads(erasure.receipt)["receipt"] == receipt:
            return
        document = canonical(signed(receipt, self._signer)).decode()
        actions: list[Action] = [ErasureItem.receipt.set(document), ErasureItem.erased_at.set(at)]
        if finished_at is not None:
            actions.append(ErasureItem.finished_at.set(finished_at))
        if erasure.reason is not None:
            # Sealed under a key that is gone by now.
            actions.append(ErasureItem.reason.remove())
        entry = None
        if erased_at is not None:
            left = sum(copy.status == PENDING for copy in copies)
            entry = self._entry(erasure, "texter.erased", request_id, copies=str(left))
        self._erasures.move(erasure, ErasureStatus.ASKING, actions, entry)

    def _entry(self, erasure: ErasureItem, action: str, request_id: str, **detail: str) -> AuditItem:
        more = {"erasure": id_of(erasure), **detail}
        texter = f"texter:{erasure.texter_id}"
        return self._audit.entry(erasure.affiliate_id, SYSTEM, action, texter, request_id, detail=more)

    def _now(self) -> datetime:
        return self._writer.clock.now()


def objection(conversations: list[Conversation]) -> str | None:
    """What stands against erasing a texter who had these; None: nothing."""
    if any(one.live for one in conversations):
        return "conversation_live"
    if any(one.held and not one.purged for one in conversations):
        return "legal_hold"
    return None
