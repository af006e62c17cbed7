"""The servers a stack keeps running, and how each is started and asked for its health."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from localstack.stack.environments import plain
from localstack.stack.places import Places


@dataclass(frozen=True)
class Service:
    """`answers` are the statuses of `probe` that mean "started"; `ready` is asked once everything is deployed."""

    name: str
    label: str
    port: int
    argv: tuple[str, ...]
    environment: Mapping[str, str]
    directory: Path
    probe: str
    answers: frozenset[int]
    ready: str
    start_seconds: float = 30.0


_EMULATOR = Path(__file__).resolve().parents[1] / "emulator.py"


def ministack(places: Places, port: int, marker: Mapping[str, str]) -> Service:
    """The embedded emulator. All its temporary files lie in the home's scratch."""
    environment = plain(marker)
    environment |= {
        "PATH": f"{places.cloud_environment}:{environment.get('PATH', '')}",
        "BIND_HOST": "127.0.0.1",
        "GATEWAY_PORT": str(port),
        "LAMBDA_EXECUTOR": "local",
        # At INFO it writes what functions log, and request lines with their queries.
        "LOG_LEVEL": "WARNING",
        # Otherwise it opens port 8883 to the network.
        "IOT_MTLS_ENABLED": "0",
        "TMPDIR": str(places.scratch),
        "STATE_DIR": str(places.scratch / "state"),
        "S3_DATA_DIR": str(places.scratch / "s3"),
    }
    origin = f"http://127.0.0.1:{port}"
    return Service(
        name="cloud",
        label="local cloud (MiniStack)",
        port=port,
        argv=(str(places.cloud_environment / "python"), str(_EMULATOR)),
        environment=environment,
        # `-m` puts the working directory on the path: not this checkout's packages.
        directory=places.scratch,
        probe=f"{origin}/_ministack/health",
        answers=frozenset({200}),
        ready=f"{origin}/_ministack/health",
    )


def carrier(places: Places, port: int, marker: Mapping[str, str]) -> Service:
    return _own("carrier", "pretend carrier", "/healthz", places, port, marker)


def edge(places: Places, port: int, marker: Mapping[str, str]) -> Service:
    return _own("edge", "edge", "/readyz", places, port, marker)


def _own(name: str, label: str, ready: str, places: Places, port: int, marker: Mapping[str, str]) -> Service:
    origin = f"http://127.0.0.1:{port}"
    module = ("-m", f"localstack.{name}", "--port", str(port), "--config", str(places.config(name)))
    return Service(
        name=name,
        label=label,
        port=port,
        argv=(str(places.environment / "python"), *module),
        environment=plain(marker),
        directory=places.repository,
        probe=f"{origin}/healthz",
        # The edge says 503 until it is told where the API is.
        answers=frozenset({200, 503}),
        ready=f"{origin}{ready}",
    )
