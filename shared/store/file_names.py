"""The names of files: sealed, because people put into them what they mean."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from shared.security.sealing import seal, unseal
from shared.store.database import Database
from shared.store.files import File
from shared.store.models import OwnerKeyItem
from shared.store.vault import KeyDestroyed, Vault, owner_key


class FileNames:
    def __init__(self, database: Database, vault: Vault) -> None:
        self._database = database
        self._vault = vault

    def seal(self, file: File, name: str) -> tuple[File, OwnerKeyItem | None]:
        """The file with its sealed name and, if it belongs to no conversation, the new key to write along with it.

        Raises `KeyDestroyed` when the conversation's content is gone.
        """
        if file.conversation_id is not None:
            key, item = self._vault.key(file.affiliate_id, file.conversation_id), None
        else:
            key, item = self._vault.mint(file.affiliate_id, file.id)
        return replace(file, sealed_name=seal(key, name.encode(), file.name_context)), item

    def open(self, files: Sequence[File]) -> dict[str, str]:
        """Names by file, read together; without those whose key is gone."""
        missing = {one.owner_id: one for one in files if self._vault.known(one.owner_id) is None}
        items = self._database.get_together([owner_key(one) for one in missing]) if missing else []
        keys: dict[str, bytes] = {}
        for (owner_id, file), item in zip(missing.items(), items, strict=True):
            try:
                keys[owner_id] = self._vault.open(file.affiliate_id, owner_id, item)
            except KeyDestroyed:
                continue
        names: dict[str, str] = {}
        for one in files:
            key = keys.get(one.owner_id) or self._vault.known(one.owner_id)
            if key is not None:
                names[one.id] = unseal(key, one.sealed_name, one.name_context).decode()
        return names
