"""What our processes find in their environment: nothing of the developer's own AWS set-up, ever."""

from __future__ import annotations

import os
from collections.abc import Mapping

from localstack.stack.places import Places

REGION = "us-east-1"
ACCOUNT = "000000000000"

# Enough for an interpreter to work in; functions run inside the emulator and see what it sees.
_PLAIN = ("HOME", "LANG", "LC_ALL", "LC_CTYPE", "LD_LIBRARY_PATH", "PATH", "TZ", "USER")


def plain(marker: Mapping[str, str], environment: Mapping[str, str] = os.environ) -> dict[str, str]:
    """For the servers: no credentials, tokens or proxies of the developer's shell."""
    kept = {name: environment[name] for name in _PLAIN if name in environment}
    return {**kept, "PYTHONUNBUFFERED": "1", **marker}


def of_step(marker: Mapping[str, str], places: Places, environment: Mapping[str, str] = os.environ) -> dict[str, str]:
    """For a step that may need the network (packages): the developer's own environment without AWS settings."""
    kept = {name: value for name, value in environment.items() if not name.startswith(("AWS_", "CDK_"))}
    # The compiled form of aws_cdk is worth 5 s at each deployment.
    kept.pop("PYTHONDONTWRITEBYTECODE", None)
    kept["PATH"] = f"{places.environment}{os.pathsep}{kept.get('PATH', os.defpath)}"
    return {**kept, **marker}


def of_deployment(
    marker: Mapping[str, str], places: Places, endpoint: str, environment: Mapping[str, str] = os.environ
) -> dict[str, str]:
    """For a step that speaks AWS to the local cloud, and must not be able to reach another."""
    kept = of_step(marker, places, environment)
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"):
        kept.pop(name, None)
        kept.pop(name.lower(), None)
    return {
        **kept,
        "AWS_ENDPOINT_URL": endpoint,
        "AWS_ACCESS_KEY_ID": "test",
        "AWS_SECRET_ACCESS_KEY": "test",
        "AWS_REGION": REGION,
        "AWS_DEFAULT_REGION": REGION,
        "AWS_CONFIG_FILE": os.devnull,
        "AWS_SHARED_CREDENTIALS_FILE": os.devnull,
        "AWS_EC2_METADATA_DISABLED": "true",
        "CDK_DEFAULT_ACCOUNT": ACCOUNT,
        "CDK_DEFAULT_REGION": REGION,
        "CDK_DISABLE_CLI_TELEMETRY": "true",
        "CDK_DISABLE_VERSION_CHECK": "true",
        # Template validation costs 3 s a deployment; `make synth-aws` and the infrastructure tests keep it.
        "CDK_VALIDATION": "false",
    }
