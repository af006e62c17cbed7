"""The items, as PynamoDB models, by what they belong to. Keys are built here and nowhere else.

Tables come from `contracts.tables`; `Database` gives the models their table names and their connection.
"""

from __future__ import annotations

from shared.contracts import tables
from shared.store.models.base import (
    Item,
    seq_key,
)
from shared.store.models.conversations import (
    ChatItem,
    ConversationsItem,
    DeliveryItem,
    FactItem,
    HeadItem,
    LoadItem,
    OnceItem,
    RunItem,
    SeenItem,
    TexterConversationItem,
    TexterItem,
    ThreadItem,
)
from shared.store.models.directory import (
    AffiliateItem,
    AffiliatesItem,
    DirectoryItem,
    LineDetailItem,
    LineItem,
    LoginItem,
    ProgramItem,
    StampItem,
    SurveyItem,
    TemplateItem,
    UserItem,
)
from shared.store.models.sessions import (
    AlertItem,
    BreakerItem,
    ComparedItem,
    ConnectionItem,
    DeepQueueItem,
    IdempotencyItem,
    MissedItem,
    NoticeItem,
    PresenceItem,
    QuarantineItem,
    RateItem,
    SessionItem,
    SessionsItem,
    SubscriptionItem,
    TextedItem,
    TicketItem,
)
from shared.store.models.vault import (
    BlockItem,
    BranchItem,
    ConsentItem,
    ConsentsItem,
    OwnerKeyItem,
    VaultItem,
)
from shared.store.models.webhooks import (
    HookDeliveryItem,
    HookStreakItem,
    WebhookItem,
)

__all__ = [
    "ROOTS",
    "AffiliateItem",
    "AffiliatesItem",
    "AlertItem",
    "BlockItem",
    "BranchItem",
    "BreakerItem",
    "ChatItem",
    "ComparedItem",
    "ConnectionItem",
    "ConsentItem",
    "ConsentsItem",
    "ConversationsItem",
    "DeepQueueItem",
    "DeliveryItem",
    "DirectoryItem",
    "FactItem",
    "HeadItem",
    "HookDeliveryItem",
    "HookStreakItem",
    "IdempotencyItem",
    "Item",
    "LineDetailItem",
    "LineItem",
    "LoadItem",
    "LoginItem",
    "MissedItem",
    "NoticeItem",
    "OnceItem",
    "OwnerKeyItem",
    "PresenceItem",
    "ProgramItem",
    "QuarantineItem",
    "RateItem",
    "RunItem",
    "SeenItem",
    "SessionItem",
    "SessionsItem",
    "StampItem",
    "SubscriptionItem",
    "SurveyItem",
    "TemplateItem",
    "TextedItem",
    "TexterConversationItem",
    "TexterItem",
    "ThreadItem",
    "TicketItem",
    "UserItem",
    "VaultItem",
    "WebhookItem",
    "seq_key",
]

#: One class per table that carries its name and connection for all of the table's items.
ROOTS: dict[str, type[Item]] = {
    tables.CONVERSATIONS.name: ConversationsItem,
    tables.VAULT.name: VaultItem,
    tables.CONSENTS.name: ConsentsItem,
    tables.DIRECTORY.name: DirectoryItem,
    tables.SESSIONS.name: SessionsItem,
    tables.QUARANTINE.name: QuarantineItem,
}
