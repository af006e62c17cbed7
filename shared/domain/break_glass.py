"""Break-glass: reading what one may not read, for a reason, for a while, with everybody knowing.

An admin whose affiliate keeps its content from admins, or a platform admin, opens a grant. It lasts for minutes,
belongs to the session it was opened in, and opens reading only.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

#: Minutes.
LEAST, DEFAULT, MOST = 5, 30, 120
#: A reason is a sentence that somebody else can judge by.
REASON_LEAST, REASON_MOST = 10, 500

#: The alert to every supervisor and admin of the affiliate, and the entries on record.
ALERT = "break_glass"
OPENED, READ, ENDED = "break_glass.opened", "break_glass.read", "break_glass.ended"


@dataclass(frozen=True)
class Grant:
    """One opening. `role` is the one that its user has; `conversation_id` None: all of the affiliate's."""

    id: str
    affiliate_id: str
    user_id: str
    role: str
    session_id: str
    reason: str
    opened_at: datetime
    until: datetime
    conversation_id: str | None = None
    ended_at: datetime | None = None

    def lasts(self, now: datetime) -> bool:
        return self.ended_at is None and now < self.until

    def covers(self, conversation_id: str) -> bool:
        return self.conversation_id in (None, conversation_id)
