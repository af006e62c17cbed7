"""Somebody without a mouse: what they press, and whether they can see where they are."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from tests.e2e.waiting import eventually

#: Tabs until a page is gone through, at most.
_MOST = 160

_HERE = """() => {
    const at = document.activeElement;
    return at === null || at === document.body ? null : at.dataset.testid ?? '';
}"""

#: What is wrong with where the focus is, or nothing; the browser's own place before the page's first stop is right.
_UNSEEN = """() => {
    const at = document.activeElement;
    if (at === null || at === document.body) return '';
    const what = `<${at.localName} ${at.dataset.testid ?? at.id}> ${(at.getAttribute('aria-label') ?? at.textContent).trim().slice(0, 40)}`;
    const style = getComputedStyle(at);
    if (!at.matches(':focus-visible') || style.outlineStyle === 'none' || parseFloat(style.outlineWidth) < 2) return `${what} does not show that it has the focus`;
    const { left, top, right, bottom, width, height } = at.getBoundingClientRect();
    const [x, y] = [(Math.max(left, 0) + Math.min(right, innerWidth)) / 2, (Math.max(top, 0) + Math.min(bottom, innerHeight)) / 2];
    if (width === 0 || height === 0 || right <= 0 || bottom <= 0 || left >= innerWidth || top >= innerHeight) return `${what} is out of sight`;
    // Something may lie over the middle of it, and its edges still show.
    const spots = [[x, y], [left + 3, top + 3], [right - 3, bottom - 3], [left + 3, bottom - 3], [right - 3, top + 3]];
    const uncovered = spots.some(([across, down]) => { const one = document.elementFromPoint(across, down); return one !== null && (at.contains(one) || one.contains(at)); });
    return uncovered ? '' : `${what} is covered`;
}"""  # noqa: E501


class Keys:
    """Goes through a page by its keys alone."""

    def __init__(self, page: Page) -> None:
        self._page = page

    def here(self) -> str | None:
        """The name of what has the focus; empty where it has none, None where nothing has it."""
        found: str | None = self._page.evaluate(_HERE)
        return found

    def press(self, *keys: str) -> None:
        for key in keys:
            self._page.keyboard.press(key)

    def types(self, words: str) -> None:
        self._page.keyboard.type(words)

    def goes_to(self, name: str, *, back: bool = False) -> None:
        """From stop to stop until there, each of them in sight; within a menu by its arrows."""
        passed: list[str] = []
        for _ in range(_MOST):
            at = self.here()
            if at == name:
                return
            passed.append(at or "")
            in_menu = self._page.evaluate("document.activeElement?.getAttribute('role') === 'menuitem'")
            self.press("ArrowDown" if in_menu else "Shift+Tab" if back else "Tab")
            unseen: str = self._page.evaluate(_UNSEEN)
            assert unseen == "", unseen
        raise AssertionError(f"no key leads to {name}; passed {passed}")

    def makes(self, move: str) -> None:
        """Press a move's button, which may stand in the menu of further ones."""
        if not self._page.get_by_test_id(move).is_visible():
            self.goes_to("more-moves")
            self.press("Enter")
            expect(self._page.get_by_test_id(move)).to_be_visible()
        self.goes_to(move)
        self.press("Enter")

    def is_somewhere(self) -> None:
        """What had the focus may have gone; it must not have gone with it."""
        eventually(lambda: self.here() is not None, "the focus")
        # Not for a moment only.
        self._page.wait_for_timeout(300)
        assert self.here() is not None, "the focus is lost"
