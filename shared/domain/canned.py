"""Canned responses: what a responder sends often, with variables that are filled in before they see it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from shared.domain import spoken
from shared.domain.hours import Hours
from shared.domain.templates import fill, variables_in

#: The longest reply, in characters.
MOST_LETTERS = 1600

#: What a canned response may speak of.
CANNED_VARIABLES: dict[str, str] = {
    "line": "the program's name",
    "responder": "the first name of whoever sends it",
    "opens": "when the line opens next: tomorrow at 9:00 AM EST; nothing while it is open",
}


@dataclass(frozen=True)
class Moment:
    """For whom a canned response is filled in: the program's name and hours, the responder's name, and when."""

    line: str
    responder: str
    now: datetime
    hours: Hours | None = None


def wrong_with(text: str) -> str | None:
    """What is wrong with a text, fit for a person; None for one that can be sent."""
    may = f"it may use {' '.join(f'{{{one}}}' for one in CANNED_VARIABLES)}"
    try:
        used = variables_in(text)
    except ValueError as why:
        return f"{why}; {may}"
    unknown = [f"{{{one}}}" for one in used if one not in CANNED_VARIABLES]
    return f"has no variable {' '.join(unknown)}; {may}" if unknown else None


def filled(text: str, moment: Moment, language: str) -> str | None:
    """The text as it would be sent now; None when it speaks of something there is not."""
    said = fill(text, _values(moment, language))
    return said if said is not None and len(said) <= MOST_LETTERS else None


def _values(moment: Moment, language: str) -> Mapping[str, str | None]:
    opens = None
    if moment.hours is not None and not moment.hours.is_open(moment.now):
        opens = moment.hours.opens_at(moment.now)
    return {
        "line": moment.line,
        "responder": next(iter(moment.responder.split()), None),
        "opens": spoken.moment(opens, moment.now, language) if opens is not None else None,
    }
