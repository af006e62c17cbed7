"""An affiliate's configuration as one file, for its admins: export it, see what another would change, apply that."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from functions.directory.desk import by
from functions.directory.following import Following
from shared.channels.targets import Target
from shared.configuration import packs
from shared.configuration.documents import Document, House
from shared.configuration.editing import Editor, VersionMismatch
from shared.configuration.kinds.provider_accounts import account_id
from shared.configuration.pack_hooks import NewSecret, beside, new_secrets, require_all
from shared.configuration.pack_told import named
from shared.configuration.pack_yaml import dump, lines, load
from shared.contracts import tenant_pack_api as models
from shared.domain.errors import FieldError, RuleBroken
from shared.domain.ports import Clock
from shared.domain.webhooks import MOST_WEBHOOKS
from shared.runtime.http import Operation, Request

if TYPE_CHECKING:
    from shared.security.webhook_secrets import WebhookSecrets
    from shared.store.webhooks import Webhooks

#: What a webhook's secret is made and sealed with.
Hooks = Callable[[], "tuple[Webhooks, WebhookSecrets]"]


class TenantPacks:
    """`loopback`: a webhook may lead to this very machine, as on the local cloud."""

    def __init__(self, editor: Editor, clock: Clock, hooks: Hooks, following: Following, *, loopback: bool) -> None:
        self._editor = editor
        self._clock = clock
        self._hooks = hooks
        self._following = following
        self._loopback = loopback

    def operations(self) -> Mapping[str, Operation]:
        return {"exportTenantPack": self.export, "planTenantPack": self.plan, "applyTenantPack": self.apply}

    def export(self, request: Request) -> models.TenantPack:
        return models.TenantPack(pack=dump(packs.export(self._editor.house(request.principal.affiliate.id))))

    def plan(self, request: Request) -> models.TenantPackPlan:
        text = request.parsed(models.TenantPackRequest).pack
        house = self._editor.house(request.principal.affiliate.id)
        found = self._planned(request, text, house)
        waits = [one for one in found.documents if one.kind == "text" and one.active and one["draft"]]
        return models.TenantPackPlan(
            steps=[_shown(step) for step in found.steps], stamp=_stamp(house, text), drafts=len(waits)
        )

    def apply(self, request: Request) -> models.TenantPackApplied:
        """Raises `VersionMismatch` when anything is no longer what the plan was made with."""
        body, affiliate_id = request.parsed(models.TenantPackApply), request.principal.affiliate.id
        secrets: list[NewSecret] = []

        def planned(house: House) -> list[Document]:
            if _stamp(house, body.pack) != body.stamp:
                raise VersionMismatch
            return self._planned(request, body.pack, house).documents

        def make(house: House) -> list[Document]:
            documents = planned(house)
            require_all(secrets, documents)
            return documents

        secrets += self._secrets(affiliate_id, planned(self._editor.house(affiliate_id)))
        edited = self._editor.apply(affiliate_id, make, by(request), beside(secrets))
        followed = self._following.all(request, edited, invite=body.invite)
        return models.TenantPackApplied(
            applied=len(edited),
            webhook_secrets=[models.ToldSecret(id=one.webhook_id, url=one.url, secret=one.secret) for one in secrets],
            invited=followed.invited,
            unfinished=followed.unfinished,
        )

    def _secrets(self, affiliate_id: str, documents: Sequence[Document]) -> list[NewSecret]:
        if not any(one.kind == "webhook" and one.version == 0 for one in documents):
            return []
        webhooks, sealing = self._hooks()
        return new_secrets(webhooks, sealing, self._clock, affiliate_id, documents)

    def _planned(self, request: Request, text: str, house: House) -> packs.Plan:
        """Raises `RuleBroken` with all that is wrong, each by its place in the pack and its line in the text."""
        try:
            pack = load(text)
        except ValueError as error:
            raise RuleBroken(errors=(FieldError("pack", str(error)),)) from None
        try:
            if packs.affiliate_of(pack) != house.affiliate_id:
                raise packs.PackInvalid([FieldError("affiliate.id", "is not your affiliate's")])
            settings = house.get("settings", house.affiliate_id)
            two = settings is not None and settings["texts_need_second_person"]
            author = packs.Author(request.principal.user_id, approves=not two, rules=self._rules)
            return packs.plan(pack, house, self._clock.now(), author=author)
        except packs.PackInvalid as wrong:
            raise RuleBroken(errors=_placed(text, wrong.errors)) from None

    def _rules(self, before: House, after: House, document: Document) -> Sequence[FieldError]:
        """What holds for an admin and not for the operator, as where one line or webhook is made by itself."""
        was = before.get(*document.ref)
        if not document.active:
            return ()
        if document.kind == "line" and document["channel"] != "webchat":
            # Whoever could name another affiliate's account would be brought what its texters write.
            same = was is not None and was["account"] == document["account"]
            if not same and not after.in_use("provider_account", account_id(document["channel"], document["account"])):
                return [FieldError("account", "is no account of this affiliate")]
        if document.kind == "webhook":
            if was is None and len(list(after.of("webhook", active=False))) > MOST_WEBHOOKS:
                return [FieldError("url", f"is one too many: an affiliate may have {MOST_WEBHOOKS} webhooks")]
            try:
                Target.of(document["url"], loopback=self._loopback)
            except ValueError as error:
                return [FieldError("url", str(error))]
        return ()


def _stamp(house: House, text: str) -> str:
    """Names the configuration and the pack that a plan was made with."""
    return f"{house.stamp}.{hashlib.sha256(text.encode()).hexdigest()[:16]}"


def _placed(text: str, errors: Sequence[FieldError]) -> tuple[FieldError, ...]:
    """With `pack` before each place and the line before each message."""
    found = []
    for error, line in zip(errors, lines(text, [one.field for one in errors]), strict=True):
        place = error.field if error.field == "pack" else f"pack.{error.field}"
        message = error.message if line is None else f"line {line}: {error.message}"
        found.append(replace(error, field=place, message=message))
    return tuple(found)


def _shown(step: packs.Step) -> models.PackStep:
    told: dict[str, Any] = {"sign": step.what, "kind": step.after.kind, "id": step.after.id, "name": named(step.after)}
    changes = [{"field": name, "before": old, "after": new} for name, old, new in step.fields()]
    return models.PackStep.model_validate({**told, "changes": changes})
