"""Where one stack keeps what it leaves: everything lies under its home."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class Places:
    """`home` is absolute. Two stacks with two homes never touch each other's files."""

    home: Path
    repository: Path = REPOSITORY

    @property
    def logs(self) -> Path:
        return self.home / "logs"

    @property
    def state(self) -> Path:
        """Which processes this stack has started; written before anything waits for them."""
        return self.home / "stack.json"

    @property
    def lock(self) -> Path:
        return self.home / "stack.lock"

    @property
    def outputs(self) -> Path:
        """URLs and demo logins of the running stack, written by the seed."""
        return self.home / "outputs.json"

    @property
    def cdk_outputs(self) -> Path:
        return self.home / "cdk-outputs.json"

    @property
    def cdk_out(self) -> Path:
        return self.home / "cdk.out"

    @property
    def scratch(self) -> Path:
        """The emulator's temporary files; emptied at start and at stop."""
        return self.home / "scratch"

    def build(self, target: str) -> Path:
        """Where the bundles for `local` or `aws` are built: the same for every stack of this checkout."""
        return self.repository / ".local" / "build" / target

    @property
    def environment(self) -> Path:
        return self.repository / ".venv" / "bin"

    @property
    def cloud_environment(self) -> Path:
        return self.repository / ".local" / "cloud-venv" / "bin"

    def config(self, name: str) -> Path:
        """The file the seed writes for the `edge` or the `carrier`."""
        return self.home / f"{name}.json"

    def log(self, name: str) -> Path:
        return self.logs / f"{name}.log"

    def forget_running(self) -> None:
        """Remove what describes a running stack: read after it ended, it would mislead."""
        for path in (self.outputs, self.cdk_outputs, self.config("edge"), self.config("carrier")):
            path.unlink(missing_ok=True)
        shutil.rmtree(self.scratch, ignore_errors=True)
