"""Removing files for good: content first, then row and key, so that nothing is left that nobody knows of.

Every step may be repeated: what died in between is found again by its row.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from shared.runtime.objects import Objects
from shared.store.files import File, Files
from shared.store.scope import settled


class FileRemoval:
    """Each answers how many files it removed; raises `Unavailable` while S3 does not answer."""

    def __init__(self, files: Files, objects: Objects) -> None:
        self._files = files
        self._objects = objects

    def of_conversation(self, conversation_id: str) -> int:
        """All files of a conversation, completed or not."""
        return self._remove(self._files.all_of(conversation_id))

    def own_until(self, affiliate_id: str, before: datetime) -> int:
        """An affiliate's files of no conversation that were announced before a moment."""
        return self._remove(self._files.own_until(affiliate_id, before))

    def unfinished(self) -> int:
        """What was announced more than a day ago and never completed."""
        return self._remove(self._files.unfinished())

    def one(self, file: File) -> None:
        self._remove([file])

    def _remove(self, files: Iterable[File]) -> int:
        removed = 0
        for file in files:
            self._objects.remove(file)
            with settled(file.affiliate_id):
                self._files.remove(file)
            removed += 1
        return removed
