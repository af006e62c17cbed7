"""The settings whole and in parts, and the parts of a program that have pages of their own."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import fields
from typing import Any

from functions.directory.desk import by, of_ones_programs, version_given
from shared.configuration.documents import Document
from shared.configuration.editing import Editor
from shared.contracts import settings_directory_api as models
from shared.contracts.api import Reply
from shared.domain.errors import NotFound
from shared.domain.flags import FLAGS, is_on
from shared.domain.limits import LIMITS, limit_of
from shared.domain.roles import ADMIN, PLATFORM_ADMIN
from shared.domain.rules import DEFAULT, Rules
from shared.runtime.http import Operation, Request

Show = Callable[[Document], Reply]


class Parts:
    def __init__(self, editor: Editor) -> None:
        self._editor = editor

    def operations(self) -> dict[str, Operation]:
        settings: dict[str, Show] = {
            "Settings": _settings,
            "Retention": _retention,
            "Flags": _flags,
            "Limits": _limits,
            "Lexicon": _lexicon,
        }
        programs: dict[str, Show] = {"ProgramHours": _hours, "ProgramTimers": _timers}
        made: dict[str, Operation] = {}
        for name, show in settings.items():
            made[f"get{name}"] = _shown(self._settings, show)
            made[f"update{name}"] = _shown(self._changed_settings, show)
        for name, show in programs.items():
            made[f"get{name}"] = _shown(self._program, show)
            made[f"update{name}"] = _shown(self._changed_program, show)
        return made

    def _settings(self, request: Request) -> Document:
        found = self._editor.house(_own(request)).get("settings", _own(request))
        if found is None:
            raise NotFound
        return found

    def _program(self, request: Request) -> Document:
        principal = request.principal
        found = self._editor.house(_own(request)).get("program", request.path["programId"])
        if found is None or not (principal.role in (ADMIN, PLATFORM_ADMIN) or of_ones_programs(principal, found)):
            raise NotFound
        return found

    def _changed_settings(self, request: Request) -> Document:
        return self._changed(request, "settings", _own(request))

    def _changed_program(self, request: Request) -> Document:
        return self._changed(request, "program", request.path["programId"])

    def _changed(self, request: Request, kind: str, id_: str) -> Document:
        assert request.body is not None
        given: Mapping[str, Any] = request.body.model_dump(mode="json", exclude_unset=True, exclude={"version"})
        edited = self._editor.change(_own(request), kind, id_, given, by(request), version=version_given(request))
        return edited.after


def _shown(act: Callable[[Request], Document], show: Show) -> Operation:
    return lambda request: show(act(request))


def _own(request: Request) -> str:
    return request.principal.affiliate.id


def _settings(found: Document) -> Reply:
    named = {"id": found.id, "version": found.version, "active": found.active}
    return models.Settings.model_validate({**found.fields, **named})


def _retention(found: Document) -> Reply:
    return models.Retention(version=found.version, retention_days=found["retention_days"])


def _flags(found: Document) -> Reply:
    items = [
        models.FlagState(name=name, means=one.means, default=one.default, on=is_on(found["flags"], name))
        for name, one in FLAGS.items()
    ]
    return models.Flags(version=found.version, flags=found["flags"], items=items)


def _limits(found: Document) -> Reply:
    items = [
        models.LimitState(
            name=name,
            means=one.means,
            least=one.least,
            most=one.most,
            default=one.default,
            value=limit_of(found["limits"], name),
        )
        for name, one in LIMITS.items()
    ]
    return models.Limits(version=found.version, limits=found["limits"], items=items)


def _lexicon(found: Document) -> Reply:
    words = {name: found[name] for name in ("risk_words", "risk_prototypes")}
    return models.Lexicon.model_validate({"version": found.version, **words})


def _hours(found: Document) -> Reply:
    return models.ProgramHours(program_id=found.id, version=found.version, zone=found["zone"], hours=found["hours"])


def _timers(found: Document) -> Reply:
    names = [one.name for one in fields(Rules) if one.name != "hours"]
    in_effect, defaults = (
        {name: getattr(rules, name) for name in names} for rules in (Rules.of(found["timers"]), DEFAULT)
    )
    return models.ProgramTimers(
        program_id=found.id, version=found.version, timers=found["timers"], in_effect=in_effect, defaults=defaults
    )
