"""Branch keys: a new one for an affiliate each quarter, and owners' keys wrapped anew by it.

A branch that was replaced goes on opening what it wrapped. Environments learn of the new one within the hour for which
they keep a branch.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from shared.domain.errors import NotFound
from shared.domain.ports import Clock, Ids
from shared.store.database import Database
from shared.store.models import AffiliateItem, BranchItem, OwnerKeyItem
from shared.store.vault import Vault

#: How long one branch key wraps new keys.
ROTATED_AFTER = timedelta(days=90)
_PAGE = 200


@dataclass
class Rewrapped:
    """What a pass found: keys wrapped anew, and how many are left under each branch by its id."""

    changed: int = 0
    by_branch: Counter[str] = field(default_factory=Counter)


class Branches:
    def __init__(self, database: Database, vault: Vault, clock: Clock, ids: Ids) -> None:
        self._database = database
        self._vault = vault
        self._clock = clock
        self._ids = ids

    def rotate(self, affiliate_id: str) -> str:
        """Give the affiliate a new branch key; its id. Raises `NotFound` for an affiliate there is not."""
        affiliate = self._database.get(AffiliateItem, f"A#{affiliate_id}", "AFFILIATE")
        if affiliate is None:
            raise NotFound("There is no such affiliate")
        branch_id = self._ids.new("bra")
        self._vault.create_branch(affiliate_id, affiliate.kms_key_id, branch_id)
        return branch_id

    def rotate_due(self, affiliate_id: str) -> bool:
        """Rotate if the active branch key is old enough. May run early, late or twice."""
        active = self._database.get(BranchItem, f"B#{affiliate_id}", "ACTIVE")
        if active is None or self._clock.now() < active.created_at + ROTATED_AFTER:
            return False
        self.rotate(affiliate_id)
        return True

    def rewrap(self, affiliate_id: str, *, progress: Callable[[Rewrapped], None] = lambda _: None) -> Rewrapped:
        """Wrap every key of an affiliate by its active branch. Reads the whole vault, page by page: the operator's.

        May be stopped and run again at any time; what is done is not done twice.
        """
        found = Rewrapped()
        start: Any = None
        while True:
            request: dict[str, Any] = {
                "TableName": OwnerKeyItem.Meta.table_name,
                "FilterExpression": "affiliate_id = :a AND sk = :k",
                "ExpressionAttributeValues": {":a": {"S": affiliate_id}, ":k": {"S": "KEY"}},
                "ConsistentRead": True,
                "Limit": _PAGE,
            }
            reply = self._database.client.scan(**(request | ({"ExclusiveStartKey": start} if start else {})))
            for row in reply["Items"]:
                item = OwnerKeyItem.from_raw_data(row)
                found.changed += self._vault.rewrap(item)
                found.by_branch[item.branch_id] += 1
            progress(found)
            start = reply.get("LastEvaluatedKey")
            if start is None:
                return found
