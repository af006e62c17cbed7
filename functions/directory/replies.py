"""Canned responses: kept like everything else, and filled in for whoever is about to send one."""

from __future__ import annotations

from typing import cast

from functions.directory.desk import Desk, of_any_of_ones_programs
from shared.configuration.documents import Document
from shared.configuration.editing import Editor
from shared.contracts import replies_directory_api as models
from shared.contracts.api import Reply
from shared.contracts.route_rows.configured import replies_api
from shared.domain.canned import Moment, filled
from shared.domain.language import DEFAULT
from shared.domain.ports import Clock
from shared.domain.segments import count_segments
from shared.runtime.http import Request


class CannedResponses(Desk):
    def __init__(self, editor: Editor, clock: Clock) -> None:
        super().__init__(editor, "canned_response", replies_api, "CannedResponse", visible=of_any_of_ones_programs)
        self._clock = clock

    def all(self, request: Request) -> Reply:
        """With `program`, each as the caller would send it there now."""
        listed = cast(models.CannedResponseList, super().all(request))
        moment = self._moment(request)
        if moment is None:
            return listed
        for one in listed.items:
            one.filled = filled(one.text, moment, one.language or DEFAULT)
            one.segments = _segments(one.filled or one.text)
        return listed

    def show(self, document: Document) -> Reply:
        named = {"id": document.id, "version": document.version, "active": document.active}
        segments = _segments(document["text"])
        return models.CannedResponse.model_validate({**document.fields, **named, "segments": segments})

    def _moment(self, request: Request) -> Moment | None:
        principal, wanted = request.principal, request.query.get("program", "")
        program = principal.affiliate.programs.get(wanted) if wanted in principal.program_ids else None
        if program is None:
            return None
        return Moment(program.name, principal.member.name, self._clock.now(), program.hours)


def _segments(text: str) -> int:
    return count_segments(text).segments
