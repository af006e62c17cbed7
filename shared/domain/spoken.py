"""Counts, waits and moments as people say them to a texter, in each language there is.

Only what is true when it is said: how long somebody has waited, how many are ahead, when the line opens. Never how long
it will take. A language that is not spoken here has no words: None.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from shared.domain.language import LANGUAGES

#: A queue is counted so far; beyond it nobody needs to know it more precisely.
MOST_COUNTED = 100

_UNITS = {
    "en": (("day", "days"), ("hour", "hours"), ("minute", "minutes")),
    "es": (("día", "días"), ("hora", "horas"), ("minuto", "minutos")),
}
_AND = {"en": "and", "es": "y"}
_MOMENT = {"en": "less than a minute", "es": "menos de un minuto"}
_WEEKDAYS = {
    "en": ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
    "es": ("lunes", "martes", "miércoles", "jueves", "viernes", "sábado", "domingo"),
}
_MONTHS = {
    "en": ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
           "November", "December"),
    "es": ("enero", "febrero", "marzo", "abril", "mayo", "junio", "julio", "agosto", "septiembre", "octubre",
           "noviembre", "diciembre"),
}  # fmt: skip


def wait(span: timedelta, language: str) -> str | None:
    """`12 minutes`, `1 hour and 5 minutes`, `2 days`; begun minutes do not count."""
    if language not in LANGUAGES:
        return None
    minutes = max(0, int(span.total_seconds() // 60))
    parts = (minutes // 1440, minutes // 60 % 24, minutes % 60)
    said = [
        f"{count} {words[count != 1]}"
        for count, words in zip(parts, _UNITS[language], strict=True)
        if count and not (words is _UNITS[language][2] and parts[0])
    ]
    return f" {_AND[language]} ".join(said) or _MOMENT[language]


def people_ahead(count: int, language: str) -> str | None:
    """A clause: `you are next`, `1 person is ahead of you`, `3 people are ahead of you`."""
    many = min(count, MOST_COUNTED)
    more = count > MOST_COUNTED
    if language == "en":
        if count <= 0:
            return "you are next"
        if count == 1:
            return "1 person is ahead of you"
        return f"{'more than ' if more else ''}{many} people are ahead of you"
    if language == "es":
        if count <= 0:
            return "usted es la siguiente persona"
        if count == 1:
            return "hay 1 persona antes que usted"
        return f"hay {'más de ' if more else ''}{many} personas antes que usted"
    return None


def moment(at: datetime, now: datetime, language: str) -> str | None:
    """`tomorrow at 9:00 AM EST`, by the clock that `at` carries; both carry a zone."""
    if language not in LANGUAGES:
        return None
    return f"{_day(at, now, language)} {_clock(at, language)}"


def _day(at: datetime, now: datetime, language: str) -> str:
    days = (at.date() - now.astimezone(at.tzinfo).date()).days
    if days <= 1:
        return {"en": ("today", "tomorrow"), "es": ("hoy", "mañana")}[language][max(0, days)]
    if days < 7:
        return f"{'on' if language == 'en' else 'el'} {_WEEKDAYS[language][at.weekday()]}"
    month = _MONTHS[language][at.month - 1]
    return f"on {month} {at.day}" if language == "en" else f"el {at.day} de {month}"


def _clock(at: datetime, language: str) -> str:
    hour = at.hour % 12 or 12
    afternoon = at.hour >= 12
    name = at.tzname() or ""
    # Zones without letters are called by their offset, which says nothing to anybody.
    zone = f" {name}" if name.isalpha() else ""
    if language == "en":
        return f"at {hour}:{at.minute:02} {'PM' if afternoon else 'AM'}{zone}"
    return f"{'a la' if hour == 1 else 'a las'} {hour}:{at.minute:02} {'p. m.' if afternoon else 'a. m.'}{zone}"
