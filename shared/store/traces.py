"""What leads from a number to its texter, and from a texter to their conversations: removed when they are erased.

What stays of a conversation is what counts and names none: states, tags, durations, scores, and who worked on it.
Opt-outs and blocks stay as well, under a keyed hash of their own.
"""

from __future__ import annotations

from pynamodb.exceptions import UpdateError

from shared.store.conversations import Conversations
from shared.store.database import Database
from shared.store.models import (
    ChatItem,
    DeliveryItem,
    FactItem,
    HeadItem,
    OwnerKeyItem,
    TexterConversationItem,
    seq_key,
)
from shared.store.vault import owner_key

#: Stands where a keyed hash of the texter's number stood.
ERASED = "erased"


class Traces:
    """Every call may be repeated."""

    def __init__(self, database: Database, conversations: Conversations) -> None:
        self._database = database
        self._conversations = conversations

    def key_destroyed(self, owner_id: str) -> None:
        """Destroy a texter's or a conversation's key."""
        place = owner_key(owner_id)
        OwnerKeyItem(place.pk, place.sk).delete()

    def number_removed(self, conversation_id: str) -> None:
        """Take the number and its keyed hashes out of a conversation whose content is gone."""
        head = self._database.get(HeadItem, f"C#{conversation_id}", "HEAD")
        if head is None or head.thread_id == ERASED:
            return
        ChatItem(f"T#{head.thread_id}", f"C#{conversation_id}").delete()
        for item in self._conversations.each_fact(conversation_id):
            self._forget_sender(item)
        # The head last: as long as it has its thread, all of the above is done again.
        _update(
            head,
            [HeadItem.number.set(ERASED.encode()), HeadItem.thread_id.set(ERASED), HeadItem.consent_id.set(ERASED)],
        )

    def copies_forgotten(self, conversation_id: str) -> None:
        """Take what carriers called our messages off their deliveries."""
        for seq in self.delivered(conversation_id):
            _update(DeliveryItem(f"C#{conversation_id}", seq_key("D", seq)), [DeliveryItem.provider_id.remove()])

    def delivered(self, conversation_id: str) -> dict[int, DeliveryItem]:
        """Every delivery of a conversation, by its number."""
        rows = self._database.rows(DeliveryItem, f"C#{conversation_id}", prefix="D#")
        return {int(item.seq): item for item in map(DeliveryItem.from_raw_data, rows)}

    def forget_conversations(self, texter_id: str, conversation_ids: list[str]) -> None:
        """The texter no longer leads to their conversations."""
        for one in conversation_ids:
            TexterConversationItem(f"E#{texter_id}", f"C#{one}").delete()

    def _forget_sender(self, item: FactItem) -> None:
        actions = [
            getattr(FactItem, name).remove() for name in ("consent_id", "chat") if getattr(item, name) is not None
        ]
        hashes = {name: ERASED for name in ("thread", "consent") if (item.detail or {}).get(name, ERASED) != ERASED}
        if hashes:
            actions.append(FactItem.detail.set({**item.detail, **hashes}))
        if actions:
            _update(item, actions)


def _update(item: HeadItem | FactItem | DeliveryItem, actions: list[object]) -> None:
    """Only what is there: an update would make an item of nothing."""
    try:
        item.update(actions=actions, condition=item.__class__.pk.exists())  # type: ignore[arg-type]
    except UpdateError as error:
        if error.cause_response_code != "ConditionalCheckFailedException":
            raise
