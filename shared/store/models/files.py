"""Files: what is known about each, and how they are found. Their content lies in S3."""

from __future__ import annotations

from pynamodb.attributes import (
    BinaryAttribute,
    BooleanAttribute,
    NumberAttribute,
    UnicodeAttribute,
    UnicodeSetAttribute,
    UTCDateTimeAttribute,
)

from shared.contracts import tables
from shared.store.models.base import Item


class FilesItem(Item):
    OF_AFFILIATE = ("A#",)

    class Meta:
        table_name = tables.FILES.name


class FileItem(FilesItem):
    """`F#<file>`, `FILE`. Sealed: `name`, under the conversation's key or one of the file's own. `sha256` in hex.

    `readers` of a file that belongs to no conversation, beside who uploaded it: `user:<id>`, `program:<id>`,
    `affiliate`.
    """

    file_id = UnicodeAttribute()
    affiliate_id = UnicodeAttribute()
    conversation_id = UnicodeAttribute(null=True)
    name = BinaryAttribute(legacy_encoding=False)
    type = UnicodeAttribute()
    size = NumberAttribute()
    sha256 = UnicodeAttribute()
    uploaded_by = UnicodeAttribute()
    created_at = UTCDateTimeAttribute()
    ready = BooleanAttribute(default=False)
    readers = UnicodeSetAttribute(null=True)


class FilePlaceItem(FilesItem):
    """`C#<conversation>` or, for those of none, `A#<affiliate>`; `<time>#<file>`: files by when they were announced."""

    file_id = UnicodeAttribute()


class UnfinishedFileItem(FilesItem):
    """`P#<day>`, `<file>`: announced on that day and not completed yet."""

    file_id = UnicodeAttribute()
