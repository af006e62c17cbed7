"""Automatic texts, from draft to approval; and templates of notices."""

from __future__ import annotations

from dataclasses import replace

from functions.directory.desk import Desk, by, of_ones_programs, version_given
from shared.configuration.documents import Document, House
from shared.configuration.editing import Editor, VersionMismatch
from shared.configuration.kinds.texts import approved, drafted, new_text
from shared.contracts import texts_directory_api as models
from shared.contracts.api import Reply
from shared.contracts.notices import WAYS
from shared.contracts.route_rows.configured import texts_api
from shared.domain.errors import Conflict, FieldError, Forbidden, NotFound, RuleBroken
from shared.domain.ports import Clock
from shared.domain.templates import REQUIRED, TEXTS
from shared.runtime.http import Request


class AutomaticTexts(Desk):
    def __init__(self, editor: Editor, clock: Clock) -> None:
        super().__init__(editor, "text", texts_api, "AutomaticText", visible=of_ones_programs)
        self._clock = clock

    def create(self, request: Request) -> Reply:
        """What is written is a draft: nothing is sent before it is approved."""
        body, author = request.parsed(models.AutomaticTextSpec), request.principal.user_id

        def make(house: House) -> list[Document]:
            made = new_text(body.program_id, body.key)
            if house.get("text", made.id) is not None:
                raise RuleBroken(errors=(FieldError("key", "is there already; change that one"),))
            return [drafted(made, body.text, author)]

        return self.show(self._editor.apply(request.principal.affiliate.id, make, by(request))[0].after)

    def update(self, request: Request) -> Reply:
        """New words wait for approval; the former ones are sent until then."""
        body = request.parsed(models.AutomaticTextEdit)
        words: str | None = getattr(body, "text", None)

        def make(house: House) -> list[Document]:
            found = self._found(house, request)
            if words is not None:
                found = drafted(found, words, request.principal.user_id)
            return [found if body.active is None else replace(found, active=body.active)]

        return self.show(self._editor.apply(request.principal.affiliate.id, make, by(request))[0].after)

    def approve(self, request: Request) -> Reply:
        """Make the draft the version that is sent. Raises `Conflict` where nothing waits."""
        principal = request.principal

        def make(house: House) -> list[Document]:
            found = self._found(house, request)
            if found["draft"] is None:
                raise Conflict("Nothing waits for approval", code="nothing_to_approve")
            settings = house.get("settings", house.affiliate_id)
            two = settings is not None and settings["texts_need_second_person"]
            if two and found["drafted_by"] == principal.user_id:
                raise Forbidden("Somebody else has to approve what you wrote", code="second_person_needed")
            return [approved(found, principal.user_id, self._clock.now())]

        return self.show(self._editor.apply(principal.affiliate.id, make, by(request))[0].after)

    def show(self, document: Document) -> Reply:
        form = TEXTS[document["key"].partition("@")[0]]
        said = {"when": form.when, "variables": form.variables, "must_use": form.must}
        named = {"id": document.id, "version": document.version, "active": document.active}
        required = document["key"] in REQUIRED
        return models.AutomaticText.model_validate({**document.fields, **named, **said, "required": required})

    def _found(self, house: House, request: Request) -> Document:
        found = house.get("text", request.path["id"])
        if found is None or not self._may_see(request.principal, found):
            raise NotFound
        version = version_given(request)
        if version is not None and version != found.version:
            raise VersionMismatch
        return found


class NoticeTemplates(Desk):
    def __init__(self, editor: Editor) -> None:
        super().__init__(editor, "template", texts_api, "NoticeTemplate")

    def show(self, document: Document) -> Reply:
        named = {"id": document.id, "version": document.version, "active": document.active}
        way = WAYS.get(document["name"])
        variables = way.variables if way is not None else ()
        return models.NoticeTemplate.model_validate({**document.fields, **named, "variables": variables})
