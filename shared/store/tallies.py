"""What reports are made of, read from the indexes of conversations: no head, no fact, no texter."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import groupby
from typing import Any

from shared.contracts.tables import BY_ARRIVAL, BY_PROGRAM
from shared.domain.figures import Figures
from shared.domain.lifecycle import TERMINAL, State
from shared.domain.reports.today import Arrival
from shared.store.database import Database
from shared.store.models import HeadItem

#: A page is 1 MB: some four thousand conversations. Of one program so many pages are read, and what is beyond is said
#: to be missing.
MOST_PAGES = 20


@dataclass(frozen=True)
class Arrived:
    """Conversations that began in a time, or as many of them as are read at once."""

    arrivals: list[Arrival]
    complete: bool


@dataclass(frozen=True)
class Standing:
    """How many live conversations are in each state."""

    states: Counter[State]
    complete: bool


class Tallies:
    def __init__(self, database: Database) -> None:
        self._database = database

    def arrived(self, program_id: str, since: datetime, until: datetime) -> Arrived:
        """A program's conversations that began from `since` until before `until`, oldest first."""
        between = (_moment(since), _moment(until - timedelta(microseconds=1)))
        rows, complete = self._rows(program_id, between=between, index=BY_ARRIVAL)
        return Arrived([_arrival(row) for row in rows], complete)

    def standing(self, program_id: str) -> Standing:
        """A program's live conversations by state. One query for each run of states between those that have ended."""
        states: Counter[State] = Counter()
        complete = True
        for first, last in _LIVE_RUNS:
            rows, whole = self._rows(program_id, between=(f"{first}#", f"{last}#~"), index=BY_PROGRAM)
            states.update(State(row[BY_PROGRAM.sort]["S"].partition("#")[0]) for row in rows)
            complete = complete and whole
        return Standing(states, complete)

    def _rows(self, program_id: str, **more: Any) -> tuple[list[dict[str, Any]], bool]:
        found: list[dict[str, Any]] = []
        start: Any = None
        for _ in range(MOST_PAGES):
            page = self._database.query(HeadItem, f"P#{program_id}", start=start, **more)
            found += page["Items"]
            start = page.get("LastEvaluatedKey")
            if start is None:
                return found, True
        return found, False


def _live_runs() -> list[tuple[State, State]]:
    """The live states as the index sorts them, in runs that no ended one interrupts: first and last of each."""
    runs = (list(run) for live, run in groupby(sorted(State), lambda state: state not in TERMINAL) if live)
    return [(run[0], run[-1]) for run in runs]


_LIVE_RUNS = _live_runs()


def _moment(at: datetime) -> str:
    serialized: str = HeadItem.created_at.serialize(at)  # type: ignore[no-untyped-call]
    return serialized


def _arrival(row: dict[str, Any]) -> Arrival:
    begun: datetime = HeadItem.created_at.deserialize(row[BY_ARRIVAL.sort]["S"])  # type: ignore[no-untyped-call]
    return Arrival(
        at=begun,
        figures=Figures.from_plain(json.loads(row["figures"]["S"])) if "figures" in row else Figures(),
        cannot_reply="cannot_reply" in row and bool(row["cannot_reply"]["BOOL"]),
        entry_score=_number(row, "entry_score"),
        exit_score=_number(row, "exit_score"),
    )


def _number(row: dict[str, Any], name: str) -> float | None:
    return float(row[name]["N"]) if name in row else None
