"""What two colleagues write to each other: their thread, its numbers, and how much of it somebody has not read.

A thread belongs to two people of one affiliate and to nobody else. Its messages are numbered from 1 without gaps. How
many each of the two wrote moves together with the number: what is unread is a difference, never a counter of its own.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime

#: Characters a message between colleagues, or an announcement, may have.
LONGEST = 4000
#: Files that may hang on one of them.
MOST_FILES = 10


def thread_id(affiliate_id: str, one: str, other: str) -> str:
    """`dm_` and a hash: the same for the same two people, whichever of them asks."""
    first, second = sorted((one, other))
    # Lengths in front keep ("a", "bc") and ("ab", "c") apart.
    named = "".join(f"{len(part)}:{part}" for part in (affiliate_id, first, second))
    return f"dm_{hashlib.sha256(named.encode()).hexdigest()[:32]}"


def key_owner(thread: str, at: datetime) -> str:
    """Whose key seals what was written at a moment: a thread has one for each month (UTC) in which it was used.

    So retention can destroy a key as soon as its month is over for good, while the thread goes on under another.
    """
    return f"{thread}.{at:%Y%m}"


def key_owners(thread: str, first: datetime, until: datetime) -> Iterator[str]:
    """The keys of all months from that of `first` up to that of `until`, which is not among them."""
    month, end = first.year * 12 + first.month - 1, until.year * 12 + until.month - 1
    for number in range(month, end):
        yield f"{thread}.{number // 12:04d}{number % 12 + 1:02d}"


@dataclass(frozen=True)
class Thread:
    """`by_first` of the messages up to `last_seq` are `first`'s, all others `second`'s; `first` < `second`.

    Messages up to `gone_seq`, `gone_by_first` of them `first`'s, were removed when their time was up. `oldest_at`:
    since when there is something that retention has to look at.
    """

    id: str
    affiliate_id: str
    first: str
    second: str
    last_seq: int = 0
    by_first: int = 0
    last_at: datetime | None = None
    gone_seq: int = 0
    gone_by_first: int = 0
    oldest_at: datetime | None = None

    @classmethod
    def of(cls, affiliate_id: str, one: str, other: str) -> Thread:
        """A thread in which nothing was written yet."""
        first, second = sorted((one, other))
        return cls(thread_id(affiliate_id, one, other), affiliate_id, first, second)

    @property
    def people(self) -> tuple[str, str]:
        return self.first, self.second

    def peer_of(self, user_id: str) -> str:
        return self.second if user_id == self.first else self.first

    def written_by(self, user_id: str) -> int:
        """How many messages this one of the two ever wrote."""
        return self.by_first if user_id == self.first else self.last_seq - self.by_first

    def gone_of(self, user_id: str) -> int:
        """How many of theirs have been removed."""
        return self.gone_by_first if user_id == self.first else self.gone_seq - self.gone_by_first

    def written(self, sender_id: str, at: datetime) -> Thread:
        """The thread with one more message. Time in a thread never runs backwards, whatever clocks say."""
        when = at if self.last_at is None or at > self.last_at else self.last_at
        mine = self.by_first + (sender_id == self.first)
        return replace(self, last_seq=self.last_seq + 1, by_first=mine, last_at=when)

    def unread(self, user_id: str, heard: int) -> int:
        """What the other wrote and this one has not read; `heard` is how many of the other's they have read."""
        peer = self.peer_of(user_id)
        return max(0, self.written_by(peer) - max(heard, self.gone_of(peer)))


@dataclass(frozen=True)
class StaffMessage:
    """`ordinal`: it is its sender's so-and-so-many-th in the thread."""

    id: str
    seq: int
    sender_id: str
    ordinal: int
    at: datetime
    content: str
    files: tuple[str, ...] = ()

    def heard_by(self, user_id: str) -> int:
        """How many of the other's messages somebody has read who has read up to this one."""
        return self.seq - self.ordinal if user_id == self.sender_id else self.ordinal
