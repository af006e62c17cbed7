"""The console on its pretend API, for what needs no line: the console as it is, built into a place of its own."""

from __future__ import annotations

import os
import re
import signal
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import requests

from tests.conftest import REPOSITORY

CONSOLE = REPOSITORY / "console"
PASSWORD = "pretend-password"


def build(target: Path) -> Path:
    """The console with its functions' own names, so that it can be counted how often each is called."""
    vite = CONSOLE / "node_modules" / ".bin" / "vite"
    command = [str(vite), "build", "--minify", "false", "--emptyOutDir", "--outDir", str(target)]
    subprocess.run(command, cwd=CONSOLE, check=True, capture_output=True)
    return target


class Pretend:
    """A pretend Holdfast, at `url`."""

    def __init__(self, url: str) -> None:
        self.url = url

    def does(self, verb: str, **body: object) -> None:
        """What a texter or a carrier does there, see `VERBS` in dev/pretend-api.ts."""
        answer = requests.post(f"{self.url}/pretend/{verb}", json=body, timeout=20)
        assert answer.status_code == 200, answer.text


@contextmanager
def pretend(dist: Path, **scene: str) -> Iterator[Pretend]:
    """Runs one; `scene` is its environment: SCENE, MESSAGES."""
    environment = os.environ | scene | {"DIST": str(dist), "PORT": "0"}
    # A group of its own: `node` may be a script that starts the real one.
    process = subprocess.Popen(
        ["node", "dev/pretend-api.ts"],
        cwd=CONSOLE,
        env=environment,
        stdout=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    try:
        assert process.stdout is not None
        told = process.stdout.readline()
        url = re.search(r"http://\S+", told)
        assert url is not None, told
        yield Pretend(url[0])
    finally:
        os.killpg(process.pid, signal.SIGTERM)
        process.wait()
