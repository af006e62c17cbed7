"""Prints every budget beside what is measured; answers 1 when one is missed.

    python -m tests.bench [--rounds 7] [--callgrind] [--counts-only]

Counts come from production handlers in this process over AWS in memory, costs from these counts and a dated list of
prices (alone: python -m tests.bench.cost). Starts are measured in fresh processes with
the built bundle, as CPU time relative to `import boto3` in the same rounds; `--callgrind` counts instructions, which
takes minutes.
"""

from __future__ import annotations

import argparse

from tests.bench.cost import cost_rows, spend
from tests.bench.counts import call_rows, kms_rows, observe, unit_rows, workflow_row
from tests.bench.imports import bundle, callgrind_rows, start_rows
from tests.bench.table import Row, rendered
from tests.bench.world import the_world


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=7, help="interleaved rounds of starts (default: 7)")
    parser.add_argument("--callgrind", action="store_true", help="count instructions instead of CPU time")
    parser.add_argument("--counts-only", action="store_true", help="no starts")
    options = parser.parse_args()
    rows: list[Row] = []
    with the_world() as world:
        warm = observe(world)
        rows += [*call_rows(world, warm), *unit_rows(warm), *kms_rows(world), workflow_row()]
        rows += cost_rows(spend(world, warm.conversation))
    if not options.counts_only:
        bundle()
        with the_world() as world:
            rows += callgrind_rows(world) if options.callgrind else start_rows(world, options.rounds)
    print(rendered(rows))
    missed = [row.figure for row in rows if row.met is False]
    print(f"\n{len(missed)} budgets missed: {'; '.join(missed)}" if missed else "\nevery budget is met")
    return 1 if missed else 0


if __name__ == "__main__":
    raise SystemExit(main())
