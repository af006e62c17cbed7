"""List, create, read, change and deactivate the documents of one kind."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any, cast

from shared.configuration.documents import Document
from shared.configuration.editing import By, Editor
from shared.contracts.api import Reply
from shared.contracts.directory_base import Edit
from shared.contracts.route_models import Models
from shared.domain.errors import FieldError, InvalidInput, NotFound
from shared.domain.roles import ADMIN, PLATFORM_ADMIN
from shared.runtime.http import Operation, Request
from shared.runtime.identity import Principal

_TAG = re.compile(r'(?:W/)?"?(\d{1,9})"?')


def by(request: Request) -> By:
    """Who asks, for the audit."""
    principal = request.principal
    return By(principal.actor, request.request_id)


def version_given(request: Request) -> int | None:
    """The version that was edited, of the header `If-Match` or the body's `version`; None: whatever it is."""
    tag = request.headers.get("if-match")
    if tag is None or tag.strip() == "*":
        return getattr(request.body, "version", None)
    found = _TAG.fullmatch(tag.strip())
    if found is None:
        raise InvalidInput(errors=(FieldError("If-Match", "must be a version"),))
    return int(found[1])


def repeatable(request: Request) -> str | None:
    """What a new document is named after, so that repeating the request makes it once; None without the header."""
    given = request.headers.get("idempotency-key")
    if given is None:
        return None
    if not 1 <= len(given) <= 200:
        raise InvalidInput(errors=(FieldError("Idempotency-Key", "must have 1 to 200 characters"),))
    return f"{request.principal.user_id}\x00{given}"


class Desk:
    """One kind's five operations. `visible` says whether somebody who is no admin is shown a document."""

    def __init__(
        self,
        editor: Editor,
        kind: str,
        models: Models,
        shown: str,
        *,
        visible: Callable[[Principal, Document], bool] = lambda principal, document: True,
    ) -> None:
        self._editor = editor
        self._kind = kind
        self._models = models
        self._shown = shown
        self._visible = visible

    def operations(self, one: str, many: str) -> dict[str, Operation]:
        """By the names that `route_rows.directory.resource` gives them."""
        return {
            f"list{many}": self.all,
            f"create{one}": self.create,
            f"get{one}": self.get,
            f"update{one}": self.update,
            f"deactivate{one}": self.deactivate,
        }

    def all(self, request: Request) -> Reply:
        """By id: those in use, or with `active` the others or both; `program` narrows to a program's."""
        house = self._editor.house(request.principal.affiliate.id)
        active, program = request.query.get("active", "true"), request.query.get("program")
        if active not in ("true", "false", "all"):
            raise InvalidInput(errors=(FieldError("active", "must be true, false or all"),))
        found = [
            one
            for one in sorted(house.of(self._kind, active=False), key=lambda one: one.id)
            if (active == "all" or one.active == (active == "true"))
            and (program is None or _of_program(one, program))
            and one.id > request.query.get("cursor", "")
            and self._may_see(request.principal, one)
        ]
        limit = request.limit()
        listed: Any = getattr(self._models, f"{self._shown}List").type
        more = found[limit - 1].id if len(found) > limit else None
        return cast(Reply, listed(items=[self.show(one) for one in found[:limit]], next_cursor=more))

    def get(self, request: Request) -> Reply:
        found = self._editor.house(request.principal.affiliate.id).get(self._kind, request.path["id"])
        if found is None or not self._may_see(request.principal, found):
            raise NotFound
        return self.show(found)

    def create(self, request: Request) -> Reply:
        """Repeated under the same Idempotency-Key, it answers what was made."""
        body = request.body
        assert body is not None
        made = self._editor.create(
            request.principal.affiliate.id,
            self._kind,
            body.model_dump(mode="json", exclude_unset=True),
            by(request),
            named_after=repeatable(request),
        )
        return self.show(made)

    def update(self, request: Request) -> Reply:
        body = request.parsed(Edit)
        fields = body.model_dump(mode="json", exclude_unset=True, exclude={"version", "active"})
        edited = self._editor.change(
            request.principal.affiliate.id,
            self._kind,
            request.path["id"],
            fields,
            by(request),
            version=version_given(request),
            active=body.active,
        )
        return self.show(edited.after)

    def deactivate(self, request: Request) -> Reply:
        """Nothing is deleted: what texters and staff did with it keeps its name."""
        edited = self._editor.change(
            request.principal.affiliate.id,
            self._kind,
            request.path["id"],
            {},
            by(request),
            version=version_given(request),
            active=False,
        )
        return self.show(edited.after)

    def show(self, document: Document) -> Reply:
        model: Any = getattr(self._models, self._shown).type
        named = {"id": document.id, "version": document.version, "active": document.active}
        return cast(Reply, model.model_validate({**document.fields, **named}))

    def _may_see(self, principal: Principal, document: Document) -> bool:
        return principal.role in (ADMIN, PLATFORM_ADMIN) or self._visible(principal, document)


def _of_program(document: Document, program_id: str) -> bool:
    """Whether it is the program's: its own, or one of those it shares, which without any is all."""
    shared = document.fields.get("program_ids")
    return document.fields.get("program_id") == program_id if shared is None else not shared or program_id in shared


def of_any_of_ones_programs(principal: Principal, document: Document) -> bool:
    """What programs share is shown to those who work in one of them."""
    return not document["program_ids"] or bool(set(document["program_ids"]) & set(principal.program_ids))


def of_ones_programs(principal: Principal, document: Document) -> bool:
    """What belongs to a program is shown to those who work in it."""
    program = document.id if document.kind == "program" else document.fields.get("program_id")
    return program is None or program in principal.program_ids
