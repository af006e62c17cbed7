"""After a restore, erasures are repeated: what came back with a backup goes again.

The record of erasures is in a table of its own. It says which conversations were a texter's, so that nothing of the
restored tables has to be trusted, and repeating it where nothing came back changes nothing.
"""

from __future__ import annotations

from dataclasses import dataclass

from shared.domain.conversation import Conversation
from shared.domain.draft import Draft
from shared.domain.erasure import CARRIED_OUT, ErasureStatus
from shared.domain.lifecycle import ESCALATED, Actor, State
from shared.lifecycle.erasing import Erasing
from shared.lifecycle.writing import Writer
from shared.security.sealing import new_key
from shared.store.commits import Alongside, Lost
from shared.store.copies import Copies
from shared.store.database import Database
from shared.store.erasures import Erasures
from shared.store.models import ErasureItem, OwnerKeyItem
from shared.store.texters import Texters
from shared.store.traces import Traces
from shared.store.vault import owner_key

_TRIES = 8


@dataclass
class Replayed:
    """How many erasures were gone through, and what of theirs had come back."""

    erasures: int = 0
    keys: int = 0
    conversations: int = 0


class Replaying:
    def __init__(
        self,
        database: Database,
        writer: Writer,
        erasures: Erasures,
        texters: Texters,
        traces: Traces,
        copies: Copies,
        erasing: Erasing,
    ) -> None:
        self._database = database
        self._writer = writer
        self._erasures = erasures
        self._texters = texters
        self._traces = traces
        self._copies = copies
        self._erasing = erasing

    def run(self, affiliate_id: str) -> Replayed:
        """Repeat every erasure of an affiliate that was begun."""
        found = Replayed()
        for erasure in self._erasures.all(affiliate_id):
            if ErasureStatus(erasure.status) in CARRIED_OUT:
                self._again(erasure, found)
        return found

    def _again(self, erasure: ErasureItem, found: Replayed) -> None:
        found.erasures += 1
        if erasure.status == ErasureStatus.ERASING:
            # Not certified yet: it goes on by itself, from the start of what is not done.
            return
        ids = sorted({*(erasure.conversation_ids or ()), *self._texters.ids(erasure.texter_id)})
        self._erasing.make_unknown(erasure)
        for one in ids:
            found.keys += self._has_key(one)
            found.conversations += self._conversation(one)
            if erasure.status == ErasureStatus.DONE:
                self._traces.copies_forgotten(one)
                self._copies.drop(one)
        found.keys += self._has_key(erasure.texter_id)
        self._traces.key_destroyed(erasure.texter_id)
        self._writer.vault.forget(erasure.texter_id)
        self._traces.forget_conversations(erasure.texter_id, ids)

    def _conversation(self, conversation_id: str) -> bool:
        """Whether it had come back. Where there is none any more, its key goes all the same."""
        for _ in range(_TRIES):
            conversation = self._writer.conversations.get(conversation_id)
            if conversation is None:
                self._traces.key_destroyed(conversation_id)
                return False
            if conversation.live:
                self._end(conversation)
                continue
            back = not conversation.purged
            if self._erasing.erase_conversation(conversation):
                return back
        raise RuntimeError("the conversation keeps changing: stop the line before erasures are repeated")

    def _end(self, conversation: Conversation) -> None:
        """As it was before it was erased: over."""
        draft, now = Draft.on(conversation), self._writer.clock.now()
        if conversation.state in ESCALATED:
            draft.move("close_from_escalation", now, Actor.SYSTEM, reason="restored", words={"outcome": "restored"})
        elif conversation.state is State.FOLLOW_UP_SCHEDULED:
            draft.move("cancel_follow_up", now, Actor.TIMER, reason="restored")
        else:
            draft.move("end_by_texter", now, Actor.SYSTEM, reason="restored")
        try:
            # Its own key may not have come back; the one word goes in a moment.
            self._writer.conversations.commit(draft, new_key(), Alongside())
        except Lost:
            return

    def _has_key(self, owner_id: str) -> bool:
        place = owner_key(owner_id)
        return self._database.get(OwnerKeyItem, place.pk, place.sk) is not None
