"""The browser for tests that need a real one."""

from __future__ import annotations

import os
import shutil
from collections.abc import Mapping
from pathlib import Path

from localstack.stack.errors import StackError

_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
_APPLICATIONS = (
    Path("/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"),
    Path("/Applications/Chromium.app/Contents/MacOS/Chromium"),
)


def find_browser(environment: Mapping[str, str] = os.environ) -> Path:
    """CHROMIUM, or the first Chromium or Chrome on the path; StackError with the remedy in one line."""
    named = environment.get("CHROMIUM")
    if named:
        if not os.access(named, os.X_OK):
            raise StackError(f"CHROMIUM={named} cannot be run.")
        return Path(named)
    for name in _NAMES:
        if found := shutil.which(name, path=environment.get("PATH")):
            return Path(found)
    for application in _APPLICATIONS:
        if application.exists():
            return application
    raise StackError("no Chromium or Chrome here: apt-get install chromium, or name one with CHROMIUM=/path/to/it.")
