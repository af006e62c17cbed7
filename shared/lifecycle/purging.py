"""The content of a conversation goes: on time, or because its texter is erased.

What carriers call its messages is noted first, then files and sealed words are removed, then the key goes in one
transaction with the fact that says so. A pass that dies in between is done again from the start.
"""

from __future__ import annotations

from collections.abc import Iterator

from shared.domain.conversation import Conversation
from shared.domain.draft import Draft
from shared.domain.lifecycle import Actor
from shared.lifecycle.writing import Writer
from shared.runtime.file_removal import FileRemoval
from shared.store.commits import Alongside, Lost
from shared.store.copies import Copies, Copy
from shared.store.facts import fact_from
from shared.store.models import OwnerKeyItem
from shared.store.traces import Traces
from shared.store.vault import KeyDestroyed, owner_key

#: The channels whose providers keep something they can be asked to delete; see `channels.copies`.
ASKED = ("twilio", "partner")


class Purging:
    def __init__(self, writer: Writer, copies: Copies, traces: Traces, files: FileRemoval) -> None:
        self._writer = writer
        self._copies = copies
        self._traces = traces
        self._files = files

    def purge(self, conversation: Conversation, reason: str | None = None) -> bool:
        """Destroy the content of an ended conversation; False when it changed meanwhile and is to be looked at again.

        Whether it may go is the caller's to know.
        """
        c = conversation
        self._copies.note(c.affiliate_id, c.id, self._of(c))
        self._files.of_conversation(c.id)
        self._writer.conversations.strip(c.id)
        place = owner_key(c.id)
        draft = Draft.on(c).move("retention_expire", self._writer.clock.now(), Actor.TIMER, reason=reason)
        key = OwnerKeyItem(place.pk, place.sk, affiliate_id="", branch_id="", wrapped=b"")
        try:
            self._writer.conversations.commit(draft, b"", Alongside(destroys=key))
        except Lost:
            return False
        # What was announced while the key was still there.
        self._files.of_conversation(c.id)
        self._writer.vault.forget(c.id)
        return True

    def _of(self, conversation: Conversation) -> Iterator[Copy]:
        """What carriers call the conversation's messages, both ways."""
        yield from self._sent(conversation)
        try:
            key = self._writer.vault.key(conversation.affiliate_id, conversation.id)
        except KeyDestroyed:
            return
        for item in self._writer.conversations.each_fact(conversation.id):
            if item.carrier is None:
                continue
            message = fact_from(conversation, item, key).message
            if message is not None and message.carrier is not None and message.carrier[0] in ASKED:
                yield Copy(*message.carrier)

    def _sent(self, conversation: Conversation) -> Iterator[Copy]:
        affiliate = self._writer.directory.affiliate(conversation.affiliate_id)
        lines = affiliate.lines if affiliate is not None else {}
        for delivery in self._traces.delivered(conversation.id).values():
            via = delivery.via or f"{conversation.channel}#{conversation.line}"
            channel, _, number = via.partition("#")
            line = lines.get((channel, number))
            if delivery.provider_id is not None and channel in ASKED and line is not None:
                yield Copy(channel, line.account, delivery.provider_id)
