"""The operator's commands, as an operator runs them: in a process of their own, credentials in the environment."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from tests.e2e.line import Line

REPOSITORY = Path(__file__).resolve().parents[2]


def operator(line: Line, command: str, *arguments: str) -> str:
    """What `python -m shared.operator.<command>` prints; it must end well."""
    environment = {
        "PATH": os.environ["PATH"],
        "AWS_ENDPOINT_URL": str(line.outputs["aws_endpoint"]),
        "AWS_DEFAULT_REGION": "us-east-1",
        "AWS_ACCESS_KEY_ID": "test",
        "AWS_SECRET_ACCESS_KEY": "test",
    }
    done = subprocess.run(
        [sys.executable, "-m", f"shared.operator.{command}", "--stage", "local", *arguments],
        cwd=REPOSITORY,
        env=environment,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, f"{command} {arguments}: {done.stdout}{done.stderr}"
    return done.stdout
