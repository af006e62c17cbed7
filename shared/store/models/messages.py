"""What staff write to each other and to all. It lies beside the facts, because its news leaves by the same stream.

Only sort keys with `M#` are news; of them the stream tells `push`, in ids.
"""

from __future__ import annotations

from pynamodb.attributes import (
    BinaryAttribute,
    ListAttribute,
    NumberAttribute,
    UnicodeAttribute,
    UTCDateTimeAttribute,
)

from shared.store.models.conversations import ConversationsItem


class StaffThreadItem(ConversationsItem):
    """`M#<thread>`, `THREAD`: two colleagues' thread, its last number and the lock; see `domain.staff_messages.Thread`.

    In the timer index, by affiliate, for as long as there is something that retention has to look at.
    """

    affiliate_id = UnicodeAttribute()
    first = UnicodeAttribute()
    second = UnicodeAttribute()
    last_seq = NumberAttribute()
    by_first = NumberAttribute()
    last_at = UTCDateTimeAttribute()
    gone_seq = NumberAttribute(default=0)
    gone_by_first = NumberAttribute(default=0)
    timer_key = UnicodeAttribute(null=True)
    timer_sort = UnicodeAttribute(null=True)


class StaffMessageItem(ConversationsItem):
    """`M#<thread>`, `M#<seq, ten digits>`: one message. Sealed: `content`. `kind` is `dm`."""

    kind = UnicodeAttribute()
    affiliate_id = UnicodeAttribute()
    seq = NumberAttribute()
    message_id = UnicodeAttribute()
    sender_id = UnicodeAttribute()
    receiver_id = UnicodeAttribute()
    ordinal = NumberAttribute()
    at = UTCDateTimeAttribute()
    request_id = UnicodeAttribute()
    content = BinaryAttribute(legacy_encoding=False)
    files: ListAttribute[str] = ListAttribute(null=True)


class StaffMemberItem(ConversationsItem):
    """`M#<thread>`, `U#<user>`: one of the two; in the owner index under `M#<user>`, by when something was last said.

    They have read up to the message `read_seq`, and with it `heard` of the other's messages.
    """

    owner_key = UnicodeAttribute()
    owner_sort = UnicodeAttribute()
    read_seq = NumberAttribute(default=0)
    heard = NumberAttribute(default=0)


class AnnouncementItem(ConversationsItem):
    """`N#<affiliate>`, `M#<announcement>`: to a program's people, or the whole affiliate's. Sealed: `content`.

    Ids begin with their moment. `rooms` are the programs whose rooms are told. `kind` is `announcement`.
    """

    kind = UnicodeAttribute()
    affiliate_id = UnicodeAttribute()
    announcement_id = UnicodeAttribute()
    author_id = UnicodeAttribute()
    program_id = UnicodeAttribute(null=True)
    rooms: ListAttribute[str] = ListAttribute(null=True)
    at = UTCDateTimeAttribute()
    request_id = UnicodeAttribute()
    content = BinaryAttribute(legacy_encoding=False)
    files: ListAttribute[str] = ListAttribute(null=True)


class AnnouncementReadItem(ConversationsItem):
    """`N#<announcement>`, `U#<user>`: they have read it."""

    at = UTCDateTimeAttribute()
