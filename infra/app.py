"""The CDK app: `cdk synth`, `cdk deploy`. Context: target, stage, region, publicUrl, carrierUrl, endpoint."""

from __future__ import annotations

from aws_cdk import App, CliCredentialsStackSynthesizer, Environment, Tags, Validations
from cdk_nag import AwsSolutionsChecks

from infra.settings import Settings
from infra.stacks.foundation import Foundation
from infra.stacks.line import Line
from infra.stacks.watch import Watch


def build(app: App) -> tuple[Foundation, Line, Watch]:
    """The stacks, checked by cdk-nag."""
    settings = Settings.from_context(app)
    where = Environment(region=settings.region)
    foundation = Foundation(
        app, f"{settings.prefix}-foundation", settings, env=where, synthesizer=_synthesizer(settings)
    )
    line = Line(app, f"{settings.prefix}-line", settings, foundation, env=where, synthesizer=_synthesizer(settings))
    watch = Watch(app, f"{settings.prefix}-watch", settings, env=where, synthesizer=_synthesizer(settings))
    Tags.of(app).add("holdfast:stage", settings.stage)
    if not settings.local:
        Validations.of(app).add_plugins(AwsSolutionsChecks(app))
    return foundation, line, watch


def _synthesizer(settings: Settings) -> CliCredentialsStackSynthesizer | None:
    # The local cloud has no deploy roles to assume.
    return CliCredentialsStackSynthesizer() if settings.local else None


if __name__ == "__main__":
    app = App()
    build(app)
    app.synth()
