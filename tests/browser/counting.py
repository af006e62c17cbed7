"""How often the page's functions run and how often it is laid out, told by the browser itself."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Page


class Counts:
    """What happened while it was counted."""

    def __init__(self) -> None:
        self.calls: Counter[str] = Counter()
        self.layouts = 0


@contextmanager
def counted(page: Page) -> Iterator[Counts]:
    """Counts calls of the page's functions by name, and layouts, until the block ends."""
    browser, counts = page.context.new_cdp_session(page), Counts()
    browser.send("Profiler.enable")
    browser.send("Performance.enable")
    browser.send("Profiler.startPreciseCoverage", {"callCount": True, "detailed": False})

    def layouts() -> int:
        metrics = browser.send("Performance.getMetrics")["metrics"]
        return next(int(one["value"]) for one in metrics if one["name"] == "LayoutCount")

    before = layouts()
    try:
        yield counts
        counts.layouts = layouts() - before
        for script in browser.send("Profiler.takePreciseCoverage")["result"]:
            for function in script["functions"]:
                counts.calls[function["functionName"]] += function["ranges"][0]["count"]
    finally:
        browser.send("Profiler.stopPreciseCoverage")
        browser.detach()
