"""Who has read what a moment ago, so that it is not recorded again."""

from __future__ import annotations

from pynamodb.attributes import UnicodeAttribute

from shared.store.models.sessions import SessionsItem


class ReadItem(SessionsItem):
    """`READ#<user>`, `C#<conversation>`: this reading is on record until the item expires."""

    entry_id = UnicodeAttribute()
