"""Finding a web chat's conversations by its session."""

from __future__ import annotations

from shared.domain.conversation import Conversation
from shared.store.conversations import Conversations
from shared.store.database import Database
from shared.store.models import ChatItem, ThreadItem


class Chats:
    def __init__(self, database: Database) -> None:
        self._database = database
        self._conversations = Conversations(database)

    def conversations_of(self, session_id: str) -> list[str]:
        """The ids of the session's conversations, oldest first."""
        return [row["sk"]["S"][2:] for row in self._database.rows(ChatItem, f"T#{session_id}", prefix="C#")]

    def live(self, session_id: str) -> Conversation | None:
        """The one conversation of the session that goes on."""
        item = self._database.get(ThreadItem, f"T#{session_id}", "LIVE")
        return self._conversations.get(item.conversation_id) if item is not None else None
