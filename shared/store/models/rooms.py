"""WebSocket connections, the rooms they listen to, and what was said in rooms that keep a log."""

from __future__ import annotations

from pynamodb.attributes import NumberAttribute, UnicodeAttribute

from shared.store.models.sessions import SessionsItem


class ConnectionItem(SessionsItem):
    """`X#<connection>`, `CONNECTION`: a WebSocket and whose it is. `kind`: `texter`, or none for staff's.

    `strikes`: how often it did not take what it was sent.
    """

    user_id = UnicodeAttribute()
    affiliate_id = UnicodeAttribute()
    session_id = UnicodeAttribute()
    kind = UnicodeAttribute(null=True)
    strikes = NumberAttribute(null=True)


class UserConnectionItem(SessionsItem):
    """`U#<user>`, `X#<connection>`: finds the connections of somebody, and among them those of one session."""

    connection_id = UnicodeAttribute()
    session_id = UnicodeAttribute()


class SubscriptionItem(SessionsItem):
    """`M#<room>`, `X#<connection>`, and the other way round: a connection listens to a room.

    `user_id` is whose connection it is, `right` why it was let in; see `shared.contracts.realtime`.
    """

    connection_id = UnicodeAttribute()
    user_id = UnicodeAttribute(null=True)
    right = UnicodeAttribute(null=True)


class RoomItem(SessionsItem):
    """`R#<room>`, `SEQ`: the number of the last frame that the room's log was given."""

    seq = NumberAttribute()


class RoomFrameItem(SessionsItem):
    """`R#<room>`, `F#<seq>`: a frame of the room's log, as JSON. Ids and enums only."""

    frame = UnicodeAttribute()


class RoomNameItem(SessionsItem):
    """`R#<room>`, `I#<what it tells>`: under which number that is in the log already."""

    seq = NumberAttribute()
