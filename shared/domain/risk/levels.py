"""The levels of risk, their order, and what kind of danger is meant."""

from __future__ import annotations

from enum import StrEnum


class Risk(StrEnum):
    """How much danger the texter is in. Software only ever raises it (law 7)."""

    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"
    CRITICAL = "critical"

    @property
    def rank(self) -> int:
        """0 for low to 3 for critical. The words themselves do not sort."""
        return _RANK[self]


class Category(StrEnum):
    """What kind of danger a phrase speaks of."""

    SELF_HARM = "self_harm"
    SUICIDAL_IDEATION = "suicidal_ideation"
    SUBSTANCE_ABUSE = "substance_abuse"
    DOMESTIC_VIOLENCE = "domestic_violence"
    IMMEDIATE_CRISIS = "immediate_crisis"


_RANK = {level: rank for rank, level in enumerate(Risk)}


def higher(one: Risk, other: Risk) -> Risk:
    """The more dangerous of two levels."""
    return one if one.rank >= other.rank else other


def lower(one: Risk, other: Risk) -> Risk:
    """The less dangerous of two levels: a cap."""
    return one if one.rank <= other.rank else other
