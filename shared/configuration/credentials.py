"""Setting the credentials of an affiliate's account at a provider. They are written, never read back."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pynamodb.expressions.update import Action

from shared.channels.targets import Target
from shared.configuration.documents import Document
from shared.configuration.editing import By
from shared.domain.errors import FieldError, NotFound, RuleBroken
from shared.domain.ports import Clock, Ids
from shared.store.audit import Audit
from shared.store.database import Database, Transaction
from shared.store.models import ProviderAccountItem
from shared.store.provider_secrets import FIELDS, AccountTaken, ProviderSecrets

_WIRE = {"auth_tokens": "authTokens", "configuration_set": "configurationSet", "messages_url": "messagesUrl"}


def wire(name: str) -> str:
    """What a credential is called in the API and in files."""
    return _WIRE.get(name, name)


class Credentials:
    """`loopback`: a partner's address may lead to this very machine, as on the local cloud."""

    def __init__(self, database: Database, secrets: ProviderSecrets, clock: Clock, ids: Ids, *, loopback: bool) -> None:
        self._database = database
        self._secrets = secrets
        self._clock = clock
        self._audit = Audit(clock, ids)
        self._loopback = loopback

    def set(self, affiliate_id: str, account: Document, given: Mapping[str, Any], by: By) -> None:
        """Replace an account's credentials. Raises `RuleBroken` naming what does not fit."""
        if not account.active:
            raise RuleBroken(errors=(FieldError("active", "is false: restore the account first"),))
        self._require_fit(account["channel"], given)
        first = provider_account(self._database, affiliate_id, account).credentials_set_at is None
        try:
            self._secrets.put(account["channel"], account["account"], given, first=first)
        except AccountTaken:
            message = "is looked after by this deployment's operator"
            raise RuleBroken(errors=(FieldError("account", message),)) from None
        self._note(affiliate_id, account, sorted(given), "credentials_set", by)

    def forget(self, affiliate_id: str, account: Document, by: By) -> None:
        """Remove them, if any are set. May be repeated."""
        if provider_account(self._database, affiliate_id, account).credentials_set_at is not None:
            self._secrets.remove(account["channel"], account["account"])
            self._note(affiliate_id, account, [], "credentials_removed", by)

    def _require_fit(self, channel: str, given: Mapping[str, Any]) -> None:
        may, must = FIELDS[channel]
        errors = [FieldError(wire(name), f"is nothing of {channel}'s") for name in given if name not in may]
        errors += [FieldError(wire(name), "is missing") for name in must if name not in given]
        for name in ("url", "messages_url"):
            if name in given:
                try:
                    Target.of(given[name], loopback=self._loopback)
                except ValueError as error:
                    errors.append(FieldError(wire(name), str(error)))
        if errors:
            raise RuleBroken(errors=tuple(errors))

    def _note(self, affiliate_id: str, account: Document, names: list[str], what: str, by: By) -> None:
        """Which credentials are set, since when, and who set them."""
        listed, since = ProviderAccountItem.credentials, ProviderAccountItem.credentials_set_at
        actions: list[Action] = [listed.remove(), since.remove()]
        if names:
            actions = [listed.set(names), since.set(self._clock.now())]
        writes = Transaction(self._database)
        item = provider_account(self._database, affiliate_id, account)
        writes.update("account", item, actions, ProviderAccountItem.pk.exists())
        entry = self._audit.entry(
            affiliate_id,
            by.actor,
            f"provider_account.{what}",
            f"provider_account:{account.id}",
            by.request_id,
            detail={"fields": ",".join(names)},
        )
        writes.put("audit", entry)
        writes.commit()


def provider_account(database: Database, affiliate_id: str, account: Document) -> ProviderAccountItem:
    """The item of an account; raises `NotFound`."""
    place = f"Y#{account['channel']}#{account['account']}"
    item = database.get(ProviderAccountItem, f"A#{affiliate_id}", place)
    if item is None:
        raise NotFound
    return item
