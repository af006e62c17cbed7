"""Texts with `{variables}`: what each may say, checked when it is saved, filled in when it is sent.

A text whose variable has no value is not sent with a hole in it: another version is taken, or none. What goes to staff
may speak of enums, counts, links and the names of programs only: there is no variable for anything a texter wrote.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from shared.domain import spoken
from shared.domain.errors import FieldError, RuleBroken
from shared.domain.language import DEFAULT, LANGUAGES
from shared.domain.segments import count_segments

#: A text is cut into so many segments at most, each of which costs and may come late.
MOST_SEGMENTS = 6
MOST_STAFF_SEGMENTS = 4
MOST_SUBJECT = 120
MOST_MAIL = 4000

_VARIABLE = re.compile(r"\{([a-z]+)\}")
_KEY = re.compile(r"([a-z_]+)(?:@([a-z]{2}))?")


@dataclass(frozen=True)
class Situation:
    """What is known when a text is sent. None: not known. `opens` carries the line's own time zone."""

    line: str
    now: datetime
    waited: timedelta | None = None
    ahead: int | None = None
    opens: datetime | None = None
    holiday: str | None = None


@dataclass(frozen=True)
class Variable:
    """What a text to a texter may speak of. `say` puts it into a language's words; None: it cannot be said."""

    means: str
    say: Callable[[Situation, str], str | None]


VARIABLES: dict[str, Variable] = {
    "line": Variable("the program's name", lambda s, _: s.line),
    "waited": Variable(
        "how long they have waited: 12 minutes",
        lambda s, language: spoken.wait(s.waited, language) if s.waited is not None else None,
    ),
    "ahead": Variable(
        "a clause, how many are ahead at this moment: 1 person is ahead of you",
        lambda s, language: spoken.people_ahead(s.ahead, language) if s.ahead is not None else None,
    ),
    "opens": Variable(
        "when the line opens: tomorrow at 9:00 AM EST",
        lambda s, language: spoken.moment(s.opens, s.now, language) if s.opens is not None else None,
    ),
    "holiday": Variable("the holiday's name", lambda s, _: s.holiday),
}


@dataclass(frozen=True)
class Text:
    """An automatic text to texters. Beside `{line}`, which all may use, it may use `may` and must use `must`.

    `otherwise` is the text that is sent where this one cannot be.
    """

    when: str
    may: tuple[str, ...] = ()
    must: tuple[str, ...] = ()
    otherwise: str | None = None

    @property
    def variables(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(("line", *self.must, *self.may)))


# fmt: off
#: The texts a program may have. `name@es` is a text's version in a language.
TEXTS: dict[str, Text] = {
    "welcome": Text("a conversation was opened"),
    "closed": Text("the same, or somebody waits, while the line is closed: say when it opens and where else to turn",
                   must=("opens",)),
    "holiday": Text("the same on a holiday", may=("holiday",), must=("opens",), otherwise="closed"),
    "opt_out_confirmation": Text("the texter opted out"),
    "help_line": Text("the texter sent the carrier's keyword HELP"),
    "nobody_online": Text("nobody is there to answer"),
    "still_in_line": Text("waiting for a while, and again from time to time", may=("waited", "ahead")),
    "expired": Text("waited so long that the line gives up; where else to turn", may=("waited",)),
    "returned": Text("a responder had to leave; somebody else will take over"),
    "still_there": Text("the texter has not answered for a while"),
    "survey_thanks": Text("a survey was answered to its end"),
    "no_pictures": Text("the texter sent a picture, for the first time: nobody sees it"),
    "blocked": Text("a supervisor blocked the sender: where else to turn in danger"),
}
# fmt: on

#: What a program in use cannot do without: somebody who writes is answered at once, and the carriers' STOP and HELP are
#: answered by rule. A line that is not always open needs `closed` as well: see `check_texts`.
REQUIRED = ("welcome", "opt_out_confirmation", "help_line")


@dataclass(frozen=True)
class StaffTemplate:
    """What one kind of notice says: in a mail, and in a text message."""

    subject: str
    text: str
    sms: str


#: What a message to staff may speak of. Enums, counts, links and names of ours: nothing that a texter wrote.
STAFF_VARIABLES: dict[str, str] = {
    "program": "the program's name",
    "link": "where to see it, after signing in",
    "waiting": "how many wait in the queue",
    "help": "the kind of help that is called: medical, police",
    "urgency": "how urgent it is",
    "reference": "the escalation's reference",
    "service": "who calls for help here, as the deployment was told",
}
#: The longest that each is likely to be, for counting segments.
_STAFF_LONGEST = {
    "program": "A program with a name of so many letters",
    "link": "https://line.a-long-name-of-an-organisation.example.org/#/conversations/con_" + "0" * 26,
    "waiting": "1000",
    "help": "de la policía",
    "urgency": "immediate",
    "reference": "HF-00000000",
    "service": "the supervisors on call of the affiliate",
}


#: The parts of a staff template, and what each must use.
_PARTS: dict[str, tuple[str, ...]] = {"subject": (), "text": ("link",), "sms": ("link",)}


def variables_in(text: str) -> tuple[str, ...]:
    """The variables of a text, in order. Raises `ValueError`, fit for a person, for a brace that is none of them."""
    rest = _VARIABLE.sub("", text)
    if "{" in rest or "}" in rest:
        raise ValueError("has a brace that belongs to no variable; a variable is written like {line}")
    return tuple(dict.fromkeys(_VARIABLE.findall(text)))


def fill(text: str, values: Mapping[str, str | None]) -> str | None:
    """The text with its variables' values; None when one of them has none, or a brace belongs to no variable."""
    try:
        wanted = variables_in(text)
    except ValueError:
        return None
    if any(not values.get(name) for name in wanted):
        return None
    # All at once: a value is never looked into for variables.
    return _VARIABLE.sub(lambda match: values[match[1]] or "", text)


def fill_for_texter(text: str, situation: Situation, language: str) -> str | None:
    """The text as it stands with a texter now, in a language; None when there is something it cannot say."""
    return fill(text, {name: one.say(situation, language) for name, one in VARIABLES.items()})


def check_texts(texts: Mapping[str, str], line: str, *, may_close: bool = False) -> None:
    """Check a program's texts, called like `welcome` or `welcome@es`; `line` is the program's name.

    Raises `RuleBroken` naming each field that cannot be sent as it is, like `texts.welcome`. A line that `may_close`
    needs a text that says so.
    """
    errors = [error for key, text in texts.items() for error in _wrong_with(key, text, line)]
    if may_close and "closed" not in texts:
        errors.append(FieldError("texts.closed", "is required: this line is not always open"))
    if errors:
        raise RuleBroken(errors=tuple(errors))


def check_notice(name: str, template: StaffTemplate, variables: Collection[str]) -> None:
    """Check a staff template, which may use `variables` out of `STAFF_VARIABLES`.

    Raises `RuleBroken` naming each field, like `templates.escalated.sms`. The subject needs no link.
    """
    errors: list[FieldError] = []
    for part, must in _PARTS.items():
        value = getattr(template, part)
        field = f"templates.{name}.{part}"
        found = _wrong(field, value, variables, must)
        errors += found
        if found:
            continue
        longest = fill(value, _STAFF_LONGEST) or ""
        if part == "sms":
            errors += _too_many(field, [longest], MOST_STAFF_SEGMENTS)
        elif len(longest) > (most := MOST_SUBJECT if part == "subject" else MOST_MAIL):
            errors.append(FieldError(field, f"is too long: {len(longest)} characters when filled in; at most {most}"))
        elif part == "subject" and not value.isprintable():
            errors.append(FieldError(field, "must be one line"))
    if errors:
        raise RuleBroken(errors=tuple(errors))


def _wrong_with(key: str, text: str, line: str) -> list[FieldError]:
    field = f"texts.{key}"
    match = _KEY.fullmatch(key)
    form = TEXTS.get(match[1]) if match else None
    if match is None or form is None:
        return [FieldError(field, f"is no text of a program, which are {', '.join(TEXTS)}; or like welcome@es")]
    found = _wrong(field, text, form.variables, form.must)
    if found:
        return found
    language = match[2] or DEFAULT
    filled = []
    for situation in _longest(line):
        silent = [f"{{{one}}}" for one in variables_in(text) if VARIABLES[one].say(situation, language) is None]
        if silent:
            known = ", ".join(LANGUAGES)
            return [FieldError(field, f"cannot say {' '.join(silent)} in '{language}'; that is said in {known}")]
        filled.append(fill_for_texter(text, situation, language) or "")
    return _too_many(field, filled, MOST_SEGMENTS)


def _wrong(field: str, text: str, allowed: Collection[str], must: Collection[str]) -> list[FieldError]:
    if not isinstance(text, str) or not text.strip():
        return [FieldError(field, "is empty")]
    may = f"it may use {' '.join(f'{{{one}}}' for one in allowed)}"
    try:
        used = variables_in(text)
    except ValueError as why:
        return [FieldError(field, f"{why}; {may}")]
    unknown = [f"{{{one}}}" for one in used if one not in allowed]
    if unknown:
        return [FieldError(field, f"has no variable {' '.join(unknown)}; {may}")]
    missing = [f"{{{one}}}" for one in must if one not in used]
    return [FieldError(field, f"must use {' '.join(missing)}; {may}")] if missing else []


def _too_many(field: str, filled: Collection[str], most: int) -> list[FieldError]:
    segments = max(count_segments(text).segments for text in filled)
    if segments <= most:
        return []
    return [FieldError(field, f"is too long: {segments} segments when filled in; at most {most}")]


def _longest(line: str) -> tuple[Situation, ...]:
    """Situations that take many words, and letters that make a segment shorter."""
    now = datetime(2026, 9, 16, 12, 0, tzinfo=UTC)
    span, many = timedelta(days=27, hours=23), spoken.MOST_COUNTED + 1
    far, saturday = (now + timedelta(days=days, minutes=30) for days in (14, 3))
    return tuple(Situation(line, now, span, many, opens, "x" * 40) for opens in (far, saturday))
