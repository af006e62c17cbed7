"""Which programs have a web chat, and which web sites may show it.

The tables being down turns nobody away whom this environment could place a moment ago.
"""

from __future__ import annotations

import time
from dataclasses import dataclass

from shared.domain.errors import NotFound, Unavailable
from shared.domain.hours import Hours
from shared.domain.language import DEFAULT, LANGUAGES
from shared.domain.web_chat import CHANNEL
from shared.runtime.cross_origin import plain_origin
from shared.runtime.invocation import note
from shared.store.directory import Directory, Program

#: Seconds for which the list of all web sites is trusted. It only tells browsers whether to ask.
_LIST_AGE = 60.0


@dataclass(frozen=True)
class ChatProgram:
    """A program as the web chat knows it. `origins` are the web sites that may show it, beside our own."""

    id: str
    name: str
    affiliate_id: str
    origins: frozenset[str]
    #: None: always open.
    hours: Hours | None = None
    zone: str | None = None
    languages: tuple[str, ...] = (DEFAULT,)


class ChatPrograms:
    def __init__(self, directory: Directory, public_url: str) -> None:
        self._directory = directory
        self._own = plain_origin(public_url)
        self._last: dict[str, ChatProgram] = {}
        self._all: frozenset[str] | None = None
        self._listed = 0.0

    def find(self, program_id: str) -> ChatProgram:
        """Raises `NotFound` for one that has no web chat or is not active, `Unavailable` when nobody can tell."""
        try:
            found = self._read(program_id)
        except Exception:
            note(directory="down")
            if program_id not in self._last:
                raise Unavailable("The chat cannot be opened at this moment") from None
            return self._last[program_id]
        if found is None:
            self._last.pop(program_id, None)
            raise NotFound("There is no such web chat")
        self._last[program_id] = found
        return found

    def admits(self, program: ChatProgram, origin: str | None) -> bool:
        """Whether a page of that origin may show the program's chat. None is no browser, and nobody to protect."""
        return origin is None or origin == self._own or origin in program.origins

    def knows(self, origin: str) -> bool:
        """Whether any program's chat may be shown there. When nobody can tell: yes, for what follows is checked."""
        if origin == self._own:
            return True
        if self._all is None or time.monotonic() - self._listed > _LIST_AGE:
            try:
                self._all, self._listed = self._everywhere(), time.monotonic()
            except Exception:
                note(directory="down")
                return self._all is None or origin in self._all
        return origin in self._all

    def _read(self, program_id: str) -> ChatProgram | None:
        place = self._directory.line(CHANNEL, program_id)
        if place is None:
            return None
        line, affiliate = place
        program = affiliate.programs.get(line.program_id)
        if program is None or not program.active:
            return None
        hours = program.hours.on(CHANNEL) if program.hours is not None else None
        return ChatProgram(
            line.number,
            program.name,
            affiliate.id,
            frozenset(map(plain_origin, line.origins)),
            hours,
            hours.zone if hours is not None else program.zone,
            _languages(program),
        )

    def _everywhere(self) -> frozenset[str]:
        affiliates = [self._directory.affiliate(one) for one in self._directory.affiliate_ids()]
        lines = [line for one in affiliates if one is not None for line in one.lines.values()]
        return frozenset(plain_origin(origin) for line in lines if line.channel == CHANNEL for origin in line.origins)


def _languages(program: Program) -> tuple[str, ...]:
    """Those in which somebody is greeted: what the program's own texts are in, and what it has a version for."""
    others = [one for one in LANGUAGES if one != DEFAULT and program.approved_version(f"welcome@{one}") is not None]
    return (DEFAULT, *others)
