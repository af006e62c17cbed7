"""The tables, by lifetime and secrecy. CDK builds them from this description; a test proves the models agree.

Every table has a partition key `pk` and a sort key `sk`, both strings.
"""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Index:
    """A global secondary index. It projects its keys and what it `shows`: it costs a write only when these change."""

    name: str
    partition: str
    sort: str
    shows: tuple[str, ...] = ()


@dataclass(frozen=True)
class Table:
    """One table. `recovery_days` is the point-in-time recovery window; 0 turns it off.

    `lasting` tables are kept when the stack is deleted and refuse deletion.
    """

    name: str
    purpose: str
    recovery_days: int
    lasting: bool
    expires: bool = False
    stream: bool = False
    indexes: tuple[Index, ...] = field(default=())


TTL_ATTRIBUTE = "expires_at"

BY_QUEUE = Index("by_queue", "queue_key", "queue_rank")
BY_OWNER = Index("by_owner", "owner_key", "owner_sort")
BY_PROGRAM = Index("by_program", "program_key", "program_sort")
#: Live conversations by when they must be looked at, in shards; ended ones by when they ended, until purged.
BY_TIMER = Index("by_timer", "timer_key", "timer_sort")
#: A program's conversations by when they began, with what reports count. Messages change none of it.
BY_ARRIVAL = Index(
    "by_arrival",
    "program_key",
    "created_at",
    shows=("figures", "cannot_reply", "channel", "risk", "entry_score", "exit_score"),
)

DIRECTORY = Table("directory", "configuration: affiliates, programs, users, lines", 35, lasting=True)
CONVERSATIONS = Table(
    "conversations",
    "facts, heads, deliveries, live threads, seen provider ids, responders' loads",
    35,
    lasting=True,
    stream=True,
    indexes=(BY_QUEUE, BY_OWNER, BY_PROGRAM, BY_TIMER, BY_ARRIVAL),
)
VAULT = Table("vault", "wrapped keys; seven days of recovery bound an erasure's reach", 7, lasting=True)
CONSENTS = Table("consents", "opt-outs and blocked senders, under a keyed hash that survives erasure", 35, lasting=True)
SESSIONS = Table(
    "sessions", "logins, tickets, connections, rate limits, idempotency records", 0, lasting=False, expires=True
)
AUDIT = Table("audit", "who did what: entries, the chain they are sealed into, erasures", 35, lasting=True)
FILES = Table("files", "files: whose they are, who may fetch them; their content lies in S3", 35, lasting=True)
QUARANTINE = Table(
    "quarantine", "webhooks we could not verify or place, ingress-sealed, seven days", 0, lasting=False, expires=True
)

TABLES: tuple[Table, ...] = (DIRECTORY, CONVERSATIONS, VAULT, CONSENTS, AUDIT, FILES, SESSIONS, QUARANTINE)
