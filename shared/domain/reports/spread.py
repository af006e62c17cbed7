"""How numbers are spread: their middle, and what all but a few stay below."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Spread:
    """So many numbers, their median and their 95th percentile; None where there are none."""

    count: int
    median: int | None
    p95: int | None


def spread(numbers: Iterable[int]) -> Spread:
    ordered = sorted(numbers)
    return Spread(len(ordered), median(ordered), percentile(ordered, 95))


def median(ordered: Sequence[int]) -> int | None:
    """The number in the middle, or between the two there; half a second is rounded up. `ordered` is sorted."""
    if not ordered:
        return None
    half = len(ordered) // 2
    return ordered[half] if len(ordered) % 2 else -(-(ordered[half - 1] + ordered[half]) // 2)


def percentile(ordered: Sequence[int], percent: int) -> int | None:
    """The smallest number that so many percent of them do not exceed (nearest rank). `ordered` is sorted."""
    if not ordered:
        return None
    return ordered[max(1, -(-len(ordered) * percent // 100)) - 1]
