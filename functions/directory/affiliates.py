"""Affiliates: a platform admin founds them and takes them out of use; an admin says what theirs is called."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from functions.directory.desk import by, repeatable, version_given
from shared.configuration.documents import Document, made_id
from shared.configuration.editing import Editor
from shared.contracts import tenancy_api
from shared.domain.errors import FieldError, InvalidInput, NotFound, RuleBroken
from shared.domain.roles import PLATFORM, PLATFORM_ADMIN
from shared.runtime.http import Request
from shared.store.directory import Directory
from shared.store.scope import within

if TYPE_CHECKING:
    from shared.configuration.founding import Founding


class Affiliates:
    def __init__(self, editor: Editor, founding: Callable[[], Founding], directory: Directory) -> None:
        self._editor = editor
        self._founding = founding
        self._directory = directory

    def all(self, request: Request) -> tenancy_api.AffiliateList:
        """All of them for a platform admin; for everybody else their own."""
        principal, active = request.principal, request.query.get("active", "true")
        if active not in ("true", "false", "all"):
            raise InvalidInput(errors=(FieldError("active", "must be true, false or all"),))
        mine = principal.role == PLATFORM_ADMIN
        ids = self._directory.affiliate_ids() if mine else [principal.affiliate.id]
        found = [self._document(one) for one in ids if one > request.query.get("cursor", "")]
        shown = [one for one in found if active == "all" or one.active == (active == "true")]
        limit = request.limit()
        more = shown[limit - 1].id if len(shown) > limit else None
        return tenancy_api.AffiliateList(items=[_show(one) for one in shown[:limit]], next_cursor=more)

    def get(self, request: Request) -> tenancy_api.Affiliate:
        return _show(self._theirs(request))

    def create(self, request: Request) -> tenancy_api.Affiliate:
        """It can be worked with at once: its keys are made with it."""
        body = request.parsed(tenancy_api.AffiliateSpec)
        name = repeatable(request)
        id_ = made_id("aff", name) if name is not None else None
        return _show(self._founding().found(body.model_dump(mode="json", exclude_unset=True), by(request), id_))

    def update(self, request: Request) -> tenancy_api.Affiliate:
        """An admin changes what theirs is called; whether it is in use is a platform admin's to say."""
        known, body = self._theirs(request), request.parsed(tenancy_api.AffiliateEdit)
        if body.active is not None and body.active != known.active and request.principal.role != PLATFORM_ADMIN:
            raise RuleBroken(errors=(FieldError("active", "is a platform admin's to change"),))
        fields = body.model_dump(mode="json", exclude_unset=True, exclude={"version", "active"})
        with within(known.id):
            if body.active:
                self._founding().give_keys(known.id)
            edited = self._editor.change(
                known.id,
                "affiliate",
                known.id,
                fields,
                by(request),
                version=version_given(request),
                active=body.active,
            )
        return _show(edited.after)

    def deactivate(self, request: Request) -> tenancy_api.Affiliate:
        """Nobody of it can sign in any more, and who texts it is not heard: for lines that have moved elsewhere."""
        known = self._theirs(request)
        with within(known.id):
            edited = self._editor.change(
                known.id, "affiliate", known.id, {}, by(request), version=version_given(request), active=False
            )
        return _show(edited.after)

    def _theirs(self, request: Request) -> Document:
        """The affiliate the path names, if it is the caller's to see."""
        wanted = request.path["id"]
        if wanted == PLATFORM or (
            request.principal.role != PLATFORM_ADMIN and wanted != request.principal.affiliate.id
        ):
            raise NotFound
        return self._document(wanted)

    def _document(self, affiliate_id: str) -> Document:
        found = self._editor.house(affiliate_id).get("affiliate", affiliate_id)
        if found is None:
            raise NotFound
        return found


def _show(document: Document) -> tenancy_api.Affiliate:
    return tenancy_api.Affiliate.model_validate(
        {**document.fields, "id": document.id, "version": document.version, "active": document.active}
    )
