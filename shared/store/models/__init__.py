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
    ConversationsItem,
    DeliveryItem,
    FactItem,
    HeadItem,
    LoadItem,
    OnceItem,
    RunItem,
    SeenItem,
    TexterItem,
    ThreadItem,
)
from shared.store.models.directory import (
    AffiliateItem,
    AffiliatesItem,
    DirectoryItem,
    LineItem,
    LoginItem,
    ProgramItem,
    StampItem,
    SurveyItem,
    UserItem,
)
from shared.store.models.sessions import (
    AlertItem,
    ConnectionItem,
    IdempotencyItem,
    PresenceItem,
    QuarantineItem,
    RateItem,
    SessionItem,
    SessionsItem,
    SubscriptionItem,
    TicketItem,
)
from shared.store.models.vault import (
    BranchItem,
    ConsentItem,
    OwnerKeyItem,
    VaultItem,
)

__all__ = [
    "ROOTS",
    "AffiliateItem",
    "AffiliatesItem",
    "AlertItem",
    "BranchItem",
    "ConnectionItem",
    "ConsentItem",
    "ConversationsItem",
    "DeliveryItem",
    "DirectoryItem",
    "FactItem",
    "HeadItem",
    "IdempotencyItem",
    "Item",
    "LineItem",
    "LoadItem",
    "LoginItem",
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
    "TexterItem",
    "ThreadItem",
    "TicketItem",
    "UserItem",
    "VaultItem",
    "seq_key",
]

#: One class per table that carries its name and connection for all of the table's items.
ROOTS: dict[str, type[Item]] = {
    tables.CONVERSATIONS.name: ConversationsItem,
    tables.VAULT.name: VaultItem,
    tables.CONSENTS.name: ConsentItem,
    tables.DIRECTORY.name: DirectoryItem,
    tables.SESSIONS.name: SessionsItem,
    tables.QUARANTINE.name: QuarantineItem,
}
