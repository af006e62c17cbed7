"""How this deployment differs from others: read once from CDK's context."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from aws_cdk import App

from infra.catalogue import MAIL_SENDER

ROOT = Path(__file__).resolve().parent.parent


#: Who is told to call for help. Nobody is ever sent by the local cloud, and it says so.
_ON_CALL = "supervisors on call"
_SIMULATED = "simulated emergency services (nobody is sent)"


@dataclass(frozen=True)
class Settings:
    """`target` is `local` or `aws`. `public_url` is the origin texters' carriers and browsers see, if it is given.

    `mail_from` is the verified sender of mails to staff; `bedrock_model` and `bedrock_guardrail` (`id:version`) name
    the assistant, if it is not to be the embedded one. `anchor_days`: how long anchors of the audit cannot be removed.
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
    mail_from: str = MAIL_SENDER
    emergency_service: str = _ON_CALL
    bedrock_model: str | None = None
    bedrock_guardrail: str | None = None
    anchor_days: int = 2557

    @property
    def local(self) -> bool:
        return self.target == "local"

    @property
    def sms_url(self) -> str:
        """The endpoint of AWS End User Messaging SMS; the pretend carrier's on the local cloud."""
        return self.carrier_url if self.local else f"https://sms-voice.{self.region}.amazonaws.com"

    @property
    def sns_host(self) -> str:
        """Host and port of the local cloud's SNS, whose webhooks are believed; empty on AWS."""
        return urlsplit(self.carrier_url).netloc if self.local else ""

    @property
    def loopback_targets(self) -> str:
        """Whether addresses that affiliates and partners choose may lead to this machine: on the local cloud alone."""
        return "allowed" if self.local else "refused"

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
            mail_from=given("mailFrom") or MAIL_SENDER,
            emergency_service=_SIMULATED if target == "local" else given("emergencyService", _ON_CALL) or _ON_CALL,
            bedrock_model=given("bedrockModel"),
            bedrock_guardrail=given("bedrockGuardrail"),
            # Seven years, as health records are kept; a day where somebody tries it out.
            anchor_days=int(given("anchorDays", "1" if target == "local" else "2557") or 0),
        )
