"""The official LocalStack container instead of the embedded emulator (CLOUD=localstack)."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path

from localstack.stack.errors import StackError
from localstack.stack.places import Places
from localstack.stack.steps import failure

_PROBE_SECONDS = 20
_START_SECONDS = 300


class OfficialCloud:
    """One compose project per home. Docker keeps the container, so it has no pid of ours."""

    def __init__(self, places: Places) -> None:
        self._places = places
        self._project = "holdfast-" + hashlib.sha256(str(places.home).encode()).hexdigest()[:10]

    def check(self, environment: Mapping[str, str] = os.environ) -> None:
        """StackError in one line when Docker or the token is missing."""
        if shutil.which("docker") is None:
            raise StackError(
                "CLOUD=localstack needs Docker, which is not installed; without CLOUD, no Docker is needed."
            )
        try:
            asked = subprocess.run(["docker", "info"], capture_output=True, timeout=_PROBE_SECONDS, check=False)
            answers = asked.returncode == 0
        except subprocess.TimeoutExpired:
            answers = False
        compose = subprocess.run(["docker", "compose", "version"], capture_output=True, check=False)
        if answers and compose.returncode:
            raise StackError("CLOUD=localstack needs Docker's compose plugin (`docker compose version` fails).")
        if not answers:
            raise StackError("CLOUD=localstack needs Docker, whose daemon does not answer (`docker info`).")
        if not environment.get("LOCALSTACK_AUTH_TOKEN"):
            raise StackError("CLOUD=localstack needs LOCALSTACK_AUTH_TOKEN in the environment.")

    def start(self, port: int) -> None:
        """Returns when LocalStack is healthy."""
        self._compose("up", "--detach", "--wait", "--wait-timeout", str(_START_SECONDS), port=port)

    def stop(self, port: int) -> None:
        self._compose("down", "--volumes", "--timeout", "10", port=port)

    def probe(self, port: int) -> str:
        return f"http://127.0.0.1:{port}/_localstack/health"

    def _compose(self, *arguments: str, port: int) -> None:
        log: Path = self._places.log("cloud")
        log.parent.mkdir(parents=True, exist_ok=True)
        file = self._places.repository / "localstack" / "docker-compose.yml"
        with log.open("ab") as output:
            done = subprocess.run(
                ["docker", "compose", "--project-name", self._project, "--file", str(file), *arguments],
                env={**os.environ, "CLOUD_PORT": str(port)},
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                timeout=_START_SECONDS + 60,
                check=False,
            )
        if done.returncode:
            raise StackError(failure(f"docker compose {arguments[0]} failed (exit {done.returncode})", log))
