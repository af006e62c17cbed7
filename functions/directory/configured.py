"""The operations on what an affiliate's people work with, put together.

What needs models of its own is imported with its first request: most environments answer a few kinds of request only.
"""

from __future__ import annotations

from collections.abc import Mapping

from functions.directory.desk import Desk, of_any_of_ones_programs, of_ones_programs
from functions.directory.later import five, later
from shared.configuration.editing import Editor
from shared.contracts.route_rows.configured import replies_api, surveys_api
from shared.domain.ports import Clock
from shared.runtime.http import Operation

_PARTS = ("Settings", "Retention", "Flags", "Limits", "Lexicon", "ProgramHours", "ProgramTimers")


def operations(editor: Editor, clock: Clock) -> dict[str, Operation]:
    """By name, as the route table has them."""
    surveys = Desk(editor, "survey", surveys_api, "Survey", visible=of_ones_programs)
    tags = Desk(editor, "tag", replies_api, "Tag", visible=of_any_of_ones_programs)

    def canned_responses() -> Mapping[str, Operation]:
        from functions.directory.replies import CannedResponses

        return CannedResponses(editor, clock).operations("CannedResponse", "CannedResponses")

    def templates() -> Mapping[str, Operation]:
        from functions.directory.texts import NoticeTemplates

        return NoticeTemplates(editor).operations("NoticeTemplate", "NoticeTemplates")

    def texts() -> Mapping[str, Operation]:
        from functions.directory.texts import AutomaticTexts

        made = AutomaticTexts(editor, clock)
        return made.operations("AutomaticText", "AutomaticTexts") | {"approveAutomaticText": made.approve}

    def parts() -> Mapping[str, Operation]:
        from functions.directory.parts import Parts

        return Parts(editor).operations()

    return {
        **surveys.operations("Survey", "Surveys"),
        **tags.operations("Tag", "Tags"),
        **later(five("CannedResponse"), canned_responses),
        **later(five("NoticeTemplate"), templates),
        **later((*five("AutomaticText"), "approveAutomaticText"), texts),
        **later((f"{does}{part}" for part in _PARTS for does in ("get", "update")), parts),
    }
