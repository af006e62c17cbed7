"""How this deployment differs from others: read once from CDK's context."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from aws_cdk import App

ROOT = Path(__file__).resolve().parent.parent


@dataclass(frozen=True)
class Settings:
    """`target` is `local` or `aws`. `public_url` is the origin texters' carriers and browsers see, if it is given.

    `layer_folder`, on a local cloud that runs functions on this very machine, is where they find the layer unpacked.
    """

    target: str
    stage: str
    region: str
    public_url: str | None
    carrier_url: str
    endpoint: str | None
    bundles: Path
    layer_folder: str | None

    @property
    def local(self) -> bool:
        return self.target == "local"

    @property
    def prefix(self) -> str:
        return f"holdfast-{self.stage}"

    @classmethod
    def from_context(cls, app: App) -> Settings:
        """Raises `ValueError` naming what is wrong with the context."""

        def given(name: str, default: str | None = None) -> str | None:
            value = app.node.try_get_context(name)
            return str(value) if value else default

        target = given("target", "aws") or "aws"
        if target not in ("local", "aws"):
            raise ValueError(f"target must be 'local' or 'aws', not '{target}'")
        public_url, endpoint = given("publicUrl"), given("endpoint")
        if target == "local" and not (public_url and endpoint):
            raise ValueError("target=local needs -c publicUrl=… and -c endpoint=…")
        return cls(
            target=target,
            stage=given("stage", "dev") or "dev",
            region=given("region", "us-east-1") or "us-east-1",
            public_url=public_url,
            carrier_url=given("carrierUrl", "https://api.twilio.com") or "",
            endpoint=endpoint,
            bundles=ROOT / ".local" / "build" / (given("bundles") or target),
            layer_folder=given("layerFolder"),
        )
