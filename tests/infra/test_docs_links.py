"""The documents' links lead somewhere, what they name exists, and no machine shows through."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest

from tests.infra.synthesis import ROOT

#: What the documents say is code of ours when it stands between backticks.
FOLDERS = ("console", "docs", "events", "functions", "infra", "localstack", "locks", "shared", "tests")

MACHINE = re.compile(r"/(?:home|Users|root|work)/|[A-Z]:\\\\|\.venv/lib/")


def documents() -> list[Path]:
    """Every Markdown file that git keeps, or would."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "*.md"]
    listed = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout.splitlines()
    return [ROOT / name for name in sorted(set(listed)) if (ROOT / name).is_file()]


DOCUMENTS = documents()
each = pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))


def prose(document: Path) -> str:
    """The text without its code blocks."""
    return re.sub(r"^( *)```.*?^\1```$", "", document.read_text(), flags=re.M | re.S)


def anchors(document: Path) -> set[str]:
    """The headings of a document as they are linked to."""
    headings = re.findall(r"^#+ (.+)$", prose(document), re.M)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


def test_there_are_documents() -> None:
    assert {"README.md", "docs/security.md"} <= {str(path.relative_to(ROOT)) for path in DOCUMENTS}


@each
def test_links_lead_somewhere(document: Path) -> None:
    for link in re.findall(r"\]\(([^)\s]+)\)", prose(document)):
        if re.match(r"[a-z]+:", link):
            assert link.startswith("https://"), link
            continue
        path, _, anchor = link.partition("#")
        target = (document.parent / path).resolve() if path else document
        assert target.exists(), f"{link} leads nowhere"
        assert target.is_relative_to(ROOT), f"{link} leads out of the repository"
        assert not anchor or anchor in anchors(target), f"{link}: there is no such heading"


@each
def test_files_that_are_named_exist(document: Path) -> None:
    named = re.findall(rf"`((?:{'|'.join(FOLDERS)})/[\w./-]+)`", prose(document))
    built = {"console/dist"}
    assert [name for name in named if name not in built and not (document.parent / name).exists()
            and not (ROOT / name).exists()] == []  # fmt: skip


@each
def test_fences_are_closed_and_diagrams_name_their_kind(document: Path) -> None:
    fences = re.findall(r"^ *```(.*)$", document.read_text(), re.M)
    assert len(fences) % 2 == 0
    assert all(closing == "" for closing in fences[1::2])
    diagrams = re.findall(r"```mermaid\n(\w+)", document.read_text())
    assert len(diagrams) == fences[::2].count("mermaid")
    assert set(diagrams) <= {"flowchart", "sequenceDiagram", "stateDiagram"}


@each
def test_no_machine_shows_through(document: Path) -> None:
    assert not MACHINE.search(document.read_text())
