"""Which conversations a texter had: what lets a responder look back, once they know that it is the same person."""

from __future__ import annotations

from pynamodb.exceptions import DeleteError

from shared.domain.conversation import Conversation
from shared.store.database import Database, Key
from shared.store.heads import conversation_from
from shared.store.models import HeadItem, TexterConversationItem, TexterItem

#: Of somebody who wrote more often than that, the latest conversations are shown.
MOST = 100


def remembered(texter_id: str, conversation_id: str) -> TexterConversationItem:
    """What is written in the transaction that opens a conversation, so that it is found by its texter."""
    return TexterConversationItem(f"E#{texter_id}", f"C#{conversation_id}")


def forget_texter(texter_hash: str, texter_id: str) -> None:
    """The number no longer leads to this texter: whoever texts from it next is somebody new. May be repeated."""
    try:
        TexterItem(f"X#{texter_hash}", "TEXTER").delete(condition=TexterItem.texter_id == texter_id)
    except DeleteError as error:
        if error.cause_response_code != "ConditionalCheckFailedException":
            raise


class Texters:
    def __init__(self, database: Database) -> None:
        self._database = database

    def ids(self, texter_id: str) -> list[str]:
        """The ids of all of a texter's conversations, the oldest first."""
        # Keys only, and few: somebody who wrote every day for ten years has two pages.
        rows = self._database.rows(TexterConversationItem, f"E#{texter_id}", prefix="C#")
        return [row["sk"]["S"].removeprefix("C#") for row in rows]

    def conversations(self, texter_id: str) -> list[Conversation]:
        """A texter's conversations in all programs, the latest first; at most `MOST`."""
        ids = self.ids(texter_id)
        latest = [Key(HeadItem, f"C#{one}", "HEAD") for one in ids[-MOST:]]
        found = self._database.get_together(latest) if latest else []
        conversations = [conversation_from(item) for item in found if item is not None]
        return sorted(conversations, key=lambda one: (one.created_at, one.id), reverse=True)
