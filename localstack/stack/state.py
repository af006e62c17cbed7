"""The state file of a home: which processes its stack has started."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field
from pathlib import Path

from localstack.stack.identity import Identity


@dataclass(frozen=True)
class Record:
    """One process started for the stack; `port` is None for a step's command (a deployment, say)."""

    name: str
    identity: Identity
    port: int | None


@dataclass
class State:
    """`marker` is a random word every process of this stack inherits; `cloud` is `ministack` or `localstack`.

    `container`: a container was asked of Docker, so one may have to be removed.
    """

    marker: str
    cloud: str
    ports: dict[str, int]
    records: list[Record] = field(default_factory=list)
    ready: bool = False
    container: bool = False

    def save(self, path: Path) -> None:
        """Replaces the file in one step, so that a reader never sees half of it."""
        path.parent.mkdir(parents=True, exist_ok=True)
        draft = path.with_suffix(".draft")
        draft.write_text(json.dumps(asdict(self), indent=2) + "\n")
        draft.replace(path)


def load(path: Path) -> State | None:
    """What the last stack of this home has noted; None when there was none or its file cannot be read."""
    try:
        noted = json.loads(path.read_text())
        records = [Record(row["name"], Identity(**row["identity"]), row["port"]) for row in noted["records"]]
        container = noted.get("container", False)
        return State(noted["marker"], noted["cloud"], noted["ports"], records, noted["ready"], container)
    except (OSError, ValueError, KeyError, TypeError):
        return None
