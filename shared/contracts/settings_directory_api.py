"""An affiliate's settings, and what of a program or of the settings is configured by itself; see `directory_base`.

Each part of the settings is a resource of its own with the version of the whole: whoever changes one part after
somebody changed another is told, if they name the version.
"""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import Field, StringConstraints

from shared.contracts.api import Reply, Wire
from shared.contracts.directory_base import Shown, Spec
from shared.domain.risk.levels import Category, Risk

#: From a day to ten years.
Days = Annotated[int, Field(ge=1, le=3650)]
Phrase = Annotated[str, StringConstraints(min_length=1, max_length=80, strip_whitespace=True)]


class RiskWord(Wire):
    """A word or phrase of the affiliate's own: danger, or with `ignore` an expression that is harmless there."""

    phrase: Phrase
    category: Category = Category.IMMEDIATE_CRISIS
    level: Risk = Risk.HIGH
    ignore: bool = Field(default=False, description="Harmless: hides what lies in it; has no category or level.")


class RiskSentence(Wire):
    """A sentence of the affiliate's own that the reader by meaning compares messages with."""

    id: Annotated[str, StringConstraints(min_length=1, max_length=40, pattern=r"^[A-Za-z0-9_.-]+$")]
    text: Annotated[str, StringConstraints(min_length=1, max_length=300, strip_whitespace=True)]
    category: Category
    level: Risk


RiskWords = Annotated[list[RiskWord], Field(max_length=500)]
RiskSentences = Annotated[list[RiskSentence], Field(max_length=100)]


class SettingsSpec(Spec):
    retention_days: Days = Field(default=365, description="How long what was written is kept, and a hold apart.")
    flags: dict[str, bool] = Field(default_factory=dict, description="Those not given are as they are by default.")
    limits: dict[str, int] = Field(default_factory=dict, description="Those not given are as they are by default.")
    risk_words: RiskWords = Field(default_factory=list)
    risk_prototypes: RiskSentences = Field(default_factory=list)
    admins_read_content: bool = Field(default=True, description="Whether admins may read what was written.")
    texts_need_second_person: bool = Field(
        default=False, description="Whether a text must be approved by somebody else than whoever wrote it."
    )


class Settings(Shown, SettingsSpec):
    pass


class Versioned(Wire):
    """A change. What it gives takes the place of what was there; the rest stays as it is."""

    version: int | None = Field(default=None, ge=1, description="The version that was edited; null: whatever it is.")


class SettingsEdit(Versioned):
    retention_days: Days | None = None
    flags: dict[str, bool] | None = None
    limits: dict[str, int] | None = None
    risk_words: RiskWords | None = None
    risk_prototypes: RiskSentences | None = None
    admins_read_content: bool | None = None
    texts_need_second_person: bool | None = None


class RetentionEdit(Versioned):
    retention_days: Days


class Retention(Reply):
    version: int
    retention_days: int


class FlagsEdit(Versioned):
    flags: dict[str, bool] = Field(description="All that differ from their defaults.")


class FlagState(Wire):
    name: str
    means: str
    default: bool
    on: bool


class Flags(Reply):
    version: int
    flags: dict[str, bool] = Field(description="What was set.")
    items: list[FlagState] = Field(description="Every flag there is.")


class LimitsEdit(Versioned):
    limits: dict[str, int] = Field(description="All that differ from their defaults.")


class LimitState(Wire):
    name: str
    means: str
    least: int
    most: int
    default: int
    value: int


class Limits(Reply):
    version: int
    limits: dict[str, int] = Field(description="What was set.")
    items: list[LimitState] = Field(description="Every limit there is.")


class LexiconEdit(Versioned):
    risk_words: RiskWords | None = None
    risk_prototypes: RiskSentences | None = None


class Lexicon(Reply):
    version: int
    risk_words: list[RiskWord]
    risk_prototypes: list[RiskSentence]


class HoursEdit(Versioned):
    zone: str | None = None
    hours: dict[str, Any] | None = Field(default=None, description="When its people are there; null: always.")


class ProgramHours(Reply):
    program_id: str
    version: int = Field(description="The program's.")
    zone: str | None
    hours: dict[str, Any] | None


class TimersEdit(Versioned):
    timers: dict[str, int] = Field(description="Seconds by rule; those that are not given have their defaults.")


class ProgramTimers(Reply):
    program_id: str
    version: int = Field(description="The program's.")
    timers: dict[str, int] = Field(description="What was set.")
    in_effect: dict[str, int] = Field(description="Every rule, as it counts.")
    defaults: dict[str, int] = Field(description="Every rule, as it counts where nothing was set.")
