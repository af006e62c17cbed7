"""Whatever a browser test pictures is checked as well: there is one way to take a picture."""

from __future__ import annotations

from tests.conftest import REPOSITORY

BROWSER = REPOSITORY / "tests" / "browser"


def test_every_picture_of_a_page_is_taken_where_pages_are_checked() -> None:
    takers = {one.name for one in BROWSER.glob("*.py") if ".screenshot(" in one.read_text()}
    assert takers == {"shots.py"}
