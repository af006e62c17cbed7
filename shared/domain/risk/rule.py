"""What an entry of the lexicon is."""

from __future__ import annotations

from dataclasses import dataclass

from shared.domain.risk.levels import Category, Risk


@dataclass(frozen=True, slots=True)
class Rule:
    """Phrases that speak of one danger, at the level they have when a texter says them of themselves, now, in earnest.

    A pattern is words in their one spelling (see `words`), apart by spaces: `a|b` either of them, `@name` any of a
    class, `x?` may be missing, `..` up to four other words of the sentence, `^` the beginning of a sentence, `$` the
    end of a clause.

    `own`: it is about the texter, so that "he" or "my friend" before it makes it somebody else's. `denied`: a negation
    before it takes it back. `past`: "years ago" and the like make it history. `light`: often said as a joke, so
    laughter weakens it. `mishap`: may be an accident in kitchen or sport. `intent`: with a time close by, it is about
    to happen.
    """

    id: str
    category: Category
    level: Risk
    patterns: tuple[str, ...]
    own: bool = True
    denied: bool = True
    past: bool = True
    light: bool = False
    mishap: bool = False
    intent: bool = False
