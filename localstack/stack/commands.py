"""The commands of the steps: bundle, CDK, seed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from localstack.stack.environments import ACCOUNT, REGION, of_deployment, of_step
from localstack.stack.places import Places


@dataclass(frozen=True)
class Urls:
    """The origins of one stack, as this machine reaches them; no path, no trailing slash."""

    endpoint: str
    public: str
    carrier: str

    @classmethod
    def of(cls, ports: Mapping[str, int]) -> Urls:
        return cls(*(f"http://127.0.0.1:{ports[name]}" for name in ("cloud", "edge", "carrier")))


@dataclass(frozen=True)
class Command:
    """One step's command; it is stopped after `seconds`."""

    name: str
    detail: str
    argv: tuple[str, ...]
    environment: Mapping[str, str]
    directory: Path
    seconds: float


def cdk_bootstrap(places: Places, urls: Urls, marker: Mapping[str, str]) -> Command:
    """The bucket and roles CDK publishes with. Run outside the checkout, or it would synthesize the app first."""
    return Command(
        "cdk",
        "toolkit stack",
        (*_cdk(places), "bootstrap", f"aws://{ACCOUNT}/{REGION}", "--no-notices", "--ci"),
        of_deployment(marker, places, urls.endpoint),
        places.scratch,
        120,
    )


def bundle(places: Places, marker: Mapping[str, str], target: str) -> Command:
    return Command(
        "bundle",
        f"functions and layer, for {target}",
        (_python(places), "-m", "infra.bundle", "--target", target, "--out", str(places.build(target))),
        of_step(marker, places),
        places.repository,
        900,
    )


def deploy(places: Places, urls: Urls, marker: Mapping[str, str], bundles: str) -> Command:
    """`direct` leaves out change sets, which nobody would read here."""
    context = {
        "target": "local",
        "stage": "local",
        "publicUrl": urls.public,
        "carrierUrl": urls.carrier,
        "endpoint": urls.endpoint,
        "bundles": bundles,
    }
    if bundles == "local":
        # Functions run on this machine and read the layer where it was built; a container could not.
        context["layerFolder"] = str(places.build(bundles) / "layer" / "python")
    options = [word for name, value in context.items() for word in ("-c", f"{name}={value}")]
    return Command(
        "deploy",
        "all stacks, with CDK",
        (
            *(*_cdk(places), "deploy", "--all", "--require-approval", "never", "--ci", "--progress", "events"),
            *("--no-notices", "--method", "direct", "--concurrency", "4"),
            *("--output", str(places.cdk_out), "--outputs-file", str(places.cdk_outputs)),
            *options,
        ),
        of_deployment(marker, places, urls.endpoint),
        places.repository,
        900,
    )


def seed(places: Places, urls: Urls, marker: Mapping[str, str]) -> Command:
    return Command(
        "seed",
        "affiliates, programs, people, site",
        (
            *(_python(places), "-m", "localstack.seed", "--home", str(places.home), "--endpoint", urls.endpoint),
            *("--public-url", urls.public, "--carrier-url", urls.carrier),
        ),
        of_deployment(marker, places, urls.endpoint),
        places.repository,
        300,
    )


def _python(places: Places) -> str:
    return str(places.environment / "python")


def _cdk(places: Places) -> tuple[str, str]:
    # By its interpreter: a script's first line has a length limit, and a checkout may lie deep.
    return _python(places), str(places.environment / "cdk")
