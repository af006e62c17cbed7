"""Responses with figures of many conversations. Counts and seconds only: nothing in them is about one texter."""

from __future__ import annotations

from datetime import date, datetime

from pydantic import Field

from shared.contracts.api import Reply, Wire
from shared.domain.figures import Ending
from shared.domain.lifecycle import State
from shared.domain.reports.today import FEWEST, IN_TIME


class Spread(Wire):
    """Seconds; null where there was nothing to measure."""

    count: int
    median_seconds: int | None
    p95_seconds: int | None = Field(description="All but one in twenty waited no longer (nearest rank).")


class Waits(Wire):
    """How long people waited from their first message to the first words of a person."""

    arrivals: int = Field(description="Conversations that began.")
    answers: Spread
    decided: int = Field(description=f"Of so many it is known whether they were answered within {IN_TIME} seconds.")
    in_time: int = Field(description=f"So many of these were answered within {IN_TIME} seconds.")


class HourOfDay(Wire):
    begins: datetime
    waits: Waits
    arrivals_before: int = Field(description="Of the day before, while clocks showed the same hour.")


class ReportedProgram(Wire):
    id: str
    name: str


class StateCount(Wire):
    state: State
    count: int


class EndingCount(Wire):
    ending: Ending
    count: int


class SurveyOutcome(Wire):
    """Exit minus entry score of those who answered both surveys: below zero, distress went down."""

    count: int
    mean_change: float
    better: int
    worse: int
    same: int


class DayReport(Reply):
    """One day, by the clocks of `zone`. It is about the conversations that began on it, whenever they ended."""

    day: date
    zone: str = Field(description="IANA name.")
    begins: datetime
    ends: datetime
    made_at: datetime
    programs: list[ReportedProgram] = Field(description="What it is about.")
    complete: bool = Field(description="False: there were more conversations than are counted at once.")
    hours: list[HourOfDay] = Field(description="23 to 25 of them, as clocks change.")
    waits: Waits
    in_line: Spread = Field(description="From the first message until a responder began with the conversation.")
    before: Waits = Field(description="The day before, up to the same time of day while this one lasts.")
    states: list[StateCount] = Field(description="Every live conversation by state, as it is now, whenever it began.")
    endings: list[EndingCount] = Field(description="How those ended that have; with `open` they are all arrivals.")
    open: int
    escalations_medical: int
    escalations_police: int
    hand_offs: int = Field(description="From one responder to another, and to a supervisor.")
    returns: int = Field(description="Back to the queue.")
    opt_outs: int = Field(description="Conversations in which the texter opted out.")
    survey_outcome: SurveyOutcome | None = Field(
        description=f"Null below {FEWEST} texters who answered both: it could be told who."
    )
