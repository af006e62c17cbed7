"""What the commands show: the table of a running stack, its state, its logs."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from localstack.stack import ports, services, state
from localstack.stack.health import status_of
from localstack.stack.identity import is_alive
from localstack.stack.official import OfficialCloud
from localstack.stack.places import Places
from localstack.stack.state import State

_FOLLOW_SECONDS = 0.3
_URLS = {
    "console": "console_url",
    "web chat": "widget_url",
    "a site": "sample_site_url",
    "API": "api_url",
    "handset": "handset_url",
    "carrier": "carrier_url",
    "AWS": "aws_endpoint",
}


def summary(outputs: Mapping[str, Any]) -> str:
    """URLs, demo logins and text lines of a running stack, from its outputs."""
    lines = [f"  {label:<9} {outputs[key]}" for label, key in _URLS.items() if outputs.get(key)]
    if outputs.get("handset_url") and outputs.get("console_url"):
        lines += ["", "  try it alone: text from the handset, make its carrier fail, answer in the console"]
    people = [
        (str(user.get("role", "")), str(user["email"]), str(user["password"]), str(user.get("affiliate") or ""))
        for user in outputs.get("users", [])
    ]
    if people:
        lines += ["", "  demo logins", *_columns(people)]
    lines_to_text = [
        (str(program["name"]), str(program["number"]), str(program.get("affiliate") or ""))
        for program in outputs.get("programs", [])
    ]
    if lines_to_text:
        lines += ["", "  programs and their numbers", *_columns(lines_to_text)]
    return "\n".join(lines)


@dataclass(frozen=True)
class Row:
    """One process of a stack; `pid` is None for a container, and for what has ended."""

    name: str
    pid: int | None
    port: int
    health: str


def rows(places: Places) -> list[Row]:
    """The servers of a home as they are now, each asked for its health; empty when nothing was started."""
    noted = state.load(places.state)
    if noted is None or not noted.ports:
        return []
    return [_row(name, noted, places) for name in ports.DEFAULTS]


def healthy(found: list[Row]) -> bool:
    return bool(found) and all(row.health == "healthy" for row in found)


def status(found: list[Row], places: Places) -> str:
    """What `status` prints."""
    if not found:
        return f"nothing runs in {places.home}"
    cells = [("name", "pid", "port", "health")]
    cells += [(row.name, str(row.pid or "-"), str(row.port), row.health) for row in found]
    return "\n".join(_columns(cells))


def show_logs(places: Places, lines: int, follow: bool, say: Callable[[str], None]) -> None:
    """The end of each log, each line after its name; with `follow`, what comes after as well, until interrupted."""
    logs = _logs(places)
    if not logs:
        say(f"no logs in {places.logs}")
    places_read = {log: log.stat().st_size for log in logs}
    for log in logs:
        for line in log.read_text(errors="replace").splitlines()[-lines:]:
            say(f"{log.stem:<8} | {line}")
    while follow:
        time.sleep(_FOLLOW_SECONDS)
        for log in _logs(places):
            for line in _new_lines(log, places_read):
                say(f"{log.stem:<8} | {line}")


def _logs(places: Places) -> list[Path]:
    """The logs of the stack; those of the setup lie beside them in the first home."""
    return sorted(log for log in places.logs.glob("*.log") if not log.name.startswith("setup-"))


def _new_lines(log: Path, places_read: dict[Path, int]) -> Iterator[str]:
    """Whole lines written since the last look; a file that has shrunk is a new one."""
    start = places_read.get(log, 0)
    size = log.stat().st_size
    if size < start:
        start = 0
    with log.open("rb") as file:
        file.seek(start)
        added = file.read()
    whole = added[: added.rfind(b"\n") + 1]
    places_read[log] = start + len(whole)
    yield from whole.decode(errors="replace").splitlines()


def _row(name: str, noted: State, places: Places) -> Row:
    port = noted.ports[name]
    if name == "cloud" and noted.cloud == "localstack":
        return Row(name, None, port, _health(OfficialCloud(places).probe(port)))
    record = next((record for record in noted.records if record.name == name), None)
    if record is None:
        return Row(name, None, port, "not started")
    if not is_alive(record.identity):
        return Row(name, None, port, "ended")
    build = {"cloud": services.ministack, "carrier": services.carrier, "edge": services.edge}
    return Row(name, record.identity.pid, port, _health(build[name](places, port, {}).ready))


def _health(url: str) -> str:
    answer = status_of(url)
    if answer == 200:
        return "healthy"
    return f"unhealthy ({answer or 'no answer'})"


def _columns(cells: Sequence[tuple[str, ...]]) -> list[str]:
    widths = [max(len(row[column]) for row in cells) for column in range(len(cells[0]))]
    padded = ([text.ljust(width) for text, width in zip(row, widths, strict=True)] for row in cells)
    return ["    " + "  ".join(row).rstrip() for row in padded]
