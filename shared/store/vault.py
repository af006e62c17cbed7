"""Whose key opens what.

A KMS key per affiliate wraps a branch key; the branch key wraps a key per conversation (its content) and a
key per texter (number and name). Branch keys are cached, bounded in age and uses, so KMS sees about one call
an hour and environment. Destroying an owner's item destroys what it sealed.
"""

from __future__ import annotations

import time
from collections import OrderedDict
from dataclasses import dataclass
from typing import Any

from pynamodb.exceptions import UpdateError

from shared.domain.errors import HoldfastError
from shared.domain.ports import Clock
from shared.security.sealing import Context, new_key, seal, unseal
from shared.store.database import Database, Key
from shared.store.models import BranchItem, OwnerKeyItem

_BRANCH_MAX_AGE = 3600.0
_BRANCH_MAX_USES = 100_000
_OWNER_MAX_AGE = 300.0
_OWNERS_KEPT = 2000


class KeyDestroyed(HoldfastError):
    """The owner's key is gone: retention or erasure destroyed what it sealed, for good."""

    status = 410
    code = "content_erased"
    title = "This content has been erased"


@dataclass
class _Branch:
    id: str
    key: bytes
    born: float
    uses: int = 0

    def fresh(self) -> bool:
        return self.uses < _BRANCH_MAX_USES and time.monotonic() - self.born < _BRANCH_MAX_AGE


def owner_key(owner_id: str) -> Key:
    """Where an owner's wrapped key lies."""
    return Key(OwnerKeyItem, f"K#{owner_id}", "KEY")


class Vault:
    def __init__(self, database: Database, kms: Any, clock: Clock) -> None:
        self._database = database
        self._kms = kms
        self._clock = clock
        self._branches: dict[tuple[str, str], _Branch] = {}
        self._owners: OrderedDict[str, tuple[bytes, float]] = OrderedDict()

    def create_branch(self, affiliate_id: str, kms_key_id: str, branch_id: str) -> None:
        """Give an affiliate its (next) branch key; the one before keeps opening what it wrapped."""
        context = _kms_context(affiliate_id, branch_id)
        wrapped = self._kms.generate_data_key_without_plaintext(
            KeyId=kms_key_id, KeySpec="AES_256", EncryptionContext=context
        )["CiphertextBlob"]
        for sort in (branch_id, "ACTIVE"):
            BranchItem(
                f"B#{affiliate_id}", sort, branch_id=branch_id, wrapped=wrapped, created_at=self._clock.now()
            ).save()

    def mint(self, affiliate_id: str, owner_id: str) -> tuple[bytes, OwnerKeyItem]:
        """A new key for an owner and the item that keeps it; the caller writes the item with what it seals."""
        branch = self._branch(affiliate_id, "ACTIVE")
        key = new_key()
        place = owner_key(owner_id)
        wrapped = seal(branch.key, key, Context(affiliate_id, owner_id, f"key#{branch.id}"))
        return key, OwnerKeyItem(place.pk, place.sk, affiliate_id=affiliate_id, branch_id=branch.id, wrapped=wrapped)

    def open(self, affiliate_id: str, owner_id: str, item: OwnerKeyItem | None) -> bytes:
        """The owner's key out of its item, as read; raises `KeyDestroyed` where there is none."""
        if item is None or item.affiliate_id != affiliate_id:
            raise KeyDestroyed
        branch = self._branch(affiliate_id, item.branch_id)
        key = unseal(branch.key, item.wrapped, Context(affiliate_id, owner_id, f"key#{item.branch_id}"))
        self.remember(owner_id, key)
        return key

    def remember(self, owner_id: str, key: bytes) -> None:
        self._owners[owner_id] = (key, time.monotonic())
        self._owners.move_to_end(owner_id)
        while len(self._owners) > _OWNERS_KEPT:
            self._owners.popitem(last=False)

    def forget(self, owner_id: str) -> None:
        """The owner's key was destroyed: this environment must not go on opening what it sealed."""
        self._owners.pop(owner_id, None)

    def known(self, owner_id: str) -> bytes | None:
        """The owner's key if this environment opened it in the last five minutes."""
        entry = self._owners.get(owner_id)
        return entry[0] if entry and time.monotonic() - entry[1] < _OWNER_MAX_AGE else None

    def key(self, affiliate_id: str, owner_id: str) -> bytes:
        """The owner's key, read when it is not known."""
        known = self.known(owner_id)
        if known is not None:
            return known
        place = owner_key(owner_id)
        return self.open(affiliate_id, owner_id, self._database.get(OwnerKeyItem, place.pk, place.sk))

    def rewrap(self, item: OwnerKeyItem) -> bool:
        """Wrap an owner's key anew, by the active branch; whether that was needed. One destroyed meanwhile stays so."""
        owner_id = str(item.pk).removeprefix("K#")
        active = self._branch(item.affiliate_id, "ACTIVE")
        if item.branch_id == active.id:
            return False
        key = self.open(item.affiliate_id, owner_id, item)
        wrapped = seal(active.key, key, Context(item.affiliate_id, owner_id, f"key#{active.id}"))
        try:
            item.update(
                actions=[OwnerKeyItem.branch_id.set(active.id), OwnerKeyItem.wrapped.set(wrapped)],
                condition=OwnerKeyItem.branch_id == item.branch_id,
            )
        except UpdateError as error:
            if error.cause_response_code != "ConditionalCheckFailedException":
                raise
            return False
        return True

    def _branch(self, affiliate_id: str, branch_id: str) -> _Branch:
        branch = self._branches.get((affiliate_id, branch_id))
        if branch is None or not branch.fresh():
            item = self._database.get(BranchItem, f"B#{affiliate_id}", branch_id)
            if item is None:
                raise KeyDestroyed(f"the affiliate has no branch key '{branch_id}'")
            key = self._kms.decrypt(
                CiphertextBlob=item.wrapped, EncryptionContext=_kms_context(affiliate_id, item.branch_id)
            )["Plaintext"]
            branch = _Branch(item.branch_id, key, time.monotonic())
            self._branches[affiliate_id, branch_id] = branch
            self._branches[affiliate_id, item.branch_id] = branch
        branch.uses += 1
        return branch


def _kms_context(affiliate_id: str, branch_id: str) -> dict[str, str]:
    return {"holdfast:affiliate": affiliate_id, "holdfast:branch": branch_id}
