"""Pictures of pages, for people to look at in .local/screenshots/; whatever is pictured is checked as well."""

from __future__ import annotations

from playwright.sync_api import Page

from tests.browser.axe import small_targets, sticking_out, violations
from tests.conftest import REPOSITORY

PICTURES = REPOSITORY / ".local" / "screenshots"
#: What fades in is there by then.
_SETTLED_MS = 200


def shoot(page: Page, name: str, *, full_page: bool = False) -> None:
    """Save a picture of the page; it must fit its window, and no checker of accessibility may find anything."""
    page.wait_for_timeout(_SETTLED_MS)
    PICTURES.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=PICTURES / f"{name}.png", full_page=full_page)
    wrong = [*sticking_out(page), *small_targets(page), *violations(page)]
    assert wrong == [], f"{name}:\n" + "\n".join(wrong)
