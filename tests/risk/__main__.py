"""`python -m tests.risk`: the figures of docs/risk.md."""

from __future__ import annotations

from collections.abc import Callable

from infra.bundle import MODEL
from shared.ai.risk_model import SemanticRisk
from tests.risk.measuring import SETS, Rated, figures, messages, rate


def main() -> None:
    rated = rate(messages(), SemanticRisk(MODEL))
    print("| messages | dangerous | harmless | recall: lexicon | both | false alarms: lexicon | both |")
    print("| --- | --- | --- | --- | --- | --- | --- |")
    _row("all", rated, lambda _: True)
    for origin in SETS:
        _row(f"set {origin}", rated, lambda one, origin=origin: one.message.origin == origin)
    for category in sorted({category for one in rated for category in one.message.categories}):
        _row(str(category), rated, lambda one, category=category: category in one.message.categories)
    for kind in sorted({one.message.kind for one in rated}):
        _row(f"kind {kind}", rated, lambda one, kind=kind: one.message.kind == kind)


def _row(name: str, rated: list[Rated], wanted: Callable[[Rated], bool]) -> None:
    chosen = [one for one in rated if wanted(one)]
    quick, both = figures(chosen, lexicon_only=True), figures(chosen)
    cells = [name, str(both.dangerous), str(both.harmless)]
    cells += ["—" if share is None else f"{share:.1%}" for share in (quick.recall, both.recall)]
    cells += ["—" if share is None else f"{share:.1%}" for share in (quick.alarms, both.alarms)]
    print(f"| {' | '.join(cells)} |")


if __name__ == "__main__":
    main()
