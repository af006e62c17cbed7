"""Which passwords are taken. By NIST SP 800-63B length counts, and not being guessable; no mix of signs is asked for.

What is refused is short, or is one of the commonest passwords of leaked collections, plain or dressed up with digits
and signs, or is doubled, or is made of what everybody knows about the person.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterable

from shared.domain.errors import FieldError, RuleBroken

SHORTEST, LONGEST = 12, 128
#: What is left of a password without the words everybody knows must be this long.
_OWN = 8
#: Words shorter than this stand in too many passwords by chance.
_WORD = 4
_FEWEST_SIGNS = 5
_OUTER = re.compile(r"^[\W\d_]+|[\W\d_]+$")
_PRODUCT = "holdfast"


def normal(password: str) -> str:
    """The form that is hashed: the same password typed on another keyboard is the same (Unicode NFKC)."""
    return unicodedata.normalize("NFKC", password)


def check_password(password: str, about: Iterable[str], common: Collection[str], field: str = "password") -> None:
    """Raises `RuleBroken` naming `field` and saying what is wrong.

    `about` is what everybody knows of the person: their e-mail address and name. `common` are the commonest passwords,
    in lower case.
    """
    why = _wrong(normal(password), about, common)
    if why is not None:
        raise RuleBroken(errors=(FieldError(field, *why),))


def _wrong(password: str, about: Iterable[str], common: Collection[str]) -> tuple[str, str] | None:
    """A sentence and its code."""
    if len(password) < SHORTEST:
        return f"must have {SHORTEST} characters at least", "password_short"
    if len(password) > LONGEST:
        return f"may have {LONGEST} characters at most", "password_long"
    plain = password.casefold()
    if len(set(plain)) < _FEWEST_SIGNS or _repeats(plain):
        return "repeats itself", "password_repeats"
    if plain in common or _OUTER.sub("", plain) in common:
        return "is one of the commonest passwords, or one of them with digits or signs around it", "password_common"
    own = plain
    for word in _words((*about, _PRODUCT)):
        own = own.replace(word, "")
    if own != plain and len(own) < _OWN:
        return "is made of your name, your address or ours", "password_personal"
    return None


def _repeats(text: str) -> bool:
    """Whether the text is a shorter one, said twice or more."""
    return text in (text + text)[1:-1]


def _words(known: Iterable[str]) -> list[str]:
    """The words in it, the longest first."""
    found = {word for text in known for word in re.split(r"[\W_]+", normal(text).casefold()) if len(word) >= _WORD}
    return sorted(found, key=lambda word: (-len(word), word))
