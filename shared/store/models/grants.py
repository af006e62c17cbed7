"""Openings of the glass, for as long as they are listed."""

from __future__ import annotations

from pynamodb.attributes import UnicodeAttribute, UTCDateTimeAttribute

from shared.store.models.sessions import SessionsItem


class GrantItem(SessionsItem):
    """`V#<affiliate>`, `<grant>`: who may read for a while what they otherwise may not, and why; ids sort by time."""

    affiliate_id = UnicodeAttribute()
    user_id = UnicodeAttribute()
    role = UnicodeAttribute()
    session_id = UnicodeAttribute()
    reason = UnicodeAttribute()
    opened_at = UTCDateTimeAttribute()
    until = UTCDateTimeAttribute()
    conversation_id = UnicodeAttribute(null=True)
    ended_at = UTCDateTimeAttribute(null=True)
