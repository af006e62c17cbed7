"""`python -m shared.operator.cli`."""

from __future__ import annotations

from shared.operator.cli import holdfast

if __name__ == "__main__":
    holdfast(prog_name="holdfast")
