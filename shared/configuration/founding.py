"""Founding an affiliate: its keys, and its first lines in the directory. Every step may be repeated.

An affiliate is written down first, not yet active and without a key; then it is given a KMS key of its own and its
first branch key; then it is put into use. Whoever was interrupted in between founds it again, under the same id.
"""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from typing import Any

from pynamodb.exceptions import UpdateError

from shared.configuration.documents import Document
from shared.configuration.editing import By, Editor, checked
from shared.configuration.kinds import kinds
from shared.domain.errors import FieldError, NotFound, RuleBroken
from shared.domain.ports import Clock, Ids
from shared.domain.roles import PLATFORM
from shared.store.audit import Audit
from shared.store.database import Cancelled, Database, Transaction
from shared.store.models import AffiliateItem, AffiliatesItem, BranchItem, StampItem
from shared.store.scope import within
from shared.store.vault import Vault


class Founding:
    """`stage` names the deployment, whose functions may use the keys made here."""

    def __init__(self, database: Database, kms: Any, clock: Clock, ids: Ids, stage: str) -> None:
        self._database = database
        self._kms = kms
        self._ids = ids
        self._stage = stage
        self._vault = Vault(database, kms, clock)
        self._audit = Audit(clock, ids)
        self._editor = Editor(database, clock, ids)

    def found(self, fields: Mapping[str, Any], by: By, id_: str | None = None) -> Document:
        """A new affiliate, or the one of this id that was begun. Raises what `Editor.create` raises."""
        whole = checked(kinds()["affiliate"], fields)
        affiliate_id = id_ or self._ids.new("aff")
        if affiliate_id == PLATFORM:
            raise RuleBroken(errors=(FieldError("id", "is reserved"),))
        with within(affiliate_id):
            self._write_down(affiliate_id, whole, by)
            self.give_keys(affiliate_id)
            return self._editor.change(affiliate_id, "affiliate", affiliate_id, {}, by, active=True).after

    def write_down_platform(self) -> None:
        """Where platform admins are: nobody's affiliate, without keys and without texters. May be repeated."""
        writes = Transaction(self._database)
        place = f"A#{PLATFORM}"
        writes.put("platform", AffiliateItem(place, "AFFILIATE", affiliate_id=PLATFORM, name="Holdfast", active=True))
        writes.put("stamp", StampItem(place, "STAMP", stamp=self._ids.new("stamp")))
        with suppress(Cancelled):
            writes.commit()

    def give_keys(self, affiliate_id: str) -> None:
        """A KMS key and a first branch key, where there are none."""
        item = self._database.get(AffiliateItem, f"A#{affiliate_id}", "AFFILIATE")
        if item is None:
            raise NotFound
        key_id = item.kms_key_id or self._new_key(affiliate_id)
        if self._database.get(BranchItem, f"B#{affiliate_id}", "ACTIVE") is None:
            self._vault.create_branch(affiliate_id, key_id, self._ids.new("bra"))

    def _write_down(self, affiliate_id: str, fields: Mapping[str, Any], by: By) -> None:
        kind = kinds()["affiliate"]
        values = {name: value for name, value in kind.attributes(affiliate_id, fields).items() if value is not None}
        writes = Transaction(self._database)
        place = f"A#{affiliate_id}"
        writes.put("affiliate", AffiliateItem(place, "AFFILIATE", version=1, active=False, **values))
        writes.put("stamp", StampItem(place, "STAMP", stamp=self._ids.new("stamp")))
        writes.update("all", AffiliatesItem("AFFILIATES", "ALL"), [AffiliatesItem.ids.add({affiliate_id})])
        writes.put(
            "audit",
            self._audit.entry(
                affiliate_id, by.actor, "affiliate.created", f"affiliate:{affiliate_id}", by.request_id, after=fields
            ),
        )
        try:
            writes.commit()
        except Cancelled as lost:
            if "affiliate" not in lost.labels:
                raise

    def _new_key(self, affiliate_id: str) -> str:
        made = str(
            self._kms.create_key(
                Description=f"Holdfast {self._stage}: branch keys of {affiliate_id}",
                KeyUsage="ENCRYPT_DECRYPT",
                Tags=[
                    {"TagKey": "holdfast:affiliate-keys", "TagValue": self._stage},
                    {"TagKey": "holdfast:affiliate", "TagValue": affiliate_id},
                ],
            )["KeyMetadata"]["KeyId"]
        )
        item = AffiliateItem(f"A#{affiliate_id}", "AFFILIATE")
        try:
            item.update(
                actions=[AffiliateItem.kms_key_id.set(made)],
                condition=AffiliateItem.pk.exists() & AffiliateItem.kms_key_id.does_not_exist(),
            )
        except UpdateError:
            # Somebody else gave it one at the same moment: theirs counts, and ours is thrown away.
            known = self._database.get(AffiliateItem, f"A#{affiliate_id}", "AFFILIATE")
            if known is None or known.kms_key_id is None:
                raise
            self._kms.schedule_key_deletion(KeyId=made, PendingWindowInDays=7)
            return str(known.kms_key_id)
        return made
