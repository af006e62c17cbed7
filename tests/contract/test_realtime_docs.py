"""The page about realtime and the console tell of the frames that there are."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from shared.contracts.realtime import ACTIONS, FRAMES, TEXTERS_FRAMES, Frame

ROOT = Path(__file__).resolve().parent.parent.parent
PAGE = (ROOT / "docs" / "realtime.md").read_text()
CONSOLE = (ROOT / "console" / "src" / "realtime" / "frames.ts").read_text()


def told(frame: Frame) -> tuple[str, ...]:
    members = [f"`{name}`" for name in frame.members] + [f"`{name}`?" for name in frame.maybe]
    return f"`{frame.type}`", ", ".join(frame.rooms), ", ".join(members), "yes" if frame.logged else ""


def rows(heading: str) -> list[tuple[str, ...]]:
    """The rows of the table of frames below a heading."""
    (_, _, below) = PAGE.partition(f"## {heading}\n")
    table = re.search(r"^\| frame .*\n\|[ -|]+\n((?:\|.*\n)+)", below, re.MULTILINE)
    assert table is not None
    return [tuple(cell.strip() for cell in line.strip("|\n").split("|")) for line in table[1].splitlines()]


def test_the_page_lists_every_frame_that_staff_are_sent_with_its_rooms_and_members() -> None:
    assert rows("Frames") == [told(frame) for frame in FRAMES]


def test_the_page_lists_every_frame_that_a_texter_is_sent() -> None:
    assert rows("A web chat's texter") == [told(frame)[:3] for frame in TEXTERS_FRAMES]


def test_the_page_lists_every_action() -> None:
    (_, _, below) = PAGE.partition("## What you may say\n")
    assert sorted(re.findall(r'^\| `\{"action":"(\w+)"', below, re.MULTILINE)) == sorted(ACTIONS)


@pytest.mark.parametrize("frame", FRAMES, ids=lambda frame: frame.type)
def test_the_console_knows_what_it_is_told(frame: Frame) -> None:
    known = dict(re.findall(r"^  (\w+): \{(.*)\},$", CONSOLE.partition("const FIELDS")[2], re.MULTILINE))
    if frame.type in ("typed", "state"):
        assert frame.type not in known, "the console asks for none of these; if it does now, say so here"
        return
    members = set(re.findall(r"(\w+): '", known[frame.type]))
    allowed = (
        {*frame.members, *frame.maybe} | ({"room"} if frame.rooms else set()) | ({"seq"} if frame.logged else set())
    )
    assert members <= allowed
    assert not frame.logged or {"room", "seq"} <= members
