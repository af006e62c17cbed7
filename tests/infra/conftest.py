"""Synthesised once for all infrastructure tests."""

from __future__ import annotations

from pathlib import Path

import pytest

from infra.bundle import ROOT, build
from tests.infra.synthesis import Synthesis, synthesise


@pytest.fixture(scope="session")
def aws_bundles() -> Path:
    """What is shipped to AWS: wheels for Lambda's platform, staged functions."""
    out = ROOT / ".local" / "build" / "aws"
    build("aws", out)
    return out


@pytest.fixture(scope="session")
def aws(aws_bundles: Path, tmp_path_factory: pytest.TempPathFactory) -> Synthesis:
    """A production stage in Ireland."""
    out = tmp_path_factory.mktemp("aws")
    return synthesise(out, target="aws", stage="prod", region="eu-west-1")


@pytest.fixture(scope="session")
def local(tmp_path_factory: pytest.TempPathFactory) -> Synthesis:
    """What the local cloud is given."""
    build("local", ROOT / ".local" / "build" / "local")
    out = tmp_path_factory.mktemp("local")
    urls = {"publicUrl": "http://127.0.0.1:8080", "endpoint": "http://127.0.0.1:4566"}
    return synthesise(out, target="local", stage="local", carrierUrl="http://127.0.0.1:8081", **urls)
