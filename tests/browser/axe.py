"""What checkers of accessibility find in a page, as sentences; an empty list is what we want.

Scripts are evaluated from outside, so that the page's own policy stays as strict as it is for everybody.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

from playwright.sync_api import Page

from tests.conftest import REPOSITORY

_AXE = REPOSITORY / "console" / "node_modules" / "axe-core" / "axe.min.js"
#: WCAG 2.2 AA is all of them together; the last is what its makers hold for good besides.
TAGS = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")
_RUN = """tags => axe.run({
    runOnly: {type: 'tag', values: tags},
    rules: {
        'target-size': {enabled: true},
        // Where colours are the reader's own they are not ours to judge.
        'color-contrast': {enabled: !matchMedia('(forced-colors: active)').matches},
    },
    resultTypes: ['violations'],
})"""
_CHECKS = Path(__file__).with_name("checks.js")


@cache
def _script(path: Path) -> str:
    return path.read_text()


def violations(page: Page) -> list[str]:
    """Each rule of axe that the page breaks, where, and what would mend it."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(_script(_AXE))
    found: dict[str, Any] = page.evaluate(_RUN, list(TAGS))
    return [
        f"{rule['id']} ({rule['impact']}) at {' > '.join(map(str, node['target']))}: {_mended(node)}"
        for rule in found["violations"]
        for node in rule["nodes"]
    ]


def _mended(node: dict[str, Any]) -> str:
    return " ".join(str(node.get("failureSummary", "")).split())


def small_targets(page: Page) -> list[str]:
    """What is to be pressed and has less than 24 pixels in one direction, by WCAG 2.5.8 but without its spacing."""
    return _asked(page, "smallTargets")


def motions(page: Page) -> list[str]:
    """What moves for longer than a hundredth of a second; nothing may where the reader asked for less motion."""
    return _asked(page, "motions")


def sticking_out(page: Page) -> list[str]:
    """What reaches beyond the window to one of its sides."""
    return _asked(page, "stickingOut")


def _asked(page: Page, check: str) -> list[str]:
    found: list[str] = page.evaluate(f"({_script(_CHECKS)}).{check}()")
    return found
