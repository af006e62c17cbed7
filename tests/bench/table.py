"""The one table that the bench prints."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Row:
    """One figure. `most` is its budget; None for what is shown beside the budgets. `how` says what was measured."""

    figure: str
    measured: float
    most: float | None
    how: str
    exactly: bool = False

    @property
    def met(self) -> bool | None:
        if self.most is None:
            return None
        return self.measured == self.most if self.exactly else self.measured <= self.most

    @property
    def budget(self) -> str:
        return "–" if self.most is None else f"{'=' if self.exactly else '≤'} {_number(self.most)}"

    def cells(self) -> tuple[str, ...]:
        met = {True: "yes", False: "NO", None: "–"}[self.met]
        return self.figure, _number(self.measured), self.budget, met, self.how


def rendered(rows: Sequence[Row]) -> str:
    """The rows in columns; the last column is as wide as it needs to be."""
    cells = [("figure", "measured", "budget", "met?", "how"), *(row.cells() for row in rows)]
    widths = [max(len(row[column]) for row in cells) for column in range(4)]
    lines = [
        "  ".join([*(cell.ljust(width) for cell, width in zip(row, widths, strict=False)), row[4]]) for row in cells
    ]
    lines.insert(1, "  ".join([*("─" * width for width in widths), "─" * 3]))
    return "\n".join(line.rstrip() for line in lines)


def _number(value: float) -> str:
    return str(int(value)) if value == int(value) else f"{value:.2f}"
