"""What an affiliate's people work with: texts, surveys, canned responses, tags, templates, hours and settings."""

from __future__ import annotations

from shared.contracts.route import EVERYBODY, Route
from shared.contracts.route_models import Models
from shared.contracts.route_rows.directory import ADMINS, resource
from shared.domain.roles import SUPERVISOR

surveys_api, replies_api, texts_api, settings_api = (
    Models(f"{name}_directory_api") for name in ("surveys", "replies", "texts", "settings")
)

#: Who answers for how a line works. Supervisors approve texts, and see by what rules they work.
LEADS = (SUPERVISOR, *ADMINS)
_READ, _CHANGE = (401, 403, 404), (400, 401, 403, 404, 412, 422)


def _part(path: str, one: str, says: str) -> tuple[Route, ...]:
    """The two routes of what there is one of: read, change."""
    shown, edit = getattr(settings_api, one), getattr(settings_api, f"{one.removeprefix('Program')}Edit")
    own = ("affiliateId",)
    # fmt: off
    return (
        Route("GET", path, "directory", f"get{one}", says, LEADS, response=shown, query=own, errors=_READ),
        Route("PUT", path, "directory", f"update{one}", f"{says}: change the given fields", ADMINS, edit, shown,
              query=own, errors=_CHANGE),
    )
    # fmt: on


# fmt: off
ROWS: tuple[Route, ...] = (
    *resource(surveys_api, "/api/surveys", "Survey", "Surveys", "Surveys", EVERYBODY, "program"),
    *resource(replies_api, "/api/canned-responses", "CannedResponse", "CannedResponses", "What is sent often",
              EVERYBODY, "program"),
    *resource(replies_api, "/api/tags", "Tag", "Tags", "What conversations are filed under", EVERYBODY, "program"),
    *resource(texts_api, "/api/templates", "NoticeTemplate", "NoticeTemplates", "What notices say to staff", LEADS),
    *resource(texts_api, "/api/admin/texts", "AutomaticText", "AutomaticTexts", "What Holdfast says to texters",
              LEADS, "program"),
    Route("POST", "/api/admin/texts/{id}/approve", "directory", "approveAutomaticText",
          "Make the draft the version that is sent", LEADS, texts_api.TextApproval, texts_api.AutomaticText,
          query=("affiliateId",), errors=(*_CHANGE, 409)),
    *_part("/api/admin/settings", "Settings", "All settings"),
    *_part("/api/admin/retention", "Retention", "How long content is kept"),
    *_part("/api/admin/flags", "Flags", "Features that are on"),
    *_part("/api/admin/limits", "Limits", "How much there may be of what"),
    *_part("/api/admin/lexicon", "Lexicon", "Words and sentences of danger, beside those built in"),
    *_part("/api/admin/hours/{programId}", "ProgramHours", "When a program's people are there"),
    *_part("/api/admin/timers/{programId}", "ProgramTimers", "How long each state of a conversation may last"),
)
# fmt: on
