"""What is generated from the code is committed, and is what the code says."""

from __future__ import annotations

import subprocess
from pathlib import Path

from shared.contracts.generate import ROOT, stale

CONSOLE = ROOT / "console"
NPM = ROOT / ".venv" / "bin" / "npm"


def test_openapi_schemas_asyncapi_and_diagram_are_current() -> None:
    assert stale() == []


def test_a_changed_document_is_noticed(tmp_path: Path) -> None:
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs" / "openapi.json").write_text("{}\n")
    assert "docs/openapi.json" in stale(tmp_path)


def test_the_consoles_types_are_current() -> None:
    checked = subprocess.run(_npm("check-types-drift"), cwd=CONSOLE, capture_output=True, text=True, check=False)
    assert checked.returncode == 0, checked.stdout + checked.stderr


def test_the_consoles_own_tests_pass() -> None:
    ran = subprocess.run(_npm("test"), cwd=CONSOLE, capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stdout[-4000:] + ran.stderr[-2000:]
    assert "passed" in ran.stdout


def _npm(script: str) -> list[str]:
    return ["/usr/bin/env", f"PATH={NPM.parent}:/usr/bin:/bin", str(NPM), "run", "--silent", script]
