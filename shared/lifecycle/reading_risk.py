"""Reading a message for danger, with the affiliate's own words beside ours."""

from __future__ import annotations

from shared.domain.risk.assessment import Assessment
from shared.domain.risk.levels import Category, Risk
from shared.domain.risk.lexicon import LexiconEntry, assess_lexicon
from shared.store.directory import Affiliate


def own_words(affiliate: Affiliate) -> tuple[LexiconEntry, ...]:
    """The affiliate's additions to the lexicon. One that cannot be read is left out: it must not stop a texter."""
    found = []
    for row in affiliate.risk_words:
        try:
            if row.get("ignore"):
                found.append(LexiconEntry(row["phrase"], ignore=True))
            else:
                found.append(LexiconEntry(row["phrase"], Category(row["category"]), Risk(row["level"])))
        except (KeyError, ValueError):
            continue
    return tuple(found)


def read_quickly(text: str, affiliate: Affiliate) -> Assessment:
    """The lexicon's reading: quick enough to stand between a texter and their place in line."""
    return assess_lexicon(text, own_words(affiliate))
