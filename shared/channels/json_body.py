"""JSON that a provider posts: whatever it holds, only `InvalidInput` comes of reading it.

Standard library only: the front door imports it.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, NoReturn

from shared.domain.errors import FieldError, InvalidInput


def json_object(raw: bytes | str, field: str = "body") -> dict[str, Any]:
    """The object that `raw` (UTF-8) holds. Raises `InvalidInput` naming `field` for anything else."""
    try:
        found = json.loads(raw if isinstance(raw, str) else raw.decode("utf-8"), parse_constant=_no_constant)
    except (ValueError, RecursionError):  # a thousand brackets are JSON, too
        found = None
    if not isinstance(found, dict):
        raise _invalid(FieldError(field, "is not a JSON object"))
    return found


class Fields:
    """The members of an object, checked as they are read. `check` raises for all that was wrong, naming each.

    `within` is the object's own name, where it is part of another.
    """

    def __init__(self, given: Mapping[str, Any], within: str = "") -> None:
        self._given = given
        self._within = within
        self._errors: list[FieldError] = []

    def name(self, field: str, most: int) -> str:
        """An id, a number, an enum: 1 to `most` printable characters."""
        found = self._text(field, 1, most)
        if found and not found.isprintable():
            self.refuse(field, "has characters that cannot be printed")
        return found

    def words(self, field: str, most: int, *, least: int = 0) -> str:
        """What somebody wrote, `least` to `most` characters. Half a character, which has no UTF-8, becomes U+FFFD."""
        return self._text(field, least, most).encode("utf-16", "surrogatepass").decode("utf-16", "replace")

    def truth(self, field: str) -> bool:
        found = self._given.get(field)
        if not isinstance(found, bool):
            self.refuse(field, "is missing" if found is None else "must be true or false")
        return found is True

    def refuse(self, field: str, message: str) -> None:
        """Note what is wrong with a field. `message` never quotes it."""
        self._errors.append(FieldError(f"{self._within}.{field}" if self._within else field, message))

    def check(self) -> None:
        if self._errors:
            raise _invalid(*self._errors)

    def _text(self, field: str, least: int, most: int) -> str:
        found = self._given.get(field)
        if found is None or (found == "" and least):
            self.refuse(field, "is missing")
        elif not isinstance(found, str):
            self.refuse(field, "must be text")
        elif len(found) > most:
            self.refuse(field, f"may have {most} characters at most")
        else:
            return found
        return ""


def _no_constant(_: str) -> NoReturn:
    """NaN and its like are Python's, not JSON's."""
    raise ValueError


def _invalid(*errors: FieldError) -> InvalidInput:
    return InvalidInput("The body is not what it should be", errors=errors)
